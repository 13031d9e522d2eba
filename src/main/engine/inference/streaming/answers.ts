import { answersOf } from '../../learning/answers';
import type { Window } from '../../models/scale/forecast-scale';
import { layoutOf, strideOf } from '../../models/network/layout';
import type { TrainedModel } from '../../models/network/weights-file';
import { CarriedNetwork } from './carried-network';
import type { CarriedSpec, SteppingKernel } from './carried-network';

/** Steps that have their answer. */
export interface AnsweredSteps {
  readonly steps: number;
  /** [steps, F] */
  readonly features: Float32Array;
  /** [steps, K] */
  readonly outputs: Float32Array;
  /** [steps, units] */
  readonly hidden: Float32Array;
}

/** What a model says of each step of a sequence of unscaled features as it comes. */
export interface StepAnswers {
  readonly delaySteps: number;
  readonly hopSteps: number;
  /** 0 where no state is carried. */
  readonly units: number;
  /** @param rows [n, F] */
  push(rows: Float32Array): Promise<AnsweredSteps>;
  /** Steps that still waited; after them comes another sequence. */
  finish(): Promise<AnsweredSteps>;
  reset(): void;
}

/**
 * Answers of a network whose state is carried. Convolutions with a stride answer at every so manieth step; the steps
 * between hold the last answer.
 */
export class CarriedAnswers implements StepAnswers {
  readonly delaySteps = 0;
  readonly hopSteps: number;
  readonly units: number;
  readonly #network: CarriedNetwork;
  readonly #model: TrainedModel;
  readonly #unit: Float64Array;
  #output: Float32Array;
  #hidden: Float32Array;
  /** Steps taken, modulo the stride. */
  #phase = 0;

  constructor(
    model: TrainedModel & { readonly spec: CarriedSpec },
    kernel: SteppingKernel,
    windowSteps: number,
  ) {
    this.#model = model;
    this.#unit = Float64Array.from(model.scaling.deviation, (deviation) => (deviation > 0 ? deviation : 1));
    this.#network = new CarriedNetwork(model, kernel, windowSteps);
    this.hopSteps = strideOf(model.spec);
    this.units = layoutOf(model.spec, model.shape).headInputs;
    this.#output = new Float32Array(model.outputs.length);
    this.#hidden = new Float32Array(this.units);
  }

  async push(rows: Float32Array): Promise<AnsweredSteps> {
    const width = this.#model.featureNames.length;
    const steps = rows.length / width;
    const made = this.#network.push(this.#scaled(rows));
    const answers = this.#inUnits(rows, made.logits);
    const [columns, units] = [this.#output.length, this.units];
    const outputs = new Float32Array(steps * columns);
    const hidden = new Float32Array(steps * units);
    for (let t = 0, n = 0; t < steps; t++) {
      if (this.#phase === 0) {
        this.#output = answers.subarray(n * columns, (n + 1) * columns);
        this.#hidden = made.hidden.subarray(n * units, (n + 1) * units);
        n++;
      }
      outputs.set(this.#output, t * columns);
      hidden.set(this.#hidden, t * units);
      this.#phase = (this.#phase + 1) % this.hopSteps;
    }
    return { steps, features: rows, outputs, hidden };
  }

  async finish(): Promise<AnsweredSteps> {
    this.reset();
    const none = new Float32Array(0);
    return { steps: 0, features: none, outputs: none, hidden: none };
  }

  reset(): void {
    this.#network.reset();
    this.#phase = 0;
  }

  /** `scaleInto` of a network that does not forecast. */
  #scaled(rows: Float32Array): Float32Array {
    const { mean } = this.#model.scaling;
    const scaled = new Float32Array(rows.length);
    for (let k = 0, f = 0; k < rows.length; k++) {
      scaled[k] = (rows[k]! - mean[f]!) / this.#unit[f]!;
      if (++f === mean.length) f = 0;
    }
    return scaled;
  }

  #inUnits(rows: Float32Array, logits: Float32Array): Float32Array {
    return answersOf(this.#model, [this.#answeredRows(rows)], logits);
  }

  /** The rows at which there is an answer: what is generated is a change of the present values. */
  #answeredRows(rows: Float32Array): Window {
    const width = this.#model.featureNames.length;
    const stride = this.hopSteps;
    const first = (stride - this.#phase) % stride;
    const steps = Math.max(0, Math.ceil((rows.length / width - first) / stride));
    const values = new Float32Array(steps * width);
    for (let n = 0; n < steps; n++) {
      const at = (first + n * stride) * width;
      values.set(rows.subarray(at, at + width), n * width);
    }
    return { values, steps, width };
  }
}

/** Answers of a model that must see the end first: it is run again over the last steps at every hop. */
export class WindowAnswers implements StepAnswers {
  readonly delaySteps: number;
  readonly units = 0;
  readonly #answer: (window: Window) => Promise<Float32Array>;
  readonly #width: number;
  readonly #outputs: number;
  readonly #windowSteps: number;
  /** Rows from the first on that the next window sees, the last ones without an answer. */
  #rows = new Float32Array(0);
  #waiting = 0;

  /** @param answer [K] of a window of unscaled features, or [steps, K] of each of its steps */
  constructor(
    answer: (window: Window) => Promise<Float32Array>,
    { features, outputs }: { readonly features: number; readonly outputs: number },
    windowSteps: number,
    readonly hopSteps: number,
  ) {
    this.#answer = answer;
    this.#width = features;
    this.#outputs = outputs;
    this.#windowSteps = windowSteps;
    this.delaySteps = hopSteps - 1;
  }

  async push(rows: Float32Array): Promise<AnsweredSteps> {
    const taken: AnsweredSteps[] = [];
    const hop = this.hopSteps * this.#width;
    for (let start = 0; start < rows.length;) {
      const end = Math.min(rows.length, start + hop - this.#waiting * this.#width);
      this.#take(rows.subarray(start, end));
      if (this.#waiting === this.hopSteps) taken.push(await this.#answered());
      start = end;
    }
    return joinSteps(taken);
  }

  async finish(): Promise<AnsweredSteps> {
    const rest = this.#waiting > 0 ? [await this.#answered()] : [];
    this.reset();
    return joinSteps(rest);
  }

  reset(): void {
    this.#rows = new Float32Array(0);
    this.#waiting = 0;
  }

  #take(rows: Float32Array): void {
    const most = this.#windowSteps * this.#width;
    const kept = this.#rows.subarray(Math.max(0, this.#rows.length + rows.length - most));
    const next = new Float32Array(kept.length + rows.length);
    next.set(kept);
    next.set(rows, kept.length);
    this.#rows = next;
    this.#waiting += rows.length / this.#width;
  }

  /** The steps that wait, with their own answers or all with the window's. */
  async #answered(): Promise<AnsweredSteps> {
    const values = this.#rows.slice(-this.#windowSteps * this.#width);
    const answer = await this.#answer({ values, steps: values.length / this.#width, width: this.#width });
    const steps = this.#waiting;
    const columns = this.#outputs;
    const outputs = new Float32Array(steps * columns);
    if (answer.length === columns) for (let t = 0; t < steps; t++) outputs.set(answer, t * columns);
    else outputs.set(answer.subarray(answer.length - steps * columns));
    this.#waiting = 0;
    const features = this.#rows.slice(-steps * this.#width);
    return { steps, features, outputs, hidden: new Float32Array(0) };
  }
}

/** One after the other. */
export function joinSteps(parts: readonly AnsweredSteps[]): AnsweredSteps {
  const all = (of: (part: AnsweredSteps) => Float32Array): Float32Array => {
    const result = new Float32Array(parts.reduce((sum, part) => sum + of(part).length, 0));
    let at = 0;
    for (const part of parts) {
      result.set(of(part), at);
      at += of(part).length;
    }
    return result;
  };
  return {
    steps: parts.reduce((sum, { steps }) => sum + steps, 0),
    features: all(({ features }) => features),
    outputs: all(({ outputs }) => outputs),
    hidden: all(({ hidden }) => hidden),
  };
}
