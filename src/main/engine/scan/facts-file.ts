import { posix } from 'node:path';
import { readBytes } from '../readers/bytes';
import { cellsOf } from '../readers/labels/labels-file';
import type { FoundFile } from '../readers/source-file';
import { decodeText } from '../readers/text';
import { plainName, words } from './vocabulary';

const MAX_BYTES = 64 * 2 ** 10;
const MOST_FACTS = 64;

/** What files are called that describe a recording or a folder of them. */
const factsNames = words(`
  metadata meta info information session subject participant recording recordinginfo device deviceinfo about description header
  settings config configuration properties details log experiment 메타데이터 정보
`);
/** What files of moments are called. */
const momentNames = words(
  'ibi tag tags annotation annotations event events marker markers mark marks beats notes comments',
);
const keyNames = words('property key name field item parameter setting');
/** A folder of facts alone, as phyphox writes it. */
const factsFolders = words('meta metadata info');

/** What lies beside recordings: facts of a folder, or moments of a recording. */
export type Aside =
  | { readonly kind: 'facts'; readonly folder: string; readonly facts: Readonly<Record<string, string>> }
  | { readonly kind: 'moments'; readonly folder: string };

const stemOf = (shown: string): string => plainName(posix.basename(shown, posix.extname(shown)));

/** Whether a file is called like one that describes others. */
export function isFactsName(shown: string): boolean {
  const ending = posix.extname(shown).toLowerCase();
  return ['.csv', '.tsv', '.txt', '.json'].includes(ending) && factsNames.has(stemOf(shown));
}

/**
 * What a file is beside the files of a recording, by its name and its place: moments, such as heart beats and buttons that were
 * pressed, or something in a folder of facts. Null for anything else.
 *
 * @param folders those that are a recording each, of several files
 */
export function asideByPlace(shown: string, folders: ReadonlySet<string>): Aside | null {
  const folder = posix.dirname(shown);
  if (folders.has(folder) && momentNames.has(stemOf(shown))) return { kind: 'moments', folder };
  const above = posix.dirname(folder);
  const isInFacts = factsFolders.has(plainName(posix.basename(folder))) && folders.has(above);
  return isInFacts ? { kind: 'facts', folder: above, facts: {} } : null;
}

/**
 * A small file with one value for each of some names: a header and one row, names and values in two columns, or a flat object of
 * JSON. It speaks of everything in its folder. Null for anything else, such as a table or a list.
 */
export async function readFacts({ path, shown, size }: FoundFile): Promise<Aside | null> {
  if (size === 0 || size > MAX_BYTES) return null;
  const text = decodeText(await readBytes(path, shown, 0, size), shown);
  const facts =
    posix.extname(shown).toLowerCase() === '.json' ? factsOfJson(text) : factsOfTable(text, shown);
  return facts === null ? null : { kind: 'facts', folder: posix.dirname(shown), facts };
}

function factsOfTable(text: string, shown: string): Record<string, string> | null {
  const rows = cellsOf(text, shown).filter((row) => row.some((cell) => cell !== ''));
  const [head, first] = rows;
  if (head === undefined || first === undefined || rows.length > MOST_FACTS) return null;
  const isPairs = rows.every(({ length }) => length === 2);
  if (rows.length === 2 && head.length === first.length && head.length >= 2 && !isPairs)
    return named(head, first);
  if (isPairs && rows.length >= 2 && (keyNames.has(plainName(head[0]!)) || rows.length === 2)) {
    if (rows.length === 2 && !keyNames.has(plainName(head[0]!))) return named(head, first);
    const pairs = rows.slice(1);
    return named(
      pairs.map(([name = '']) => name),
      pairs.map(([, value = '']) => value),
    );
  }
  return null;
}

/** Names are words; a row of numbers above another is data. */
function named(names: readonly string[], values: readonly string[]): Record<string, string> | null {
  const areNames = names.every((name) => name !== '' && !Number.isFinite(Number(name)));
  if (!areNames || new Set(names).size < names.length) return null;
  return Object.fromEntries(names.map((name, k) => [name, values[k] ?? '']));
}

function factsOfJson(text: string): Record<string, string> | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return null;
  const plain = Object.entries(read as Record<string, unknown>).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
  const hasLists = Object.values(read as Record<string, unknown>).some(
    (value) => typeof value === 'object' && value !== null,
  );
  // An object of lists is a table.
  if (plain.length === 0 || hasLists) return null;
  return Object.fromEntries(plain.slice(0, MOST_FACTS).map(([name, value]) => [name, String(value)]));
}
