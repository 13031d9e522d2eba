import { describe, expect, it } from 'vitest';
import { unitsForBudget } from '../../../src/main/engine/experiments/budget';
import { memoryProblems } from '../../../src/main/engine/experiments/memory/tasks';
import { specOf } from '../../../src/main/engine/experiments/models';
import { layoutOf } from '../../../src/main/engine/models/network/layout';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import { recurrentModels } from '../../../src/shared/domain/experiment-results';

/** Protects: the memory tasks ask for memory, and nobody gets more parameters than the others. */

const random = (): RandomStream => new RandomStream(3, 'order', 1);

describe('the adding problem', () => {
  const { make, floor } = memoryProblems.adding;
  const steps = 20;
  const size = 400;
  const { batch, score } = make(steps, size, random());

  it('marks one number in each half and wants their sum', () => {
    const sums = new Float32Array(size);
    for (let row = 0; row < size; row++) {
      const marked = Array.from({ length: steps }, (_, t) => t).filter(
        (t) => batch.inputs[(row * steps + t) * 2 + 1] === 1,
      );
      expect(marked).toHaveLength(2);
      expect(marked[0]).toBeLessThan(steps / 2);
      expect(marked[1]).toBeGreaterThanOrEqual(steps / 2);
      sums[row] = marked.reduce((sum, t) => sum + batch.inputs[(row * steps + t) * 2]!, 0);
    }
    expect(score(sums)).toBeLessThan(1e-9);
  });

  it('costs about 1/6 when nothing is remembered', () => {
    expect(floor).toBeCloseTo(1 / 6, 9);
    expect(score(new Float32Array(size).fill(1))).toBeCloseTo(1 / 6, 1);
  });

  it('has the gradient of finite differences', () => {
    const { loss } = make(steps, 3, random());
    const at = Float32Array.of(0.3, 1.1, 0.7);
    const { gradient } = loss(at);
    for (let k = 0; k < 3; k++) {
      const moved = (by: number): number => loss(at.map((v, j) => (j === k ? v + by : v))).loss;
      expect(gradient[k]).toBeCloseTo((moved(1e-3) - moved(-1e-3)) / 2e-3, 3);
    }
  });
});

/** Answers that are sure of these labels. */
function sure(labels: readonly number[], outputs: number): Float32Array {
  const answers = new Float32Array(labels.length * outputs);
  labels.forEach((label, row) => (answers[row * outputs + label] = 1));
  return answers;
}

/** The symbol of step t, one-hot. */
function symbolAt(inputs: Float32Array, width: number, at: number): number {
  return inputs.subarray(at * width, (at + 1) * width).indexOf(1);
}

it('copying wants the first five symbols, in their order, at the last five steps', () => {
  const { make, features, outputs, answers, floor } = memoryProblems.copy;
  const steps = 12;
  const { batch, score } = make(steps, 200, random());
  expect(batch.time).toBe(steps + 10);
  const labels: number[] = [];
  for (let row = 0; row < 200; row++) {
    const at = (t: number): number => symbolAt(batch.inputs, features, row * batch.time + t);
    for (let t = 0; t < 5; t++) labels.push(at(t));
    for (let t = 5; t < batch.time; t++) expect(at(t)).toBe(t === batch.time - 6 ? 9 : 8);
  }
  expect(answers).toBe(5);
  expect(score(sure(labels, outputs))).toBe(1);
  expect(
    score(
      sure(
        labels.map(() => 0),
        outputs,
      ),
    ),
  ).toBeCloseTo(floor, 1);
});

it('recall wants the first symbol, which stands nowhere else', () => {
  const { make, features, outputs } = memoryProblems.recall;
  const steps = 15;
  const { batch, score } = make(steps, 100, random());
  const labels = Array.from({ length: 100 }, (_, row) => symbolAt(batch.inputs, features, row * steps));
  for (let row = 0; row < 100; row++)
    for (let t = 1; t < steps; t++) {
      const start = (row * steps + t) * features;
      expect(batch.inputs.subarray(start, start + outputs).every((value) => value === 0)).toBe(true);
    }
  expect(score(sure(labels, outputs))).toBe(1);
});

it('gives every model the same budget of parameters', () => {
  const shape = { features: 2, outputs: 1, head: 'linear' } as const;
  const budget = 4500;
  for (const model of recurrentModels) {
    const of = (units: number) => specOf(model, units, 100);
    const { units, parameters } = unitsForBudget(of, shape, budget);
    expect(parameters).toBe(layoutOf(of(units), shape).parameters);
    expect(parameters).toBeLessThanOrEqual(budget);
    expect(layoutOf(of(units + 1), shape).parameters).toBeGreaterThan(budget);
    expect(parameters).toBeGreaterThan(0.9 * budget);
  }
});
