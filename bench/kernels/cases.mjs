// What is measured. Names and units as in bench/results.json.

/** Batch × time × inputs × units, from the lab's design (docs/adr/0002-kernels.md). */
export const shapes = [
  { batch: 32, time: 128, inputs: 40, units: 128 },
  { batch: 8, time: 200, inputs: 64, units: 256 },
  { batch: 64, time: 100, inputs: 13, units: 64 },
  { batch: 16, time: 1000, inputs: 1, units: 32 },
  { batch: 128, time: 50, inputs: 64, units: 512 },
];

export const cells = ['lstm', 'gru'];
export const CLASSES = 10;

/** Lengths spread evenly over 10 % … 100 % of the time steps, in an order without a pattern. */
export function variedLengths({ batch, time }) {
  return Array.from({ length: batch }, (_, k) => {
    const place = (k * 0.6180339887498949) % 1;
    return k === 0 ? time : Math.max(1, Math.round(time * (0.1 + 0.9 * place)));
  });
}

export function* trainingCases() {
  for (const lengths of ['full', 'varied'])
    for (const cell of cells)
      for (const shape of shapes)
        yield {
          ...{ do: 'train', cell, ...shape, lengths },
          lengthOf: lengths === 'varied' ? variedLengths(shape) : Array(shape.batch).fill(shape.time),
        };
}

/** Our kernels without anything around them, at the first shape: what autodiff, head and optimiser add to it. */
export function* kernelCases() {
  const [shape] = shapes;
  for (const cell of cells)
    yield { do: 'kernel', cell, ...shape, lengths: 'full', lengthOf: Array(shape.batch).fill(shape.time) };
}

/** One sequence at a time: `sequence` whole, `stream` step by step with the state carried along. */
export function* inferenceCases() {
  for (const kind of ['sequence', 'stream'])
    for (const cell of cells)
      for (const shape of shapes)
        yield { do: kind, cell, ...shape, batch: 1, lengths: 'full', lengthOf: [shape.time] };
}
