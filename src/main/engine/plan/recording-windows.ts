import { answersWhole, classifies } from '../../../shared/domain/task';
import type { PlanEdits, Remark, WindowPlan } from '../../../shared/domain/dataset';
import type { FeaturePlan } from '../../../shared/domain/features';
import { failure } from '../../../shared/sentences/failure';
import { remark } from '../../../shared/sentences/say';
import type { Draft } from '../examples/draft';
import type { Item } from '../examples/items';
import { extent, summariseLengths } from '../examples/lengths';
import { countSteps } from '../features/extract';
import { framingOf } from '../features/log-mel';
import type { Material } from '../scan/material';
import type { FieldChoices } from './choices';
import { byHand } from './evidence';

/** Recordings that last longer are no clips of one thing, and have more steps than gradients go through. */
const LONG_SECONDS = 120;
const LONG_SENSOR_STEPS = 2_000;
/** As long as a clip of people's own collections; at the usual hop as many steps as a clip has at most. */
const WINDOW_SECONDS = 4;
const WINDOW_SENSOR_STEPS = 256;
/** A recording of which a part is learnt and a part judged, with a gap between, holds so many windows at least. */
const LEAST_WINDOWS = 16;
const LEAST_SECONDS = 0.25;
const LEAST_SENSOR_STEPS = 16;
/** Windows overlap by half as long as there are no more. */
const MANY_WINDOWS = 4_000;

/** Recordings that are answered as a whole, and cut. */
export interface RecordingCut {
  readonly why: 'hand' | 'long' | 'few';
  /** Samples of a window at the rate of the features. */
  readonly samples: number;
}

interface CutFacts {
  readonly material: Material;
  readonly items: readonly Item[];
  /** Samples of each item at the rate of the features. */
  readonly lengths: readonly number[];
  readonly rateHz: number | null;
}

/** Whether recordings are cut into windows, each of which is an example: long ones are, and the only ones of their classes. */
export function cutsRecordings(
  { material, items, lengths, rateHz }: CutFacts,
  { task }: FieldChoices,
  edits: PlanEdits,
): RecordingCut | null {
  const isSound = material.kind === 'audio';
  if (!answersWhole(task) || material.kind === 'cases' || (isSound && rateHz === null)) return null;
  const usual = isSound ? WINDOW_SECONDS * rateHz! : WINDOW_SENSOR_STEPS;
  if (edits.windows === null) return null;
  if (edits.windows !== undefined) {
    const { seconds } = edits.windows;
    return { why: 'hand', samples: seconds === undefined ? usual : Math.max(2, seconds * rateOf(rateHz)) };
  }
  if (!classifies(task)) return null;
  const { median, min } = summariseLengths(lengths);
  const isLong = isSound
    ? median > LONG_SECONDS * rateHz!
    : median > LONG_SENSOR_STEPS && (rateHz === null || median > LONG_SECONDS * rateHz);
  if (isLong) return { why: 'long', samples: Math.min(usual, Math.floor(median / LEAST_WINDOWS)) };
  const least = isSound ? LEAST_SECONDS * rateHz! : LEAST_SENSOR_STEPS;
  const own = Math.floor(min / LEAST_WINDOWS);
  if (!isOneEach(items) || own < least) return null;
  return { why: 'few', samples: Math.min(usual, own) };
}

/** Whether every class has one recording, so that none would be left to test on. */
function isOneEach(items: readonly Item[]): boolean {
  const labels = new Set(items.map(({ label }) => label));
  return labels.size >= 2 && labels.size === items.length && !labels.has(null);
}

/** Length and hop in steps after features. */
export function recordingWindows(
  cut: RecordingCut,
  features: FeaturePlan,
  rateHz: number | null,
  steps: readonly number[],
  edits: PlanEdits,
): WindowPlan {
  const [, longest] = extent(steps);
  const { strideSteps, hopSeconds } = edits.windows ?? {};
  const own =
    features.kind === 'raw' ? cut.samples : countSteps(features, Math.round(cut.samples), rateHz) - 1;
  const length = edits.windows?.steps ?? Math.max(2, Math.min(Math.round(own), longest));
  const half = Math.max(1, Math.floor(length / 2));
  const total = steps.reduce((sum, count) => sum + count, 0);
  return {
    steps: length,
    strideSteps:
      strideSteps ?? stepsOf(hopSeconds, features, rateHz) ?? (total / half <= MANY_WINDOWS ? half : length),
  };
}

/** @throws UnrollError ARGUMENT_INVALID */
function rateOf(rateHz: number | null): number {
  if (rateHz === null) throw failure('ARGUMENT_INVALID.secondsUnknown');
  return rateHz;
}

/**
 * Seconds as steps after features, at least one.
 *
 * @throws UnrollError ARGUMENT_INVALID where steps have no time
 */
function stepsOf(
  seconds: number | undefined,
  features: FeaturePlan,
  rateHz: number | null,
): number | undefined {
  if (seconds === undefined) return undefined;
  const rate = rateOf(rateHz);
  const hopSamples = features.kind === 'raw' ? 1 : framingOf(features, rate).hopSamples;
  return Math.max(1, Math.round((seconds * rate) / hopSamples));
}

/** Why recordings are cut, and what came of it. */
export function windowEvidence(
  { why }: RecordingCut,
  { steps, strideSteps }: WindowPlan,
  stepSeconds: number | null,
  items: readonly Item[],
  drafts: readonly Draft[],
): Remark {
  if (why === 'hand') return byHand;
  const inTime = (count: number): string =>
    stepSeconds === null ? String(count) : String(Number((count * stepSeconds).toPrecision(3)));
  return remark('windows.recordings', {
    why,
    unit: stepSeconds === null ? 'steps' : 'seconds',
    length: inTime(steps),
    hop: inTime(strideSteps),
    recordings: items.length,
    windows: drafts.length,
  });
}
