import { hasClasses } from '../../../../shared/domain/task';
import { Matrix } from 'ml-matrix';
import type { Window } from '../../models/scale/forecast-scale';
import type { FittedModel, StoredModel } from '../family';
import type { Gaussian } from '../gaussian';
import { draw, gaussianOf, logDensity, shrunk, stepMoments } from '../gaussian';
import { pickIntervals, sampledAhead } from '../intervals';
import type { Sequence } from '../sequences';
import { forecastAnswers, horizonOf, inDataUnits, standardise } from '../sequences';
import { numbers, tensor } from '../stored';
import type { LatentFacts, LatentModel } from './model';
import { restoreLatent } from './model';
import type { NextNet, NextStates } from './next-net';
import { follow, gatesOf, goOn } from './next-net';

/** One class's net, or the forecast's only one, with what is left of its errors. */
export interface NextGroup {
  readonly net: NextNet;
  /** [width, width] of the one-step errors. */
  readonly covariance: Matrix;
  readonly rows: number;
  readonly initialMean: Float64Array;
  readonly initialCovariance: Matrix;
}

/** Errors of a net on what it was trained on. */
export function groupOf(net: NextNet, sequences: readonly Sequence[]): NextGroup {
  const { width } = net;
  const initial = stepMoments(sequences, width, 1);
  const errors = sequences
    .filter(({ steps }) => steps > 1)
    .map((sequence) => {
      const { expected } = follow(net, sequence, initial.mean);
      const values = sequence.values.map((value, k) => value - expected[k]!).slice(width);
      return { values, steps: sequence.steps - 1, width };
    });
  const { covariance, rows } = stepMoments(errors, width);
  return { net, covariance, rows, initialMean: initial.mean, initialCovariance: initial.covariance };
}

/** Recurrent nets that say the next step, beside the linear state spaces of the same data. */
export class RecurrentLatentModel implements FittedModel<'latent'> {
  readonly #densities: readonly { readonly step: Gaussian; readonly initial: Gaussian }[];

  constructor(
    readonly description: LatentModel['description'],
    /** Linear state spaces, for comparison. */
    readonly linear: LatentModel,
    readonly groups: readonly NextGroup[],
    readonly factor: number,
  ) {
    this.#densities = groups.map(({ covariance, initialCovariance, rows }) => ({
      step: gaussianOf(shrunk(covariance, rows)),
      initial: gaussianOf(shrunk(initialCovariance, rows)),
    }));
  }

  get parameters(): number {
    return this.groups.reduce(
      (sum, { net: { kernel, recurrentKernel, bias, head, headBias, line } }) =>
        sum +
        [kernel, recurrentKernel, bias, head, headBias, line].reduce((all, { length }) => all + length, 0),
      0,
    );
  }

  follow(sequence: Sequence, group: number): NextStates {
    const { net, initialMean } = this.groups[group]!;
    return follow(net, sequence, initialMean);
  }

  /** ln p of each step given those before under one group, [steps]. */
  stepLogLikelihoods(
    { values, steps, width }: Sequence,
    group: number,
    { expected }: NextStates,
  ): Float64Array {
    const { step, initial } = this.#densities[group]!;
    return Float64Array.from({ length: steps }, (_, t) => {
      const error = values
        .slice(t * width, (t + 1) * width)
        .map((value, f) => value - expected[t * width + f]!);
      return logDensity(t === 0 ? initial : step, error);
    });
  }

  /** The steps after a sequence, each going in again, [horizon, width]. */
  goOn(sequence: Sequence, group: number, horizon: number): Float64Array {
    return this.#ahead(sequence, group)(horizon);
  }

  /** Reads a sequence once, to go on from its end as often as wanted. */
  #ahead(sequence: Sequence, group: number): (horizon: number, error?: () => Float64Array) => Float64Array {
    const { net } = this.groups[group]!;
    const { path } = this.follow(sequence, group);
    const last = sequence.values.slice((sequence.steps - 1) * sequence.width);
    const state = path.slice((sequence.steps - 1) * net.units);
    return (horizon, error) => goOn(net, state, last, horizon, error);
  }

  scores(windows: readonly Window[]): Float64Array {
    const k = this.groups.length;
    const scores = new Float64Array(windows.length * k);
    windows.forEach((window, row) => {
      const sequence = standardise(window, this.linear.standard);
      for (let c = 0; c < k; c++) {
        const likelihoods = this.stepLogLikelihoods(sequence, c, this.follow(sequence, c));
        scores[row * k + c] = this.linear.logPriors[c]! + likelihoods.reduce((sum, one) => sum + one, 0);
      }
    });
    return scores;
  }

  predict(windows: readonly Window[]): Float32Array {
    if (hasClasses(this.description.task))
      return Float32Array.from(this.scores(windows), (score) => score * this.factor);
    const { standard, facts } = this.linear;
    return forecastAnswers(facts.forecast, standard.columns.length, windows, (window, horizon) =>
      inDataUnits(this.goOn(standardise(window, standard), 0, horizon), standard),
    );
  }

  intervals(windows: readonly Window[]): Float32Array {
    const { standard, facts } = this.linear;
    const horizon = horizonOf(facts.forecast);
    const { step } = this.#densities[0]!;
    const aheads = windows.map((window) => {
      const ahead = this.#ahead(standardise(window, standard), 0);
      const { low, middle, high } = sampledAhead(ahead(horizon), (random) =>
        ahead(horizon, () => draw(step, random)),
      );
      const units = (values: Float64Array): Float64Array => inDataUnits(values, standard);
      return { low: units(low), middle: units(middle), high: units(high) };
    });
    return pickIntervals(aheads, facts.forecast, standard.columns.length);
  }

  stored(): StoredModel<'latent'> {
    const linear = this.linear.stored();
    const facts: LatentFacts = {
      ...this.linear.facts,
      factor: this.factor,
      rows: this.groups.map(({ rows }) => rows),
    };
    return {
      ...this.description,
      facts: { ...facts },
      tensors: new Map([
        ...linear.tensors,
        ...this.groups.flatMap(({ net, covariance, initialMean, initialCovariance }, k) => {
          const { width, units } = net;
          const columns = gatesOf[net.cell] * units;
          const square = (matrix: Matrix) => tensor(Float64Array.from(matrix.to1DArray()), width, width);
          return [
            [`${k}/kernel`, tensor(net.kernel, width, columns)] as const,
            [`${k}/recurrent_kernel`, tensor(net.recurrentKernel, units, columns)] as const,
            [`${k}/bias`, tensor(net.bias)] as const,
            [`${k}/head`, tensor(net.head, units, width)] as const,
            [`${k}/head_bias`, tensor(net.headBias)] as const,
            [`${k}/line`, tensor(net.line, 1 + width, width)] as const,
            [`${k}/covariance`, square(covariance)] as const,
            [`${k}/first_mean`, tensor(initialMean)] as const,
            [`${k}/first_covariance`, square(initialCovariance)] as const,
          ];
        }),
      ]),
    };
  }
}

export function restoreRecurrentLatent(stored: StoredModel<'latent'>): RecurrentLatentModel {
  const linear = restoreLatent(stored);
  const { spec, task, featureNames, outputs } = stored;
  const width = linear.standard.columns.length;
  const read = (name: string): Float64Array => numbers(stored, name);
  const square = (name: string): Matrix => Matrix.from1DArray(width, width, read(name));
  const groups = (linear.facts.rows ?? []).map((rows, k): NextGroup => ({
    net: {
      cell: spec.transition === 'rnn' ? 'rnn' : 'gru',
      units: spec.states,
      width,
      kernel: read(`${k}/kernel`),
      recurrentKernel: read(`${k}/recurrent_kernel`),
      bias: read(`${k}/bias`),
      head: read(`${k}/head`),
      headBias: read(`${k}/head_bias`),
      line: read(`${k}/line`),
    },
    covariance: square(`${k}/covariance`),
    rows,
    initialMean: read(`${k}/first_mean`),
    initialCovariance: square(`${k}/first_covariance`),
  }));
  return new RecurrentLatentModel({ spec, task, featureNames, outputs }, linear, groups, linear.facts.factor);
}
