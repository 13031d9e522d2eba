import type {
  ArSpec,
  DtwSpec,
  LatentSpec,
  MarkovSpec,
  ModelFamily,
  ModelSpec,
  NaiveSpec,
  NetworkFamily,
  StatisticsSpec,
  TrainingSpec,
} from '../../../shared/domain/model';
import type { DataFacts } from '../models/recipe/data-facts';
import { because } from '../models/recipe/reasoned';
import type { Reasoned } from '../models/recipe/reasoned';

/** The families that are fitted at once, without a network. */
export type ClassicalFamily = Exclude<ModelFamily, NetworkFamily>;

export type ClassicalSpec = NaiveSpec | ArSpec | MarkovSpec | LatentSpec | DtwSpec | StatisticsSpec;

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

function naive(): Reasoned<NaiveSpec> {
  return {
    family: because<'naive'>('naive', 'naive', 'One regression for every prefix length: nothing is shared.'),
    ridge: because<number | null>(
      null,
      'naiveRidge',
      'Chosen on the training part by leaving one example out; long prefixes have far more weights than examples.',
    ),
  };
}

function ar(): Reasoned<ArSpec> {
  return {
    family: because<'ar'>('ar', 'ar', 'Only the last few steps matter: a line through them says the next.'),
    order: because<number | null>(null, 'arOrder', 'Chosen on the training part by the criterion.'),
    criterion: because<ArSpec['criterion']>(
      'bic',
      'arCriterion',
      'Schwarz 1978: settles on the smaller order when both explain the data.',
    ),
    ridge: because(1e-4, 'arRidge', 'Just enough to keep collinear lags apart.'),
    hidden: because(0, 'arHidden', 'Linear: solved at once, and its weights can be read.'),
  };
}

function markov({ trainExamples, medianSteps }: DataFacts): Reasoned<MarkovSpec> {
  const transitions = trainExamples * medianSteps;
  const states = clamp(2 ** Math.floor(Math.log2(Math.sqrt(transitions / 20))), 4, 32);
  return {
    family: because<'markov'>('markov', 'markov', 'Only the last state matters, so the joint factorises.'),
    states: because(states, 'markovStates', 'About 20 transitions for each pair of states.', { transitions }),
    discretise: because<MarkovSpec['discretise']>(
      'kmeans',
      'markovDiscretise',
      'k-means looks at all channels together.',
    ),
    order: because(1, 'markovOrder', 'A longer memory has more contexts than examples of them.'),
    smoothing: because(
      0.5,
      'markovSmoothing',
      'Half a count for every transition, so that none is impossible (Krichevsky & Trofimov 1981).',
    ),
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
    family: because<'latent'>('latent', 'latent', 'A hidden state of few numbers summarises the past.'),
    transition: because<LatentSpec['transition']>(
      'linear',
      'latentTransition',
      'Linear: filtered exactly, and what it does can be read from its eigenvalues.',
    ),
    states:
      transition === 'linear'
        ? because(
            linearStates(channels, seasonSteps),
            'latentStates',
            'A little more than the data have channels, or a season has steps.',
          )
        : because(NET_UNITS, 'latentUnits', 'As few as bend a line: each class has a net of its own.'),
    fit: because<LatentSpec['fit']>('em', 'latentFit', 'The likelihood grows in every iteration.'),
  };
}

function dtw(): Reasoned<DtwSpec> {
  return {
    family: because<'dtw'>('dtw', 'dtw', 'No training at all: the nearest example decides.'),
    band: because<number | null>(
      null,
      'dtwBand',
      'Chosen on the training part by leaving one example out (Dau et al. 2018).',
    ),
    neighbours: because(1, 'dtwNeighbours', 'One neighbour is the baseline that others report.'),
  };
}

function statistics(): Reasoned<StatisticsSpec> {
  return {
    family: because<'statistics'>(
      'statistics',
      'statistics',
      'Statistics over time forget the order of the steps: what remains shows how much order matters.',
    ),
    ridge: because(1, 'statisticsRidge', "scikit-learn's default, C = 1."),
  };
}

type Defaults = {
  readonly [F in ClassicalFamily]: (
    facts: DataFacts,
    chosen: Partial<LatentSpec>,
  ) => Reasoned<Extract<ClassicalSpec, { family: F }>>;
};

const defaults: Defaults = { naive, ar, markov, latent, dtw, statistics };

/** How many rounds EM or a net of next steps takes, and when it stops; other fits take the networks' own defaults. */
export function classicalTraining(
  model: ModelSpec,
  defaults: Reasoned<TrainingSpec>,
): Reasoned<TrainingSpec> {
  if (model.family !== 'latent') return defaults;
  const isLinear = model.transition === 'linear';
  return {
    ...defaults,
    epochs: isLinear
      ? because(60, 'latentEpochs', 'EM settles within some tens of rounds.')
      : because(100, 'latentNetEpochs', 'Small nets settle within a hundred rounds.'),
    patience: because(isLinear ? 5 : 15, 'patience', 'Stops when nothing gets better for this long.'),
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
