import type { NamedWeight, NetworkWeights } from '../../../src/main/engine/models/network/weights';
import { convolved, normed, times } from './plain-layers';
import type { Rows } from './plain-layers';
import { attentionPooled, encoded } from './plain-attention';
import { inceptionBlocks, temporal } from './plain-residual';

/** Weights of a network by their names. */
export type Named = (name: string) => NamedWeight;

/**
 * Outputs of a network from named arrays alone, in plain float64 loops written from the formulas in field.md.
 *
 * @returns [outputs], of every step one after the other where every step is answered
 */
export function plainForward({ spec, weights }: NetworkWeights, scaled: Rows): number[] {
  const byName = new Map(weights.map((weight) => [weight.name, weight]));
  const named: Named = (name) => byName.get(name)!;
  const front = spec.convolutions.reduce(
    (rows, { stride }, k) =>
      convolved(rows, named(`conv_${k + 1}/kernel`), named(`conv_${k + 1}/bias`), stride),
    scaled,
  );
  const { sequence, last } = bodyOf(spec, named, front);
  const head = (seen: readonly number[]): number[] => times(seen, named('head/kernel'), named('head/bias'));
  if (spec.pooling === 'none') return sequence.flatMap(head);
  if (spec.pooling === 'last') return head(last);
  if (spec.pooling === 'attention') return head(attentionPooled(named, sequence));
  return head(last.map((_, k) => sequence.reduce((sum, state) => sum + state[k]!, 0) / sequence.length));
}

function bodyOf(
  spec: NetworkWeights['spec'],
  named: Named,
  rows: Rows,
): { sequence: Rows; last: readonly number[] } {
  switch (spec.family) {
    case 'recurrent':
      return recurrentLayers(spec, named, rows);
    case 'transformer':
      return encoded(spec, named, rows);
    case 'tcn':
      return temporal(spec, named, rows);
    case 'inception':
      return inceptionBlocks(spec, named, rows);
  }
}

type RecurrentSpec = Extract<NetworkWeights['spec'], { family: 'recurrent' }>;

function recurrentLayers(spec: RecurrentSpec, named: Named, rows: Rows): { sequence: Rows; last: number[] } {
  let sequence = rows;
  let last: number[] = [];
  for (let layer = 1; layer <= spec.layers; layer++) {
    const stem = `recurrent_${layer}`;
    const prefixes = spec.bidirectional ? [`${stem}/forward`, `${stem}/backward`] : [stem];
    const runs = prefixes.map((prefix, direction) => {
      const input = direction === 1 ? [...sequence].reverse() : sequence;
      const states = recur(spec, (name) => named(`${prefix}/${name}`), input);
      return { final: states.at(-1)!, states: direction === 1 ? states.reverse() : states };
    });
    sequence = sequence.map((_, t) => runs.flatMap(({ states }) => states[t]!));
    last = runs.flatMap(({ final }) => final);
    if (!spec.layerNorm) continue;
    const norm = (row: readonly number[]): number[] => normed(row, named, `norm_${layer}`);
    sequence = sequence.map(norm);
    last = norm(last);
  }
  return { sequence, last };
}

export function softmax(logits: readonly number[]): number[] {
  const powers = logits.map((value) => Math.exp(value - Math.max(...logits)));
  return powers.map((power) => power / powers.reduce((a, b) => a + b));
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const activations = {
  tanh: Math.tanh,
  relu: (x: number) => Math.max(0, x),
  sigmoid,
  linear: (x: number) => x,
};

function recur(spec: RecurrentSpec, named: Named, inputs: Rows): number[][] {
  const { cell, activation, coupled, peepholes } = spec;
  const kernel = named('kernel');
  const recurrent = named('recurrent_kernel');
  const bias = named('bias');
  const units = recurrent.shape[0]!;
  let h = new Array<number>(units).fill(0);
  let c = new Array<number>(units).fill(0);
  const gate = (values: readonly number[], k: number): number[] => values.slice(k * units, (k + 1) * units);
  // cuDNN's GRU has a second, recurrent bias.
  const second = bias.shape.length === 2 ? bias.data.slice(3 * units) : null;
  const peep = (values: readonly number[], row: number, cells: readonly number[]): number[] =>
    values.map((value, k) => value + (peepholes ? named('peephole').data[row * units + k]! * cells[k]! : 0));
  return inputs.map((input) => {
    const x = times(input, kernel).map((sum, k) => sum + bias.data[k]!);
    const u = times(h, recurrent);
    const both = x.map((value, k) => value + u[k]! + (second?.[k] ?? 0));
    if (cell === 'rnn') h = both.map(activations[activation]);
    else if (cell === 'lstm') {
      const i = peep(gate(both, 0), 0, c).map(sigmoid);
      const f = coupled ? i.map((value) => 1 - value) : peep(gate(both, 1), 1, c).map(sigmoid);
      const g = gate(both, coupled ? 1 : 2).map(Math.tanh);
      c = c.map((value, k) => f[k]! * value + i[k]! * g[k]!);
      const o = peep(gate(both, coupled ? 2 : 3), coupled ? 1 : 2, c).map(sigmoid);
      h = c.map((value, k) => o[k]! * Math.tanh(value));
    } else {
      const z = gate(both, 0).map(sigmoid);
      const r = gate(both, 1).map(sigmoid);
      const past = second
        ? gate(u, 2).map((value, k) => r[k]! * (value + second[2 * units + k]!))
        : gate(
            times(
              h.map((value, k) => r[k]! * value),
              recurrent,
            ),
            2,
          );
      const g = gate(x, 2).map((value, k) => Math.tanh(value + past[k]!));
      h = h.map((value, k) => z[k]! * value + (1 - z[k]!) * g[k]!);
    }
    return h;
  });
}
