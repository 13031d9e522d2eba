import { failure } from '../../../shared/sentences/failure';
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
  if (spec.cell === 'gru' && spec.resetAfter) throw failure('EXPORT_UNSUPPORTED.gru', { cell: spec.cell });
  return model;
}
