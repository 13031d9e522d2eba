import { describe, expect, it } from 'vitest';
import { Decider, decisionsOf, eachOf } from '../../../src/shared/decisions/decider';
import { usualCriteria } from '../../../src/shared/domain/detection';
import type { EventDecision, EventMeasures } from '../../../src/shared/domain/detection';
import { chooseDecision } from '../../../src/main/engine/learning/events/choose';
import { detectionOf } from '../../../src/main/engine/learning/events/detection';
import { measureEvents } from '../../../src/main/engine/learning/events/measure';
import { backgroundOf, hasEvents, softPart } from '../../../src/main/engine/learning/events/soft-part';
import type { SoftPart } from '../../../src/main/engine/learning/events/soft-part';
import type { HeldData } from '../../../src/main/engine/prepare/prepared';
import { RandomStream } from '../../../src/main/engine/random/random-stream';

const STEP_SECONDS = 0.1;

/**
 * Recordings of a minute with a call of 2 s every 10 s, whose probability is `height`; blips of 0.2 s just as high come between,
 * so that only their length tells them apart.
 */
function callsAndBlips(recordings: number, height: number): SoftPart {
  const random = new RandomStream(1, 'bootstrap');
  return {
    labels: ['call'],
    stretches: Array.from({ length: recordings }, (_, recording) => {
      const scores = Float32Array.from({ length: 600 }, (_step, t) => {
        const isOn = t % 100 < 20 || t % 100 === 60 || t % 100 === 61;
        return isOn ? height + random.below(1000) / 1000 / 50 : random.next() * 0.3;
      });
      const truth = Array.from({ length: 6 }, (_call, k) => ({
        label: 0,
        onset: 10 * k,
        offset: 10 * k + 2,
      }));
      return { scores, truth, stepSeconds: STEP_SECONDS, recording, firstRow: 600 * recording };
    }),
  };
}

const decisionOf = (on: number, minSeconds: number): EventDecision => ({
  by: 'hand',
  labels: [{ label: 'call', smoothSeconds: 0, on, off: on, minSeconds }],
});

const measured = (part: SoftPart, decision: EventDecision): EventMeasures =>
  measureEvents(part, decision, usualCriteria)!;

describe('a decision', () => {
  it.each(['f1-event', 'psds', 'f1-segment'] as const)(
    'finds by %s the threshold and the shortest length',
    (by) => {
      const part = callsAndBlips(6, 0.45);
      const decision = chooseDecision(part, { by }, usualCriteria);
      const [{ on, minSeconds, smoothSeconds }] = decision.labels as [EventDecision['labels'][number]];
      expect(on).toBeGreaterThan(0.3);
      expect(on).toBeLessThanOrEqual(0.47);
      expect(minSeconds + smoothSeconds).toBeGreaterThan(0.1);
      const { event, missRate, falseAlarmsPerHour } = measured(part, decision);
      expect(missRate.value).toBe(0);
      expect(falseAlarmsPerHour.value).toBe(0);
      if (by === 'f1-event') expect(event.f1.value).toBe(1);
      // What stood fixed before hears nothing at all.
      expect(measured(part, decisionOf(0.6, 0)).missRate.value).toBe(1);
    },
  );

  it('keeps to so many false alarms an hour', () => {
    const part = callsAndBlips(6, 0.45);
    for (const stretch of part.stretches)
      stretch.scores.forEach((score, t) => (stretch.scores[t] = t % 100 === 80 ? 0.9 : score));
    const quiet = chooseDecision(part, { by: 'false-alarms', mostFalseAlarms: 0 }, usualCriteria);
    expect(measured(part, quiet).falseAlarmsPerHour.value).toBe(0);
    expect(measured(part, quiet).missRate.value).toBe(0);
    // A label that is nowhere to be found is decided as usual.
    const unheard = { ...part, stretches: part.stretches.map((own) => ({ ...own, truth: [] })) };
    expect(chooseDecision(unheard, { by: 'psds' }, usualCriteria).labels).toMatchObject([
      { on: 0.6, off: 0.4 },
    ]);
  });

  it('counts misses and false alarms by hand: six calls a minute, six blips', () => {
    const part = callsAndBlips(6, 0.45);
    const { said, truth, seconds, perLabel, resampled, recordings } = measured(part, decisionOf(0.4, 0));
    expect({ said, truth, recordings, resampled }).toEqual({
      ...{ said: 72, truth: 36, recordings: 6, resampled: 'recordings' },
    });
    expect(seconds).toBeCloseTo(360, 9);
    expect(perLabel[0]).toMatchObject({ misses: 0, falseAlarms: 36 });
    expect(perLabel[0]!.falseAlarmsPerHour).toBeCloseTo(360, 9);
    expect(perLabel[0]!.onset).toMatchObject({ median: 0, low: 0, high: 0 });
    // 72 said, 36 right, 36 so.
    expect(perLabel[0]!.eventF1).toBeCloseTo(72 / 108, 9);
  });

  it('is as sure as its recordings differ', () => {
    const part = callsAndBlips(8, 0.45);
    // Half of the recordings are deaf.
    for (const { scores, recording } of part.stretches) if (recording % 2 === 0) scores.fill(0);
    const { missRate, psdsInterval } = measured(part, decisionOf(0.4, 0.5));
    expect(missRate.value).toBe(0.5);
    expect(missRate.interval[0]).toBeLessThan(0.3);
    expect(missRate.interval[1]).toBeGreaterThan(0.7);
    expect(psdsInterval![0]).toBeLessThan(psdsInterval![1]);
  });

  it('is what streams and predictions follow, label by label', () => {
    const outputs = ['nothing', 'call', 'song'];
    const decision: EventDecision = {
      by: 'hand',
      labels: [
        { label: 'call', smoothSeconds: 0, on: 0.3, off: 0.2, minSeconds: 0 },
        { label: 'song', smoothSeconds: 0, on: 0.9, off: 0.9, minSeconds: 2 },
      ],
    };
    const stream = { outputs, stepSeconds: 1, windowSteps: 10, decision };
    const heard = (chosen = {}): string[] => {
      const decider = new Decider({ outputs, stepSeconds: 1, ...decisionsOf(stream, chosen) });
      const rows = [
        [0.9, 0.1, 0],
        [0.6, 0.35, 0.05],
        [0.7, 0.25, 0.05],
        [0.9, 0.1, 0],
        [0.05, 0, 0.95],
        [0.5, 0, 0.5],
        [0, 0, 1],
        [0, 0, 1],
        [1, 0, 0],
      ];
      return [...decider.take(rows.flat()), ...decider.finish()].flatMap((event) =>
        event.kind === 'segment' ? [`${event.label} ${event.start}-${event.end}`] : [],
      );
    };
    expect(heard()).toEqual(['call 1-3', 'song 6-8']);
    expect(heard({ on: 0.94, minSeconds: 1 })).toEqual(['song 4-5', 'song 6-8']);
    expect(eachOf(decision, outputs)[0]).toBeNull();
  });
});

/** Two recordings, one behind the other in the same block: 0 rest, 1 walk, 2 run; −1 where nobody looked. */
function labelled(): HeldData {
  const stepLabels = Int32Array.from([0, 0, 1, 1, 0, 2, 2, 0, -1, -1, 0, 1, /* the next */ 1, 1, 0, 0, 2, 0]);
  const n = stepLabels.length;
  return {
    ...{ task: 'label', outputs: ['walk', 'run', 'rest'].sort(), featureNames: ['x'] },
    ...{ features: new Float32Array(n), starts: Int32Array.of(0, 12), lengths: Int32Array.of(12, 6) },
    ...{ labels: Int32Array.of(-1, -1), targets: new Float32Array(0), stepLabels },
    ...{ scoredFrom: new Int32Array(2), splits: new Uint8Array(2), targetColumns: [], horizonSteps: 0 },
    ...{ scaler: { mean: new Float32Array(1), deviation: new Float32Array(1) }, seasonSteps: 1 },
    sequenceStarts: Int32Array.of(0, 12),
  };
}

describe('events of prepared data', () => {
  it('lie in stretches that somebody looked at, each in its recording', () => {
    const data = labelled();
    // rest comes between the others.
    expect(data.outputs[backgroundOf(data)]).toBe('rest');
    expect(hasEvents(data, 0.5)).toBe(true);
    expect(hasEvents(data, null)).toBe(false);
    const { labels, stretches } = softPart(data, Int32Array.of(0, 1), new Float32Array(18 * 3), 0.5);
    expect(labels).toEqual(['run', 'walk']);
    expect(
      stretches.map(({ recording, firstRow, scores }) => [recording, firstRow, scores.length / 2]),
    ).toEqual([
      [0, 0, 8],
      [0, 10, 2],
      [1, 12, 6],
    ]);
    // A walk that goes on in the next recording is another.
    expect(stretches[1]!.truth).toEqual([{ label: 0, onset: 0.5, offset: 1 }]);
    expect(stretches[2]!.truth).toContainEqual({ label: 0, onset: 0, offset: 1 });
  });

  it('of windows begin and end where the nearest window does', () => {
    const data: HeldData = {
      ...{ ...labelled(), task: 'classify', outputs: ['background', 'bark'], stepLabels: new Int32Array(0) },
      ...{ starts: Int32Array.of(0, 4, 8), lengths: Int32Array.of(4, 4, 4), labels: Int32Array.of(0, 1, 0) },
      ...{ scoredFrom: new Int32Array(3), splits: new Uint8Array(3), recordings: Int32Array.of(0, 0, 0) },
      sequenceStarts: undefined,
    };
    expect(hasEvents(data, 0.25)).toBe(true);
    // One label for all of a recording has no beginning in it.
    expect(hasEvents({ ...data, labels: Int32Array.of(1, 1, 1) }, 0.25)).toBe(false);
    const logits = Float32Array.of(5, 0, 0, 5, 5, 0);
    const part = softPart(data, Int32Array.of(0, 1, 2), logits, 0.25);
    expect(part.labels).toEqual(['bark']);
    expect(part.stretches[0]!.truth).toEqual([{ label: 0, onset: 1, offset: 2 }]);
    const found = detectionOf(data, { validation: part, test: null })!;
    expect(found).toMatchObject({ background: 'background', test: null, decision: { by: 'psds' } });
    expect(found.validation).toMatchObject({ truth: 1, said: 1, missRate: { value: 0 } });
  });
});
