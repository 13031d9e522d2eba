import type { EpochMetrics, MetricsSnapshot, StepMetrics } from '../../shared/domain/run';
import { lowerBound } from './decimate';
import { DebiasedEma } from './smooth';

type Numbers = Int32Array | Float32Array | Float64Array;
type Columns = Record<string, Numbers>;

const stepKinds = {
  step: Int32Array,
  loss: Float32Array,
  metric: Float32Array,
  gradientNorm: Float32Array,
  learningRate: Float32Array,
} as const;
const epochKinds = {
  epoch: Int32Array,
  step: Int32Array,
  trainLoss: Float32Array,
  trainMetric: Float32Array,
  validationLoss: Float32Array,
  validationMetric: Float32Array,
  seconds: Float64Array,
} as const;

/** Columns of equal length that grow at the end; `key` ascends, and a repeated stretch replaces the old one. */
class Table<C extends object> {
  readonly #store: Columns = {};
  readonly #key: string;
  length = 0;

  constructor(kinds: Record<keyof C, new (length: number) => Numbers>, key: keyof C) {
    for (const [name, Kind] of Object.entries<new (length: number) => Numbers>(kinds))
      this.#store[name] = new Kind(256);
    this.#key = String(key);
  }

  /** Views of what is there now, not copies. */
  get columns(): C {
    const views: Columns = {};
    for (const [name, column] of Object.entries(this.#store)) views[name] = column.subarray(0, this.length);
    return views as C;
  }

  /** @returns whether rows that were there before had to go: a run that resumed repeats the steps since its checkpoint. */
  append(more: C): boolean {
    const added = more as Columns;
    const keys = added[this.#key]!;
    if (keys.length === 0) return false;
    const keep = lowerBound(this.#store[this.#key]!, keys[0]!, this.length);
    const replaced = keep < this.length;
    for (const [name, column] of Object.entries(this.#store)) {
      const target = column.length < keep + keys.length ? grown(column, keep, keep + keys.length) : column;
      target.set(added[name]!, keep);
      this.#store[name] = target;
    }
    this.length = keep + keys.length;
    return replaced;
  }
}

function grown(column: Numbers, used: number, needed: number): Numbers {
  const Kind = column.constructor as new (length: number) => Numbers;
  const larger = new Kind(Math.max(2 * column.length, needed));
  larger.set(column.subarray(0, used));
  return larger;
}

/** All points of one run's curves. Not reactive: readers look at `version`, which changes with the points. */
export class RunCurves {
  readonly #steps = new Table<StepMetrics>(stepKinds, 'step');
  readonly #epochs = new Table<EpochMetrics>(epochKinds, 'epoch');
  readonly #smoothed = new Map<string, DebiasedEma>();
  version = 0;

  static from(snapshot: MetricsSnapshot): RunCurves {
    const curves = new RunCurves();
    curves.appendSteps(snapshot.steps);
    curves.appendEpochs(snapshot.epochs);
    return curves;
  }

  get steps(): StepMetrics {
    return this.#steps.columns;
  }

  get epochs(): EpochMetrics {
    return this.#epochs.columns;
  }

  /** Optimiser steps so far. */
  get lastStep(): number {
    return this.#steps.length === 0 ? 0 : this.#steps.columns.step[this.#steps.length - 1]!;
  }

  appendSteps(more: StepMetrics): void {
    if (this.#steps.append(more)) this.#smoothed.clear();
    this.version++;
  }

  appendEpochs(more: EpochMetrics): void {
    this.#epochs.append(more);
    this.version++;
  }

  /** A step column as a debiased moving average, [steps]; only new points are computed. */
  smoothed(column: 'loss' | 'metric' | 'gradientNorm', weight: number): Float32Array {
    const values = this.#steps.columns[column];
    if (weight <= 0) return values;
    let ema = this.#smoothed.get(column);
    if (ema?.weight !== weight) {
      ema = new DebiasedEma(weight);
      this.#smoothed.set(column, ema);
    }
    return ema.extend(values);
  }
}
