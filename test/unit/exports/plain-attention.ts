import type { TransformerSpec } from '../../../src/shared/domain/model';
import type { Named } from './plain-forward';
import { softmax } from './plain-forward';
import { normed, times } from './plain-layers';
import type { Rows } from './plain-layers';

const dot = (a: readonly number[], b: ArrayLike<number>): number =>
  a.reduce((sum, value, k) => sum + value * b[k]!, 0);
const weighted = (weights: readonly number[], rows: Rows): number[] =>
  rows[0]!.map((_, k) => weights.reduce((sum, weight, t) => sum + weight * rows[t]![k]!, 0));
const added = (a: readonly number[], b: readonly number[]): number[] => a.map((value, k) => value + b[k]!);

/** softmax_t(u · tanh(h_t W + b)) weighs the steps. */
export function attentionPooled(named: Named, sequence: Rows): number[] {
  const scores = sequence.map((state) =>
    dot(
      times(state, named('pooling/kernel'), named('pooling/bias')).map(Math.tanh),
      named('pooling/context').data,
    ),
  );
  return weighted(softmax(scores), sequence);
}

/** A Transformer encoder, norms first. */
export function encoded(
  { width, heads, layers, causal }: TransformerSpec,
  named: Named,
  rows: Rows,
): { sequence: Rows; last: number[] } {
  const dense = (name: string, row: readonly number[]): number[] =>
    times(row, named(`${name}/kernel`), named(`${name}/bias`));
  const size = width / heads;
  let x = rows.map((row, t) =>
    dense('embedding', row).map((value, k) => {
      const angle = t / 10000 ** ((2 * Math.floor(k / 2)) / width);
      return value + (k % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
    }),
  );
  for (let layer = 1; layer <= layers; layer++) {
    const name = `encoder_${layer}`;
    const normal = x.map((row) => normed(row, named, `${name}/attention_norm`));
    const [q, k, v] = ['query', 'key', 'value'].map((part) =>
      normal.map((row) => dense(`${name}/attention/${part}`, row)),
    ) as [number[][], number[][], number[][]];
    const looked = q.map((query, t) => {
      const seen = causal ? t + 1 : q.length;
      const each = Array.from({ length: heads }, (_, head) => {
        const own = (row: readonly number[]): number[] => row.slice(head * size, (head + 1) * size);
        const scores = k.slice(0, seen).map((key) => dot(own(query), own(key)) / Math.sqrt(size));
        return weighted(softmax(scores), v.slice(0, seen).map(own));
      });
      return dense(`${name}/attention/attention_output`, each.flat());
    });
    x = x.map((row, t) => added(row, looked[t]!));
    x = x.map((row) => {
      const wide = dense(`${name}/feed_forward_1`, normed(row, named, `${name}/feed_forward_norm`));
      return added(
        row,
        dense(
          `${name}/feed_forward_2`,
          wide.map((value) => Math.max(0, value)),
        ),
      );
    });
  }
  const sequence = x.map((row) => normed(row, named, 'encoder_norm'));
  return { sequence, last: sequence.at(-1)! };
}
