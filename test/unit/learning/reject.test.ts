import { describe, expect, it } from 'vitest';
import type { PredictionEvent } from '../../../src/shared/contract/predict';
import { answerBy, canReject, rejectOf } from '../../../src/main/engine/learning/classify/reject';
import { countUnseen } from '../../../src/main/engine/inference/unseen';
import type { HeldData } from '../../../src/main/engine/prepare/prepared';

const outputs = ['background', 'bark', 'call'];

/** Examples of three classes, one row each; `labels` as indexes of outputs. */
function prepared(labels: readonly number[], changes: Partial<HeldData> = {}): HeldData {
  const n = labels.length;
  return {
    ...{ task: 'classify', outputs, featureNames: ['x'], features: new Float32Array(n) },
    ...{
      starts: Int32Array.from(labels.keys()),
      lengths: new Int32Array(n).fill(1),
      labels: Int32Array.from(labels),
    },
    ...{ targets: new Float32Array(0), stepLabels: new Int32Array(0), scoredFrom: new Int32Array(n) },
    ...{ splits: new Uint8Array(n), targetColumns: [], horizonSteps: 0, seasonSteps: 1 },
    scaler: { mean: new Float32Array(1), deviation: new Float32Array(1) },
    ...changes,
  };
}

const logitsOf = (rows: readonly (readonly number[])[]): Float32Array =>
  Float32Array.from(rows.flat(), Math.log);

describe('none of these', () => {
  /** Barks are sure; what is nothing looks like a call of 45 %, true calls of 60 %. */
  const rows = [
    [0.05, 0.9, 0.05],
    [0.1, 0.85, 0.05],
    [0.35, 0.05, 0.6],
    [0.32, 0.06, 0.62],
    [0.4, 0.15, 0.45],
    [0.41, 0.15, 0.44],
  ];
  const labels = [1, 1, 2, 2, 0, 0];
  const examples = Int32Array.from(labels.keys());

  it('is told by a threshold of each label that separates them on the validation part', () => {
    const part = { examples, logits: logitsOf(rows) };
    const reject = rejectOf(prepared(labels), { validation: part, test: part })!;
    expect(reject.none).toBe('background');
    const call = reject.labels.find(({ label }) => label === 'call')!;
    expect(call.threshold).toBeGreaterThan(0.45);
    expect(call.threshold).toBeLessThan(0.6);
    expect(reject.test).toEqual({ answered: 4 / 6, right: 1, refused: 1 });
    // The likeliest of all is still a call; it is not likely enough.
    expect(answerBy(reject, outputs, rows[4]!)).toBe('background');
    expect(answerBy(reject, outputs, rows[2]!)).toBe('call');
  });

  it('is no answer where no class is none of the others, nor of windows of a recording', () => {
    expect(canReject(prepared(labels))).toBe(true);
    expect(canReject(prepared(labels, { outputs: ['crow', 'bark', 'call'] }))).toBe(false);
    expect(canReject(prepared(labels, { outputs: ['crow', 'bark', 'call'], background: 'crow' }))).toBe(true);
    expect(canReject(prepared(labels, { recordings: new Int32Array(6) }))).toBe(false);
  });
});

describe('recordings that hold nothing', () => {
  async function* heard(): AsyncGenerator<PredictionEvent> {
    const at = { file: 'a.wav', start: 0, end: 10, startSeconds: 0, endSeconds: 1, probability: 0.9 };
    yield { kind: 'segment', label: 'bark', ...at };
    yield { kind: 'segment', label: 'background', ...at };
    const timeline = { stepSeconds: 0.1, steps: 18_000, segments: [] };
    yield {
      kind: 'prediction',
      prediction: { kind: 'label', file: 'a.wav', label: 'background', probabilities: {}, timeline },
    };
  }

  it('make every event a false alarm, an hour', async () => {
    const options = { place: 'night', stepSeconds: 0.1, labels: ['bark', 'call'] };
    expect(await countUnseen(heard(), options)).toEqual({
      ...{ place: 'night', recordings: 1, seconds: 1800, falseAlarms: 1, falseAlarmsPerHour: 2 },
      perLabel: [
        { label: 'bark', falseAlarms: 1 },
        { label: 'call', falseAlarms: 0 },
      ],
    });
    await expect(countUnseen(heard(), { ...options, stepSeconds: null })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });
});
