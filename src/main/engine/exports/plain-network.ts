import { UnrollError } from '../../../shared/domain/error';
import type { Task } from '../../../shared/domain/dataset';
import type { NetworkSpec, RecurrentNetworkSpec } from '../../../shared/domain/model';
import type { NetworkWeights } from '../models/weights';
import type { TrainedModel } from '../models/weights-file';

/** What of a network goes beyond stacked plain cells, a pooling and a head; null: nothing. */
function variantIn(spec: NetworkSpec): string | null {
  if (spec.family === 'transformer') return 'a Transformer encoder';
  if (spec.convolutions.length > 0) return 'a convolutional front end';
  if (spec.pooling === 'attention') return 'attention pooling';
  if (spec.layerNorm) return 'layer norm';
  if (spec.cell === 'lstm' && spec.peepholes) return 'peepholes';
  if (spec.cell === 'lstm' && spec.coupled) return 'coupled gates';
  return null;
}

/** A trained network of plain recurrent layers. */
export type PlainModel = TrainedModel & { readonly spec: RecurrentNetworkSpec };
export type PlainWeights = NetworkWeights & { readonly spec: RecurrentNetworkSpec };

/**
 * The model for a format that holds plain recurrent networks with one answer a sequence.
 *
 * @param tasks that the format holds
 * @throws UnrollError EXPORT_UNSUPPORTED
 */
export function requirePlainModel(model: TrainedModel, format: string, tasks: readonly Task[]): PlainModel {
  const spec = requirePlain(model.spec, format);
  if (tasks.includes(model.task)) return { ...model, spec };
  throw new UnrollError(
    'EXPORT_UNSUPPORTED',
    `The lab’s ${format} export does not hold the task ${model.task}; export as safetensors.`,
    { format, task: model.task },
  );
}

/**
 * The network of a format that holds plain recurrent networks alone.
 *
 * @throws UnrollError EXPORT_UNSUPPORTED
 */
export function requirePlain(spec: NetworkSpec, format: string): RecurrentNetworkSpec {
  const variant = variantIn(spec);
  if (variant === null && spec.family === 'recurrent') return spec;
  throw new UnrollError(
    'EXPORT_UNSUPPORTED',
    `The lab’s ${format} export does not hold ${variant}; export as safetensors.`,
    { format, variant },
  );
}
