import type { LayerTrace, Trace, TraceTensors } from '../../../shared/domain/trace';

/** Each row of [rows, columns] `stride` times, the last one as often as is left: [steps, columns]. */
export function stretched(
  values: Float32Array,
  columns: number,
  stride: number,
  steps: number,
): Float32Array {
  if (stride === 1) return values;
  const result = new Float32Array(steps * columns);
  for (let t = 0; t < steps; t++) {
    const row = Math.floor(t / stride) * columns;
    result.set(values.subarray(row, row + columns), t * columns);
  }
  return result;
}

function layerInTime(layer: LayerTrace, steps: number): LayerTrace {
  const { stride, units, tensors, gradientNorm } = layer;
  if (stride === 1) return layer;
  const wide = Object.entries(tensors).map(([name, values]) => [
    name,
    stretched(values!, units, stride, steps),
  ]);
  return {
    ...layer,
    stride: 1,
    tensors: Object.fromEntries(wide) as TraceTensors,
    gradientNorm: stretched(gradientNorm, 1, stride, steps),
  };
}

/** A trace whose layers have a row for every input step, as everything that is drawn over time expects. */
export function inInputTime(trace: Trace): Trace {
  const { steps, layers, poolingWeights } = trace;
  const stride = layers[0]?.stride ?? 1;
  return {
    ...trace,
    layers: layers.map((layer) => layerInTime(layer, steps)),
    poolingWeights: poolingWeights && stretched(poolingWeights, 1, stride, steps),
  };
}

/** One head's map [rows, rows] with its columns over the input's steps: [rows, steps]. */
export function headRows(
  weights: Float32Array,
  head: number,
  rows: number,
  stride: number,
  steps: number,
): Float32Array {
  const result = new Float32Array(rows * steps);
  for (let row = 0; row < rows; row++) {
    const from = (head * rows + row) * rows;
    for (let t = 0; t < steps; t++)
      result[row * steps + t] = weights[from + Math.min(rows - 1, Math.floor(t / stride))]!;
  }
  return result;
}
