import { UnrollError } from '../../../shared/domain/error';
import type { RecurrentInputs } from './kernel';

/** @throws UnrollError SEQUENCE_EMPTY, COMPUTE_FAILED when lengths and batch do not belong together */
export function checkLengths({ inputs, lengths }: RecurrentInputs): void {
  const [batch, time] = inputs.shape;
  if (lengths.length !== batch)
    throw new UnrollError('COMPUTE_FAILED', `A batch of ${batch} came with ${lengths.length} lengths.`);
  lengths.forEach((length, example) => {
    if (length < 1)
      throw new UnrollError('SEQUENCE_EMPTY', `Example ${example} of the batch has no time steps.`, {
        example,
      });
    if (length > time)
      throw new UnrollError('COMPUTE_FAILED', `Example ${example} is longer than its batch.`, { example });
  });
}
