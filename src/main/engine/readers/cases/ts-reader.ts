import { parsedCasesReader } from './cases-reader';
import { TsParser } from './ts-format';

/** The UEA archive's `.ts`. */
export const tsReader = parsedCasesReader({
  format: 'ts',
  endings: ['.ts'],
  isAnnotated: true,
  claim: (_head, name) => (/\.ts$/i.test(name) ? 'name' : 'none'),
  parser: ({ shown }) => new TsParser(shown),
});
