import type { Window } from '../../models/scale/forecast-scale';
import { sequenceAnswers } from '../answers';
import type { FittedModel, StoredModel } from '../family';
import { restoreStandard, standardise, storedStandard } from '../sequences';
import type { ForecastOutput, Standard } from '../sequences';
import { numbers, tensor } from '../stored';
import type { Chain } from './chain';
import { statesAhead, stepLogLikelihoods } from './chain';
import type { States } from './states';
import { statesOf } from './states';

type Description = Pick<StoredModel<'markov'>, 'spec' | 'task' | 'featureNames' | 'outputs'>;

export interface MarkovFacts {
  readonly states: number;
  readonly order: number;
  readonly smoothing: number;
  /** One chain a class, or the forecast's only one. */
  readonly chains: number;
  readonly factor: number;
  readonly seed: number;
  readonly forecast: readonly ForecastOutput[];
}

export class MarkovModel implements FittedModel<'markov'> {
  /** Forecasts of the contexts met so far. */
  readonly #ahead = new Map<string, Float64Array>();

  constructor(
    readonly description: Description,
    readonly facts: MarkovFacts,
    readonly states: States,
    readonly chains: readonly Chain[],
    readonly standard: Standard,
    readonly logPriors: Float64Array,
  ) {}

  /** Free numbers: centroids or edges, and all but one share of every row. */
  get parameters(): number {
    const { count, centroids, edges } = this.states;
    const rows = this.chains.reduce(
      (sum, { counts }) => sum + counts.reduce((all, one) => all + one.length / count, 0),
      0,
    );
    return (edges?.length ?? centroids.length) + rows * (count - 1);
  }

  statesOf(window: Window): Int32Array {
    return statesOf(this.states, standardise(window, this.standard));
  }

  /** ln p(sequence | class) + ln p(class), [windows, classes]. */
  scores(windows: readonly Window[]): Float64Array {
    const k = this.chains.length;
    const scores = new Float64Array(windows.length * k);
    windows.forEach((window, row) => {
      const states = this.statesOf(window);
      this.chains.forEach((chain, c) => {
        const sum = stepLogLikelihoods(chain, states).reduce((all, one) => all + one, 0);
        scores[row * k + c] = sum + this.logPriors[c]!;
      });
    });
    return scores;
  }

  /** Expected values of the next steps in data units, [horizon, width]. */
  forecast(window: Window, horizon: number): Float64Array {
    const chain = this.chains[0]!;
    const past = this.statesOf(window);
    const key = past.slice(-chain.order).join();
    let shares = this.#ahead.get(key);
    if (shares === undefined || shares.length < horizon * this.states.count) {
      shares = statesAhead(chain, past, horizon);
      this.#ahead.set(key, shares);
    }
    const { count, centroids, width } = this.states;
    const next = new Float64Array(horizon * width);
    for (let h = 0; h < horizon; h++)
      for (let f = 0; f < width; f++) {
        let value = 0;
        for (let s = 0; s < count; s++) value += shares[h * count + s]! * centroids[s * width + f]!;
        next[h * width + f] = value * this.standard.deviation[f]! + this.standard.mean[f]!;
      }
    return next;
  }

  predict(windows: readonly Window[]): Float32Array {
    return sequenceAnswers(this, windows, (window, horizon) => this.forecast(window, horizon));
  }

  stored(): StoredModel<'markov'> {
    const { centroids, edges, axis, count, width } = this.states;
    return {
      ...this.description,
      facts: { ...this.facts },
      tensors: new Map([
        ...storedStandard(this.standard),
        ['priors', tensor(this.logPriors)],
        ['states/centroids', tensor(centroids, count, width)],
        ['states/axis', tensor(axis)],
        ...(edges === null ? [] : [['states/edges', tensor(edges)] as const]),
        ...this.chains.flatMap(({ counts }, k) =>
          counts.map(
            (own, order) => [`${k}/counts_${order}`, tensor(own, own.length / count, count)] as const,
          ),
        ),
      ]),
    };
  }
}

export function restoreMarkov(stored: StoredModel<'markov'>): MarkovModel {
  const { spec, task, featureNames, outputs, tensors } = stored;
  const facts = stored.facts as unknown as MarkovFacts;
  const standard = restoreStandard(stored);
  const states: States = {
    count: facts.states,
    width: standard.columns.length,
    centroids: numbers(stored, 'states/centroids'),
    edges: tensors.has('states/edges') ? numbers(stored, 'states/edges') : null,
    axis: numbers(stored, 'states/axis'),
  };
  const chains = Array.from({ length: facts.chains }, (_, k): Chain => ({
    states: facts.states,
    order: facts.order,
    smoothing: facts.smoothing,
    counts: Array.from({ length: facts.order + 1 }, (_none, order) =>
      numbers(stored, `${k}/counts_${order}`),
    ),
  }));
  return new MarkovModel(
    { spec, task, featureNames, outputs },
    facts,
    states,
    chains,
    standard,
    numbers(stored, 'priors'),
  );
}
