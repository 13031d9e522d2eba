import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { DeskStep } from '../../../shared/domain/desk';
import { fromDisk } from '../files/disk';

/** Digits of a sum. */
const SUM = 16;

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, SUM);

/** A line of a journal: the step, a tab, and the first 16 digits of its SHA-256. */
function lineOf(step: DeskStep): string {
  const text = JSON.stringify(step);
  return `${text}\t${sumOf(text)}\n`;
}

/** The steps of a line: one, or those of two lines between which the line end was lost. */
function stepsOf(line: string): DeskStep[] {
  const parts = line.split('\t');
  return parts.slice(0, -1).flatMap((part, at): DeskStep[] => {
    const text = at === 0 ? part : part.slice(SUM + 1);
    if (parts[at + 1]!.slice(0, SUM) !== sumOf(text)) return [];
    const parsed = v.safeParse(DeskStep, JSON.parse(text));
    return parsed.success ? [parsed.output] : [];
  });
}

const isAsWritten = (line: string): boolean => {
  const [step] = stepsOf(line);
  return step !== undefined && lineOf(step).length === line.length + 1;
};

export interface ReadJournal {
  readonly steps: DeskStep[];
  /** Lines that are not as they were written: of a write that did not end, and never was answered, or of a broken disk. */
  readonly damaged: number;
  readonly bytes: number;
  /** It ends within a line. */
  readonly isTorn: boolean;
}

export async function readJournal(file: string): Promise<ReadJournal> {
  if (!existsSync(file)) return { steps: [], damaged: 0, bytes: 0, isTorn: false };
  const bytes = await readFile(file);
  const lines = bytes.toString('utf8').split('\n');
  const torn = lines.pop() ?? '';
  const damaged = lines.filter((line) => line !== '' && !isAsWritten(line)).length;
  return { steps: [...lines, torn].flatMap(stepsOf), damaged, bytes: bytes.length, isTorn: torn !== '' };
}

/**
 * Writes steps to the end of a journal and flushes them to the disk.
 *
 * @param isTorn the last line was not written to its end; what follows begins on a new one
 * @throws UnrollError DISK_FULL, OUTPUT_UNWRITABLE
 */
export async function appendSteps(
  file: string,
  steps: readonly DeskStep[],
  isTorn: boolean,
): Promise<number> {
  const text = Buffer.from((isTorn ? '\n' : '') + steps.map(lineOf).join(''));
  try {
    const handle = await open(file, 'a');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    throw fromDisk(thrown, file);
  }
  return text.length;
}
