import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Dataset, Example, ImportPlan } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import type { ActivityProgress } from '../activities/activity-registry';
import { throwIfCancelled } from '../activities/activity-registry';
import type { JobCaller } from '../activities/job-caller';
import { stepSeconds } from '../features/step-seconds';
import type { Recording } from '../inference/recording';
import type { alikeJobs } from './jobs';
import { recordingCells } from './recording-cells';
import type { IndexWriter } from './state-index';

/** What becomes an index. */
export interface StateSource {
  /** @param known keys of what is there */
  isWhole(known: ReadonlySet<string>): boolean;
  add(building: Building): Promise<void>;
}

interface Building {
  readonly writer: IndexWriter;
  readonly units: number;
  readonly cellSteps: number;
  readonly known: ReadonlySet<string>;
  readonly progress: ActivityProgress;
  readonly signal: AbortSignal;
}

interface Computing {
  readonly compute: JobCaller<typeof alikeJobs>;
  readonly weightsFile: string;
}

/** Examples that are computed at a time. */
const EXAMPLES = 256;

/** All examples of a data set in their order; keys are their numbers. */
export function exampleStates(
  all: readonly Example[],
  { compute, weightsFile, preparedFile }: Computing & { readonly preparedFile: string },
): StateSource {
  return {
    isWhole: (known) => known.size >= all.length,
    async add({ writer, cellSteps, known, progress, signal }) {
      // What is there are the first.
      for (let first = known.size; first < all.length; first += EXAMPLES) {
        throwIfCancelled(signal);
        const count = Math.min(EXAMPLES, all.length - first);
        const input = { weightsFile, preparedFile, first, count, cellSteps };
        for (const [k, cells] of (await compute.call('exampleCells', input)).entries()) {
          const { file, start, end, steps } = all[first + k]!;
          await writer.add(cells);
          const perCell = (cellSteps * (end - start)) / steps;
          writer.end({ key: String(first + k), file, start, end, perCell });
        }
        progress.report(first + count, all.length);
      }
    },
  };
}

/** Files of recordings; keys begin with what {@link markOf} says of one. */
export function recordingStates(
  marks: ReadonlyMap<string, string>,
  { understanding }: Dataset,
  {
    compute,
    weightsFile,
    read,
  }: Computing & {
    readonly read: (path: string, plan: ImportPlan, signal?: AbortSignal) => Promise<readonly Recording[]>;
  },
): StateSource {
  const { plan, lengths, features } = understanding;
  const missing = (known: ReadonlySet<string>): [string, string][] => {
    const there = new Set([...known].map(markIn));
    return [...marks].filter(([, mark]) => !there.has(mark));
  };
  return {
    isWhole: (known) => missing(known).length === 0,
    async add({ writer, units, cellSteps, known, progress, signal }) {
      const perCell = cellSteps * (stepSeconds(plan) ?? 1);
      const files = missing(known);
      for (const [k, [file, mark]] of files.entries())
        for (const [n, recording] of (await read(file, plan, signal)).entries()) {
          let cells = 0;
          const { rateHz, length } = recording;
          const expected = rateHz === null ? null : length / rateHz / perCell;
          const found = recordingCells(recording.rows(), {
            compute: (windows) => compute.call('windowCells', { weightsFile, windows, cellSteps }),
            ...{ units, width: features.length, cellSteps, signal },
            windowSteps: plan.windows?.steps ?? lengths.median,
          });
          try {
            for await (const part of found) {
              await writer.add(part);
              cells += part.length / units;
              progress.report(k + (expected === null ? 0 : Math.min(1, cells / expected)), files.length);
            }
          } catch (thrown) {
            writer.drop();
            throw thrown;
          }
          const end = rateHz === null ? cells * perCell : Math.min(cells * perCell, length / rateHz);
          writer.end({ key: `${mark}#${n}`, file: n === 0 ? file : `${file}#${n}`, start: 0, perCell, end });
        }
    },
  };
}

/** What an unchanged file is known by. @throws UnrollError FILE_MISSING */
export async function markOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw failure('FILE_MISSING.notFoundHere', { file, name: basename(file) });
  return `${file}:${found.size}:${found.mtimeMs}`;
}

/** The {@link markOf} that a key begins with. */
export const markIn = (key: string): string => key.slice(0, key.lastIndexOf('#'));
