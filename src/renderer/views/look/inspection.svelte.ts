import type { Run, SplitPredictions } from '../../../shared/domain/run';
import type { SplitName } from '../../../shared/domain/dataset';
import { labelsOf } from '../../../shared/domain/labels-of';
import { tags } from '../../../shared/domain/task';
import type { Clamp, ExampleSignal, Trace } from '../../../shared/domain/trace';
import type { Engine } from '../../state/engine.svelte';
import { Examples } from '../../state/examples.svelte';
import { attempt, failureSentence } from '../../state/failures';
import { inInputTime } from './input-time';
import type { Sound } from '../../state/sound-player';
import { openSound } from '../../state/sound-player';
import { orderUnits } from './units';
import type { UnitOrder } from './units';

export const exampleOrders = ['loss', 'confidence', 'index'] as const;
export type ExampleOrder = (typeof exampleOrders)[number];

/** One row of the strip of examples. */
export interface ExampleRow {
  readonly example: number;
  readonly truth: string | null;
  readonly predicted: string | null;
  /** Where an example may have several labels: which, and how many were wrongly said or left unsaid. */
  readonly labels?: { readonly names: string; readonly wrong: number };
  /** Probability of the predicted class, or the absolute error of a forecast. */
  readonly confidence: number;
  readonly loss: number;
}

/** One example opened up: its signal as a person knows it, and what the network did with it. */
export interface Opened {
  readonly trace: Trace;
  readonly signal: ExampleSignal;
  readonly sound: Sound | null;
}

const ENVELOPE_COLUMNS = 2000;

/** Lets the window draw and answer between two pieces of work of some milliseconds each. */
const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/**
 * Rows of a split in the chosen order: the greatest loss first, the least sure first, or as in the data set.
 * @param labels of each example, where it may have several
 */
export function orderRows(
  predictions: SplitPredictions,
  order: ExampleOrder,
  labels?: ReadonlyMap<number, string>,
): ExampleRow[] {
  const rows = Array.from(predictions.example, (example, k): ExampleRow => {
    const truth = predictions.truth[k]!;
    const predicted = predictions.predicted[k]!;
    return {
      example,
      truth: predictions.classes[truth] ?? null,
      predicted: predictions.classes[predicted] ?? null,
      confidence: predictions.confidence[k]!,
      loss: predictions.loss[k]!,
      ...(labels?.has(example) === true && {
        labels: {
          names: labels.get(example)!,
          wrong: Math.round(predictions.confidence[k]! * predictions.classes.length),
        },
      }),
    };
  });
  if (order === 'loss') rows.sort((a, b) => b.loss - a.loss || a.example - b.example);
  if (order === 'confidence') rows.sort((a, b) => a.confidence - b.confidence || a.example - b.example);
  return rows;
}

/** What the Look view shows: one run, the examples of one split, one or two of them opened. */
export class Inspection {
  readonly #engine: Engine;
  readonly #examples: Examples;
  /** The last request for each of the two places: an older one's answer is dropped. */
  readonly #requests = { main: 0, beside: 0 };
  #run = $state.raw<Run | null>(null);
  #predictions = $state.raw<SplitPredictions | null>(null);
  #main = $state.raw<Opened | null>(null);
  #beside = $state.raw<Opened | null>(null);
  #held = $state.raw<Trace | null>(null);
  #failure = $state<string | null>(null);
  #busy = $state(false);
  #split = $state<SplitName>('test');
  order = $state<ExampleOrder>('loss');
  unitOrder = $state<UnitOrder>('similarity');
  #labels = $derived.by(() => {
    const run = this.#run;
    if (run === null || !tags(run.task)) return undefined;
    return new Map(
      this.#examples.all.map(({ index, label }) => [index, labelsOf(run.task, label).join(', ')] as const),
    );
  });
  rows = $derived(this.#predictions === null ? [] : orderRows(this.#predictions, this.order, this.#labels));

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#examples = new Examples(engine);
  }

  get run(): Run | null {
    return this.#run;
  }
  get split(): SplitName {
    return this.#split;
  }
  get main(): Opened | null {
    return this.#main;
  }
  get beside(): Opened | null {
    return this.#beside;
  }
  /** The opened example with one unit's state held at a value; null: nothing is held. */
  get held(): Trace | null {
    return this.#held;
  }
  /** Why the example that was asked for could not be opened. */
  get failure(): string | null {
    return this.#failure;
  }
  get busy(): boolean {
    return this.#busy;
  }

  /** Shows a run's split; opens `example`, else the first row of the strip. */
  async show(run: Run, split: SplitName, example: number | null): Promise<void> {
    if (this.#run?.id !== run.id || this.#split !== split || this.#predictions === null) {
      this.#run = run;
      this.#split = split;
      this.#predictions = null;
      this.#beside = null;
      if (tags(run.task)) void attempt(() => this.#examples.load(run.datasetId, run.task));
      this.#predictions = await this.#engine.client.runs.predictions({ run: run.id, split });
    }
    const first = this.rows[0]?.example;
    const wanted = example ?? first;
    if (wanted === undefined) return;
    this.#failure = null;
    try {
      await this.open(wanted);
    } catch (thrown) {
      this.#failure = failureSentence(thrown);
      // An address may name an example that is not there: said, and another one shown.
      if (first !== undefined && first !== wanted) await this.open(first);
      throw thrown;
    }
  }

  async open(example: number): Promise<void> {
    await this.#load('main', example, (opened) => {
      this.#main = opened;
      this.#held = null;
    });
  }

  /** Shows a second example beside the first. */
  async compare(example: number): Promise<void> {
    await this.#load('beside', example, (opened) => (this.#beside = opened));
  }

  /** Holds a unit of the opened example, or lets it go. */
  async hold(clamp: Clamp | null): Promise<void> {
    const main = this.#main;
    if (clamp === null || main === null) {
      this.#held = null;
      return;
    }
    // Of what is shown: another run may be on its way.
    const { run, example } = main.trace;
    const held = await this.#engine.client.inspection.trace({ run, example: example.index, clamp });
    if (this.#main === main) this.#held = inInputTime(held);
  }

  closeBeside(): void {
    this.#beside = null;
  }

  async #load(place: 'main' | 'beside', example: number, show: (opened: Opened) => void): Promise<void> {
    const run = this.#run;
    if (run === null) return;
    const request = ++this.#requests[place];
    this.#busy = true;
    try {
      const { inspection, datasets } = this.#engine.client;
      const source = { dataset: run.datasetId, example };
      const [trace, signal, dataset] = await Promise.all([
        inspection.trace({ run: run.id, example }),
        datasets.signal({ ...source, columns: ENVELOPE_COLUMNS }),
        datasets.get({ dataset: run.datasetId }),
      ]);
      const sound =
        dataset.understanding.plan.modality === 'audio'
          ? await openSound((stretch) => datasets.audio({ ...source, ...stretch }))
          : null;
      const timed = inInputTime(trace);
      for (const layer of timed.layers) {
        await breath();
        // Kept, so that it is there when the layer is drawn.
        orderUnits(layer, this.unitOrder);
      }
      await breath();
      if (request === this.#requests[place]) show({ trace: timed, signal, sound });
    } finally {
      if (request === this.#requests[place]) this.#busy = false;
    }
  }
}
