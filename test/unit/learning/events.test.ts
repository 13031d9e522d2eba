import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { collarCounts, collarSubstitutions } from '../../../src/main/engine/learning/events/collar';
import { bestF1, changesOf, curveOf } from '../../../src/main/engine/learning/events/curves';
import type {
  Criterion,
  ScoredRecording,
  ThresholdCurve,
} from '../../../src/main/engine/learning/events/curves';
import { intersectionCounts } from '../../../src/main/engine/learning/events/intersection';
import type { Tolerance } from '../../../src/main/engine/learning/events/intersection';
import { psds } from '../../../src/main/engine/learning/events/psds';
import { segmentCounts } from '../../../src/main/engine/learning/events/segment-scores';
import { f1Of } from '../../../src/main/engine/learning/events/timed-event';
import type {
  EventCounts,
  JudgedRecording,
  TimedEvent,
} from '../../../src/main/engine/learning/events/timed-event';

interface Numbers {
  readonly f1: number | null;
  readonly errorRate: number | null;
  readonly perLabel: readonly (number | null)[];
  readonly errorRates?: readonly (number | null)[];
}

interface Curve {
  readonly best: readonly number[];
  readonly thresholds: readonly (number | null)[];
  readonly found: number;
  readonly falseAlarms: number;
  readonly f1: number;
}

interface Expected {
  readonly segment: Numbers;
  readonly halfSegment: Numbers;
  readonly event: Numbers;
  readonly intersection?: { readonly macro: number; readonly perLabel: readonly (number | null)[] };
  readonly collarCurve?: Curve;
  readonly intersectionCurve?: Curve;
  readonly psds?: { readonly value: number; readonly perLabel: readonly number[] };
  readonly strictPsds?: { readonly value: number; readonly perLabel: readonly number[] };
}

/** `test/fixtures/events/make.py` */
const expected = JSON.parse(readFileSync('test/fixtures/events/scores.json', 'utf8')) as readonly Expected[];
const STEP_SECONDS = 1 / 16;
const collar = { onset: 0.2, offset: 0.2, offsetShare: 0.5 };

interface Case {
  readonly labels: number;
  readonly recordings: readonly (JudgedRecording & ScoredRecording)[];
}

/** xorshift32, as the script's. */
function xorshift(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}

/** The same case as the script's. */
function caseOf(seed: number): Case {
  const below = xorshift(1000 + 7 * seed);
  const labels = 2 + below(2);
  const recordings = Array.from({ length: 1 + below(3) }, () => {
    const steps = 40 + below(80);
    const truth: TimedEvent[] = [];
    const said: TimedEvent[] = [];
    const event = (label: number, from: number, to: number): TimedEvent => ({
      ...{ label, onset: from * STEP_SECONDS, offset: to * STEP_SECONDS },
    });
    for (let label = 0; label < labels; label++) {
      for (let at = below(12); ;) {
        const length = 1 + below(24);
        if (at + length > steps) break;
        truth.push(event(label, at, at + length));
        if (below(4) > 0) {
          const on = Math.max(0, at + below(9) - 4);
          const off = Math.min(steps, Math.max(on + 1, at + length + below(9) - 4));
          said.push(event(below(5) === 0 ? below(labels) : label, on, off));
        }
        at += length + 1 + below(30);
      }
      for (let more = below(3); more > 0; more--) {
        const on = below(steps - 8);
        said.push(event(label, on, on + 1 + below(8)));
      }
    }
    const scores = new Float32Array(steps * labels);
    for (let step = 0; step < steps; step++)
      for (let label = 0; label < labels; label++) {
        const at = step * STEP_SECONDS;
        const isOn = truth.some((own) => own.label === label && own.onset <= at && at < own.offset);
        scores[step * labels + label] = (below(48) + (isOn ? 16 : 0)) / 64;
      }
    return { truth, said, scores, stepSeconds: STEP_SECONDS, seconds: steps * STEP_SECONDS };
  });
  return { labels, recordings };
}

const sumOf = (counts: readonly EventCounts[]): EventCounts =>
  counts.reduce((a, b) => ({
    truth: a.truth + b.truth,
    said: a.said + b.said,
    found: a.found + b.found,
    falseAlarms: a.falseAlarms + b.falseAlarms,
  }));

/** As the script's: psds_eval takes no events of one label that overlap. */
function apart(events: readonly TimedEvent[]): TimedEvent[] {
  const kept: TimedEvent[] = [];
  for (const event of [...events].sort(
    (a, b) => a.label - b.label || a.onset - b.onset || a.offset - b.offset,
  )) {
    const last = kept[kept.length - 1];
    if (last === undefined || last.label !== event.label || event.onset > last.offset) kept.push(event);
  }
  return kept;
}

/** NaN of the tool is where a label neither is nor is said, or has no precision or no recall. */
function close(value: number, wanted: number | null | undefined): void {
  if (wanted !== null && wanted !== undefined) expect(Math.abs(value - wanted)).toBeLessThan(1e-6);
}

function curves({ labels, recordings }: Case, criterion: Criterion): ThresholdCurve[] {
  return Array.from({ length: labels }, (_, label) =>
    curveOf(
      recordings.flatMap((recording) => changesOf(recording, label, labels, criterion)),
      recordings.flatMap(({ truth }) => truth).filter((event) => event.label === label).length,
    ),
  );
}

/** At a threshold: of the lowest score that reaches it. */
function f1At({ scores, found, falseAlarms, truth }: ThresholdCurve, threshold: number): number {
  const k = scores.filter((score) => score >= threshold).length - 1;
  return f1Of({ truth, found: found[k]!, falseAlarms: falseAlarms[k]! });
}

/** Of what a curve has at each point, over thresholds from 0 on. */
function areaOf({ scores }: ThresholdCurve, values: readonly number[]): number {
  return sum(values.map((value, k) => (k === 0 ? 0 : value * (scores[k]! - (scores[k + 1] ?? 0)))));
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const all = expected.map((wanted, seed) => ({ wanted, seed, ...caseOf(seed) }));
const whole = all.filter(({ wanted }) => wanted.psds !== undefined);

describe('scores of events in 100 random cases', () => {
  it('has every label in most of them', () => {
    expect(all).toHaveLength(100);
    expect(whole.length).toBeGreaterThan(90);
  });

  it.each([
    ['segment', 1],
    ['halfSegment', 0.5],
  ] as const)('counts cells as sed_eval: %s of %d s', (key, cellSeconds) => {
    for (const { wanted, labels, recordings } of all) {
      const counts = recordings.map((recording) => segmentCounts(recording, labels, cellSeconds));
      const total = (name: 'truth' | 'said' | 'hits', label?: number): number =>
        sum(counts.map((own) => (label === undefined ? sum([...own[name]]) : own[name][label]!)));
      const errors = sum(counts.map((own) => own.substitutions + own.deletions + own.insertions));
      close((2 * total('hits')) / (total('truth') + total('said')), wanted[key].f1);
      close(errors / total('truth'), wanted[key].errorRate);
      for (let label = 0; label < labels; label++) {
        const [truth, said, hits] = [total('truth', label), total('said', label), total('hits', label)];
        close((2 * hits) / (truth + said), wanted[key].perLabel[label]);
        close((truth + said - 2 * hits) / truth, wanted[key].errorRates![label]);
      }
    }
  });

  it('matches events within a collar as sed_eval', () => {
    for (const { wanted, labels, recordings } of all) {
      const perLabel = Array.from({ length: labels }, (_, label) =>
        sumOf(recordings.map((recording) => collarCounts(recording, label, collar))),
      );
      perLabel.forEach((counts, label) => close(f1Of(counts), wanted.event.perLabel[label]));
      const { truth, said, found } = sumOf(perLabel);
      close(f1Of(sumOf(perLabel)), wanted.event.f1);
      const substitutions = sum(recordings.map((recording) => collarSubstitutions(recording, collar)));
      close((said + truth - 2 * found - substitutions) / truth, wanted.event.errorRate);
    }
  });

  it('intersects events as psds_eval', () => {
    const tolerance = { detection: 0.5, truth: 0.25, crossTrigger: 0.25 };
    for (const { wanted, labels, recordings } of whole) {
      const perLabel = Array.from({ length: labels }, (_, label) =>
        f1Of(
          sumOf(
            recordings.map(({ truth, said }) =>
              intersectionCounts({ truth, said: apart(said) }, label, labels, tolerance),
            ),
          ),
        ),
      );
      perLabel.forEach((f1, label) => close(f1, wanted.intersection!.perLabel[label]));
      if (!wanted.intersection!.perLabel.includes(null))
        close(sum(perLabel) / labels, wanted.intersection!.macro);
    }
  });

  it.each([
    ['collarCurve', { kind: 'collar', collar }],
    [
      'intersectionCurve',
      { kind: 'intersection', tolerance: { detection: 0.5, truth: 0.25, crossTrigger: 1 } },
    ],
  ] as const)('knows all thresholds as sed_scores_eval: %s', (key, criterion) => {
    for (const { wanted, ...own } of whole) {
      const each = curves(own, criterion);
      each.forEach((curve, label) => {
        const { f1, threshold } = bestF1(curve);
        close(f1, wanted[key]!.best[label]);
        // Thresholds of equal F1 are told apart by the last digit of a double.
        const other = wanted[key]!.thresholds[label]!;
        close(f1At(curve, threshold), f1);
        if (other !== null) close(f1At(curve, other), f1);
      });
      const [first] = each;
      close(areaOf(first!, first!.found), wanted[key]!.found);
      close(areaOf(first!, first!.falseAlarms), wanted[key]!.falseAlarms);
      close(
        areaOf(
          first!,
          first!.scores.map((score) => f1At(first!, score)),
        ),
        wanted[key]!.f1,
      );
    }
  });

  it.each([
    ['psds', 0.5, { crossTriggerWeight: 0, spreadWeight: 0, mostAnHour: 4000 }],
    ['strictPsds', 0.7, { crossTriggerWeight: 0.5, spreadWeight: 1, mostAnHour: 2000 }],
  ] as const)('has the PSDS of sed_scores_eval: %s', (key, share, choices) => {
    const tolerance: Tolerance = { detection: share, truth: share, crossTrigger: 0.3 };
    for (const { wanted, ...own } of whole) {
      const seconds = sum(own.recordings.map((recording) => recording.seconds));
      const events = own.recordings.flatMap(({ truth }) => truth);
      const truthSeconds = Array.from({ length: own.labels }, (_, label) =>
        sum(events.map((event) => (event.label === label ? event.offset - event.onset : 0))),
      );
      const { value, perLabel } = psds(
        curves(own, { kind: 'intersection', tolerance }),
        truthSeconds,
        seconds,
        choices,
      );
      close(value, wanted[key]!.value);
      perLabel.forEach((one, label) => close(one, wanted[key]!.perLabel[label]));
    }
  });
});
