import { numbers } from '../../kernels/numbers';
import { disposingAsync } from '../../kernels/scope';
import type { Network } from '../../models/network/network';
import { observe } from '../../models/network/observe';
import { heads } from '../../models/network/heads';
import { batchOf } from './seen';
import type { SeenExample } from './seen';

/** What a touched input leaves behind, some steps later. */
export interface MemoryCurve {
  /** Steps since, ascending from 0. */
  readonly lags: Int32Array;
  /** What is left, as a share of the most there was: 0 … 1. */
  readonly left: Float32Array;
}

const MOST_LAGS = 40;
const PLACES = [0.15, 0.4] as const;

/** 0, 1, 2, … and then ever further apart, below `most`. */
export function lagsBelow(most: number): Int32Array {
  const lags = new Set<number>();
  for (let k = 0; k < MOST_LAGS; k++) {
    const lag = Math.round(Math.expm1((k / (MOST_LAGS - 1)) * Math.log(most)));
    if (lag < most) lags.add(lag);
  }
  return Int32Array.from(lags).sort();
}

const touched = ({ inputs, steps }: SeenExample, at: number, width: number): SeenExample => {
  const changed = inputs.slice();
  const features = inputs.length / steps;
  changed.fill(0, at * features, Math.min(steps, at + width) * features);
  return { inputs: changed, steps };
};

const relative = (sums: Float64Array): Float32Array => {
  const most = sums.reduce((a, b) => Math.max(a, b), 0);
  return Float32Array.from(sums, (value) => (most > 0 ? value / most : 0));
};

/**
 * How long the whole network holds what it read: a step (as many as one step of the layers stands for) is replaced by
 * the training part's mean, and ‖Δ‖₂ of what is pooled is followed.
 */
export async function stateMemory(
  network: Network,
  examples: readonly SeenExample[],
  stride: number,
): Promise<MemoryCurve> {
  const shortest = Math.min(...examples.map(({ steps }) => Math.floor(steps / stride)));
  const most = Math.max(1, Math.floor((1 - PLACES[1]) * shortest) - 1);
  const lags = lagsBelow(most);
  const sums = new Float64Array(lags.length);
  for (const example of examples) {
    const places = PLACES.map((place) => Math.floor((place * example.steps) / stride));
    const rows = [example, ...places.map((at) => touched(example, at * stride, stride))];
    await disposingAsync(() =>
      observe(network.pass(), network.sequences(batchOf(rows, network.shape.features)), {
        async onLayer({ layer, inputs }) {
          if (layer.kind !== 'pooling') return;
          const states = await numbers(inputs);
          const [, time, width] = inputs.shape as [number, number, number];
          places.forEach((at, k) =>
            lags.forEach((lag, n) => {
              let square = 0;
              for (let j = 0; j < width; j++) {
                const row = (at + lag) * width + j;
                square += (states[row]! - states[(k + 1) * time * width + row]!) ** 2;
              }
              sums[n]! += Math.sqrt(square);
            }),
          );
        },
      }),
    );
  }
  return { lags, left: relative(sums) };
}

/**
 * What the answer at the end owes to each step before it: the step is replaced by the training part's mean, and the
 * distance that the answer moves is kept, against how long before the end the step was.
 */
export async function answerMemory(
  network: Network,
  examples: readonly SeenExample[],
  stride: number,
): Promise<MemoryCurve> {
  const { head, outputs } = network.shape;
  const lags = lagsBelow(Math.min(...examples.map(({ steps }) => Math.floor(steps / stride))));
  const sums = new Float64Array(lags.length);
  for (const example of examples) {
    const rows = [
      example,
      ...Array.from(lags, (lag) => touched(example, Math.max(0, example.steps - (lag + 1) * stride), stride)),
    ];
    const logits = await network.logits(batchOf(rows, network.shape.features));
    const answers = heads[head].apply(logits, outputs);
    const each = answers.length / rows.length;
    const last = (k: number): Float32Array => answers.subarray((k + 1) * each - outputs, (k + 1) * each);
    lags.forEach((_, n) => {
      let square = 0;
      last(0).forEach((value, o) => (square += (value - last(n + 1)[o]!) ** 2));
      sums[n]! += Math.sqrt(square);
    });
  }
  return { lags, left: relative(sums) };
}
