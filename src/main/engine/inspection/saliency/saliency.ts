import { correlation } from '../../../../shared/statistics/correlation';
import type { Network, NetworkInput } from '../../models/network/network';
import { integrateGradients } from './path';
import type { LinePoint } from './path';
import { measureOf } from './measure';
import type { Measure } from './measure';

export interface SaliencyQuestion {
  /** Scaled, [steps, features]. */
  readonly inputs: Float32Array;
  readonly steps: number;
  /** Index of the class, label or value. */
  readonly output: number;
  /** Of a network that answers every step: which answer; else ignored. */
  readonly at: number;
  /** Scaled, [features]: what stands for *nothing*, at every step; 0 is the mean of the training part. */
  readonly baseline: Float32Array;
}

export interface Saliency {
  /** F of the example, and of the baseline. */
  readonly value: number;
  readonly baselineValue: number;
  /** ∂F/∂x · (x − baseline), [steps, features]. */
  readonly gradient: Float32Array;
  /** Integrated gradients, [steps, features]: they add up to `value − baselineValue`, but for `gap`. */
  readonly integrated: Float32Array;
  readonly gap: number;
  /** Answers that the path took. */
  readonly points: number;
  /** F(x) − F(x with a stretch at the baseline), of stretches one after the other. */
  readonly occlusion: { readonly width: number; readonly changes: Float32Array };
  /** Pearson's r of what integrated gradients and occlusion say of the same stretches; null where one of them is flat. */
  readonly agreement: number | null;
}

/** Numbers of hidden states that a batch may have. */
const MOST_STATES = 8e6;
const MOST_POINTS = 1500;
const TOLERANCE = 5e-4;
/** Stretches that are hidden one after the other. */
const STRETCHES = 48;

/**
 * Where an answer comes from: gradient × input, integrated gradients, and occlusion (Zeiler & Fergus 2014) as the check
 * that uses no gradient.
 *
 * @throws UnrollError SEQUENCE_EMPTY, COMPUTE_FAILED
 */
export async function saliency(network: Network, question: SaliencyQuestion): Promise<Saliency> {
  const { inputs, output, baseline } = question;
  const width = network.shape.features;
  const measure = measureOf(network.shape.head, output, network.shape.outputs);
  const nothing = Float32Array.from(inputs, (_, k) => baseline[k % width]!);
  const difference = inputs.map((value, k) => value - nothing[k]!);
  const line = async (alphas: readonly number[]): Promise<LinePoint[]> =>
    pointsOf(
      network,
      measure,
      question,
      alphas.map((alpha) => difference.map((value, k) => nothing[k]! + alpha * value)),
    );
  const [whole, bare] = (await line([1, 0])) as [LinePoint, LinePoint];
  const tolerance = TOLERANCE * Math.max(0.1, Math.abs(whole.value - bare.value));
  const path = await integrateGradients(line, difference, { tolerance, mostPoints: MOST_POINTS });
  const integrated = Float32Array.from(path.mean, (value, k) => value * difference[k]!);
  const occlusion = await occlude(network, measure, question, nothing, whole.value);
  return {
    value: whole.value,
    baselineValue: bare.value,
    gradient: whole.gradient.map((value, k) => value * difference[k]!),
    integrated,
    gap: path.gap,
    points: path.points,
    occlusion,
    agreement: correlation(sums(integrated, occlusion.width * width), occlusion.changes),
  };
}

function batchOf(rows: readonly Float32Array[], steps: number): NetworkInput {
  const inputs = new Float32Array(rows.length * rows[0]!.length);
  rows.forEach((row, k) => inputs.set(row, k * row.length));
  return { inputs, lengths: new Int32Array(rows.length).fill(steps), size: rows.length, time: steps };
}

/** In batches that fit into memory. */
async function inBatches<T>(
  { spec, layout }: Network,
  rows: readonly Float32Array[],
  steps: number,
  answer: (batch: NetworkInput) => Promise<readonly T[]>,
): Promise<T[]> {
  const units = layout.headInputs * spec.layers;
  const size = Math.max(1, Math.floor(MOST_STATES / (8 * steps * units)));
  const found: T[] = [];
  for (let from = 0; from < rows.length; from += size)
    found.push(...(await answer(batchOf(rows.slice(from, from + size), steps))));
  return found;
}

/** The head's values of the answer that is asked about, of each example of a batch. */
function rowsOf(network: Network, logits: Float32Array, { at, steps }: SaliencyQuestion): Float32Array[] {
  const { outputs } = network.shape;
  const each = network.answersSteps ? steps * outputs : outputs;
  const offset = network.answersSteps ? at * outputs : 0;
  return Array.from({ length: logits.length / each }, (_, k) =>
    logits.subarray(k * each + offset, k * each + offset + outputs),
  );
}

async function pointsOf(
  network: Network,
  measure: Measure,
  question: SaliencyQuestion,
  rows: readonly Float32Array[],
): Promise<LinePoint[]> {
  return inBatches(network, rows, question.steps, async (batch) => {
    const { logits, gradient } = await network.inputGradient(batch, (found) => {
      const counts = new Float32Array(found.length);
      rowsOf(network, found, question).forEach((row) =>
        counts.set(measure.gradient(row), (row.byteOffset - found.byteOffset) / 4),
      );
      return counts;
    });
    const each = question.inputs.length;
    return rowsOf(network, logits, question).map((row, k) => ({
      value: measure.value(row),
      gradient: gradient.slice(k * each, (k + 1) * each),
    }));
  });
}

async function occlude(
  network: Network,
  measure: Measure,
  question: SaliencyQuestion,
  nothing: Float32Array,
  whole: number,
): Promise<Saliency['occlusion']> {
  const { inputs, steps } = question;
  const features = inputs.length / steps;
  const width = Math.ceil(steps / STRETCHES);
  const rows = Array.from({ length: Math.ceil(steps / width) }, (_, k) => {
    const [from, to] = [k * width * features, Math.min(steps, (k + 1) * width) * features];
    const hidden = inputs.slice();
    hidden.set(nothing.subarray(from, to), from);
    return hidden;
  });
  const values = await inBatches(network, rows, steps, async (batch) =>
    rowsOf(network, await network.logits(batch), question).map((row) => measure.value(row)),
  );
  return { width, changes: Float32Array.from(values, (value) => whole - value) };
}

/** Of each `each` values one after the other. */
function sums(values: Float32Array, each: number): Float32Array {
  const found = new Float32Array(Math.ceil(values.length / each));
  values.forEach((value, k) => (found[Math.floor(k / each)]! += value));
  return found;
}
