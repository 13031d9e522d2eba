import { Matrix } from 'ml-matrix';
import type { Window } from '../../models/scale/forecast-scale';
import { sequenceAnswers } from '../answers';
import type { FittedModel, StoredModel } from '../family';
import type { Gaussian } from '../gaussian';
import { draw, gaussianOf, logDensity, shrunk } from '../gaussian';
import type { Ahead } from '../intervals';
import { gaussianAhead, pickIntervals, sampledAhead } from '../intervals';
import { horizonOf, inDataUnits, restoreStandard, standardise, storedStandard } from '../sequences';
import type { ForecastOutput, Sequence, Standard } from '../sequences';
import { numbers, tensor } from '../stored';
import type { Autoregression } from './predictor';
import { forecastDeviations, iterate, predictSteps } from './predictor';

type Description = Pick<StoredModel<'ar'>, 'spec' | 'task' | 'featureNames' | 'outputs'>;

/** One class's autoregression, or the forecast's only one. */
export interface ArGroup {
  readonly autoregression: Autoregression;
  /** [width, width] of the one-step errors. */
  readonly covariance: Matrix;
  /** Steps that it was fitted on. */
  readonly rows: number;
  /** What the first steps are expected to be. */
  readonly initialMean: Float64Array;
  readonly initialCovariance: Matrix;
}

export interface ArFacts {
  readonly order: number;
  /** Criterion of each order 1 …; empty when the order was given. */
  readonly curve: readonly number[];
  /** Factor of the log-likelihoods. */
  readonly factor: number;
  readonly rows: readonly number[];
  /** Whether hidden units correct a line; absent in files of earlier versions. */
  readonly line?: boolean;
  /** Of a forecast; empty when classifying. */
  readonly forecast: readonly ForecastOutput[];
}

/** Autoregressions and the Gaussian likelihoods that they give to sequences. */
export class ArModel implements FittedModel<'ar'> {
  readonly #densities: readonly { readonly step: Gaussian; readonly initial: Gaussian }[];
  /** Of the line's errors over the horizon: the same for every window. */
  #deviations: Float64Array | null = null;

  constructor(
    readonly description: Description,
    readonly facts: ArFacts,
    readonly groups: readonly ArGroup[],
    readonly standard: Standard,
    /** [classes] */
    readonly logPriors: Float64Array,
  ) {
    this.#densities = groups.map(({ covariance, initialCovariance, rows }) => ({
      step: gaussianOf(shrunk(covariance, rows)),
      initial: gaussianOf(shrunk(initialCovariance, rows)),
    }));
  }

  get parameters(): number {
    return this.groups.reduce(
      (sum, { autoregression: { weights, hidden, line } }) =>
        sum + weights.length + (hidden?.length ?? 0) + (line?.length ?? 0),
      0,
    );
  }

  /**
   * ln p of each step given those before under one group, [steps]: the first `order` by the Gaussian of first steps, the
   * others by the one-step errors'.
   */
  stepLogLikelihoods(sequence: Sequence, group: number): Float64Array {
    const { autoregression, initialMean } = this.groups[group]!;
    const { step, initial } = this.#densities[group]!;
    const predicted = predictSteps(autoregression, sequence);
    const { values, steps, width } = sequence;
    const deviation = new Float64Array(width);
    return Float64Array.from({ length: steps }, (_, t) => {
      const isFirst = t < autoregression.order;
      for (let f = 0; f < width; f++) {
        const expected = isFirst ? initialMean[f]! : predicted[t * width + f]!;
        deviation[f] = values[t * width + f]! - expected;
      }
      return logDensity(isFirst ? initial : step, deviation);
    });
  }

  /** ln p(sequence | class) + ln p(class), [windows, classes]. */
  scores(windows: readonly Window[]): Float64Array {
    const k = this.groups.length;
    const scores = new Float64Array(windows.length * k);
    windows.forEach((window, row) => {
      const sequence = standardise(window, this.standard);
      for (let c = 0; c < k; c++)
        scores[row * k + c] =
          this.logPriors[c]! + this.stepLogLikelihoods(sequence, c).reduce((sum, one) => sum + one, 0);
    });
    return scores;
  }

  /** The next steps of a window in data units, [horizon, width]. */
  forecast(window: Window, horizon: number): Float64Array {
    const next = iterate(this.groups[0]!.autoregression, standardise(window, this.standard), horizon);
    return inDataUnits(next, this.standard);
  }

  /** The same with its interval: in closed form of a line, else by futures whose errors are drawn. */
  #ahead(window: Window, horizon: number): Ahead {
    const { autoregression, covariance } = this.groups[0]!;
    const past = standardise(window, this.standard);
    const middle = iterate(autoregression, past, horizon);
    if (autoregression.hidden === null) {
      this.#deviations ??= forecastDeviations(autoregression, covariance, horizon);
      return gaussianAhead(middle, this.#deviations);
    }
    const { step } = this.#densities[0]!;
    return sampledAhead(middle, (random) => iterate(autoregression, past, horizon, () => draw(step, random)));
  }

  intervals(windows: readonly Window[]): Float32Array {
    const { forecast } = this.facts;
    const horizon = horizonOf(forecast);
    const aheads = windows.map((window) => {
      const { low, middle, high } = this.#ahead(window, horizon);
      const units = (values: Float64Array): Float64Array => inDataUnits(values, this.standard);
      return { low: units(low), middle: units(middle), high: units(high) };
    });
    return pickIntervals(aheads, forecast, this.standard.columns.length);
  }

  predict(windows: readonly Window[]): Float32Array {
    return sequenceAnswers(this, windows, (window, horizon) => this.forecast(window, horizon));
  }

  stored(): StoredModel<'ar'> {
    const width = this.standard.columns.length;
    const square = (matrix: Matrix) => tensor(Float64Array.from(matrix.to1DArray()), width, width);
    return {
      ...this.description,
      facts: { ...this.facts },
      tensors: new Map([
        ...storedStandard(this.standard),
        ['priors', tensor(this.logPriors)],
        ...this.groups.flatMap(({ autoregression, ...group }, k) => [
          [
            `${k}/weights`,
            tensor(autoregression.weights, autoregression.weights.length / width, width),
          ] as const,
          ...(autoregression.hidden === null
            ? []
            : [[`${k}/hidden`, tensor(autoregression.hidden)] as const]),
          ...(autoregression.line === null ? [] : [[`${k}/line`, tensor(autoregression.line)] as const]),
          [`${k}/covariance`, square(group.covariance)] as const,
          [`${k}/initial_mean`, tensor(group.initialMean)] as const,
          [`${k}/initial_covariance`, square(group.initialCovariance)] as const,
        ]),
      ]),
    };
  }
}

export function restoreAr(stored: StoredModel<'ar'>): ArModel {
  const { spec, task, featureNames, outputs, tensors } = stored;
  const facts = stored.facts as unknown as ArFacts;
  const standard = restoreStandard(stored);
  const width = standard.columns.length;
  const square = (name: string): Matrix => Matrix.from1DArray(width, width, numbers(stored, name));
  const groups = facts.rows.map((rows, k): ArGroup => ({
    autoregression: {
      order: facts.order,
      width,
      weights: numbers(stored, `${k}/weights`),
      hidden: tensors.has(`${k}/hidden`) ? numbers(stored, `${k}/hidden`) : null,
      line: facts.line === true && tensors.has(`${k}/hidden`) ? numbers(stored, `${k}/line`) : null,
    },
    covariance: square(`${k}/covariance`),
    rows,
    initialMean: numbers(stored, `${k}/initial_mean`),
    initialCovariance: square(`${k}/initial_covariance`),
  }));
  return new ArModel(
    { spec, task, featureNames, outputs },
    facts,
    groups,
    standard,
    numbers(stored, 'priors'),
  );
}
