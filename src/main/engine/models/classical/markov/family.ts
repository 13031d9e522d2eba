import { UnrollError } from '../../../../../shared/domain/error';
import { windowsOf } from '../../batch';
import { calibration, logPriors } from '../calibrate';
import type { Family, FitContext } from '../family';
import { forecastOutputs, groupsOf, standardOf } from '../sequences';
import { chainSize, countTransitions } from './chain';
import type { MarkovFacts } from './model';
import { MarkovModel, restoreMarkov } from './model';
import { kmeansStates, quantileStates, statesOf } from './states';

const MOST_NUMBERS = 16_000_000;

/** @throws UnrollError MODEL_TOO_LARGE */
function requireRoom({ spec, data }: FitContext<'markov'>): void {
  const chains = data.task === 'classify' ? data.outputs.length : 1;
  const size = chains * chainSize(spec.states, spec.order);
  if (size > MOST_NUMBERS)
    throw new UnrollError(
      'MODEL_TOO_LARGE',
      `${spec.states} states and an order of ${spec.order} would need ${size.toLocaleString('en')} counts, ${Math.round((size * 8) / 2 ** 20).toLocaleString('en')} MiB. Choose fewer states or a smaller order.`,
      { counts: size, states: spec.states, order: spec.order },
    );
}

/** Markov chains over states; a classifier by each class's likelihood. */
export const markovFamily: Family<'markov'> = {
  async fit(context) {
    const { spec, training, data, parts, report } = context;
    requireRoom(context);
    const standard = standardOf(data);
    const width = standard.columns.length;
    const groups = groupsOf(data, parts.train, standard);
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
    const isClassifier = task === 'classify';
    const facts: MarkovFacts = {
      states: states.count,
      order: spec.order,
      smoothing: spec.smoothing,
      chains: chains.length,
      factor: 1,
      seed: training.seed,
      forecast: isClassifier ? [] : forecastOutputs(data, standard),
    };
    const priors = isClassifier ? logPriors(data, parts.train) : new Float64Array(0);
    const make = (factor: number): MarkovModel =>
      new MarkovModel(
        { spec, task, featureNames, outputs },
        { ...facts, factor },
        states,
        chains,
        standard,
        priors,
      );
    const judged = parts.validation.length > 0 ? parts.validation : parts.train;
    const factor = isClassifier
      ? calibration(
          make(1).scores(windowsOf(data, judged)),
          judged.map((example) => data.labels[example]!),
          outputs.length,
        )
      : 1;
    return { model: make(factor), remarks: [] };
  },
  restore: restoreMarkov,
};
