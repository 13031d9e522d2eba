import type { AttentionTrace } from '../../../../shared/domain/trace';

/** Rows of a map that is kept whole: a screen has no more. */
const MOST_ROWS = 512;

/**
 * Attention weights [heads, time, time] as a trace keeps them; of long sequences the mean over neighbouring rows and the
 * sum over neighbouring columns, so that each row still adds up to 1.
 *
 * @param stride input steps to one step of the weights
 */
export function attentionTrace(
  weights: Float32Array,
  layer: number,
  heads: number,
  time: number,
  stride: number,
): AttentionTrace {
  const factor = Math.ceil(time / MOST_ROWS);
  if (factor === 1) return { layer, heads, rows: time, stride, weights };
  const rows = Math.ceil(time / factor);
  const small = new Float32Array(heads * rows * rows);
  for (let head = 0; head < heads; head++)
    for (let t = 0; t < time; t++) {
      const row = Math.floor(t / factor);
      const share = 1 / Math.min(factor, time - row * factor);
      for (let s = 0; s < time; s++) {
        const at = (head * rows + row) * rows + Math.floor(s / factor);
        small[at] = small[at]! + share * weights[(head * time + t) * time + s]!;
      }
    }
  return { layer, heads, rows, stride: stride * factor, weights: small };
}
