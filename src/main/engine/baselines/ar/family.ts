import { hasClasses } from '../../../../shared/domain/task';
import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import { failure } from '../../../../shared/sentences/failure';
import type { PreparedData } from '../../prepare/prepared';
import { calibrated, logPriors } from '../calibrate';
import type { Family, FitContext } from '../family';
import { stepMoments } from '../gaussian';
import { forecastOutputs, groupsOf, isKnown, standardOf } from '../sequences';
import type { Sequence } from '../sequences';
import { coefficients, lagged } from './least-squares';
import { fitMlp } from './mlp';
import type { ArFacts, ArGroup } from './model';
import { ArModel, restoreAr } from './model';
import type { ChosenOrder } from './order';
import { mostOrder, orderByCriterion, orderByValidation } from './order';
import type { Autoregression } from './predictor';
import { predictSteps } from './predictor';

type Groups = readonly (readonly Sequence[])[];

/** The greatest order that a person may ask for: the least squares of more inputs would take an hour. */
const MOST_INPUTS = 600;

function requireRoom(order: number, width: number, groups: Groups): void {
  const inputs = 1 + order * width;
  if (inputs > MOST_INPUTS)
    throw failure('MODEL_TOO_LARGE.arInputs', {
      inputs,
      order,
      features: width,
      mostInputs: MOST_INPUTS,
      mostOrder: Math.floor((MOST_INPUTS - 1) / width),
    });
  if (groups.some((sequences) => sequences.every(({ steps }) => steps <= order)))
    throw failure('MODEL_UNSUITABLE.arOrder', { order });
}

/** Nobody needs AR of a class that has no training example: it would never be answered. */
function trainable(groups: Groups, fallback: readonly Sequence[]): Groups {
  return groups.map((sequences) => (sequences.length > 0 ? sequences : fallback));
}

async function chooseOrder(
  { spec, report }: FitContext<'ar'>,
  groups: Groups,
  judged: Groups,
  width: number,
  seasonSteps: number,
): Promise<ChosenOrder> {
  if (spec.order !== null) return { order: spec.order, curve: [] };
  const most = mostOrder(groups, width, seasonSteps);
  const tell = (share: number): Promise<void> => report(0.5 * share);
  const { criterion } = spec;
  return criterion === 'validation' && judged.some((sequences) => sequences.length > 0)
    ? orderByValidation(groups, judged, width, most, spec, tell)
    : orderByCriterion(groups, width, most, criterion === 'validation' ? 'bic' : criterion, tell);
}

async function fitLines(
  { spec, report }: FitContext<'ar'>,
  groups: Groups,
  width: number,
  order: number,
): Promise<Autoregression[]> {
  const fitted: Autoregression[] = [];
  for (const [k, sequences] of groups.entries()) {
    const share = 0.5 + (0.5 * k) / groups.length;
    const system = await lagged(sequences, width, order, order, () => report(share));
    fitted.push({ order, width, weights: coefficients(system, spec.ridge), hidden: null, line: null });
    await report(share);
  }
  return fitted;
}

/** A group with the covariance of its one-step errors. */
function groupOf(autoregression: Autoregression, sequences: readonly Sequence[]): ArGroup {
  const { width, order } = autoregression;
  const errors = sequences
    .filter(({ steps }) => steps > order)
    .map((sequence) => {
      const predicted = predictSteps(autoregression, sequence);
      const all = sequence.values.map((value, at) => value - predicted[at]!).slice(order * width);
      const values = all.filter((_, at) => isKnown(sequence, order + Math.floor(at / width)));
      return { values, steps: values.length / width, width };
    });
  const { covariance, rows } = stepMoments(errors, width);
  const initial = stepMoments(sequences, width, order);
  return {
    autoregression,
    covariance,
    rows,
    initialMean: initial.mean,
    initialCovariance: initial.covariance,
  };
}

/** @returns the model with a factor of its log-likelihoods */
function modelOf(
  { spec, data }: FitContext<'ar'>,
  autoregressions: readonly Autoregression[],
  groups: Groups,
  { order, curve }: ChosenOrder,
  examples: Int32Array,
): (factor: number) => ArModel {
  const standard = standardOf(data);
  const fitted = autoregressions.map((one, k) => groupOf(one, groups[k]!));
  const { task, featureNames, outputs } = data;
  const isClassifier = hasClasses(task);
  const facts: Omit<ArFacts, 'factor'> = {
    order,
    curve,
    rows: fitted.map(({ rows }) => rows),
    line: spec.hidden > 0,
    forecast: isClassifier ? [] : forecastOutputs(data, standard),
  };
  const priors = isClassifier ? logPriors(data, examples) : new Float64Array(0);
  const description = { spec, task, featureNames, outputs };
  return (factor) => new ArModel(description, { ...facts, factor }, fitted, standard, priors);
}

function trainingGroups(data: PreparedData, examples: Int32Array): Groups {
  const own = groupsOf(data, examples, standardOf(data));
  return trainable(own, own.flat());
}

/** Autoregressions: linear by least squares, or corrected by a small network; a classifier by each class's likelihood. */
export const arFamily: Family<'ar'> = {
  async fit(context) {
    const { spec, training, data, parts } = context;
    const standard = standardOf(data);
    const width = standard.columns.length;
    const groups = trainingGroups(data, parts.train);
    const judged = groupsOf(data, parts.validation, standard);
    const chosen = await chooseOrder(context, groups, judged, width, data.seasonSteps);
    const { order, curve } = chosen;
    requireRoom(order, width, groups);
    const lines = await fitLines(context, groups, width, order);
    const autoregressions =
      spec.hidden === 0 ? lines : await fitMlp(lines, groups, judged, spec.hidden, training, context.epoch);
    const make = modelOf(context, autoregressions, groups, chosen, parts.train);
    const factor = calibrated(context, (windows) => make(1).scores(windows));
    return {
      model: make(factor),
      remarks: curve.length === 0 ? [] : [orderRemark(order, curve.length, spec.criterion)],
      // A network of lags stops where the validation loss does.
      ...(spec.hidden === 0 && {
        again: async (examples: Int32Array) => {
          const all = trainingGroups(data, examples);
          return modelOf(context, await fitLines(context, all, width, order), all, chosen, examples)(factor);
        },
      }),
    };
  },
  restore: restoreAr,
};

function orderRemark(order: number, most: number, criterion: string): Remark {
  return remark('fit.order', { order, most, criterion });
}
