/**
 * The library believes whatever length a damaged file gives a list, and goes through two thousand million entries that are not
 * there. Here each list of the metadata is held against the file's size, before the library sees it.
 *
 * Sources: the file format, https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format, its tables (File.fbs, Schema.fbs,
 * Message.fbs of Apache Arrow) and https://flatbuffers.dev/internals/.
 */

/** Places of fields in their tables, and bytes of structures. */
const FOOTER = { schema: 1, dictionaries: 2, batches: 3, metadata: 4 } as const;
const SCHEMA = { fields: 1, metadata: 2 } as const;
const FIELD = { children: 5, metadata: 6 } as const;
const MESSAGE = { kind: 1, header: 2 } as const;
const BATCH = { nodes: 1, buffers: 2, counts: 4 } as const;
const DICTIONARY_DATA = 1;
const DICTIONARY_BATCH = 2;
const RECORD_BATCH = 3;
const BLOCK_BYTES = 24;
const PAIR_BYTES = 16;
const OFFSET_BYTES = 4;
const TAIL_BYTES = 10;
/** A table of a hundred thousand columns has so many. */
const MOST_TABLES = 1_000_000;

/** @throws RangeError when a list is longer than the file, lies outside, or leads in circles */
export function requireSaneArrow(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let tables = 0;
  const tableAt = (at: number): number => {
    if (++tables > MOST_TABLES) throw new RangeError('it leads in circles');
    return at + view.getInt32(at, true);
  };
  /** Where a field lies; 0 when the table leaves it out. */
  const place = (table: number, field: number): number => {
    const layout = table - view.getInt32(table, true);
    const slot = 4 + 2 * field;
    const offset = slot < view.getUint16(layout, true) ? view.getUint16(layout + slot, true) : 0;
    return offset === 0 ? 0 : table + offset;
  };
  const list = (table: number, field: number, stride: number): number[] => {
    const at = place(table, field);
    if (at === 0) return [];
    const base = at + view.getInt32(at, true);
    const count = view.getUint32(base, true);
    if (base + 4 + count * stride > bytes.length) throw new RangeError('a list is longer than the file');
    return Array.from({ length: count }, (_, k) => base + 4 + k * stride);
  };
  const field = (table: number): void => {
    list(table, FIELD.metadata, OFFSET_BYTES);
    for (const at of list(table, FIELD.children, OFFSET_BYTES)) field(tableAt(at));
  };
  const batch = (table: number): void => {
    list(table, BATCH.nodes, PAIR_BYTES);
    list(table, BATCH.buffers, PAIR_BYTES);
    list(table, BATCH.counts, 8);
  };
  const message = (block: number): void => {
    const start = Number(view.getBigInt64(block, true));
    // The length that follows is behind a mark in all but the oldest files.
    const table = tableAt(view.getInt32(start, true) === -1 ? start + 8 : start + 4);
    const [kindAt, headerAt] = [place(table, MESSAGE.kind), place(table, MESSAGE.header)];
    if (kindAt === 0 || headerAt === 0) return;
    const [kind, header] = [view.getUint8(kindAt), tableAt(headerAt)];
    if (kind === RECORD_BATCH) batch(header);
    if (kind !== DICTIONARY_BATCH) return;
    const data = place(header, DICTIONARY_DATA);
    if (data !== 0) batch(tableAt(data));
  };
  const end = bytes.length - TAIL_BYTES;
  const footer = tableAt(end - view.getInt32(end, true));
  list(footer, FOOTER.metadata, OFFSET_BYTES);
  for (const name of ['dictionaries', 'batches'] as const)
    for (const block of list(footer, FOOTER[name], BLOCK_BYTES)) message(block);
  const schemaAt = place(footer, FOOTER.schema);
  if (schemaAt === 0) return;
  const schema = tableAt(schemaAt);
  list(schema, SCHEMA.metadata, OFFSET_BYTES);
  for (const at of list(schema, SCHEMA.fields, OFFSET_BYTES)) field(tableAt(at));
}
