import { rm } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { predictJob } from '../../../src/main/engine/inference/predict-job';
import { StreamService } from '../../../src/main/engine/inference/stream-service';
import { windowsOf } from '../../../src/main/engine/models/network/batch';
import type { RecurrentNetworkSpec } from '../../../src/shared/domain/model';
import type { Lab } from '../exports/fixture';
import { makeLab } from '../exports/fixture';

let lab: Lab;
let service: StreamService;
afterEach(async () => {
  await service.close();
  await rm(lab.workDir, { recursive: true });
});

async function open(changes: Partial<RecurrentNetworkSpec>): Promise<void> {
  lab = await makeLab(changes);
  service = serviceOf(600_000);
}

function serviceOf(idleMs: number): StreamService {
  const compute = { ...lab.options.compute, close: async () => {} };
  return new StreamService({ ...lab.options, compute, idleMs });
}

const ask = { model: 'run-1', rateHz: null, channels: 3 };

/** Rows of an example, as they would come from a sensor. */
function rowsOf(example: number): Float32Array {
  const { starts, lengths, features } = lab.data;
  return features.slice(starts[example]! * 3, (starts[example]! + lengths[example]!) * 3);
}

describe('streams of a run', () => {
  it.each([
    ['carried', { layers: 2, pooling: 'mean' }, 7],
    ['window', { bidirectional: true }, 0],
  ] as const)('%s: says what it is, and in the end what the evaluation says', async (how, changes, units) => {
    await open(changes);
    const stream = await service.open(ask);
    expect(stream).toMatchObject({
      ...{
        name: 'A run',
        task: 'classify',
        outputs: ['left', 'right', 'up', 'down'],
        features: ['x', 'y', 'z'],
      },
      ...{ featureKind: 'raw', cell: 'lstm', channels: ['x', 'y', 'z'], rateHz: 10, stepSeconds: 0.1 },
      ...{ how, units, windowSteps: 6, hopSteps: 1, delaySteps: 0 },
    });
    // The examples of up to six steps, the median: nothing is forgotten.
    for (const example of [0, 2, 4]) {
      await service.push(stream.stream, rowsOf(example));
      const { final } = await service.finish(stream.stream);
      const windows = windowsOf(lab.data, [example]);
      const expected = await predictJob({ source: { kind: 'file', weightsFile: lab.weightsFile }, windows });
      final.forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 5));
    }
  });

  it('refuses what does not fit the model', async () => {
    await open({});
    await expect(service.open({ ...ask, channels: 2 })).rejects.toMatchObject({ code: 'COLUMN_UNKNOWN' });
    await expect(service.open({ ...ask, rateHz: 1e8 })).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    const { stream } = await service.open({ ...ask, channels: null });
    await expect(service.push(stream, new Float32Array(4))).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
    lab.options.datasets.get('').understanding.plan.forecast = {
      ...{ horizonSteps: 1, contextSteps: 2, seasonSteps: 1, trainStrideSteps: 1, strideSteps: 1 },
      ...{ known: ['holiday'], calendar: [], seasonalDifferences: false },
    };
    await expect(service.open(ask)).rejects.toMatchObject({ code: 'MODEL_UNSUITABLE' });
  });

  it('are unknown once they are closed, by hand or because nobody used them', async () => {
    await open({});
    const closed = await service.open(ask);
    await service.closeStream(closed.stream);
    await expect(service.push(closed.stream, rowsOf(0))).rejects.toMatchObject({ code: 'STREAM_UNKNOWN' });
    service = serviceOf(20);
    const idle = await service.open(ask);
    await vi.waitFor(
      async () => {
        // Looking at it would keep it open: only the worker is asked.
        const push = lab.options.compute.call as unknown as (name: string, input: object) => Promise<unknown>;
        await expect(push('pushStream', { stream: idle.stream, samples: rowsOf(0) })).rejects.toMatchObject({
          code: 'STREAM_UNKNOWN',
        });
      },
      { timeout: 60_000, interval: 20 },
    );
    await expect(service.push(idle.stream, rowsOf(0))).rejects.toMatchObject({ code: 'STREAM_UNKNOWN' });
  });
});
