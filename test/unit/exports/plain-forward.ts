import type { NamedWeight, NetworkWeights } from '../../../src/main/engine/models/weights';

/** Outputs of a network from named arrays alone, in plain float64 loops written from the formulas in field.md. */
export function plainForward({ spec, weights }: NetworkWeights, scaled: readonly number[][]): number[] {
  if (spec.family !== 'recurrent') throw new Error('not a recurrent network');
  const named = new Map(weights.map((weight) => [weight.name, weight]));
  let sequence = scaled;
  let last: number[] = [];
  for (let layer = 1; layer <= spec.layers; layer++) {
    const stem = `recurrent_${layer}`;
    const prefixes = spec.bidirectional ? [`${stem}/forward`, `${stem}/backward`] : [stem];
    const runs = prefixes.map((prefix, direction) => {
      const part = (name: string): NamedWeight => named.get(`${prefix}/${name}`)!;
      const input = direction === 1 ? [...sequence].reverse() : sequence;
      const states = recur(
        spec.cell,
        spec.activation,
        part('kernel'),
        part('recurrent_kernel'),
        part('bias'),
        input,
      );
      return { final: states.at(-1)!, states: direction === 1 ? states.reverse() : states };
    });
    sequence = sequence.map((_, t) => runs.flatMap(({ states }) => states[t]!));
    last = runs.flatMap(({ final }) => final);
  }
  const pooled =
    spec.pooling === 'last'
      ? last
      : last.map((_, k) => sequence.reduce((sum, state) => sum + state[k]!, 0) / sequence.length);
  const logits = times(pooled, named.get('head/kernel')!).map(
    (sum, k) => sum + named.get('head/bias')!.data[k]!,
  );
  return logits;
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

/** Row vector times matrix. */
function times(x: readonly number[], { shape, data }: NamedWeight): number[] {
  const columns = shape[1]!;
  return Array.from({ length: columns }, (_, c) =>
    x.reduce((sum, value, row) => sum + value * data[row * columns + c]!, 0),
  );
}

function recur(
  cell: string,
  activation: keyof typeof activations,
  kernel: NamedWeight,
  recurrent: NamedWeight,
  bias: NamedWeight,
  inputs: readonly number[][],
): number[][] {
  const units = recurrent.shape[0]!;
  let h = new Array<number>(units).fill(0);
  let c = new Array<number>(units).fill(0);
  const gate = (values: readonly number[], k: number): number[] => values.slice(k * units, (k + 1) * units);
  // cuDNN's GRU has a second, recurrent bias.
  const second = bias.shape.length === 2 ? bias.data.slice(3 * units) : null;
  return inputs.map((input) => {
    const x = times(input, kernel).map((sum, k) => sum + bias.data[k]!);
    const u = times(h, recurrent);
    const both = x.map((value, k) => value + u[k]! + (second?.[k] ?? 0));
    if (cell === 'rnn') h = both.map(activations[activation]);
    else if (cell === 'lstm') {
      const [i, f, g, o] = [0, 1, 2, 3].map((k) => gate(both, k).map(k === 2 ? Math.tanh : sigmoid)) as [
        number[],
        number[],
        number[],
        number[],
      ];
      c = c.map((value, k) => f[k]! * value + i[k]! * g[k]!);
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
