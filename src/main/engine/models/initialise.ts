import type { RecurrentNetworkSpec } from '../../../shared/domain/model';
import { gateCount } from './layout';
import type { NetworkLayout, WeightSlot } from './layout';
import { RandomStream } from './random';
import type { NetworkShape } from './weights';

/** Uniform in ±√(6 / (fan in + fan out)), gate by gate (Glorot & Bengio 2010). */
function glorot(values: Float32Array, fanIn: number, fanOut: number, random: RandomStream): void {
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  for (let k = 0; k < values.length; k++) values[k] = (2 * random.next() - 1) * limit;
}

/** Rows of a random orthogonal matrix [n, n]: normal rows, each freed of the earlier ones (modified Gram–Schmidt). */
function orthogonalRows(n: number, random: RandomStream): Float64Array[] {
  const rows: Float64Array[] = [];
  while (rows.length < n) {
    const row = Float64Array.from({ length: n }, () => random.normal());
    // Twice is enough for orthogonality to rounding (Giraud et al. 2005).
    for (let pass = 0; pass < 2; pass++)
      for (const earlier of rows) {
        const overlap = row.reduce((sum, value, k) => sum + value * earlier[k]!, 0);
        for (let k = 0; k < n; k++) row[k] = row[k]! - overlap * earlier[k]!;
      }
    const norm = Math.hypot(...row);
    if (norm > 1e-6) rows.push(row.map((value) => value / norm));
  }
  return rows;
}

/** Every gate's [units, units] block orthogonal (Saxe et al. 2014), or the identity where φ has no ceiling. */
function recurrent(values: Float32Array, spec: RecurrentNetworkSpec, random: RandomStream): void {
  const { units } = spec;
  const width = gateCount[spec.cell] * units;
  const unbounded = spec.cell === 'rnn' && (spec.activation === 'relu' || spec.activation === 'linear');
  for (let gate = 0; gate < gateCount[spec.cell]; gate++) {
    const rows = unbounded ? null : orthogonalRows(units, random);
    for (let row = 0; row < units; row++)
      for (let column = 0; column < units; column++)
        // Le, Jaitly & Hinton 2015: the identity keeps a ReLU network's state as it is.
        values[row * width + gate * units + column] =
          rows === null ? Number(row === column) : rows[row]![column]!;
  }
}

/**
 * Initial parameters: kernels Glorot-uniform and recurrent kernels orthogonal gate by gate, biases zero but for the
 * LSTM's forget gate (`forgetBias`, Jozefowicz et al. 2015). A linear head starts at zero, so that a forecast starts
 * as its baseline.
 */
export function initialise(
  layout: NetworkLayout,
  spec: RecurrentNetworkSpec,
  shape: NetworkShape,
  seed: number,
): Float32Array {
  const parameters = new Float32Array(layout.parameters);
  const view = ({ offset, size }: WeightSlot): Float32Array => parameters.subarray(offset, offset + size);
  for (const direction of layout.layers.flat()) {
    const kernel = layout.slots[direction.kernel]!;
    glorot(view(kernel), kernel.shape[0]!, spec.units, new RandomStream(seed, 'weights', direction.kernel));
    recurrent(
      view(layout.slots[direction.recurrentKernel]!),
      spec,
      new RandomStream(seed, 'weights', direction.recurrentKernel),
    );
    if (spec.cell === 'lstm')
      view(layout.slots[direction.bias]!).fill(spec.forgetBias, spec.units, 2 * spec.units);
  }
  if (shape.head === 'softmax')
    glorot(
      view(layout.slots[layout.head.kernel]!),
      layout.headInputs,
      shape.outputs,
      new RandomStream(seed, 'weights', layout.head.kernel),
    );
  return parameters;
}
