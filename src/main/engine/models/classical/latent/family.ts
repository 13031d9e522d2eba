import { windowsOf } from '../../batch';
import { calibration, logPriors } from '../calibrate';
import type { Family, FitContext } from '../family';
import { forecastOutputs, groupsOf, standardOf } from '../sequences';
import type { Sequence } from '../sequences';
import { emStep } from './em';
import { filter, filterSchedule } from './kalman';
import type { StateSpace } from './kalman';
import type { LatentFacts } from './model';
import { LatentModel, restoreLatent } from './model';
import { subspaceFit } from './subspace';

/** A gain of the likelihood per step smaller than this is none. */
const LEAST_GAIN = 1e-5;

const stepsOf = (groups: readonly (readonly Sequence[])[]): number =>
  groups.flat().reduce((sum, { steps }) => sum + steps, 0);

/** −ln p per step and channel of sequences under their own group's model; NaN when there are none. */
function lossOf(
  models: readonly StateSpace[],
  groups: readonly (readonly Sequence[])[],
  width: number,
): number {
  let sum = 0;
  groups.forEach((sequences, k) => {
    if (sequences.length === 0) return;
    const longest = sequences.reduce((most, { steps }) => Math.max(most, steps), 1);
    const schedule = filterSchedule(models[k]!, longest);
    for (const sequence of sequences)
      sum -= filter(models[k]!, schedule, sequence).logLikelihoods.reduce((all, one) => all + one, 0);
  });
  const steps = stepsOf(groups);
  return steps === 0 ? Number.NaN : sum / steps / width;
}

/** Climbs the likelihood, all groups together round by round, until the validation part's stops growing. */
async function climb(
  { training, report, epoch }: FitContext<'latent'>,
  start: readonly StateSpace[],
  groups: readonly (readonly Sequence[])[],
  judged: readonly (readonly Sequence[])[],
  width: number,
): Promise<readonly StateSpace[]> {
  let models = start;
  let best = { models, loss: Infinity };
  let waited = 0;
  let before = Infinity;
  for (let round = 0; round < training.epochs && waited < training.patience; round++) {
    const next: StateSpace[] = [];
    let logLikelihood = 0;
    for (const [k, sequences] of groups.entries()) {
      const step = emStep(models[k]!, sequences);
      next.push(step.next);
      logLikelihood += step.logLikelihood;
      if (k % 4 === 3) await report((round + k / groups.length) / training.epochs);
    }
    const trainLoss = -logLikelihood / stepsOf(groups) / width;
    const validationLoss = lossOf(models, judged, width);
    const loss = Number.isNaN(validationLoss) ? trainLoss : validationLoss;
    waited = loss < best.loss - LEAST_GAIN ? 0 : waited + 1;
    if (loss < best.loss) best = { models, loss };
    const goOn = await epoch({
      ...{ trainLoss, validationLoss },
      ...{ trainMetric: Number.NaN, validationMetric: Number.NaN },
    });
    if (!goOn || before - trainLoss < LEAST_GAIN) break;
    before = trainLoss;
    models = next;
  }
  return best.models;
}

/** Linear state spaces: forecasts by the Kalman filter; a classifier by each class's likelihood. */
export const latentFamily: Family<'latent'> = {
  async fit(context) {
    const { spec, data, parts, report } = context;
    const standard = standardOf(data);
    const width = standard.columns.length;
    const own = groupsOf(data, parts.train, standard);
    const groups = own.map((sequences) => (sequences.length > 0 ? sequences : own.flat()));
    const judged = groupsOf(data, parts.validation, standard);
    const start: StateSpace[] = [];
    for (const [k, sequences] of groups.entries()) {
      start.push(subspaceFit(sequences, width, spec.states, data.seasonSteps));
      await report((0.5 * (k + 1)) / groups.length);
    }
    const models = spec.fit === 'em' ? await climb(context, start, groups, judged, width) : start;
    const { task, featureNames, outputs } = data;
    const isClassifier = task === 'classify';
    const facts: LatentFacts = {
      states: spec.states,
      models: models.length,
      factor: 1,
      forecast: isClassifier ? [] : forecastOutputs(data, standard),
    };
    const priors = isClassifier ? logPriors(data, parts.train) : new Float64Array(0);
    const make = (factor: number): LatentModel =>
      new LatentModel({ spec, task, featureNames, outputs }, { ...facts, factor }, models, standard, priors);
    const examples = parts.validation.length > 0 ? parts.validation : parts.train;
    const labels = examples.map((example) => data.labels[example]!);
    const factor = isClassifier
      ? calibration(make(1).scores(windowsOf(data, examples)), labels, outputs.length)
      : 1;
    return { model: make(factor), remarks: [] };
  },
  restore: restoreLatent,
};
