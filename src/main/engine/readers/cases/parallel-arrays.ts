import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failure } from '../../../../shared/sentences/failure';
import { readOrdinary } from '../../files/ordinary';
import { fileError } from '../bytes';
import type { CasesContent } from '../content';
import type { FileRef, Reader } from '../reader';
import { loadedCasesReader } from './cases-reader';
import type { Case, CasesFile } from './cases';

/** `total_acc_x_train.txt`: an axis, then the part. */
const arrayName = /^(.+)_([xyz])_(train|test)\.txt$/i;

/**
 * Arrays that lie side by side in files: one file a channel, one row a sequence, with the classes (`y_train.txt`), the persons
 * (`subject_train.txt`) and the classes' names (`activity_labels.txt`) in the folders above, as in "Human Activity Recognition
 * Using Smartphones" (Anguita et al. 2013). The first array stands for all.
 */
const reader = loadedCasesReader({
  format: 'arrays',
  endings: [],
  isAnnotated: true,
  claim: (head, name) => (arrayName.test(name) && isNumbers(head) ? 'signature' : 'none'),
  load,
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

async function load({ path, shown }: FileRef): Promise<CasesFile> {
  const found = await findAround(path);
  const dir = dirname(path);
  const lines = async (name: string): Promise<string[]> => {
    const bytes = await readOrdinary(join(dir, name)).catch((cause: unknown) => {
      throw fileError(cause, name);
    });
    return bytes
      .toString('utf8')
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '');
  };
  const arrays = await Promise.all(found.arrays.map(lines));
  const rows = arrays[0]!.length;
  const odd = arrays.findIndex(({ length }) => length !== rows);
  if (odd !== -1)
    throw failure('FILE_CORRUPT.parallel', {
      file: shown,
      other: found.arrays[odd]!,
      own: arrays[odd]!.length,
      rows,
    });
  const codes = found.labels === null ? null : await lines(found.labels);
  const groups = found.subjects === null ? null : await lines(found.subjects);
  const words = new Map(
    (found.names === null ? [] : await lines(found.names)).map((line) => splitName(line)),
  );
  const cases = Array.from({ length: rows }, (_, row): Case => {
    const channels = arrays.map((array) => array[row]!.trim().split(/\s+/).map(Number));
    const length = Math.min(...channels.map((channel) => channel.length));
    const data = new Float32Array(length * channels.length);
    for (const [c, channel] of channels.entries())
      for (let t = 0; t < length; t++) data[t * channels.length + c] = channel[t]!;
    const code = codes?.[row]?.trim() ?? null;
    return {
      data,
      length,
      label: code === null ? null : (words.get(code) ?? code),
      group: groups?.[row]?.trim() ?? null,
    };
  });
  return {
    problem: 'arrays',
    part: found.part.toLowerCase() === 'train' ? 'train' : 'test',
    channels: arrays.length,
    cases,
    missing: 0,
  };
}

/** `1 WALKING` */
function splitName(line: string): [string, string] {
  const [code = '', ...words] = line.trim().split(/\s+/);
  return [code, words.join(' ')];
}
