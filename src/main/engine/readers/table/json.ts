import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { failure } from '../../../../shared/sentences/failure';
import type { TableContent } from '../content';
import { asFileError, Opened } from '../opened';
import type { DescribeOptions, FileRef, Reader } from '../reader';
import { decodeText } from '../text';
import { countedNames, flattened, isObject, textOf, written } from './json-cells';
import { areLines, writeLineCells } from './json-lines';
import type { ReadTable } from './stored-reader';
import { storedReader } from './stored-reader';
import { fileOfText } from './text/byte-file';
import { readText } from './text/text-table';

/** One value is parsed as a whole: what a table is in it is only known when all of it is. */
const MAX_BYTES = 2 ** 28;
const MAX_DEPTH = 6;
const endings = ['.json', '.jsonl', '.ndjson'];

/** A table's header and its rows. */
interface Cells {
  readonly names: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * JSON that is a table: an array of objects, an object of arrays, an object a line (JSONL), or what a data acquisition
 * payload holds. Objects within objects become columns with dots in their names.
 */
export const jsonReader: Reader<TableContent> = storedReader({
  format: 'json',
  endings,
  claim: (_head, name) => (endings.includes(extname(name).toLowerCase()) ? 'name' : 'none'),
  read,
});

async function read(file: FileRef, { signal, ...options }: DescribeOptions): Promise<ReadTable> {
  const spill = options.spill ?? null;
  const { path, shown, size } = file;
  const opened = new Opened(spill);
  try {
    if (await areLines(file, opened)) {
      const target = opened.scratch();
      await writeLineCells(path, shown, target);
      const text = await opened.file(target, shown);
      return await readText({ file: text, size: (await text.stat()).size, shown, spill, signal });
    }
    if (size > MAX_BYTES) throw failure('FILE_TOO_LARGE.json', { file: shown });
    const whole = await readFile(path);
    const value = parse(decodeText(whole, shown), shown);
    const cells =
      payloadCells(value) ??
      splitCells(value) ??
      recordCells(value) ??
      columnCells(value) ??
      nestedCells(value);
    if (cells === null || cells.rows.length === 0) throw failure('FILE_CORRUPT.jsonTable', { file: shown });
    const text = textOf([[...cells.names], ...cells.rows.map((row) => row.map(written))]);
    return await readText({ ...fileOfText(text), shown, spill, signal });
  } catch (cause) {
    throw asFileError(cause, shown);
  } finally {
    await opened.close();
  }
}

/** One value, or one a line where the second is not seen from the first. */
function parse(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not one value; the lines may each be one.
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.flatMap((line, k) => {
    try {
      return [JSON.parse(line) as unknown];
    } catch (cause) {
      // A last line that a power cut left half is passed over.
      if (k === lines.length - 1 && k > 0) return [];
      throw failure('FILE_CORRUPT.jsonLine', { file: shown, line: k + 1 }, { cause });
    }
  });
}

/**
 * Edge Impulse's data acquisition format: `payload.values` [steps][sensors] at every `interval_ms`.
 * Source: https://docs.edgeimpulse.com/reference/data-ingestion/data-acquisition-format
 */
function payloadCells(value: unknown): Cells | null {
  const payload = isObject(value) ? value['payload'] : null;
  if (!isObject(payload) || !Array.isArray(payload['values']) || !Array.isArray(payload['sensors']))
    return null;
  const names = payload['sensors'].map((sensor, k) =>
    isObject(sensor) && typeof sensor['name'] === 'string' ? sensor['name'] : `sensor ${k + 1}`,
  );
  const stepMs = Number(payload['interval_ms']);
  const rows = payload['values'].map((row: unknown) => (Array.isArray(row) ? row : [row]) as unknown[]);
  return stepMs > 0
    ? { names: ['time (s)', ...names], rows: rows.map((row, k) => [(k * stepMs) / 1000, ...row]) }
    : { names, rows };
}

/** Names beside rows: pandas' `orient="split"`, and what web services call `fields`, `header` or `cols`. */
function splitCells(value: unknown): Cells | null {
  if (!isObject(value)) return null;
  const names = ['columns', 'fields', 'header', 'headers', 'cols']
    .map((key) => value[key])
    .find(Array.isArray);
  const rows = ['data', 'rows', 'values'].map((key) => value[key]).find(Array.isArray) as
    unknown[] | undefined;
  if (names === undefined || rows === undefined || rows.length === 0) return null;
  const own = names.map((name: unknown) => (isObject(name) ? (name['name'] ?? name['id']) : name));
  const isSplit =
    own.every((name) => typeof name === 'string') &&
    rows.every((row): row is unknown[] => Array.isArray(row) && row.length === own.length);
  return isSplit ? { names: own, rows } : null;
}

/** Objects, or arrays, one below the other. */
function recordCells(value: unknown): Cells | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  if (value.every((row) => Array.isArray(row))) {
    const width = Math.max(...value.map((row: unknown[]) => row.length));
    return { names: countedNames(width), rows: value as unknown[][] };
  }
  if (value.every((row) => typeof row === 'number'))
    return { names: ['value'], rows: value.map((one) => [one]) };
  if (!value.every(isObject)) return null;
  const flat = value.map((row) => flattened(row));
  const names = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  return { names, rows: flat.map((row) => names.map((name) => row.get(name))) };
}

/** Arrays of equal length side by side; pandas' own `{column: {row: value}}` too. */
function columnCells(value: unknown): Cells | null {
  if (!isObject(value)) return null;
  const columns = Object.entries(value).map(
    ([name, column]) => [name, isObject(column) ? Object.values(column) : column] as const,
  );
  const arrays = columns.filter((column): column is [string, unknown[]] => Array.isArray(column[1]));
  const rows = Math.max(0, ...arrays.map(([, column]) => column.length));
  const own = arrays.filter(
    ([, column]) => column.length === rows && column.every((cell) => !isObject(cell)),
  );
  if (rows < 2 || own.length === 0) return null;
  return {
    names: own.map(([name]) => name),
    rows: Array.from({ length: rows }, (_, row) => own.map(([, column]) => column[row])),
  };
}

/** A table under a single key, such as `{"data": [...]}`. */
function nestedCells(value: unknown, depth = 0): Cells | null {
  if (!isObject(value) || depth > MAX_DEPTH) return null;
  const found = Object.values(value).map(
    (inner) => recordCells(inner) ?? columnCells(inner) ?? nestedCells(inner, depth + 1),
  );
  const [best] = found
    .filter((cells) => cells !== null)
    .sort((a, b) => b.rows.length * b.names.length - a.rows.length * a.names.length);
  return best ?? null;
}
