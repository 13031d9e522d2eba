import * as v from 'valibot';
import { Remark } from './dataset';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const fraction = v.pipe(v.number(), v.minValue(0), v.ltValue(1));

export const Cell = v.picklist(['rnn', 'lstm', 'gru']);
export type Cell = v.InferOutput<typeof Cell>;

/** `linear` is the identity. */
export const Activation = v.picklist(['tanh', 'relu', 'sigmoid', 'linear']);
export type Activation = v.InferOutput<typeof Activation>;

/** A recurrent network: stacked recurrent layers, pooling over time, a dense head. */
export const RecurrentNetworkSpec = v.object({
  /** Files written before there were other families do not say it. */
  family: v.optional(v.literal('recurrent'), 'recurrent'),
  cell: Cell,
  /** φ of a plain RNN; ignored by LSTM and GRU. */
  activation: Activation,
  units: v.pipe(count, v.maxValue(4096)),
  layers: v.pipe(count, v.maxValue(8)),
  bidirectional: v.boolean(),
  /** Share of the inputs to every recurrent layer but the first, and to the head, that is dropped while training. */
  dropout: fraction,
  /** What the head sees: the last hidden state, the mean over the example's own steps, or each step by itself. */
  pooling: v.picklist(['last', 'mean', 'none']),
  /** GRU: false is Cho et al.'s r ⊙ h inside the product; true is cuDNN's and PyTorch's. */
  resetAfter: v.boolean(),
  /** LSTM: initial bias of the forget gate (Jozefowicz et al. 2015: 1). */
  forgetBias: v.number(),
});
export type RecurrentNetworkSpec = v.InferOutput<typeof RecurrentNetworkSpec>;

const penalty = v.pipe(v.number(), v.minValue(0));

/** One ridge regression for every prefix length t, of all that came before: parameters grow with t. */
export const NaiveSpec = v.object({
  family: v.literal('naive'),
  /** λ on standardised inputs, ‖y − Xw‖² + λ n ‖w‖²; null: chosen on the training part by leaving one out. */
  ridge: v.nullable(penalty),
});
export type NaiveSpec = v.InferOutput<typeof NaiveSpec>;

/** AR(n): the next value from the last n. Vector AR for several channels; a classifier by the likelihood of each class. */
export const ArSpec = v.object({
  family: v.literal('ar'),
  /** n; null: chosen by `criterion`. */
  order: v.nullable(v.pipe(count, v.maxValue(2048))),
  criterion: v.picklist(['aic', 'bic', 'validation']),
  /** λ on standardised lags, ‖y − Xw‖² + λ n ‖w‖². */
  ridge: penalty,
  /** Hidden tanh units between the lags and the next value; 0 is linear. */
  hidden: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(512)),
});
export type ArSpec = v.InferOutput<typeof ArSpec>;

/** A Markov chain over states that the training part was cut into. */
export const MarkovSpec = v.object({
  family: v.literal('markov'),
  states: v.pipe(count, v.minValue(2), v.maxValue(256)),
  /** quantiles: equally many values in each state, of the first principal component when there are several channels. */
  discretise: v.picklist(['quantiles', 'kmeans']),
  /** How many last steps the next state depends on. */
  order: v.pipe(count, v.maxValue(4)),
  /** Added to every count of a transition (Lidstone). */
  smoothing: v.pipe(v.number(), v.gtValue(0)),
});
export type MarkovSpec = v.InferOutput<typeof MarkovSpec>;

/** A linear state space: z_t = A z_{t−1} + w, x_t = C z_t + d + v with Gaussian noise. */
export const LatentSpec = v.object({
  family: v.literal('latent'),
  /** Dimensions of the hidden state z. */
  states: v.pipe(count, v.maxValue(64)),
  /** em: the likelihood climbed from the subspace estimate; subspace: that estimate alone. */
  fit: v.picklist(['em', 'subspace']),
});
export type LatentSpec = v.InferOutput<typeof LatentSpec>;

/** The nearest training examples under dynamic time warping (Sakoe & Chiba 1978). */
export const DtwSpec = v.object({
  family: v.literal('dtw'),
  /** Half width of the band, as a share of the longer sequence; null: chosen on the training part by leaving one out. */
  band: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  neighbours: v.pipe(count, v.maxValue(100)),
});
export type DtwSpec = v.InferOutput<typeof DtwSpec>;

/** Statistics of each channel over time, then a logistic or ridge regression. */
export const StatisticsSpec = v.object({
  family: v.literal('statistics'),
  /** λ of ½ λ ‖w‖² beside the summed loss, on standardised statistics: scikit-learn's 1 / C. */
  ridge: penalty,
});
export type StatisticsSpec = v.InferOutput<typeof StatisticsSpec>;

/** What learns. A file without `family` holds a recurrent network. */
export const ModelSpec = v.variant('family', [
  RecurrentNetworkSpec,
  NaiveSpec,
  ArSpec,
  MarkovSpec,
  LatentSpec,
  DtwSpec,
  StatisticsSpec,
]);
export type ModelSpec = v.InferOutput<typeof ModelSpec>;
export type ModelFamily = ModelSpec['family'];
export type SpecOf<Family extends ModelFamily> = Extract<ModelSpec, { family: Family }>;

/** A part of a model's fields; without `family`, a recurrent network's. */
export const ModelChoices = v.variant('family', [
  v.object({ ...v.partial(RecurrentNetworkSpec).entries, family: v.optional(v.literal('recurrent')) }),
  v.object({ ...v.partial(NaiveSpec).entries, family: v.literal('naive') }),
  v.object({ ...v.partial(ArSpec).entries, family: v.literal('ar') }),
  v.object({ ...v.partial(MarkovSpec).entries, family: v.literal('markov') }),
  v.object({ ...v.partial(LatentSpec).entries, family: v.literal('latent') }),
  v.object({ ...v.partial(DtwSpec).entries, family: v.literal('dtw') }),
  v.object({ ...v.partial(StatisticsSpec).entries, family: v.literal('statistics') }),
]);
export type ModelChoices = v.InferOutput<typeof ModelChoices>;

export const ScheduleSpec = v.object({
  /** plateau: multiply by `factor` after `patience` epochs without progress; cosine: down to zero at the last epoch. */
  kind: v.picklist(['constant', 'plateau', 'cosine']),
  warmupEpochs: v.pipe(v.number(), v.minValue(0)),
  patience: count,
  factor: v.pipe(v.number(), v.gtValue(0), v.ltValue(1)),
});

export const TrainingSpec = v.object({
  epochs: count,
  batch: count,
  learningRate: v.pipe(v.number(), v.gtValue(0)),
  schedule: ScheduleSpec,
  /** Largest global L2 norm of the gradient; null does not clip. */
  clipNorm: v.nullable(v.pipe(v.number(), v.gtValue(0))),
  /** Decoupled weight decay (AdamW), per step relative to the learning rate. */
  weightDecay: v.pipe(v.number(), v.minValue(0)),
  labelSmoothing: fraction,
  /** Standard deviation of Gaussian noise added to scaled inputs while training. */
  inputNoise: v.pipe(v.number(), v.minValue(0)),
  /** Stop after so many epochs without a better validation loss; the best weights are restored. */
  patience: count,
  classWeights: v.picklist(['none', 'balanced']),
  /** Of a forecast, ascending, 0.5 among them: learnt with the pinball loss. Empty: points, with the Huber loss. */
  quantiles: v.optional(v.array(v.pipe(v.number(), v.gtValue(0), v.ltValue(1))), []),
  seed: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type TrainingSpec = v.InferOutput<typeof TrainingSpec>;

export const BackendName = v.picklist(['wasm', 'cpu', 'webgpu', 'tensorflow']);
export type BackendName = v.InferOutput<typeof BackendName>;
export const KernelName = v.picklist(['native', 'wasm', 'webgpu', 'tensorflow', 'reference']);
export type KernelName = v.InferOutput<typeof KernelName>;

export const ComputeSpec = v.object({
  backend: v.union([v.literal('auto'), BackendName]),
  kernel: v.union([v.literal('auto'), KernelName]),
});
export type ComputeSpec = v.InferOutput<typeof ComputeSpec>;

export const Recipe = v.object({ model: ModelSpec, training: TrainingSpec, compute: ComputeSpec });
export type Recipe = v.InferOutput<typeof Recipe>;
export type RecipeOf<Family extends ModelFamily> = Recipe & { model: SpecOf<Family> };

/** What a person chose; every other field follows from the data's own properties. */
export const RecipeChoices = v.object({
  model: v.optional(ModelChoices),
  training: v.optional(v.partial(TrainingSpec)),
  compute: v.optional(v.partial(ComputeSpec)),
});
export type RecipeChoices = v.InferOutput<typeof RecipeChoices>;

export const LayerSummary = v.object({
  name: v.string(),
  /** For people: `[time, 40] → [time, 128]`. */
  inputShape: v.array(v.nullable(v.number())),
  outputShape: v.array(v.nullable(v.number())),
  parameters: v.number(),
});
export type LayerSummary = v.InferOutput<typeof LayerSummary>;

/** A complete recipe, why each chosen value is what it is, and the model that it makes. */
export const RecipeProposal = v.object({
  recipe: Recipe,
  reasons: v.record(v.string(), Remark),
  layers: v.array(LayerSummary),
  parameters: v.number(),
});
export type RecipeProposal = v.InferOutput<typeof RecipeProposal>;
