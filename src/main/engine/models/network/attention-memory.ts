import type { NetworkSpec } from '../../../../shared/domain/model';
import { failure } from '../../../../shared/sentences/failure';
import { stepsAfter } from './layout';

/** Of the attention weights that a training step keeps for its gradient. */
const MOST_BYTES = 1e9;
const FLOAT_BYTES = 4;

/**
 * Refuses a Transformer whose training step would keep more attention weights than there is memory for.
 *
 * @param lengths time steps of the training examples
 * @throws UnrollError MODEL_TOO_LARGE
 */
export function requireMemory(spec: NetworkSpec, lengths: Int32Array, batch: number): void {
  if (spec.family !== 'transformer') return;
  const longest = lengths.reduce((most, length) => Math.max(most, stepsAfter(spec, length)), 1);
  const bytes = FLOAT_BYTES * Math.min(batch, lengths.length) * spec.heads * spec.layers * longest ** 2;
  if (bytes <= MOST_BYTES) return;
  const wanted = Math.ceil(Math.sqrt(bytes / MOST_BYTES));
  throw failure('MODEL_TOO_LARGE.attentionBytes', {
    steps: longest,
    bytes,
    most: MOST_BYTES,
    stride: wanted,
    heads: spec.heads,
    layers: spec.layers,
    batch,
    gb: (bytes / 1e9).toFixed(1),
    mostGb: MOST_BYTES / 1e9,
  });
}
