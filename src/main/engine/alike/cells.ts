import { numbers } from '../kernels/numbers';
import { disposingAsync } from '../kernels/scope';
import { assemble, predictionBatches } from '../models/network/batch';
import type { Flow } from '../models/network/forward';
import { joined, tensorExecutor } from '../models/network/forward';
import { stepsAfter, strideOf } from '../models/network/layout';
import type { Network } from '../models/network/network';
import type { LayerKind } from '../models/network/stack';
import { walk } from '../models/network/stack';
import type { Window } from '../models/scale/forecast-scale';
import type { Scaling } from '../models/scale/scaling';

/** Numbers of one state as it is pooled: of the last layer, both directions side by side. */
export const unitsOf = (network: Network): number => network.layout.headInputs;

/** A number of steps that is whole in the network's own time, too. */
export const wholeSteps = (network: Network, steps: number): number => {
  const stride = strideOf(network.spec);
  return stride * Math.max(1, Math.round(steps / stride));
};

/**
 * The hidden state that a network pools or answers from, in the mean of each cell of `cellSteps` steps; a sequence's last cell may be shorter.
 *
 * @param windows unscaled features, of any lengths
 * @param cellSteps a {@link wholeSteps}
 * @returns of each window [cells, units]
 * @throws UnrollError SEQUENCE_EMPTY, COMPUTE_FAILED
 */
export async function cellsOf(
  network: Network,
  scaling: Scaling,
  windows: readonly Window[],
  cellSteps: number,
): Promise<Float32Array[]> {
  const units = unitsOf(network);
  const rows = cellSteps / strideOf(network.spec);
  const cells = windows.map(() => new Float32Array(0));
  const upTo = network.layers.findIndex(({ kind }) => kind === 'pooling');
  for (const batch of predictionBatches(windows, network.spec)) {
    const input = assemble(
      batch.map((index) => windows[index]!),
      scaling,
    );
    const states = await disposingAsync(async () => {
      const pass = network.pass();
      const { recurrent, ...plain } = tensorExecutor(pass);
      const executor = {
        ...plain,
        recurrent: (layer: Parameters<typeof recurrent>[0], flow: Flow) =>
          recurrent({ ...layer, onlyFinal: false }, flow),
      };
      const { x, lengths } = network.sequences(input);
      const flow: Flow = { parts: [x], lengths };
      return numbers(joined(walk<Flow, LayerKind>(network.layers.slice(0, upTo), executor, flow)));
    });
    const time = states.length / units / batch.length;
    batch.forEach((index, k) => {
      const steps = stepsAfter(network.spec, windows[index]!.steps);
      const own = states.subarray(k * time * units, (k * time + steps) * units);
      cells[index] = meansOf(own, units, rows);
    });
  }
  return cells;
}

/** @param states [steps, units] @returns [⌈steps / rows⌉, units] */
function meansOf(states: Float32Array, units: number, rows: number): Float32Array<ArrayBuffer> {
  const steps = states.length / units;
  const means = new Float32Array(Math.ceil(steps / rows) * units);
  const sums = new Float64Array(units);
  for (let first = 0; first < steps; first += rows) {
    const count = Math.min(rows, steps - first);
    sums.fill(0);
    for (let k = 0; k < count * units; k++) sums[k % units]! += states[first * units + k]!;
    const at = (first / rows) * units;
    for (let unit = 0; unit < units; unit++) means[at + unit] = sums[unit]! / count;
  }
  return means;
}
