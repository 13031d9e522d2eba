import { layoutOf } from '../../src/main/engine/models/network/layout';
import { RandomStream } from '../../src/main/engine/random/random-stream';
import type { RecurrentModel } from '../../src/main/engine/models/network/recurrent-model';
import { plainVariants } from '../../src/shared/domain/model';

const features = 40;
const outputs = 10;

/** One layer with random weights, ten classes. */
export function modelOf(cell: 'gru' | 'lstm', units: number): RecurrentModel {
  const spec: RecurrentModel['spec'] = {
    ...plainVariants,
    family: 'recurrent',
    cell,
    activation: 'tanh',
    units,
    layers: 1,
    bidirectional: false,
    convolutions: [],
    dropout: 0,
    pooling: 'last',
    resetAfter: true,
    forgetBias: 1,
  };
  const shape = { features, outputs, head: 'softmax' } as const;
  const random = new RandomStream(units, 'noise');
  const names = (count: number): string[] => Array.from({ length: count }, (_, k) => `${k}`);
  return {
    spec,
    shape,
    task: 'classify',
    featureNames: names(features),
    outputs: names(outputs),
    scaling: {
      mean: new Float32Array(features),
      deviation: new Float32Array(features).fill(1),
      forecast: null,
      values: null,
    },
    weights: layoutOf(spec, shape).slots.map(({ name, shape: dimensions, size }) => ({
      name,
      shape: dimensions,
      data: Float32Array.from({ length: size }, () => random.normal() / Math.sqrt(units)),
    })),
  };
}
