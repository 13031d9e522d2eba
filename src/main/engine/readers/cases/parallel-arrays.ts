import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failure } from '../../../../shared/sentences/failure';
import { requireOrdinaryFile } from '../../files/ordinary';
import { fileError } from '../bytes';
import type { CasesContent } from '../content';
import type { Opened } from '../opened';
import type { FileRef, Reader } from '../reader';
import { linesOf } from '../lines';
import { casesReader } from './cases-reader';
import type { Cases } from './cases';

/** `total_acc_x_train.txt`: an axis, then the part. */
const arrayName = /^(.+)_([xyz])_(train|test)\.txt$/i;

/**
 * Arrays that lie side by side in files: one file a channel, one row a sequence, with the classes (`y_train.txt`), the persons
 * (`subject_train.txt`) and the classes' names (`activity_labels.txt`) in the folders above, as in "Human Activity Recognition
 * Using Smartphones" (Anguita et al. 2013). The first array stands for all.
 */
const reader = casesReader({
  format: 'arrays',
  endings: [],
  isAnnotated: true,
  claim: (head, name) => (arrayName.test(name) && isNumbers(head) ? 'signature' : 'none'),
  read,
});

export const parallelArraysReader: Reader<CasesContent> = { ...reader, companions };

function isNumbers(head: Uint8Array): boolean {
  const [line = ''] = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
    .toString('latin1')
    .split(/\r?\n/, 1);
  const cells = line.trim().split(/\s+/);
  return cells.length >= 8 && cells.every((cell) => Number.isFinite(Number(cell)));
}

interface Found {
  /** Names of the arrays in their order. */
  readonly arrays: readonly string[];
  readonly part: string;
  /** Relative to the arrays' folder; null where there is none. */
  readonly labels: string | null;
  readonly subjects: string | null;
  readonly names: string | null;
  readonly others: readonly string[];
}

async function findAround(path: string): Promise<Found> {
  const part = arrayName.exec(basename(path))![3]!;
  const dir = dirname(path);
  const list = (at: string): Promise<string[]> => readdir(at).catch(() => []);
  const [own, above, top] = await Promise.all([
    list(dir),
    list(join(dir, '..')),
    list(join(dir, '..', '..')),
  ]);
  const arrays = own.filter((name) => arrayName.exec(name)?.[3] === part).sort();
  const named = (names: readonly string[], prefix: string, pattern: RegExp): string | null => {
    const found = names.find((name) => pattern.test(name));
    return found === undefined ? null : `${prefix}${found}`;
  };
  const inPart = (word: string): RegExp => new RegExp(`^${word}_${part}\\.txt$`, 'i');
  return {
    arrays,
    part,
    labels: named(above, '../', inPart('y')),
    subjects: named(above, '../', inPart('subject')),
    names: named(top, '../../', /^activity_labels\.txt$/i),
    others: [named(above, '../', inPart('X')), named(top, '../../', /^features\.txt$/i)].filter(
      (name) => name !== null,
    ),
  };
}

async function companions({ path }: FileRef): Promise<readonly string[]> {
  const { arrays, labels, subjects, names, others } = await findAround(path);
  if (arrays[0] !== basename(path)) return [];
  return [...arrays.slice(1), ...[labels, subjects, names].filter((name) => name !== null), ...others];
}

async function* read({ path, shown }: FileRef, opened: Opened): Cases {
  const found = await findAround(path);
  const dir = dirname(path);
  const rowsIn = (name: string): AsyncGenerator<string, void, undefined> => {
    const rows = filledLines(join(dir, name), name);
    opened.onClose(() => rows.return());
    return rows;
  };
  const words = new Map<string, string>();
  if (found.names !== null) for await (const line of rowsIn(found.names)) words.set(...splitName(line));
  const arrays = found.arrays.map(rowsIn);
  const codes = found.labels === null ? null : rowsIn(found.labels);
  const groups = found.subjects === null ? null : rowsIn(found.subjects);
  const take = async (rows: AsyncGenerator<string, void> | null): Promise<string | null> =>
    (await rows?.next())?.value ?? null;
  for (let row = 0; ; row++) {
    const lines = await Promise.all(arrays.map(take));
    if (lines.some((line) => line === null)) {
      await requireSameRows(found.arrays, arrays, lines, row, shown);
      break;
    }
    const channels = lines.map((line) => line!.trim().split(/\s+/).map(Number));
    const length = Math.min(...channels.map((channel) => channel.length));
    const data = new Float32Array(length * channels.length);
    for (const [c, channel] of channels.entries())
      for (let t = 0; t < length; t++) data[t * channels.length + c] = channel[t]!;
    const code = (await take(codes))?.trim() ?? null;
    yield {
      data,
      length,
      channels: channels.length,
      label: code === null ? null : (words.get(code) ?? code),
      group: (await take(groups))?.trim() ?? null,
    };
  }
  return {
    problem: 'arrays',
    part: found.part.toLowerCase() === 'train' ? 'train' : 'test',
    channels: arrays.length,
    missing: 0,
  };
}

/** @param lines of row `row`, null where an array has none any more @throws UnrollError FILE_CORRUPT where one has more than another */
async function requireSameRows(
  names: readonly string[],
  arrays: readonly AsyncGenerator<string, void>[],
  lines: readonly (string | null)[],
  row: number,
  shown: string,
): Promise<void> {
  const counts = await Promise.all(
    arrays.map(async (array, k) => {
      let count = row + (lines[k] === null ? 0 : 1);
      for await (const _ of array) count++;
      return count;
    }),
  );
  const odd = counts.findIndex((count) => count !== counts[0]);
  if (odd !== -1)
    throw failure('FILE_CORRUPT.parallel', {
      file: shown,
      other: names[odd]!,
      own: counts[odd]!,
      rows: counts[0]!,
    });
}

/** Lines that hold something. @throws UnrollError FILE_MISSING, FILE_UNREADABLE also where it is no ordinary file */
async function* filledLines(path: string, name: string): AsyncGenerator<string, void, undefined> {
  try {
    await requireOrdinaryFile(path);
    for await (const line of linesOf(path)) if (line.trim() !== '') yield line;
  } catch (cause) {
    throw fileError(cause, name);
  }
}

/** `1 WALKING` */
function splitName(line: string): [string, string] {
  const [code = '', ...words] = line.trim().split(/\s+/);
  return [code, words.join(' ')];
}
