import type { FixedPoint, LayerMemory, Memory, Saliency, StateSpace } from '../../../shared/domain/insight';
import { hasClasses } from '../../../shared/domain/task';
import { failure } from '../../../shared/sentences/failure';
import { heads } from '../models/network/heads';
import { strideOf } from '../models/network/layout';
import { recurrentSpecOf } from '../models/network/stack';
import { findFixedPoints } from '../dynamics/find';
import type { FixedPoint as FoundPoint } from '../dynamics/find';
import { planeOf } from '../dynamics/plane';
import { stepMapOf } from '../dynamics/step-map';
import { examplesToSee, labelOf, openInsight } from './insight-data';
import type { Insight } from './insight-data';
import type { ModelFiles } from './looked-at';
import { memoryFromGates } from './memory/from-gates';
import { measuredMemory } from './memory/measured';
import { needOf } from './memory/need-of';
import { seeDirections } from './memory/seen';
import type { SeenDirection } from './memory/seen';
import { answerMemory, stateMemory } from './memory/whole';
import { saliency } from './saliency/saliency';

export interface SaliencyJobInput extends ModelFiles {
  readonly example: number;
  /** Index of the class, label or value; what the network says most when left out. */
  readonly output?: number | undefined;
  /** Of a network that answers every step: which; the last when left out. */
  readonly at?: number | undefined;
}

/** Where one answer comes from. A job of the compute worker. */
export async function saliencyJob(input: SaliencyJobInput): Promise<Saliency> {
  const insight = await openInsight(input);
  const { network, data, model } = insight;
  const { inputs, steps } = insight.example(input.example);
  const { outputs } = network.shape;
  const at = Math.min(input.at ?? steps - 1, steps - 1);
  const output = input.output ?? (await saidMost(insight, input.example, at));
  if (output >= outputs) throw failure('ARGUMENT_INVALID.insightOutput', { output, outputs });
  const baseline = new Float32Array(data.featureNames.length);
  const found = await saliency(network, { inputs, steps, output, at, baseline });
  return {
    ...found,
    ...{ example: input.example, steps, features: [...data.featureNames] },
    output: model.outputs[output] ?? String(output),
    at: network.answersSteps ? at : null,
    measure: network.shape.head === 'linear' ? 'scaled' : 'log-odds',
  };
}

async function saidMost({ network, data, example }: Insight, index: number, at: number): Promise<number> {
  if (!hasClasses(data.task)) return 0;
  const { inputs, steps } = example(index);
  const logits = await network.logits({ inputs, lengths: Int32Array.of(steps), size: 1, time: steps });
  const { outputs, head } = network.shape;
  const row = network.answersSteps ? at * outputs : 0;
  const answers = heads[head].apply(logits.slice(row, row + outputs), outputs);
  return answers.indexOf(Math.max(...answers));
}

/** Examples that gates are averaged over, and those whose inputs are touched. */
const MEMORY_EXAMPLES = 24;
const TOUCHED_EXAMPLES = 6;
/** Two ways agree within this factor. */
const FACTOR = 2;

export type MemoryJobInput = ModelFiles & { readonly seed: number };
export type MemoryJobOutput = Omit<Memory, 'stepSeconds'>;

/** How long a network holds what it read. A job of the compute worker. */
export async function memoryJob(input: MemoryJobInput): Promise<MemoryJobOutput> {
  const insight = await openInsight(input);
  const { network, data } = insight;
  const examples = examplesToSee(data, MEMORY_EXAMPLES);
  const own = examples.map((index) => insight.example(index));
  const stride = strideOf(network.spec);
  const layers: LayerMemory[] = [];
  for (const seen of await seeDirections(network, own)) layers.push(await layerMemory(insight, seen, stride));
  const touched = own.slice(0, TOUCHED_EXAMPLES);
  const scaled = ({ lags, left }: Memory['states']): Memory['states'] => ({
    lags: lags.map((lag) => lag * stride),
    left,
  });
  return {
    examples,
    layers,
    states: scaled(await stateMemory(network, touched, stride)),
    answer: scaled(await answerMemory(network, touched, stride)),
    need: needOf(insight, input.seed),
  };
}

async function layerMemory({ network }: Insight, seen: SeenDirection, stride: number): Promise<LayerMemory> {
  const direction = seen.layer.directions[seen.direction]!;
  const { cell, units } = recurrentSpecOf(network.spec, direction);
  const inSteps = (values: Float32Array): Float32Array => values.map((value) => value * stride);
  const found = memoryFromGates(cell, units, seen.examples);
  const measured = await measuredMemory(network, seen);
  const known = [...measured.steps.keys()].filter((k) => found !== null && !Number.isNaN(measured.steps[k]!));
  const agreeing = known.filter((k) => {
    const ratio = measured.steps[k]! / found!.mean[k]!;
    return ratio <= FACTOR && ratio >= 1 / FACTOR;
  });
  return {
    layer: seen.layer.index,
    direction: direction.reverse ? 'backward' : 'forward',
    units,
    gates: found && { mean: inSteps(found.mean), low: inSteps(found.low), high: inSteps(found.high) },
    measured: inSteps(measured.steps),
    horizon: measured.horizon * stride,
    compared: known.length,
    agreeing: agreeing.length,
  };
}

export interface StateSpaceJobInput extends ModelFiles {
  readonly layer: number;
  readonly direction: 'forward' | 'backward';
  readonly starts: number;
  readonly seed: number;
  /** Whose input at which step stays; what the layer reads in the mean when null. */
  readonly input: { readonly example: number; readonly step: number } | null;
}
export type StateSpaceJobOutput = Omit<StateSpace, 'stepSeconds'>;
interface StateSpaceProgress {
  readonly done: number;
  readonly total: number;
  readonly found: StateSpaceJobOutput | null;
}

const SPACE_EXAMPLES = 60;
const MOST_ROWS = 120;
const MOST_VISITED = 4000;
/** Noise on a start, in deviations of what was visited. */
const NOISE = 0.5;

/** Fixed points of one recurrence and the ways through its states. A job of the compute worker. */
export async function stateSpaceJob(
  input: StateSpaceJobInput,
  report: (partial: StateSpaceProgress) => void,
): Promise<StateSpaceProgress> {
  const insight = await openInsight(input);
  const { network, data } = insight;
  const examples = examplesToSee(data, SPACE_EXAMPLES);
  const all = await seeDirections(
    network,
    examples.map((index) => insight.example(index)),
  );
  const seen = all.find(
    ({ layer, direction }) =>
      layer.index === input.layer &&
      layer.directions[direction]!.reverse === (input.direction === 'backward'),
  );
  if (seen === undefined)
    throw failure('ARGUMENT_INVALID.insightLayer', { layer: input.layer, direction: input.direction });
  const direction = seen.layer.directions[seen.direction]!;
  const spec = recurrentSpecOf(network.spec, direction);
  const weights = Object.fromEntries(
    (['kernel', 'recurrentKernel', 'bias', 'peephole'] as const).flatMap((name) => {
      const slot = direction[name] === null ? undefined : network.layout.slots[direction[name]];
      return slot === undefined
        ? []
        : [[name, network.parameters.subarray(slot.offset, slot.offset + slot.size)]];
    }),
  ) as unknown as Parameters<typeof stepMapOf>[1];
  const states = seen.examples.map((example) => statesOf(example.gates, example.steps, spec.units));
  const every = Math.max(1, Math.ceil(states.flat().length / MOST_VISITED));
  const visited = states.flat().filter((_, k) => k % every === 0);
  const plane = planeOf(visited);
  const map = stepMapOf(spec, weights, await inputOf(insight, seen, input.input));
  const { starts, seed } = input;
  const found = findFixedPoints(map, {
    ...{ visited, starts, seed, noise: NOISE },
    onProgress: (share) => report({ done: Math.round(share * starts), total: starts, found: null }),
  });
  const point =
    (kind: FixedPoint['kind']) =>
    (one: FoundPoint): FixedPoint => ({
      ...{ kind, speed: one.speed, starts: one.starts, unstable: one.unstable },
      state: Float32Array.from(one.state),
      eigenvalues: {
        real: Float32Array.from(one.eigenvalues.real),
        imaginary: Float32Array.from(one.eigenvalues.imaginary),
      },
      place: plane.place(one.state),
    });
  return {
    done: starts,
    total: starts,
    found: {
      ...{ layer: input.layer, direction: input.direction, cell: spec.cell, units: spec.units, starts },
      explained: plane.explained,
      points: [...found.fixed.map(point('fixed')), ...found.slow.map(point('slow'))],
      outside: found.outside,
      input: input.input,
      trajectories: states.map((own, k) => {
        const step = Math.max(1, Math.ceil(own.length / MOST_ROWS));
        const rows = own.filter((_, t) => t % step === 0).map((state) => plane.place(state));
        const path = new Float32Array(rows.length * 3);
        rows.forEach((row, t) => path.set(row, 3 * t));
        return { example: examples[k]!, label: labelOf(data, examples[k]!), every: step, path };
      }),
    },
  };
}

/** h, and of an LSTM then c, at every step. */
function statesOf(
  gates: Readonly<Record<string, Float32Array>>,
  steps: number,
  units: number,
): Float64Array[] {
  const parts = gates['c'] === undefined ? [gates['h']!] : [gates['h']!, gates['c']];
  return Array.from({ length: steps }, (_, t) => {
    const state = new Float64Array(parts.length * units);
    parts.forEach((part, k) => state.set(part.subarray(t * units, (t + 1) * units), k * units));
    return state;
  });
}

/** [inputs] what the layer reads all the time. @throws UnrollError EXAMPLE_UNKNOWN where there is no such step */
async function inputOf(
  { network, example }: Insight,
  seen: SeenDirection,
  asked: StateSpaceJobInput['input'],
): Promise<Float64Array> {
  const width = seen.examples[0]!.inputs.length / seen.examples[0]!.steps;
  if (asked === null) {
    const mean = new Float64Array(width);
    const total = seen.examples.reduce((sum, { steps }) => sum + steps, 0);
    for (const { inputs } of seen.examples) inputs.forEach((value, k) => (mean[k % width]! += value / total));
    return mean;
  }
  const own = example(asked.example);
  const found = (await seeDirections(network, [own])).find(
    ({ layer, direction }) => layer.index === seen.layer.index && direction === seen.direction,
  )!.examples[0]!;
  const inTime = Math.min(found.steps - 1, Math.floor(asked.step / strideOf(network.spec)));
  const step = seen.layer.directions[seen.direction]!.reverse ? found.steps - 1 - inTime : inTime;
  return Float64Array.from(found.inputs.subarray(step * width, (step + 1) * width));
}
