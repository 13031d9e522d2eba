import { rowCasesReader } from './cases/row-cases';
import { claimedBy } from './claim';
import type { FileRef, Reader } from './reader';
import { wideRowsOf } from './wide-rows';

/** The reader for tables of text whose rows a person knows better. */
export function readAs(
  rows: FileRef['rows'],
  reader: Reader,
  readers: readonly Reader[],
  head: Uint8Array,
  shown: string,
): Reader {
  if (rows === 'moment' && reader.format === rowCasesReader.format)
    return claimedBy(
      readers.filter(({ format }) => format === 'csv' || format === 'tsv'),
      head,
      shown,
    );
  const isTable = reader.format === 'csv' || reader.format === 'tsv';
  const isWide =
    rows === 'sequence' && isTable && (wideRowsOf(head, { isLenient: true })?.labelAt ?? null) !== null;
  return isWide ? rowCasesReader : reader;
}
