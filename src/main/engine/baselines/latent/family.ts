import { hasClasses } from '../../../../shared/domain/task';
import { calibrated, logPriors } from '../calibrate';
import { linearStates } from '../defaults';
import type { Family, Fit, FitContext } from '../family';
import { forecastOutputs, groupsOf, measuredPieces, standardOf } from '../sequences';
import type { Sequence, Standard } from '../sequences';
import { emStep } from './em';
import { filter, filterSchedule } from './kalman';
import type { StateSpace } from './kalman';
import type { LatentFacts } from './model';
import { LatentModel, restoreLatent } from './model';
import { groupOf, RecurrentLatentModel, restoreRecurrentLatent } from './recurrent-model';
import { subspaceFit } from './subspace';
import { trainNext } from './train-next';

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
): Promise<readonly StateSpace[]> {
  const width = start[0]!.d.length;
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

/** A subspace fit of each group. */
async function identify(
  { spec, data, report }: FitContext<'latent'>,
  examples: Int32Array,
  standard: Standard,
  states = spec.states,
): Promise<{ models: StateSpace[]; groups: Sequence[][] }> {
  const own = groupsOf(data, examples, standard).map(measuredPieces);
  const groups = own.map((sequences) => (sequences.length > 0 ? sequences : own.flat()));
  const models: StateSpace[] = [];
  for (const [k, sequences] of groups.entries()) {
    models.push(subspaceFit(sequences, standard.columns.length, states, data.seasonSteps));
    await report((0.5 * (k + 1)) / groups.length);
  }
  return { models, groups };
}

/** @returns the model with a factor of its log-likelihoods */
function modelOf(
  { spec, data }: FitContext<'latent'>,
  models: readonly StateSpace[],
  examples: Int32Array,
  standard: Standard,
): (factor: number) => LatentModel {
  const { task, featureNames, outputs } = data;
  const isClassifier = hasClasses(task);
  const facts: Omit<LatentFacts, 'factor'> = {
    states: models[0]!.a.rows,
    models: models.length,
    forecast: isClassifier ? [] : forecastOutputs(data, standard),
  };
  const priors = isClassifier ? logPriors(data, examples) : new Float64Array(0);
  const description = { spec, task, featureNames, outputs };
  return (factor) => new LatentModel(description, { ...facts, factor }, models, standard, priors);
}

const judgedGroups = ({ data, parts }: FitContext<'latent'>, standard: Standard): Sequence[][] =>
  groupsOf(data, parts.validation, standard).map(measuredPieces);

/** Linear state spaces by subspace identification and EM. */
async function fitLinear(context: FitContext<'latent'>): Promise<Fit<'latent'>> {
  const { spec, data, parts } = context;
  const standard = standardOf(data);
  const start = await identify(context, parts.train, standard);
  const models =
    spec.fit === 'em'
      ? await climb(context, start.models, start.groups, judgedGroups(context, standard))
      : start.models;
  const make = modelOf(context, models, parts.train, standard);
  const factor = calibrated(context, (windows) => make(1).scores(windows));
  return {
    model: make(factor),
    remarks: [],
    // EM stops where the validation part's likelihood does.
    ...(spec.fit === 'subspace' && {
      again: async (examples: Int32Array) => {
        const found = await identify(context, examples, standard);
        return modelOf(context, found.models, examples, standard)(factor);
      },
    }),
  };
}

/** A recurrent net of each group, beside the linear state space that a subspace fit gives. */
async function fitRecurrent(context: FitContext<'latent'>): Promise<Fit<'latent'>> {
  const { spec, data, parts } = context;
  const standard = standardOf(data);
  const states = linearStates(standard.columns.length, data.seasonSteps);
  const { models, groups } = await identify(context, parts.train, standard, states);
  const linear = modelOf(context, models, parts.train, standard)(1);
  const nets = await trainNext(context, groups, judgedGroups(context, standard));
  const own = nets.map((net, k) => groupOf(net, groups[k]!));
  const { task, featureNames, outputs } = data;
  const description = { spec, task, featureNames, outputs };
  const make = (factor: number): RecurrentLatentModel =>
    new RecurrentLatentModel(description, linear, own, factor);
  const factor = calibrated(context, (windows) => make(1).scores(windows));
  // The net stops where the validation loss does.
  return { model: make(factor), remarks: [] };
}

/** Latent states: forecasts by filtering and going on; a classifier by each class's likelihood. */
export const latentFamily: Family<'latent'> = {
  fit: (context) => (context.spec.transition === 'linear' ? fitLinear(context) : fitRecurrent(context)),
  restore: (stored) =>
    stored.spec.transition === 'linear' ? restoreLatent(stored) : restoreRecurrentLatent(stored),
};
