import { encodeSafetensors } from '../files/safetensors';
import { modelTensors } from '../models/network/weights-file';
import type { TrainedModel } from '../models/network/weights-file';

const gates = { rnn: ['h'], lstm: ['i', 'f', 'c', 'o'], gru: ['z', 'r', 'h'] } as const;

function gateOrderOf(spec: TrainedModel['spec']): readonly string[] {
  if (spec.family !== 'recurrent') return [];
  return spec.cell === 'lstm' && spec.coupled ? ['i', 'c', 'o'] : gates[spec.cell];
}

/** config.json beside model.safetensors: how the tensors are to be read (formulas: docs/file-formats.md). */
export interface SafetensorsConfig {
  readonly formatVersion: 1;
  readonly network: Pick<TrainedModel, 'spec' | 'shape'>;
  readonly gateOrder: readonly string[];
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

export function safetensorsConfig({ spec, shape, weights }: TrainedModel): SafetensorsConfig {
  return {
    formatVersion: 1,
    network: { spec, shape },
    gateOrder: gateOrderOf(spec),
    tensors: weights.map(({ name, shape: dimensions }) => ({ name, shape: dimensions })),
  };
}

export function safetensorsBytes(model: TrainedModel): Uint8Array {
  return Buffer.concat(encodeSafetensors(...modelTensors(model)));
}
