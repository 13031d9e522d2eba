import { basename } from 'node:path';
import type { Claim } from '../reader';
import { archiveNameOf } from './archive-name';
import { parseValue } from './cases';
import { parsedCasesReader } from './cases-reader';
import { UcrParser } from './ucr-format';

/** The UCR archive's tables, which are known by the names of their parts. */
export const ucrReader = parsedCasesReader({
  format: 'ucr',
  endings: [],
  isAnnotated: false,
  claim,
  parser: ({ path, shown }) => new UcrParser(shown, archiveNameOf(basename(path))?.problem ?? null),
});

/** Any table may be called so; only one without a header, whose first line is numbers throughout, is the archive's. */
function claim(head: Uint8Array, name: string): Claim {
  if (!/\.(tsv|txt)$/i.test(name) || archiveNameOf(name) === null) return 'none';
  const [first = ''] = new TextDecoder().decode(head).split('\n', 1);
  const [, ...values] = first.trim().split(/[\t,]|\s+/);
  return values.length > 0 && values.every((word) => parseValue(word) !== null) ? 'name' : 'none';
}
