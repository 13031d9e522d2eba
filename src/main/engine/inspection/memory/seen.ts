import type { GateTrace } from '../../kernels/kernel';
import { numbers } from '../../kernels/numbers';
import { disposingAsync } from '../../kernels/scope';
import type { Network, NetworkInput } from '../../models/network/network';
import { observe } from '../../models/network/observe';
import type { LayerOf } from '../../models/network/stack';

/** Scaled examples, [steps, features] each. */
export interface SeenExample {
  readonly inputs: Float32Array;
  readonly steps: number;
}

/** What one direction of a recurrent layer read and did in some examples, in the order in which it reads. */
export interface SeenDirection {
  readonly layer: LayerOf<'recurrent'>;
  readonly direction: number;
  /** Of each example what it read, [steps, inputs], and its gates and states, [steps, units] each. */
  readonly examples: readonly SeenSteps[];
}

export interface SeenSteps {
  readonly steps: number;
  readonly inputs: Float32Array;
  readonly gates: Readonly<Record<string, Float32Array>>;
}

export function batchOf(examples: readonly SeenExample[], features: number): NetworkInput {
  const time = Math.max(...examples.map(({ steps }) => steps));
  const inputs = new Float32Array(examples.length * time * features);
  examples.forEach((example, k) => inputs.set(example.inputs, k * time * features));
  return {
    inputs,
    lengths: Int32Array.from(examples, ({ steps }) => steps),
    size: examples.length,
    time,
  };
}

/** The first `steps` rows of example k out of [batch, time, width], in the order in which a direction reads them. */
function rowsOf(
  values: Float32Array,
  [k, time, width]: readonly [number, number, number],
  steps: number,
  reverse: boolean,
): Float32Array {
  const rows = values.slice(k * time * width, (k * time + steps) * width);
  if (!reverse) return rows;
  const turned = new Float32Array(rows.length);
  for (let t = 0; t < steps; t++)
    turned.set(rows.subarray((steps - 1 - t) * width, (steps - t) * width), t * width);
  return turned;
}

/** Passes examples through a network, one after the other. @throws UnrollError SEQUENCE_EMPTY, COMPUTE_FAILED */
export async function seeDirections(
  network: Network,
  examples: readonly SeenExample[],
): Promise<SeenDirection[]> {
  const found = new Map<string, { layer: LayerOf<'recurrent'>; direction: number; examples: SeenSteps[] }>();
  for (const example of examples)
    await disposingAsync(() =>
      observe(network.pass(), network.sequences(batchOf([example], network.shape.features)), {
        async onLayer({ layer, inputs, gates, lengths }) {
          if (layer.kind !== 'recurrent') return;
          const read = await numbers(inputs);
          const [steps, time] = [lengths[0]!, inputs.shape[1]!];
          layer.directions.forEach(({ reverse }, direction) => {
            const key = `${layer.index}/${direction}`;
            const entry = found.get(key) ?? { layer, direction, examples: [] };
            found.set(key, entry);
            const own = (values: Float32Array): Float32Array =>
              rowsOf(values, [0, time, values.length / time], steps, reverse);
            entry.examples.push({ steps, inputs: own(read), gates: ownGates(gates[direction]!, own) });
          });
        },
      }),
    );
  return [...found.values()];
}

const ownGates = (
  gates: GateTrace,
  own: (values: Float32Array) => Float32Array,
): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(gates).map(([name, values]) => [name, own(values)]));
