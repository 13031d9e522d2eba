import { basename } from 'node:path';
import { archiveNameOf } from './archive-name';
import { casesReader } from './cases-reader';
import { UcrParser } from './ucr-format';

/** The UCR archive's tables, which are known by the names of their parts. */
export const ucrReader = casesReader({
  format: 'ucr',
  endings: [],
  isAnnotated: false,
  claim: (_head, name) => (/\.(tsv|txt)$/i.test(name) && archiveNameOf(name) !== null ? 'name' : 'none'),
  parser: ({ path, shown }) => new UcrParser(shown, archiveNameOf(basename(path))?.problem ?? null),
});
