import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { failure } from '../../../../shared/sentences/failure';
import { linesOf } from '../lines';
import type { Opened } from '../opened';
import type { FileRef } from '../reader';
import { countedNames, flattened, isObject, textOf, written } from './json-cells';
import { bytesAt } from './text/byte-file';
import { encodingOf } from './text/encoding';

/** What is looked at to tell lines from one value. */
const HEAD_BYTES = 2 ** 20;
/** Of the text that is written at a time. */
const CELLS_AT_ONCE = 2 ** 14;

/** Whether a value stands on each line, by the first two of a text in UTF-8. @throws UnrollError FILE_CORRUPT where it is no text */
export async function areLines({ path, shown }: FileRef, opened: Opened): Promise<boolean> {
  const file = await opened.file(path, shown);
  const head = await bytesAt(file, 0, HEAD_BYTES);
  if (head.includes(0)) return false;
  const [first, second] = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const isLine = first !== undefined && second !== undefined && valueOf(first) !== undefined;
  return isLine && (await encodingOf(file, shown)) === 'utf-8';
}

function valueOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Values of a text, one a line. A last line that a power cut left half is passed over. @throws UnrollError FILE_CORRUPT */
async function* lineValues(path: string, shown: string): AsyncGenerator<unknown, void, undefined> {
  let number = 0;
  let bad: { readonly line: number } | null = null;
  for await (const line of linesOf(path)) {
    if (line.trim() === '') continue;
    number++;
    if (bad !== null) throw failure('FILE_CORRUPT.jsonLine', { file: shown, ...bad });
    const value = valueOf(number === 1 ? line.replace(/^\uFEFF/, '') : line);
    if (value === undefined) bad = { line: number };
    else yield value;
  }
}

/**
 * A value a line as the cells of a table, written to a text of its own: once through for the names, which every line may add to,
 * and once for the cells.
 *
 * @throws UnrollError FILE_CORRUPT
 */
export async function writeLineCells(path: string, shown: string, target: string): Promise<void> {
  const names = new Map<string, number>();
  const kinds = { object: 0, array: 0, number: 0, other: 0 };
  let width = 0;
  for await (const value of lineValues(path, shown)) {
    if (Array.isArray(value)) {
      kinds.array++;
      width = Math.max(width, value.length);
    } else if (isObject(value)) {
      kinds.object++;
      for (const name of flattened(value).keys()) if (!names.has(name)) names.set(name, names.size);
    } else kinds[typeof value === 'number' ? 'number' : 'other']++;
  }
  const lines = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  const kind = (['object', 'array', 'number'] as const).find((one) => kinds[one] === lines);
  if (lines === 0 || kind === undefined) throw failure('FILE_CORRUPT.jsonTable', { file: shown });
  const header = kind === 'object' ? [...names.keys()] : kind === 'number' ? ['value'] : countedNames(width);
  async function* text(): AsyncGenerator<string> {
    let rows: string[][] = [header];
    for await (const value of lineValues(path, shown)) {
      if (kind === 'object') {
        const flat = flattened(value as Record<string, unknown>);
        rows.push(header.map((name) => written(flat.get(name))));
      } else rows.push((kind === 'array' ? (value as unknown[]) : [value]).map(written));
      if (rows.length * header.length < CELLS_AT_ONCE) continue;
      yield textOf(rows);
      rows = [];
    }
    if (rows.length > 0) yield textOf(rows);
  }
  await pipeline(text, createWriteStream(target));
}
