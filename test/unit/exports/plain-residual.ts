import type { InceptionSpec, TcnSpec } from '../../../src/shared/domain/model';
import type { Named } from './plain-forward';
import type { Rows } from './plain-layers';

const relu = (rows: Rows): number[][] => rows.map((row) => row.map((value) => Math.max(0, value)));

/** y_t = Σ_k x_{t − lead + k · dilation} W_k, zeros beyond the ends; of a kernel [size, inputs] channel by channel. */
function convolved(rows: Rows, named: Named, name: string, dilation: number, causal: boolean): number[][] {
  const { shape, data } = named(name);
  const [size, inputs, filters] = shape as [number, number, number | undefined];
  const span = (size - 1) * dilation;
  const lead = causal ? span : Math.floor(span / 2);
  return rows.map((_, t) =>
    Array.from({ length: filters ?? inputs }, (__, f) => {
      let sum = 0;
      for (let k = 0; k < size; k++) {
        const row = rows[t - lead + k * dilation];
        if (row === undefined) continue;
        if (filters === undefined) sum += row[f]! * data[k * inputs + f]!;
        else for (let i = 0; i < inputs; i++) sum += row[i]! * data[(k * inputs + i) * filters + f]!;
      }
      return sum;
    }),
  );
}

/** γ (x − μ) / √(σ² + 10⁻³) + β */
function normed(rows: Rows, named: Named, name: string): number[][] {
  const of = (part: string): Float32Array => named(`${name}/${part}`).data;
  const [gamma, beta] = [of('gamma'), of('beta')];
  const [mean, variance] = [of('moving_mean'), of('moving_variance')];
  return rows.map((row) =>
    row.map((x, k) => (gamma[k]! * (x - mean[k]!)) / Math.sqrt(variance[k]! + 1e-3) + beta[k]!),
  );
}

const sums = (a: Rows, b: Rows): number[][] => a.map((row, t) => row.map((value, k) => value + b[t]![k]!));

/** Bai et al. 2018's residual blocks, each convolution with a batch norm behind it. */
export function temporal(
  { layers, separable, causal }: TcnSpec,
  named: Named,
  rows: Rows,
): { sequence: Rows; last: number[] } {
  let x = rows;
  for (let k = 0; k < layers; k++) {
    const stem = `residual_${k + 1}`;
    const one = (given: Rows, n: number): number[][] => {
      const name = `${stem}/conv_${n}`;
      const made = separable
        ? convolved(
            convolved(given, named, `${name}/depthwise_kernel`, 2 ** k, causal),
            named,
            `${name}/pointwise_kernel`,
            1,
            causal,
          )
        : convolved(given, named, `${name}/kernel`, 2 ** k, causal);
      return normed(made, named, `${stem}/norm_${n}`);
    };
    const made = one(relu(one(x, 1)), 2);
    x = relu(sums(made, passed(x, made[0]!.length, stem, named)));
  }
  return { sequence: x, last: [...x.at(-1)!] };
}

/** What goes in as it is where it is as wide as what comes out, of a TCN. */
function passed(x: Rows, width: number, stem: string, named: Named): Rows {
  if (x[0]!.length === width && !stem.startsWith('inception')) return x;
  return normed(convolved(x, named, `${stem}/shortcut/kernel`, 1, false), named, `${stem}/shortcut_norm`);
}

/** Fawaz et al. 2020, figure 1 and 2: three modules and a shortcut around them. */
export function inceptionBlocks(
  { layers }: InceptionSpec,
  named: Named,
  rows: Rows,
): { sequence: Rows; last: number[] } {
  let x = rows;
  for (let k = 1; k <= layers; k++) {
    let made = x;
    for (let n = 1; n <= 3; n++) {
      const own = `inception_${k}/module_${n}`;
      const before = made;
      const narrow = convolved(before, named, `${own}/bottleneck/kernel`, 1, false);
      const greatest = before.map((row, t) =>
        row.map((value, i) =>
          Math.max(before[t - 1]?.[i] ?? -Infinity, value, before[t + 1]?.[i] ?? -Infinity),
        ),
      );
      const paths = [
        ...[1, 2, 3].map((path) => convolved(narrow, named, `${own}/conv_${path}/kernel`, 1, false)),
        convolved(greatest, named, `${own}/pooled/kernel`, 1, false),
      ];
      const joined = before.map((_, t) => paths.flatMap((path) => path[t]!));
      made = relu(normed(joined, named, `${own}/norm`));
    }
    x = relu(sums(made, passed(x, made[0]!.length, `inception_${k}`, named)));
  }
  return { sequence: x, last: [...x.at(-1)!] };
}
