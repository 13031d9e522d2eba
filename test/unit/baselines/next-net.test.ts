import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { referenceKernel } from '../../../src/main/engine/kernels/reference/reference-kernel';
import { follow, goOn, netOf } from '../../../src/main/engine/baselines/latent/next-net';
import { Network } from '../../../src/main/engine/models/network/network';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import { plainVariants } from '../../../src/shared/domain/model';
import type { RecurrentNetworkSpec } from '../../../src/shared/domain/model';

/** Protects: what steps through a net one by one says what the lab's layers say of the whole sequence. */

beforeAll(() => useBackend('cpu'));

describe.each(['rnn', 'gru'] as const)('%s', (cell) => {
  const [width, units, steps] = [2, 5, 9];
  const random = new RandomStream(2, 'noise');
  const values = Float64Array.from({ length: steps * width }, () => random.normal());
  const spec: RecurrentNetworkSpec = {
    ...plainVariants,
    family: 'recurrent',
    ...{ cell, units, activation: 'tanh', layers: 1, bidirectional: false },
    ...{ dropout: 0, pooling: 'none', resetAfter: false, forgetBias: 1 },
  };
  const line = Float64Array.from({ length: (1 + width) * width }, () => 0.3 * random.normal());
  const size = Float64Array.of(0.5, 2);

  it('has the numbers of the layers', async () => {
    const shape = { features: width, outputs: width, head: 'linear' } as const;
    const network = Network.create(spec, shape, referenceKernel, 4);
    network.setParameters(network.parameters.map(() => 0.4 * random.normal()));
    const net = netOf(network.weights(), cell, size, line);
    const said = await network.logits({
      inputs: Float32Array.from(values),
      lengths: Int32Array.of(steps),
      size: 1,
      time: steps,
    });
    network.dispose();
    const first = Float64Array.of(7, 8);
    const { expected, path } = follow(net, { values, steps, width }, first);
    expect([...expected.slice(0, width)]).toEqual([7, 8]);
    for (let t = 1; t < steps; t++)
      for (let f = 0; f < width; f++) {
        const x = (k: number): number => values[(t - 1) * width + k]!;
        const straight = line[f]! + x(0) * line[width + f]! + x(1) * line[2 * width + f]!;
        expect(expected[t * width + f]).toBeCloseTo(straight + size[f]! * said[(t - 1) * width + f]!, 4);
      }
    // One step on its own is what was expected of it; the second hears the first.
    const from = 6;
    const state = path.slice((from - 1) * units, from * units);
    const last = values.slice((from - 1) * width, from * width);
    const ahead = goOn(net, state, last, 2);
    expect([...ahead.slice(0, width)]).toEqual([...expected.slice(from * width, (from + 1) * width)]);
    const heard = Float64Array.from([...values.slice(0, from * width), ...ahead]);
    const again = follow(net, { values: heard, steps: from + 2, width }, first);
    expect([...ahead.slice(width)]).toEqual([...again.expected.slice((from + 1) * width)]);
  });
});
