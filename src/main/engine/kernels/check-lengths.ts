import { failure } from '../../../shared/sentences/failure';
import type { RecurrentInputs } from './kernel';

/** @throws UnrollError SEQUENCE_EMPTY, COMPUTE_FAILED when lengths and batch do not belong together */
export function checkLengths({ inputs, lengths }: RecurrentInputs): void {
  const [batch, time] = inputs.shape;
  if (lengths.length !== batch) throw failure('COMPUTE_FAILED.lengths', { batch, lengths: lengths.length });
  lengths.forEach((length, example) => {
    if (length < 1) throw failure('SEQUENCE_EMPTY.batchExample', { example });
    if (length > time) throw failure('COMPUTE_FAILED.longExample', { example });
  });
}
