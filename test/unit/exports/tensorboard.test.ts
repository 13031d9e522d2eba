import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crc32c, eventFile, scalarsOf } from '../../../src/main/engine/exports/tensorboard/event-file';
import { makeLab } from './fixture';

describe('TensorBoard event files', () => {
  it('have the checksums of RFC 3720', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, k) => k))).toBe(0x46dd794e);
  });

  it('are byte for byte what TensorBoard’s own writer writes', () => {
    const file = join(import.meta.dirname, '../../fixtures/exports/tensorboard.tfevents');
    const events = [
      { seconds: 1000.5, step: 1, tag: 'loss/train', value: 0.75 },
      { seconds: 1001, step: 200, tag: 'accuracy/validation', value: 0.5 },
    ];
    expect(Buffer.from(eventFile(1000, events)).equals(readFileSync(file))).toBe(true);
  });

  it('hold every point, in the order of time', async () => {
    const lab = await makeLab({});
    const run = { ...lab.options.runs.get(''), createdMs: 10_000 };
    const events = scalarsOf(run, {
      steps: {
        step: Int32Array.of(1, 2, 3, 4),
        loss: Float32Array.of(4, 3, 2, 1),
        metric: Float32Array.of(0, 0, NaN, 1),
        gradientNorm: Float32Array.of(1, 1, 1, 1),
        learningRate: Float32Array.of(1, 1, 1, 1),
      },
      epochs: {
        epoch: Int32Array.of(1, 2),
        step: Int32Array.of(2, 4),
        trainLoss: Float32Array.of(3, 1),
        trainMetric: Float32Array.of(0, 1),
        validationLoss: Float32Array.of(3, 1),
        validationMetric: Float32Array.of(0, 1),
        seconds: Float64Array.of(2, 4),
      },
    });
    expect(events.filter(({ tag }) => tag === 'batch/loss').map(({ seconds }) => seconds)).toEqual([
      11, 12, 14, 16,
    ]);
    expect(events.filter(({ tag }) => tag === 'batch/accuracy')).toHaveLength(3);
    expect(events.find(({ tag, step }) => tag === 'loss/validation' && step === 4)).toMatchObject({
      seconds: 16,
      value: 1,
    });
    expect(events.every(({ seconds }, k) => k === 0 || seconds >= events[k - 1]!.seconds)).toBe(true);
  });
});
