import * as v from 'valibot';
import { ExportFormat } from '../../../shared/contract/exports';
import { failure } from '../../../shared/sentences/failure';
import type { GoldenInput } from './golden';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * parity.json beside every exported model: what the exported file answers to real recordings when other software runs
 * it, beside what the lab answers.
 */
export const ParityCertificate = v.object({
  formatVersion: v.literal(1),
  format: ExportFormat,
  /** What ran the exported file, or read it where the software that it is for cannot run inside the lab. */
  checkedBy: v.object({
    software: v.string(),
    version: v.string(),
    /** runtime: the software that the file is for; reader: another reader of the format and the lab's formulas. */
    how: v.picklist(['runtime', 'compiler', 'reader']),
  }),
  /** recordings: from the files on; features: from the data set's features on; synthetic: noise, the files were gone. */
  inputs: v.picklist(['recordings', 'features', 'synthetic']),
  examples: count,
  steps: count,
  /** In probability; of forecasts relative to the forecast and its window's deviation. */
  largestDifference: v.number(),
  /** Above it the export fails. */
  bound: v.number(),
  golden: v.array(
    v.object({ example: v.number(), expected: v.array(v.number()), exported: v.array(v.number()) }),
  ),
  /** SHA-256 of each file of the export, hexadecimal. */
  hashes: v.record(v.string(), v.string()),
});
export type ParityCertificate = v.InferOutput<typeof ParityCertificate>;

/** What a job that ran the exported file found. */
export type ParityFinding = Omit<ParityCertificate, 'formatVersion' | 'format' | 'hashes'>;

export type CheckedBy = ParityCertificate['checkedBy'];

export interface Answer {
  readonly example: number;
  readonly steps: number;
  /** [outputs] of the lab and of the exported file. */
  readonly expected: ArrayLike<number>;
  readonly exported: ArrayLike<number>;
  /** What a difference is measured in, [outputs] or one for all; probabilities: 1. */
  readonly unit?: ArrayLike<number>;
}

export function answerOf(
  { example, expected, unit, window }: GoldenInput,
  exported: ArrayLike<number>,
): Answer {
  return { example, expected, unit, exported, steps: window.steps };
}

/**
 * @throws UnrollError EXPORT_DIFFERS above the bound or when there was nothing to compare
 */
export function judge(
  answers: readonly Answer[],
  bound: number,
  inputs: ParityFinding['inputs'],
  checkedBy: CheckedBy,
): ParityFinding {
  let largestDifference = 0;
  for (const { expected, exported, unit } of answers)
    for (let k = 0; k < expected.length; k++) {
      const difference = Math.abs(expected[k]! - exported[k]!) / (unit?.[k] ?? 1);
      // Also when it is not a number.
      if (!(difference <= largestDifference)) largestDifference = difference;
    }
  if (answers.length === 0) throw failure('EXPORT_DIFFERS.noExample');
  if (!(largestDifference <= bound))
    throw failure('EXPORT_DIFFERS.differs', {
      largestDifference,
      bound,
      difference: largestDifference.toExponential(1),
    });
  return {
    checkedBy,
    inputs,
    examples: answers.length,
    steps: answers.reduce((sum, { steps }) => sum + steps, 0),
    largestDifference,
    bound,
    golden: answers.map(({ example, expected, exported }) => ({
      example,
      expected: Array.from(expected),
      exported: Array.from(exported),
    })),
  };
}
