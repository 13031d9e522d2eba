import type {
  EventCriteria,
  EventDecision,
  EventMeasures,
  LabelEvents,
} from '../../../../shared/domain/detection';
import { bootstrap } from '../bootstrap';
import { collarSubstitutions, matched } from './collar';
import type { Collar } from './collar';
import { bestF1, changesOf, curveOf } from './curves';
import type { Change, Criterion, ThresholdCurve } from './curves';
import { intersectionVerdicts } from './intersection';
import type { Tolerance } from './intersection';
import { psds } from './psds';
import type { PsdsChoices } from './psds';
import { saidOf } from './said';
import { segmentCounts } from './segment-scores';
import type { SoftPart, SoftStretch } from './soft-part';
import { f1Of } from './timed-event';
import type { JudgedRecording, TimedEvent } from './timed-event';
import { timingOf } from './timing';

/** So many recordings can be resampled; of fewer, stretches of each are. */
const FEWEST_RECORDINGS = 5;
const STRETCHES = 20;
/** More points of curves than these are not gone through again and again. */
const MOST_CHANGES = 20_000;

/** What is added up, of each unit that is resampled: of each label its own, one after the other. */
const columns = ['truth', 'said', 'hits', 'misses', 'alarms', 'cells', 'saidCells', 'hitCells'] as const;
type Column = (typeof columns)[number];

interface Unit {
  /** [labels · columns] */
  readonly counts: Float64Array;
  cellErrors: number;
  seconds: number;
}

export const collarOf = ({ onsetSeconds, offsetSeconds, offsetShare }: EventCriteria): Collar => ({
  ...{ onset: onsetSeconds, offset: offsetSeconds, offsetShare },
});
export const toleranceOf = ({ dtc, gtc, cttc }: EventCriteria): Tolerance => ({
  ...{ detection: dtc, truth: gtc, crossTrigger: cttc },
});
const psdsChoicesOf = ({ alphaCt, alphaSt, maxEfpr }: EventCriteria): PsdsChoices => ({
  ...{ crossTriggerWeight: alphaCt, spreadWeight: alphaSt, mostAnHour: maxEfpr },
});

/** How well a decision finds the events of a part; null when it has no steps. */
export function measureEvents(
  part: SoftPart,
  decision: EventDecision,
  criteria: EventCriteria,
): EventMeasures | null {
  if (part.stretches.length === 0) return null;
  const judged = part.stretches.map((stretch) => ({
    ...{ truth: stretch.truth, said: saidOf(part, stretch, decision), seconds: secondsOf(part, stretch) },
    recording: stretch.recording,
  }));
  const { units, resampled } = unitsOf(judged, part.labels.length, criteria);
  const all = new Int32Array(units.length).fill(1);
  const values = numbersOf(units, part.labels.length, all);
  const intervals = bootstrap(units.length, 1, (weights) => numbersOf(units, part.labels.length, weights));
  const measured = (at: number) => ({ value: values[at]!, interval: intervals[at]! });
  const curves = curvesOf(part, criteria);
  const events = judged.reduce((sum, { truth }) => sum + truth.length, 0);
  const said = judged.reduce((sum, own) => sum + own.said.length, 0);
  const found = judged.reduce((sum, own) => sum + matched(own.truth, own.said, collarOf(criteria)).size, 0);
  const substitutions = judged.reduce((sum, own) => sum + collarSubstitutions(own, collarOf(criteria)), 0);
  const recordings = new Set(judged.map(({ recording }) => recording)).size;
  return {
    seconds: judged.reduce((sum, { seconds }) => sum + seconds, 0),
    ...{ recordings, resampled, truth: events, said },
    segment: { f1: measured(0), macroF1: measured(1), errorRate: measured(2) },
    event: {
      ...{ f1: measured(3), macroF1: measured(4) },
      errorRate: events === 0 ? NaN : (events + said - 2 * found - substitutions) / events,
    },
    intersection: { f1: measured(5), macroF1: measured(6) },
    psds: curves.score.value,
    psdsInterval: resampled === 'recordings' ? curves.interval() : null,
    missRate: measured(7),
    falseAlarmsPerHour: measured(8),
    perLabel: part.labels.map((label, k) => labelEvents(label, k, judged, units, curves, criteria)),
  };
}

function secondsOf({ labels }: SoftPart, { scores, stepSeconds }: SoftStretch): number {
  return (scores.length / labels.length) * stepSeconds;
}

type Judged = JudgedRecording & { readonly recording: number };

/** Counts of recordings, or of stretches of time of those that are few. */
function unitsOf(
  judged: readonly Judged[],
  labels: number,
  criteria: EventCriteria,
): { units: Unit[]; resampled: EventMeasures['resampled'] } {
  const recordings = [...new Set(judged.map(({ recording }) => recording))];
  const resampled = recordings.length >= FEWEST_RECORDINGS ? 'recordings' : 'stretches';
  const total = judged.reduce((sum, { seconds }) => sum + seconds, 0);
  // Whole cells, so that none is counted twice.
  const cell = criteria.cellSeconds;
  const length =
    resampled === 'recordings' ? Infinity : cell * Math.max(1, Math.ceil(total / STRETCHES / cell));
  const units = new Map<string, Unit>();
  judged.forEach((own, stretch) => {
    const unitAt = (seconds: number): Unit => {
      const key =
        resampled === 'recordings' ? `${own.recording}` : `${stretch} ${Math.floor(seconds / length)}`;
      let unit = units.get(key);
      if (unit === undefined) {
        unit = { counts: new Float64Array(labels * columns.length), cellErrors: 0, seconds: 0 };
        units.set(key, unit);
      }
      return unit;
    };
    countInto(own, labels, criteria, length, unitAt);
  });
  return { units: [...units.values()], resampled };
}

function countInto(
  { truth, said, seconds }: JudgedRecording,
  labels: number,
  criteria: EventCriteria,
  length: number,
  unitAt: (seconds: number) => Unit,
): void {
  const add = (event: TimedEvent, column: Column, by = 1): void => {
    const at = (event.onset + event.offset) / 2;
    unitAt(Math.min(at, seconds - 1e-9)).counts[event.label * columns.length + columns.indexOf(column)]! +=
      by;
  };
  const pairs = matched(truth, said, collarOf(criteria));
  const { found, right } = intersectionVerdicts({ truth, said }, toleranceOf(criteria));
  truth.forEach((event, k) => {
    add(event, 'truth');
    if (pairs.has(k)) add(event, 'hits');
    if (!found[k]!) add(event, 'misses');
  });
  said.forEach((event, k) => {
    add(event, 'said');
    if (!right[k]!) add(event, 'alarms');
  });
  const borders = Number.isFinite(length) ? Math.ceil(seconds / length - 1e-9) : 1;
  for (let b = 0; b < borders; b++) {
    const [from, to] = [b === 0 ? 0 : b * length, Math.min(seconds, (b + 1) * length)];
    const unit = unitAt(from);
    unit.seconds += to - from;
    const cells = segmentCounts(
      { truth: within(truth, from, to), said: within(said, from, to), seconds: to - from },
      labels,
      criteria.cellSeconds,
    );
    unit.cellErrors += cells.substitutions + cells.deletions + cells.insertions;
    for (let label = 0; label < labels; label++) {
      const at = label * columns.length;
      unit.counts[at + columns.indexOf('cells')]! += cells.truth[label]!;
      unit.counts[at + columns.indexOf('saidCells')]! += cells.said[label]!;
      unit.counts[at + columns.indexOf('hitCells')]! += cells.hits[label]!;
    }
  }
}

/** What of events lies between two times, counted from the first. */
function within(events: readonly TimedEvent[], from: number, to: number): TimedEvent[] {
  return events.flatMap(({ label, onset, offset }) =>
    offset <= from || onset >= to
      ? []
      : [{ label, onset: Math.max(onset, from) - from, offset: Math.min(offset, to) - from }],
  );
}

/** Micro and macro scores of weighted units, in the order in which {@link measureEvents} names them. */
function numbersOf(units: readonly Unit[], labels: number, weights: ArrayLike<number>): number[] {
  const sums = new Float64Array(labels * columns.length);
  let [errors, seconds] = [0, 0];
  units.forEach((unit, k) => {
    const weight = weights[k]!;
    if (weight === 0) return;
    unit.counts.forEach((count, at) => (sums[at]! += weight * count));
    errors += weight * unit.cellErrors;
    seconds += weight * unit.seconds;
  });
  const of = (label: number, column: Column): number =>
    sums[label * columns.length + columns.indexOf(column)]!;
  const each = Array.from({ length: labels }, (_, label) => label);
  const total = (column: Column): number => each.reduce((sum, label) => sum + of(label, column), 0);
  const f1 = (hits: number, both: number): number => (both === 0 ? NaN : (2 * hits) / both);
  const macro = (value: (label: number) => number): number => {
    const known = each.map(value).filter((one) => !Number.isNaN(one));
    return known.length === 0 ? NaN : known.reduce((sum, one) => sum + one, 0) / known.length;
  };
  const segment = (label: number): number =>
    f1(of(label, 'hitCells'), of(label, 'cells') + of(label, 'saidCells'));
  const event = (label: number): number => f1(of(label, 'hits'), of(label, 'truth') + of(label, 'said'));
  const intersected = (truth: number, misses: number, alarms: number): number =>
    f1(truth - misses, 2 * truth - misses + alarms);
  return [
    f1(total('hitCells'), total('cells') + total('saidCells')),
    macro(segment),
    total('cells') === 0 ? NaN : errors / total('cells'),
    f1(total('hits'), total('truth') + total('said')),
    macro(event),
    intersected(total('truth'), total('misses'), total('alarms')),
    macro((label) => intersected(of(label, 'truth'), of(label, 'misses'), of(label, 'alarms'))),
    total('truth') === 0 ? NaN : total('misses') / total('truth'),
    seconds === 0 ? NaN : (3600 * total('alarms')) / seconds,
  ];
}

interface Curves {
  readonly collar: readonly ThresholdCurve[];
  readonly score: ReturnType<typeof psds>;
  interval(): [number, number] | null;
}

/** All thresholds at once, before any smoothing. */
function curvesOf(part: SoftPart, criteria: EventCriteria): Curves {
  const labels = [...part.labels.keys()];
  const criterion: Criterion = { kind: 'intersection', tolerance: toleranceOf(criteria) };
  const changes = labels.map((label) =>
    part.stretches.map((stretch) => changesOf(stretch, label, labels.length, criterion)),
  );
  const truthOf = (stretch: SoftStretch, label: number): TimedEvent[] =>
    stretch.truth.filter((event) => event.label === label);
  const scoreOf = (weights: ArrayLike<number>): ReturnType<typeof psds> => {
    const repeated = <T>(values: readonly T[], k: number): T[] =>
      Array.from({ length: weights[k]! }, () => values).flat();
    const drawn = part.stretches.flatMap((stretch, k) => Array.from({ length: weights[k]! }, () => stretch));
    const curves = labels.map((label) =>
      curveOf(
        changes[label]!.flatMap((own, k) => repeated<Change>(own, k)),
        drawn.reduce((sum, stretch) => sum + truthOf(stretch, label).length, 0),
      ),
    );
    return psds(
      curves,
      labels.map((label) =>
        drawn.reduce(
          (sum, stretch) =>
            sum + truthOf(stretch, label).reduce((own, { onset, offset }) => own + offset - onset, 0),
          0,
        ),
      ),
      drawn.reduce((sum, stretch) => sum + secondsOf(part, stretch), 0),
      psdsChoicesOf(criteria),
    );
  };
  const points = changes.flat(2).length;
  return {
    score: scoreOf(new Int32Array(part.stretches.length).fill(1)),
    collar: labels.map((label) =>
      curveOf(
        part.stretches.flatMap((stretch) =>
          changesOf(stretch, label, labels.length, { kind: 'collar', collar: collarOf(criteria) }),
        ),
        part.stretches.reduce((sum, stretch) => sum + truthOf(stretch, label).length, 0),
      ),
    ),
    interval: () => {
      if (points > MOST_CHANGES) return null;
      const recordings = [...new Set(part.stretches.map(({ recording }) => recording))];
      const place = part.stretches.map(({ recording }) => recordings.indexOf(recording));
      let left = 100;
      const drawn = bootstrap(recordings.length, 1, (weights) =>
        // As many resamples as time allows; the others do not count.
        [left-- > 0 ? scoreOf(place.map((k) => weights[k]!)).value : NaN],
      );
      return drawn[0]!;
    },
  };
}

function labelEvents(
  label: string,
  k: number,
  judged: readonly Judged[],
  units: readonly Unit[],
  curves: Curves,
  criteria: EventCriteria,
): LabelEvents {
  const total = (column: Column): number =>
    units.reduce((sum, { counts }) => sum + counts[k * columns.length + columns.indexOf(column)]!, 0);
  const seconds = units.reduce((sum, unit) => sum + unit.seconds, 0);
  const [truth, said, misses] = [total('truth'), total('said'), total('misses')];
  const falseAlarms = total('alarms');
  const f1 = (hits: number, both: number): number => (both === 0 ? NaN : (2 * hits) / both);
  const best = bestF1(curves.collar[k]!);
  const times = judged.map((own) => timesOf(own, k, toleranceOf(criteria)));
  return {
    ...{ label, truth, said, misses, falseAlarms },
    falseAlarmsPerHour: seconds === 0 ? NaN : (3600 * falseAlarms) / seconds,
    segmentF1: f1(total('hitCells'), total('cells') + total('saidCells')),
    eventF1: f1(total('hits'), truth + said),
    intersectionF1: truth + said === 0 ? NaN : f1Of({ truth, found: truth - misses, falseAlarms }),
    psds: curves.score.perLabel[k]!,
    bestEventF1: truth === 0 ? NaN : best.f1,
    bestThreshold: best.threshold,
    onset: timingOf(times.flatMap((own) => own.onsets)),
    offset: timingOf(times.flatMap((own) => own.offsets)),
    distance: timingOf(times.flatMap((own) => own.distances)),
  };
}

/** How far what is said is from what is so: signed, late is positive. */
function timesOf(
  { truth, said }: JudgedRecording,
  label: number,
  tolerance: Tolerance,
): { onsets: number[]; offsets: number[]; distances: number[] } {
  const own = truth.filter((event) => event.label === label);
  const heard = said.filter((event) => event.label === label);
  const { found, right } = intersectionVerdicts({ truth: own, said: heard }, tolerance);
  const rightOnes = heard.filter((_, k) => right[k]);
  const [onsets, offsets, distances]: [number[], number[], number[]] = [[], [], []];
  own.forEach((event, k) => {
    const middle = (event.onset + event.offset) / 2;
    const away = heard.map(({ onset, offset }) => (onset + offset) / 2 - middle);
    if (away.length > 0) distances.push(away.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a)));
    const over = rightOnes.filter(({ onset, offset }) => onset < event.offset && offset > event.onset);
    if (!found[k]! || over.length === 0) return;
    onsets.push(Math.min(...over.map(({ onset }) => onset)) - event.onset);
    offsets.push(Math.max(...over.map(({ offset }) => offset)) - event.offset);
  });
  return { onsets, offsets, distances };
}
