import type { Prediction } from '../../../shared/contract/predict';
import { toPrediction, valuesOf } from './prediction';
import type { Seen } from './prediction';
import type { PredictJobInput } from './predict-job';
import type { PredictionModel } from './prediction-model';
import type { SourceEvent } from './sources';

/** So much is handed to the network at a time: bounds memory, not results. */
const MOST_VALUES = 16_000_000;
const MOST_WINDOWS = 256;

/** A recording that waits for the network, or for those before it. */
type Waiting = { readonly source: number } & (
  { readonly seen: Seen; readonly more: Partial<Prediction> } | { readonly answered: Prediction }
);

export interface BatchOptions {
  readonly model: PredictionModel;
  readonly compute: (input: PredictJobInput) => Promise<Float32Array>;
}

/** Recordings that wait until the network gets many at once. */
export class Batch {
  readonly #options: BatchOptions;
  #waiting: Waiting[] = [];
  #values = 0;

  constructor(options: BatchOptions) {
    this.#options = options;
  }

  get isFull(): boolean {
    return this.#values > MOST_VALUES || this.#waiting.length >= MOST_WINDOWS;
  }

  add(one: Waiting): void {
    this.#waiting.push(one);
    if ('seen' in one) this.#values += one.seen.windows.reduce((sum, { values }) => sum + values.length, 0);
  }

  /** The predictions of all that waits, in its order. */
  async *flush(): AsyncGenerator<SourceEvent> {
    const { model, compute } = this.#options;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#values = 0;
    const windows = waiting.flatMap((one) => ('seen' in one ? one.seen.windows : []));
    const outputs =
      windows.length === 0 ? new Float32Array(0) : await compute({ source: model.source, windows });
    let at = 0;
    for (const one of waiting) {
      const { source } = one;
      if ('answered' in one) {
        yield { source, kind: 'prediction', prediction: one.answered };
        continue;
      }
      const end = one.seen.windows.reduce((sum, window) => sum + valuesOf(model, window), at);
      const prediction = toPrediction(one.seen, model, outputs.subarray(at, end));
      yield { source, kind: 'prediction', prediction: { ...prediction, ...one.more } as Prediction };
      at = end;
    }
  }
}
