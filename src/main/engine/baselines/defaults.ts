import type {
  ArSpec,
  DtwSpec,
  EnsembleSpec,
  LatentSpec,
  MarkovSpec,
  ModelFamily,
  ModelSpec,
  NaiveSpec,
  NetworkFamily,
  MiniRocketSpec,
  QuantSpec,
  StatisticsSpec,
  TrainingSpec,
} from '../../../shared/domain/model';
import type { DataFacts } from '../prepare/data-facts';
import { because } from '../../../shared/sentences/reasoned';
import type { Reasoned } from '../../../shared/sentences/reasoned';

/** The families that are fitted at once, without a network. */
export type ClassicalFamily = Exclude<ModelFamily, NetworkFamily>;

export type ClassicalSpec =
  | NaiveSpec
  | ArSpec
  | MarkovSpec
  | LatentSpec
  | DtwSpec
  | StatisticsSpec
  | MiniRocketSpec
  | QuantSpec
  | EnsembleSpec;

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

function naive(): Reasoned<NaiveSpec> {
  return {
    family: because<'naive'>('naive', 'default.naive'),
    ridge: because<number | null>(null, 'default.naiveRidge'),
  };
}

function ar(): Reasoned<ArSpec> {
  return {
    family: because<'ar'>('ar', 'default.ar'),
    order: because<number | null>(null, 'default.arOrder'),
    criterion: because<ArSpec['criterion']>('bic', 'default.arCriterion'),
    ridge: because(1e-4, 'default.arRidge'),
    hidden: because(0, 'default.arHidden'),
  };
}

function markov({ trainExamples, medianSteps }: DataFacts): Reasoned<MarkovSpec> {
  const transitions = trainExamples * medianSteps;
  const states = clamp(2 ** Math.floor(Math.log2(Math.sqrt(transitions / 20))), 4, 32);
  return {
    family: because<'markov'>('markov', 'default.markov'),
    states: because(states, 'default.markovStates', { transitions }),
    discretise: because<MarkovSpec['discretise']>('kmeans', 'default.markovDiscretise'),
    order: because(1, 'default.markovOrder'),
    smoothing: because(0.5, 'default.markovSmoothing'),
  };
}

/** Dimensions of a linear state: a little more than channels, or than a season has steps. */
export function linearStates(channels: number, seasonSteps: number): number {
  return Math.max(clamp(channels + 1, 2, 8), seasonSteps > 1 ? Math.min(seasonSteps + 1, 16) : 0);
}

const NET_UNITS = 16;

function latent(
  { channels, seasonSteps }: DataFacts,
  { transition = 'linear' }: Partial<LatentSpec>,
): Reasoned<LatentSpec> {
  return {
    family: because<'latent'>('latent', 'default.latent'),
    transition: because<LatentSpec['transition']>('linear', 'default.latentTransition'),
    states:
      transition === 'linear'
        ? because(linearStates(channels, seasonSteps), 'default.latentStates')
        : because(NET_UNITS, 'default.latentUnits'),
    fit: because<LatentSpec['fit']>('em', 'default.latentFit'),
  };
}

function dtw(): Reasoned<DtwSpec> {
  return {
    family: because<'dtw'>('dtw', 'default.dtw'),
    band: because<number | null>(null, 'default.dtwBand'),
    neighbours: because(1, 'default.dtwNeighbours'),
  };
}

function statistics(): Reasoned<StatisticsSpec> {
  return {
    family: because<'statistics'>('statistics', 'default.statistics'),
    ridge: because(1, 'default.statisticsRidge'),
  };
}

function minirocket(): Reasoned<MiniRocketSpec> {
  return {
    family: because<'minirocket'>('minirocket', 'default.minirocket'),
    kernelFeatures: because(10_000, 'default.minirocketFeatures'),
  };
}

function quant(): Reasoned<QuantSpec> {
  return {
    family: because<'quant'>('quant', 'default.quant'),
    trees: because(200, 'default.quantTrees'),
  };
}

function ensemble(): Reasoned<EnsembleSpec> {
  return {
    family: because<'ensemble'>('ensemble', 'default.ensemble'),
    members: because<string[]>([], 'default.ensemble'),
  };
}

type Defaults = {
  readonly [F in ClassicalFamily]: (
    facts: DataFacts,
    chosen: Partial<LatentSpec>,
  ) => Reasoned<Extract<ClassicalSpec, { family: F }>>;
};

const defaults: Defaults = { naive, ar, markov, latent, dtw, statistics, minirocket, quant, ensemble };

/** Whether a family answers with classes alone. */
export const knowsClassesAlone = (family: ClassicalFamily): boolean =>
  family === 'minirocket' || family === 'quant';

/** How many rounds EM or a net of next steps takes, and when it stops; other fits take the networks' own defaults. */
export function classicalTraining(
  model: ModelSpec,
  defaults: Reasoned<TrainingSpec>,
): Reasoned<TrainingSpec> {
  if (model.family !== 'latent') return defaults;
  const isLinear = model.transition === 'linear';
  return {
    ...defaults,
    epochs: isLinear ? because(60, 'default.latentEpochs') : because(100, 'default.latentNetEpochs'),
    patience: because(isLinear ? 5 : 15, 'default.patience'),
  };
}

/** Each field of a family's model with the reason for its value (docs/user-guide.md, "Defaults"). */
export function classicalDefaults<F extends ClassicalFamily>(
  family: F,
  facts: DataFacts,
  chosen: object,
): ReturnType<Defaults[F]> {
  return defaults[family](facts, chosen) as ReturnType<Defaults[F]>;
}
