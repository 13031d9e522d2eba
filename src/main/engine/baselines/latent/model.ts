import { Matrix } from 'ml-matrix';
import type { Window } from '../../models/scale/forecast-scale';
import { sequenceAnswers } from '../answers';
import type { FittedModel, StoredModel } from '../family';
import { gaussianAhead, pickIntervals } from '../intervals';
import { horizonOf, inDataUnits, restoreStandard, standardise, storedStandard } from '../sequences';
import type { ForecastOutput, Sequence, Standard } from '../sequences';
import { numbers, tensor } from '../stored';
import { filter, filterSchedule, forecastFrom } from './kalman';
import type { Filtered, StateSpace } from './kalman';

type Description = Pick<StoredModel<'latent'>, 'spec' | 'task' | 'featureNames' | 'outputs'>;

export interface LatentFacts {
  readonly states: number;
  /** One model a class, or the forecast's only one. */
  readonly models: number;
  readonly factor: number;
  /** Of a net's errors, group by group; absent when linear. */
  readonly rows?: readonly number[];
  readonly forecast: readonly ForecastOutput[];
}

/** Longer than any filter takes to settle. */
const MOST_SCHEDULE = 2000;

export class LatentModel implements FittedModel<'latent'> {
  readonly #schedules: readonly ReturnType<typeof filterSchedule>[];

  constructor(
    readonly description: Description,
    readonly facts: LatentFacts,
    readonly models: readonly StateSpace[],
    readonly standard: Standard,
    readonly logPriors: Float64Array,
  ) {
    this.#schedules = models.map((model) => filterSchedule(model, MOST_SCHEDULE));
  }

  get parameters(): number {
    const k = this.facts.states;
    const width = this.standard.columns.length;
    const triangle = (n: number): number => (n * (n + 1)) / 2;
    return this.models.length * (k * k + width * k + width + 2 * triangle(k) + triangle(width) + k);
  }

  filter(sequence: Sequence, model: number): Filtered {
    return filter(this.models[model]!, this.#schedules[model]!, sequence);
  }

  /** ln p(sequence | class) + ln p(class), [windows, classes]. */
  scores(windows: readonly Window[]): Float64Array {
    const k = this.models.length;
    const scores = new Float64Array(windows.length * k);
    windows.forEach((window, row) => {
      const sequence = standardise(window, this.standard);
      for (let c = 0; c < k; c++) {
        const { logLikelihoods } = this.filter(sequence, c);
        scores[row * k + c] = logLikelihoods.reduce((sum, one) => sum + one, 0) + this.logPriors[c]!;
      }
    });
    return scores;
  }

  /** Expectation of the steps after a sequence, standardised, [horizon, width]. */
  goOn(sequence: Sequence, model: number, horizon: number): Float64Array {
    return forecastFrom(this.models[model]!, this.#schedules[model]!, sequence, horizon).mean;
  }

  /** Expectation and deviation of the next steps in data units, [horizon, width] each. */
  forecast(window: Window, horizon: number): { mean: Float64Array; deviation: Float64Array } {
    const ahead = forecastFrom(
      this.models[0]!,
      this.#schedules[0]!,
      standardise(window, this.standard),
      horizon,
    );
    const { deviation } = this.standard;
    return {
      mean: inDataUnits(ahead.mean, this.standard),
      deviation: ahead.deviation.map((value, k) => value * deviation[k % deviation.length]!),
    };
  }

  intervals(windows: readonly Window[]): Float32Array {
    const { forecast } = this.facts;
    const horizon = horizonOf(forecast);
    const aheads = windows.map((window) => {
      const { mean, deviation } = this.forecast(window, horizon);
      return gaussianAhead(mean, deviation);
    });
    return pickIntervals(aheads, forecast, this.standard.columns.length);
  }

  predict(windows: readonly Window[]): Float32Array {
    return sequenceAnswers(this, windows, (window, horizon) => this.forecast(window, horizon).mean);
  }

  stored(): StoredModel<'latent'> {
    const flat = (matrix: Matrix) =>
      tensor(Float64Array.from(matrix.to1DArray()), matrix.rows, matrix.columns);
    return {
      ...this.description,
      facts: { ...this.facts },
      tensors: new Map([
        ...storedStandard(this.standard),
        ['priors', tensor(this.logPriors)],
        ...this.models.flatMap(
          (model, k) =>
            [
              [`${k}/A`, flat(model.a)],
              [`${k}/C`, flat(model.c)],
              [`${k}/d`, tensor(model.d)],
              [`${k}/Q`, flat(model.q)],
              [`${k}/R`, flat(model.r)],
              [`${k}/initial_mean`, tensor(model.initialMean)],
              [`${k}/initial_covariance`, flat(model.initialCovariance)],
            ] as const,
        ),
      ]),
    };
  }
}

export function restoreLatent(stored: StoredModel<'latent'>): LatentModel {
  const { spec, task, featureNames, outputs } = stored;
  const facts = stored.facts as unknown as LatentFacts;
  const standard = restoreStandard(stored);
  const width = standard.columns.length;
  const { states } = facts;
  const matrix = (name: string, rows: number, columns: number): Matrix =>
    Matrix.from1DArray(rows, columns, numbers(stored, name));
  const models = Array.from({ length: facts.models }, (_, k): StateSpace => ({
    a: matrix(`${k}/A`, states, states),
    c: matrix(`${k}/C`, width, states),
    d: numbers(stored, `${k}/d`),
    q: matrix(`${k}/Q`, states, states),
    r: matrix(`${k}/R`, width, width),
    initialMean: numbers(stored, `${k}/initial_mean`),
    initialCovariance: matrix(`${k}/initial_covariance`, states, states),
  }));
  return new LatentModel(
    { spec, task, featureNames, outputs },
    facts,
    models,
    standard,
    numbers(stored, 'priors'),
  );
}
