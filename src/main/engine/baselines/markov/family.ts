import { hasClasses } from '../../../../shared/domain/task';
import { failure } from '../../../../shared/sentences/failure';
import { calibrated, logPriors } from '../calibrate';
import type { Family, FitContext } from '../family';
import { forecastOutputs, groupsOf, measuredPieces, standardOf } from '../sequences';
import { chainSize, countTransitions } from './chain';
import type { MarkovFacts } from './model';
import { MarkovModel, restoreMarkov } from './model';
import { kmeansStates, quantileStates, statesOf } from './states';

const MOST_NUMBERS = 16_000_000;

/** @throws UnrollError MODEL_TOO_LARGE */
function requireRoom({ spec, data }: FitContext<'markov'>): void {
  const chains = hasClasses(data.task) ? data.outputs.length : 1;
  const size = chains * chainSize(spec.states, spec.order);
  if (size > MOST_NUMBERS)
    throw failure('MODEL_TOO_LARGE.markovCounts', {
      counts: size,
      states: spec.states,
      order: spec.order,
      many: size.toLocaleString('en'),
      mib: Math.round((size * 8) / 2 ** 20).toLocaleString('en'),
    });
}

/** @returns the model with a factor of its log-likelihoods */
async function fitChains(
  { spec, training, data, report }: FitContext<'markov'>,
  examples: Int32Array,
): Promise<(factor: number) => MarkovModel> {
  const standard = standardOf(data);
  const width = standard.columns.length;
  const groups = groupsOf(data, examples, standard).map(measuredPieces);
  await report(0.1);
  const states =
    spec.discretise === 'kmeans'
      ? kmeansStates(groups.flat(), width, spec.states, training.seed)
      : quantileStates(groups.flat(), width, spec.states);
  await report(0.7);
  const chains = groups.map((sequences) =>
    countTransitions(
      sequences.map((sequence) => statesOf(states, sequence)),
      states.count,
      spec.order,
      spec.smoothing,
    ),
  );
  await report(0.9);
  const { task, featureNames, outputs } = data;
  const isClassifier = hasClasses(task);
  const facts: Omit<MarkovFacts, 'factor'> = {
    states: states.count,
    order: spec.order,
    smoothing: spec.smoothing,
    chains: chains.length,
    seed: training.seed,
    forecast: isClassifier ? [] : forecastOutputs(data, standard),
  };
  const priors = isClassifier ? logPriors(data, examples) : new Float64Array(0);
  const description = { spec, task, featureNames, outputs };
  return (factor) => new MarkovModel(description, { ...facts, factor }, states, chains, standard, priors);
}

/** Markov chains over states; a classifier by each class's likelihood. */
export const markovFamily: Family<'markov'> = {
  async fit(context) {
    requireRoom(context);
    const make = await fitChains(context, context.parts.train);
    const factor = calibrated(context, (windows) => make(1).scores(windows));
    return {
      model: make(factor),
      remarks: [],
      again: async (examples) => (await fitChains(context, examples))(factor),
    };
  },
  restore: restoreMarkov,
};
