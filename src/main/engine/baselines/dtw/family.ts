import { hasClasses } from '../../../../shared/domain/task';
import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import { exampleWindow, lastValue, windowDeviation } from '../../models/scale/forecast-scale';
import type { ForecastScale, Window } from '../../models/scale/forecast-scale';
import { fitScaling, scaled } from '../../models/scale/scaling';
import type { Scaling } from '../../models/scale/scaling';
import type { Family, FitContext, FittedModel, StoredModel } from '../family';
import { channelColumns } from '../../features/channel-columns';
import { thinned } from '../thinned';
import { storedColumns } from '../sequences';
import type { Sequence } from '../sequences';
import { BANDS, MOST_TRIED, remembered, requireTime, scalesOf } from './cost';
import type { DtwScale } from './cost';
import type { Neighbour } from './neighbours';
import { NeighbourSearch } from './neighbours';

type Description = Pick<StoredModel<'dtw'>, 'spec' | 'task' | 'featureNames' | 'outputs'>;

/** The training part as it is kept: scaled sequences one after the other, and what they answer. */
interface Memory {
  readonly scaling: Scaling;
  readonly references: readonly Sequence[];
  /** [references] index of the example in the data set. */
  readonly examples: Int32Array;
  /** [references] class, when classifying. */
  readonly labels: Int32Array;
  /** [references, outputs] relative to each window's end, when forecasting. */
  readonly continuations: Float64Array;
  /** The share that the corridor has. */
  readonly band: number;
  readonly scale: DtwScale;
}

/** The channels of a window, in units of each or of all together; a forecast's relative to the window's end. */
export function scaledSequence(
  window: Window,
  scaling: Scaling,
  columns: Int32Array,
  scale: DtwScale,
): Sequence {
  const { inputs } = scaled(window, scaling);
  const width = columns.length;
  const deviations = Array.from(columns, (column) => scaling.deviation[column]!);
  const common = deviations.reduce((sum, deviation) => sum + deviation, 0) / width || 1;
  const factors = deviations.map((deviation) => (scale === 'common' ? deviation / common : 1));
  const values = Float64Array.from(
    { length: window.steps * width },
    (_, k) => inputs[Math.floor(k / width) * window.width + columns[k % width]!]! * factors[k % width]!,
  );
  return { values, steps: window.steps, width };
}

export class DtwModel implements FittedModel<'dtw'> {
  readonly parameters = 0;
  readonly #search: NeighbourSearch;
  readonly columns: Int32Array;

  constructor(
    readonly description: Description,
    readonly memory: Memory,
  ) {
    this.columns = storedColumns(description.featureNames, memory.references[0]!.width);
    this.#search = new NeighbourSearch(memory.references, memory.band);
  }

  /** The nearest references of a scaled sequence but for `skip`, nearest first. */
  nearest(query: Sequence, count: number, skip: number): Neighbour[] {
    return this.#search.nearest(query, count, skip);
  }

  /** The nearest training examples, nearest first. */
  neighbours(window: Window): Neighbour[] {
    return this.#search.nearest(
      scaledSequence(window, this.memory.scaling, this.columns, this.memory.scale),
      this.description.spec.neighbours,
    );
  }

  predict(windows: readonly Window[]): Float32Array {
    const k = this.description.outputs.length;
    const answers = new Float32Array(windows.length * k);
    windows.forEach((window, row) => {
      const found = this.neighbours(window);
      const own = answers.subarray(row * k, (row + 1) * k);
      if (hasClasses(this.description.task)) this.#vote(found, own);
      else this.#continue(window, found, own);
    });
    return answers;
  }

  /** Logarithms of vote shares; between equally many votes the nearer neighbour decides. */
  #vote(found: readonly Neighbour[], own: Float32Array): void {
    const votes = new Float64Array(own.length).fill(0.02);
    found.forEach(({ index }, rank) => (votes[this.memory.labels[index]!]! += 1 + 1e-3 / (1 + rank)));
    own.set(votes.map(Math.log));
  }

  /** The neighbours' continuations, moved and stretched to this window's end. */
  #continue(window: Window, found: readonly Neighbour[], own: Float32Array): void {
    const scale = this.memory.scaling.forecast!;
    scale.outputs.forEach(({ target }, k) => {
      const { column } = scale.targets[target]!;
      // What nobody measured of a neighbour's continuation is left to the others.
      const known = found
        .map(({ index }) => this.memory.continuations[index * own.length + k]!)
        .filter((value) => !Number.isNaN(value));
      const sum = known.reduce((all, value) => all + value, 0);
      const unit = windowDeviation(window, scale.targets[target]!);
      own[k] = lastValue(window, column) + (sum / Math.max(1, known.length)) * unit;
    });
  }

  stored(): StoredModel<'dtw'> {
    const { scaling, references, examples, labels, continuations, band } = this.memory;
    const width = this.columns.length;
    const rows = references.reduce((sum, { steps }) => sum + steps, 0);
    const values = new Float64Array(rows * width);
    references.reduce((at, sequence) => {
      values.set(sequence.values, at);
      return at + sequence.values.length;
    }, 0);
    return {
      ...this.description,
      facts: { forecast: scaling.forecast, band, scale: this.memory.scale },
      tensors: new Map([
        ['scaler/mean', { shape: [scaling.mean.length], data: scaling.mean }],
        ['scaler/deviation', { shape: [scaling.mean.length], data: scaling.deviation }],
        ['references/values', { shape: [rows, width], data: values }],
        [
          'references/steps',
          { shape: [references.length], data: Int32Array.from(references, (r) => r.steps) },
        ],
        ['references/example', { shape: [examples.length], data: examples }],
        ['references/label', { shape: [labels.length], data: labels }],
        ['references/continuation', { shape: [continuations.length], data: continuations }],
      ]),
    };
  }
}

function remember(
  { data, spec }: Pick<FitContext<'dtw'>, 'data' | 'spec'>,
  train: Int32Array,
  scale: DtwScale,
): Memory {
  const scaling = fitScaling(data);
  const examples = remembered(data, train);
  const windows = Array.from(examples, (example) => exampleWindow(data, example, data.featureNames.length));
  const columns = channelColumns(data.featureNames);
  const k = data.outputs.length;
  const { forecast } = scaling;
  const continuations = new Float64Array(forecast === null ? 0 : examples.length * k);
  if (forecast !== null)
    windows.forEach((window, row) =>
      forecast.outputs.forEach(({ target }, output) => {
        const scale = forecast.targets[target]!;
        const truth = data.targets[examples[row]! * k + output]!;
        const change = truth - lastValue(window, scale.column);
        continuations[row * k + output] = change / windowDeviation(window, scale);
      }),
    );
  return {
    scaling,
    references: windows.map((window) => scaledSequence(window, scaling, columns, scale)),
    examples,
    labels: hasClasses(data.task) ? examples.map((example) => data.labels[example]!) : new Int32Array(0),
    continuations,
    band: spec.band ?? 1,
    scale,
  };
}

/** What one reference would be answered by the others: 1 when wrong, or the mean absolute error. */
function errorOf(memory: Memory, index: number, nearest: number): number {
  if (memory.continuations.length === 0) return Number(memory.labels[nearest] !== memory.labels[index]);
  const k = memory.continuations.length / memory.references.length;
  let sum = 0;
  let known = 0;
  for (let c = 0; c < k; c++) {
    const error = Math.abs(memory.continuations[nearest * k + c]! - memory.continuations[index * k + c]!);
    if (Number.isNaN(error)) continue;
    sum += error;
    known++;
  }
  return sum / Math.max(1, known);
}

interface Chosen {
  readonly memory: Memory;
  readonly error: number;
  readonly tried: number;
}

/** Scale and band with the least leave-one-out error on the training part; the first, narrowest of equals. */
async function choose(
  memories: readonly Memory[],
  bands: readonly number[],
  report: (share: number) => Promise<void>,
): Promise<Chosen> {
  const n = memories[0]!.references.length;
  const tried = thinned(
    Int32Array.from({ length: n }, (_, k) => k),
    MOST_TRIED,
  );
  let best: Chosen = { memory: memories[0]!, error: n < 2 ? 0 : Infinity, tried: tried.length };
  if (n < 2) return best;
  const rounds = memories.flatMap((memory) => bands.map((band) => ({ ...memory, band })));
  for (const [round, memory] of rounds.entries()) {
    const search = new NeighbourSearch(memory.references, memory.band);
    let error = 0;
    for (const [k, index] of tried.entries()) {
      const [nearest] = search.nearest(memory.references[index]!, 1, index);
      if (nearest !== undefined) error += errorOf(memory, index, nearest.index) / tried.length;
      await report((round + k / tried.length) / rounds.length);
      if (error > best.error) break;
    }
    if (error < best.error - 1e-12) best = { memory, error, tried: tried.length };
  }
  return best;
}

/** The nearest training examples under dynamic time warping, all channels warped together. */
export const dtwFamily: Family<'dtw'> = {
  async fit(context) {
    const { spec, data, parts, report } = context;
    requireTime({ data, parts, band: spec.band });
    const scales = scalesOf(data);
    const memories = scales.map((scale) => remember(context, parts.train, scale));
    const bands = spec.band === null ? BANDS : [spec.band];
    const { memory, error, tried } =
      scales.length * bands.length === 1
        ? { memory: memories[0]!, error: 0, tried: 0 }
        : await choose(memories, bands, report);
    const remarks: Remark[] = [];
    if (tried > 0) {
      const percent = Math.round(100 * memory.band);
      remarks.push(remark(`fit.band.${memory.scale}`, { percent, error: error.toPrecision(3), tried }));
    }
    const { task, featureNames, outputs } = data;
    const description = { spec, task, featureNames, outputs };
    const { band, scale } = memory;
    return {
      model: new DtwModel(description, memory),
      remarks,
      again: (examples) =>
        Promise.resolve(new DtwModel(description, { ...remember(context, examples, scale), band })),
    };
  },
  restore(stored) {
    const { spec, task, featureNames, outputs, facts, tensors } = stored;
    const { data, shape } = tensors.get('references/values')!;
    const values = data as Float64Array;
    const width = shape[1]!;
    let at = 0;
    const references = Array.from(tensors.get('references/steps')!.data, (steps) => {
      const own = values.subarray(at, at + steps * width);
      at += steps * width;
      return { values: own, steps, width };
    });
    return new DtwModel(
      { spec, task, featureNames, outputs },
      {
        scaling: {
          mean: tensors.get('scaler/mean')!.data as Float32Array,
          deviation: tensors.get('scaler/deviation')!.data as Float32Array,
          forecast: facts['forecast'] as ForecastScale | null,
          values: null,
        },
        references,
        examples: tensors.get('references/example')!.data as Int32Array,
        labels: tensors.get('references/label')!.data as Int32Array,
        continuations: tensors.get('references/continuation')!.data as Float64Array,
        band: facts['band'] as number,
        scale: facts['scale'] as DtwScale,
      },
    );
  },
};
