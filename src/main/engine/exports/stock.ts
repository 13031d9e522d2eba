import { UnrollError } from '../../../shared/domain/error';
import type { RecurrentModel } from '../models/network/recurrent-model';
import type { TrainedModel } from '../models/network/weights-file';
import { requireHeld } from './held';

/**
 * The network when stock tf.layers can hold it.
 *
 * @throws UnrollError EXPORT_UNSUPPORTED
 */
export function requireStock(trained: TrainedModel): RecurrentModel {
  const model = requireHeld(trained, 'tfjs');
  const { spec } = model;
  if (spec.cell === 'gru' && spec.resetAfter)
    throw new UnrollError(
      'EXPORT_UNSUPPORTED',
      'tfjs has no GRU with resetAfter; export as safetensors, or train with resetAfter off.',
      { cell: spec.cell },
    );
  return model;
}
