import type {
  DecideBy,
  EventCriteria,
  EventDecision,
  LabelDecision,
} from '../../../../shared/domain/detection';
import { CollarCounter, IntersectionCounter, changesOf, curveOf } from './curves';
import { collarOf, toleranceOf } from './measure';
import { psds } from './psds';
import type { SoftPart } from './soft-part';
import { f1Of, ofLabel } from './timed-event';
import type { EventCounts, TimedEvent } from './timed-event';

export interface DecideChoice {
  readonly by: DecideBy;
  /** Of `false-alarms`: at most so many an hour of each label. */
  readonly mostFalseAlarms?: number | undefined;
}

/** What stands where nothing is there to choose by. */
const usual = { on: 0.6, off: 0.4 } as const;

/** As shares of the length of the label's event in the middle. */
const SMOOTHING = [0, 1 / 16, 1 / 8, 1 / 4];
const SHORTEST = [0, 1 / 8, 1 / 4, 1 / 2];
/** Of the threshold above. */
const OFF = [1, 0.7];
const THRESHOLDS = 24;
const MIDDLE = 0.5;
/** Steps that a decision is chosen by: of a longer part evenly spread pieces are taken, of so many steps each. */
const MOST_STEPS = 60_000;
const PIECE_STEPS = 5000;

/** One label in one stretch, with what counts its events. */
interface Column {
  readonly scores: Float32Array;
  /** The highest score of any other label at each step: at most one label is on, the likeliest. */
  readonly rivals: Float32Array;
  readonly truth: readonly TimedEvent[];
  readonly seconds: number;
  readonly stepSeconds: number;
}

/**
 * Smoothing, thresholds and shortest length of each label that are best on a part by a measure; the simplest of equals. A label
 * that does not occur there is decided as usual.
 */
export function chooseDecision(
  whole: SoftPart,
  choice: DecideChoice,
  criteria: EventCriteria,
): EventDecision {
  const part = sampled(whole);
  const lengths = part.stretches.flatMap(({ truth }) => truth).map(({ onset, offset }) => offset - onset);
  const middle = median(lengths) ?? 1;
  return {
    by: choice.by,
    ...(choice.mostFalseAlarms !== undefined && { mostFalseAlarms: choice.mostFalseAlarms }),
    labels: part.labels.map((label, k) => {
      const columns = part.stretches.map(({ scores, truth, stepSeconds }): Column => ({
        ...columnOf(scores, part.labels.length, k),
        truth: ofLabel(truth, k).map((event) => ({ ...event, label: 0 })),
        seconds: (scores.length / part.labels.length) * stepSeconds,
        stepSeconds,
      }));
      const own = median(columns.flatMap(({ truth }) => truth).map(({ onset, offset }) => offset - onset));
      if (own === null) return { label, smoothSeconds: middle / 8, ...usual, minSeconds: middle / 4 };
      return chooseLabel(label, columns, own, choice, criteria);
    }),
  };
}

/** At most so many steps of a part, in pieces spread over all of it. */
function sampled(part: SoftPart): SoftPart {
  const width = part.labels.length;
  const steps = part.stretches.reduce((sum, { scores }) => sum + scores.length / width, 0);
  if (steps <= MOST_STEPS) return part;
  const pieces = part.stretches.flatMap((stretch) =>
    Array.from({ length: Math.ceil(stretch.scores.length / width / PIECE_STEPS) }, (_, k) => ({
      stretch,
      from: k * PIECE_STEPS,
      to: Math.min(stretch.scores.length / width, (k + 1) * PIECE_STEPS),
    })),
  );
  const every = steps / MOST_STEPS;
  const taken = pieces.filter((_, k) => Math.floor((k + 1) / every) > Math.floor(k / every));
  return {
    ...part,
    stretches: taken.map(({ stretch, from, to }) => {
      const [start, end] = [from * stretch.stepSeconds, to * stretch.stepSeconds];
      return {
        ...stretch,
        scores: stretch.scores.subarray(from * width, to * width),
        truth: stretch.truth
          .filter(({ onset, offset }) => offset > start && onset < end)
          .map(({ label, onset, offset }) => ({
            ...{ label, onset: Math.max(onset, start) - start, offset: Math.min(offset, end) - start },
          })),
      };
    }),
  };
}

function columnOf(scores: Float32Array, labels: number, label: number): Pick<Column, 'scores' | 'rivals'> {
  const steps = scores.length / labels;
  const own = new Float32Array(steps);
  const rivals = new Float32Array(steps);
  for (let t = 0; t < steps; t++)
    for (let k = 0; k < labels; k++) {
      const score = scores[t * labels + k]!;
      if (k === label) own[t] = score;
      else if (score > rivals[t]!) rivals[t] = score;
    }
  return { scores: own, rivals };
}

interface Rated {
  readonly decision: LabelDecision;
  /** The greater the better; compared from the first on. */
  readonly rank: readonly number[];
}

function chooseLabel(
  label: string,
  columns: readonly Column[],
  middle: number,
  choice: DecideChoice,
  criteria: EventCriteria,
): LabelDecision {
  const smoothings = SMOOTHING.map((share) => share * middle);
  const candidates = choice.by === 'psds' ? [bestByPsds(columns, smoothings, criteria)] : smoothings;
  let best: Rated | null = null;
  for (const smoothSeconds of candidates) {
    const smoothed = columns.map((column) => ({
      ...column,
      scores: smooth(column.scores, column.stepSeconds, smoothSeconds),
      rivals: smooth(column.rivals, column.stepSeconds, smoothSeconds),
    }));
    const raters = smoothed.map((column) => raterOf(column, choice.by, criteria));
    for (const on of thresholdsOf(smoothed, THRESHOLDS))
      for (const share of OFF) {
        const off = share * on;
        const runs = smoothed.map((column) => runsOf(column, on, off));
        for (const shortest of SHORTEST) {
          const minSeconds = shortest * middle;
          const counts = smoothed.map((column, k) =>
            raters[k]!(kept(runs[k]!, minSeconds, column.stepSeconds)),
          );
          const rank = rankOf(sumOf(counts), smoothed, choice);
          if (best === null || isBetter(rank, best.rank))
            best = { decision: { label, smoothSeconds, on, off, minSeconds }, rank };
        }
      }
  }
  return best!.decision;
}

type Run = readonly [start: number, end: number];

/** As `Decider` does it. */
function smooth(scores: Float32Array, stepSeconds: number, smoothSeconds: number): Float32Array {
  if (smoothSeconds === 0) return scores;
  const keep = Math.exp(-stepSeconds / smoothSeconds);
  const smoothed = new Float32Array(scores.length);
  let value = scores[0] ?? 0;
  scores.forEach((score, t) => {
    value = t === 0 ? score : keep * value + (1 - keep) * score;
    smoothed[t] = value;
  });
  return smoothed;
}

/** Of rivals it is known how likely they are, not from where on they are said: from one half on here. */
function runsOf({ scores, rivals }: Column, on: number, off: number): Run[] {
  const runs: Run[] = [];
  let start = -1;
  for (let t = 0; t < scores.length; t++) {
    const isBeaten = rivals[t]! > scores[t]!;
    if (start >= 0 && (scores[t]! < off || (isBeaten && rivals[t]! >= MIDDLE))) {
      runs.push([start, t]);
      start = -1;
    }
    if (start < 0 && scores[t]! >= on && !isBeaten) start = t;
  }
  if (start >= 0) runs.push([start, scores.length]);
  return runs;
}

function kept(runs: readonly Run[], minSeconds: number, stepSeconds: number): readonly Run[] {
  const steps = Math.max(1, Math.ceil(minSeconds / stepSeconds - 1e-9));
  return steps === 1 ? runs : runs.filter(([start, end]) => end - start >= steps);
}

/** Scores that occur, evenly among those of events and of the rest, so that neither crowds out the other. */
function thresholdsOf(columns: readonly Column[], count: number): number[] {
  const [inside, outside]: [number[], number[]] = [[], []];
  for (const { scores, truth, stepSeconds } of columns) {
    const isIn = new Uint8Array(scores.length);
    for (const { onset, offset } of truth)
      isIn.fill(1, Math.round(onset / stepSeconds), Math.round(offset / stepSeconds));
    scores.forEach((score, t) => (isIn[t] === 1 ? inside : outside).push(score));
  }
  const half = Math.ceil(count / 2);
  const quantiles = (values: number[]): number[] => {
    const sorted = Float64Array.from(values).sort();
    return sorted.length === 0
      ? []
      : Array.from({ length: half }, (_, k) => sorted[Math.round(((k + 0.5) / half) * (sorted.length - 1))]!);
  };
  // Of the rest only what is high is near a threshold.
  const high = Float64Array.from(outside)
    .sort()
    .subarray(Math.floor(outside.length * 0.8));
  const all = [...quantiles(inside), ...quantiles([...high]), usual.on];
  return [
    ...new Set(all.filter((value) => value > 0.001 && value <= 1).map((value) => Number(value.toFixed(4)))),
  ].sort((a, b) => Math.abs(a - usual.on) - Math.abs(b - usual.on));
}

type Rater = (runs: readonly Run[]) => EventCounts;

/** Counts events of one label, or cells. */
function raterOf(column: Column, by: DecideBy, criteria: EventCriteria): Rater {
  const { truth, stepSeconds, scores, seconds } = column;
  if (by === 'f1-segment') {
    const cells = Math.max(1, Math.ceil(seconds / criteria.cellSeconds - 1e-9));
    const so = cellsOf(
      truth.map(({ onset, offset }): [number, number] => [onset, offset]),
      criteria.cellSeconds,
      cells,
    );
    return (runs) => {
      const said = cellsOf(
        runs.map(([start, end]): [number, number] => [start * stepSeconds, end * stepSeconds]),
        criteria.cellSeconds,
        cells,
      );
      let [trueCells, saidCells, hits] = [0, 0, 0];
      said.forEach((is, cell) => {
        trueCells += so[cell]!;
        saidCells += is;
        hits += is & so[cell]!;
      });
      return { truth: trueCells, said: saidCells, found: hits, falseAlarms: saidCells - hits };
    };
  }
  const counter =
    by === 'f1-event'
      ? new CollarCounter(truth, stepSeconds, collarOf(criteria))
      : new IntersectionCounter(truth, 0, 1, scores.length, stepSeconds, toleranceOf(criteria));
  return (runs) => {
    const each = runs.map(([start, end]) => ({ start, end }));
    each.forEach((run) => counter.come(run));
    const { found, falseAlarms } = counter;
    each.forEach((run) => counter.go(run));
    return { truth: truth.length, said: runs.length, found, falseAlarms };
  };
}

function cellsOf(spans: readonly [number, number][], cellSeconds: number, cells: number): Uint8Array {
  const roll = new Uint8Array(cells);
  for (const [from, to] of spans)
    roll.fill(1, Math.floor(from / cellSeconds + 1e-9), Math.min(cells, Math.ceil(to / cellSeconds - 1e-9)));
  return roll;
}

function rankOf(
  counts: EventCounts,
  columns: readonly Column[],
  { by, mostFalseAlarms = 1 }: DecideChoice,
): number[] {
  if (by !== 'false-alarms') return [f1Of(counts)];
  const hours = columns.reduce((sum, { seconds }) => sum + seconds, 0) / 3600;
  const rate = counts.falseAlarms / hours;
  // Where every decision is too loud, the least loud one.
  return rate <= mostFalseAlarms ? [1, counts.found, -counts.falseAlarms] : [0, -rate];
}

function isBetter(a: readonly number[], b: readonly number[]): boolean {
  const k = a.findIndex((value, at) => Math.abs(value - b[at]!) > 1e-12);
  return k >= 0 && a[k]! > b[k]!;
}

function bestByPsds(
  columns: readonly Column[],
  smoothings: readonly number[],
  criteria: EventCriteria,
): number {
  const seconds = columns.reduce((sum, column) => sum + column.seconds, 0);
  const truth = columns.reduce((sum, column) => sum + column.truth.length, 0);
  const scored = smoothings.map((smoothSeconds) => {
    const changes = columns.flatMap((column) =>
      changesOf({ ...column, scores: smooth(column.scores, column.stepSeconds, smoothSeconds) }, 0, 1, {
        kind: 'intersection',
        tolerance: toleranceOf(criteria),
      }),
    );
    return psds([curveOf(changes, truth)], [1], seconds, {
      crossTriggerWeight: 0,
      spreadWeight: 0,
      mostAnHour: criteria.maxEfpr,
    }).value;
  });
  return smoothings[scored.indexOf(Math.max(...scored))]!;
}

function sumOf(counts: readonly EventCounts[]): EventCounts {
  const sum = { truth: 0, said: 0, found: 0, falseAlarms: 0 };
  for (const own of counts) {
    sum.truth += own.truth;
    sum.said += own.said;
    sum.found += own.found;
    sum.falseAlarms += own.falseAlarms;
  }
  return sum;
}

function median(values: readonly number[]): number | null {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? null : sorted[sorted.length >> 1]!;
}
