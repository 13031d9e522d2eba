import * as v from 'valibot';
import { ModelCost } from './cost';
import { Remark } from './dataset';
import type { Bounds } from './recipe-table';
import { modelTable, trainingTable } from './recipe-table';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** A number within the bounds of its row in the table. */
function within({ whole, min, max, above, below }: Bounds): v.GenericSchema<number> {
  return v.pipe(
    v.number(),
    ...(whole === true ? [v.integer<number>()] : []),
    ...(min === undefined ? [] : [v.minValue<number, number>(min)]),
    ...(max === undefined ? [] : [v.maxValue<number, number>(max)]),
    ...(above === undefined ? [] : [v.gtValue<number, number>(above)]),
    ...(below === undefined ? [] : [v.ltValue<number, number>(below)]),
  );
}

export const Cell = v.picklist(['rnn', 'lstm', 'gru']);
export type Cell = v.InferOutput<typeof Cell>;

/** `linear` is the identity. */
export const Activation = v.picklist(modelTable.activation.options);
export type Activation = v.InferOutput<typeof Activation>;

/** One strided convolution over time, causal, with ReLU, before everything else. */
export const Convolution = v.object({
  filters: v.pipe(count, v.maxValue(1024)),
  /** Steps that one output sees. */
  width: v.pipe(count, v.maxValue(256)),
  /** Every so many steps there is an output: ⌈steps / stride⌉ are left. */
  stride: v.pipe(count, v.maxValue(64)),
});
export type Convolution = v.InferOutput<typeof Convolution>;

/**
 * What the head sees: the last state, the mean over the example's own steps, their sum weighted by what each step holds
 * (Yang et al. 2016), or each step by itself.
 */
export const Pooling = v.picklist(modelTable.pooling.options);
export type Pooling = v.InferOutput<typeof Pooling>;

/** What a network's newer fields are where they are not said: as in files from before there were such variants. */
export const plainVariants = {
  convolutions: [] as Convolution[],
  recurrentDropout: 0,
  layerNorm: false,
  recurrentInit: 'orthogonal',
  spectralRadius: 1,
  forgetInit: 'constant',
  chronoSteps: 100,
  peepholes: false,
  coupled: false,
} as const;

const convolutions = v.optional(v.pipe(v.array(Convolution), v.maxLength(3)), () => []);

/** A recurrent network: stacked recurrent layers, pooling over time, a dense head. Files from before a field lack it. */
export const RecurrentNetworkSpec = v.object({
  /** Files written before there were other families do not say it. */
  family: v.optional(v.literal('recurrent'), 'recurrent'),
  cell: Cell,
  /** φ of a plain RNN; ignored by LSTM and GRU. */
  activation: Activation,
  units: within(modelTable.units.bounds.recurrent),
  layers: within(modelTable.layers.bounds.recurrent),
  bidirectional: v.boolean(),
  convolutions,
  /** Share of the inputs to every recurrent layer but the first, and to the head, that is dropped while training. */
  dropout: within(modelTable.dropout.bounds.recurrent),
  /**
   * Share of the hidden units that the recurrence does not see while training: one mask for all steps (Gal & Ghahramani
   * 2016) and, unlike Keras, for all examples of a batch.
   */
  recurrentDropout: v.optional(
    within(modelTable.recurrentDropout.bounds.recurrent),
    plainVariants.recurrentDropout,
  ),
  /** Layer normalisation (Ba et al. 2016) of every recurrent layer's output at each step. */
  layerNorm: v.optional(v.boolean(), plainVariants.layerNorm),
  pooling: Pooling,
  /** RNN: what U begins as; `normal` is Gaussian. LSTM and GRU begin orthogonal, gate by gate. */
  recurrentInit: v.optional(v.picklist(modelTable.recurrentInit.options), plainVariants.recurrentInit),
  /** RNN: spectral radius of the initial U. */
  spectralRadius: v.optional(
    within(modelTable.spectralRadius.bounds.recurrent),
    plainVariants.spectralRadius,
  ),
  /** GRU: false is Cho et al.'s r ⊙ h inside the product; true is cuDNN's and PyTorch's. */
  resetAfter: v.boolean(),
  /** LSTM: initial bias of the forget gate when `forgetInit` is `constant` (Jozefowicz et al. 2015: 1). */
  forgetBias: within(modelTable.forgetBias.bounds.recurrent),
  /**
   * LSTM, Tallec & Ollivier 2018 with T = `chronoSteps`: `chrono` draws ln u, u uniform in 1 … T − 1, and gives the input
   * gate the opposite; `longest` is ln T for every unit.
   */
  forgetInit: v.optional(v.picklist(modelTable.forgetInit.options), plainVariants.forgetInit),
  chronoSteps: v.optional(within(modelTable.chronoSteps.bounds.recurrent), plainVariants.chronoSteps),
  /** LSTM: gates see the cell state (Gers et al. 2002). */
  peepholes: v.optional(v.boolean(), plainVariants.peepholes),
  /** LSTM: f = 1 − i (Greff et al. 2017). */
  coupled: v.optional(v.boolean(), plainVariants.coupled),
});
export type RecurrentNetworkSpec = v.InferOutput<typeof RecurrentNetworkSpec>;

/** A Transformer encoder with the norms first (Vaswani et al. 2017; Xiong et al. 2020), sinusoidal positions. */
export const TransformerSpec = v.object({
  family: v.literal('transformer'),
  convolutions,
  /** Numbers per step inside; a multiple of `heads`. */
  width: within(modelTable.width.bounds.transformer),
  heads: within(modelTable.heads.bounds.transformer),
  layers: within(modelTable.layers.bounds.transformer),
  /** Hidden units of the two dense layers after each attention. */
  feedForward: within(modelTable.feedForward.bounds.transformer),
  /** Share dropped, while training, of the input with its position, of what each branch adds, and of what the head sees. */
  dropout: within(modelTable.dropout.bounds.transformer),
  /** A step sees itself and what came before, not what comes after. */
  causal: v.boolean(),
  pooling: Pooling,
});
export type TransformerSpec = v.InferOutput<typeof TransformerSpec>;

/**
 * Residual blocks of two convolutions over time each, batch norms behind them, their dilation doubling from block to block
 * (Bai et al. 2018, arXiv 1803.01271; Choi et al. 2019, TC-ResNet, arXiv 1904.03814, whose strides stand here in
 * `convolutions`).
 */
export const TcnSpec = v.object({
  family: v.literal('tcn'),
  convolutions,
  /** Channels of every block. */
  width: within(modelTable.width.bounds.tcn),
  /** Blocks. */
  layers: within(modelTable.layers.bounds.tcn),
  /** Steps that one convolution sees, so many apart as its dilation says. */
  kernelSize: within(modelTable.kernelSize.bounds.tcn),
  /** Each channel convolved by itself, then mixed: Choi et al.'s DS-TC-ResNet. */
  separable: v.boolean(),
  /** A step sees itself and what came before, not what comes after. */
  causal: v.boolean(),
  /** Share of the channels between a block's convolutions, one mask for all steps, and of what the head sees. */
  dropout: within(modelTable.dropout.bounds.tcn),
  pooling: Pooling,
});
export type TcnSpec = v.InferOutput<typeof TcnSpec>;

/** InceptionTime's network (Fawaz et al. 2020, arXiv 1909.04939): modules that look at three lengths at once, in residual blocks of three. */
export const InceptionSpec = v.object({
  family: v.literal('inception'),
  convolutions,
  /** Filters of each of a module's four paths. */
  width: within(modelTable.width.bounds.inception),
  /** Blocks of three modules. */
  layers: within(modelTable.layers.bounds.inception),
  /** Steps that the longest of a module's convolutions sees; the others half and a quarter of them. */
  kernelSize: within(modelTable.kernelSize.bounds.inception),
  /** Share of what the head sees that is dropped while training. */
  dropout: within(modelTable.dropout.bounds.inception),
  pooling: Pooling,
});
export type InceptionSpec = v.InferOutput<typeof InceptionSpec>;

/** What is trained step by step on a kernel. */
export const NetworkSpec = v.variant('family', [
  RecurrentNetworkSpec,
  TransformerSpec,
  TcnSpec,
  InceptionSpec,
]);
export type NetworkSpec = v.InferOutput<typeof NetworkSpec>;

/** One ridge regression for every prefix length t, of all that came before: parameters grow with t. */
export const NaiveSpec = v.object({
  family: v.literal('naive'),
  /** λ on standardised inputs, ‖y − Xw‖² + λ n ‖w‖²; null: chosen on the training part by leaving one out. */
  ridge: v.nullable(within(modelTable.ridge.bounds.naive)),
});
export type NaiveSpec = v.InferOutput<typeof NaiveSpec>;

/** AR(n): the next value from the last n. Vector AR for several channels; a classifier by the likelihood of each class. */
export const ArSpec = v.object({
  family: v.literal('ar'),
  /** n; null: chosen by `criterion`. */
  order: v.nullable(within(modelTable.order.bounds.ar)),
  criterion: v.picklist(modelTable.criterion.options),
  /** λ on standardised lags, ‖y − Xw‖² + λ n ‖w‖². */
  ridge: within(modelTable.ridge.bounds.ar),
  /** Hidden tanh units between the lags and the next value; 0 is linear. */
  hidden: within(modelTable.hidden.bounds.ar),
});
export type ArSpec = v.InferOutput<typeof ArSpec>;

/** A Markov chain over states that the training part was cut into. */
export const MarkovSpec = v.object({
  family: v.literal('markov'),
  states: within(modelTable.states.bounds.markov),
  /** quantiles: equally many values in each state, of the first principal component when there are several channels. */
  discretise: v.picklist(modelTable.discretise.options),
  /** How many last steps the next state depends on. */
  order: within(modelTable.order.bounds.markov),
  /** Added to every count of a transition (Lidstone). */
  smoothing: within(modelTable.smoothing.bounds.markov),
});
export type MarkovSpec = v.InferOutput<typeof MarkovSpec>;

/**
 * A hidden state summarises the past. Linear: z_t = A z_{t−1} + w, x_t = C z_t + d + v with Gaussian noise. Else a recurrent net
 * trained to say the next step: h_t = g(x_t, h_{t−1}), x̂_{t+1} = f(x_t, h_t).
 */
export const LatentSpec = v.object({
  family: v.literal('latent'),
  /** What takes the state from step to step. Files from before there was a choice are linear. */
  transition: v.optional(v.picklist(modelTable.transition.options), 'linear'),
  /** Dimensions of the hidden state, or units of the net. */
  states: within(modelTable.states.bounds.latent),
  /** Linear. em: the likelihood climbed from the subspace estimate; subspace: that estimate alone. */
  fit: v.picklist(modelTable.fit.options),
});
export type LatentSpec = v.InferOutput<typeof LatentSpec>;

/** The nearest training examples under dynamic time warping (Sakoe & Chiba 1978). */
export const DtwSpec = v.object({
  family: v.literal('dtw'),
  /** Half width of the band, as a share of the longer sequence; null: chosen on the training part by leaving one out. */
  band: v.nullable(within(modelTable.band.bounds.dtw)),
  neighbours: within(modelTable.neighbours.bounds.dtw),
});
export type DtwSpec = v.InferOutput<typeof DtwSpec>;

/** Statistics of each channel over time, then a logistic or ridge regression. */
export const StatisticsSpec = v.object({
  family: v.literal('statistics'),
  /** λ of ½ λ ‖w‖² beside the summed loss, on standardised statistics: scikit-learn's 1 / C. */
  ridge: within(modelTable.ridge.bounds.statistics),
});
export type StatisticsSpec = v.InferOutput<typeof StatisticsSpec>;

/** Shares of outputs of fixed kernels above biases, then ridge regression (Dempster et al. 2021). */
export const MiniRocketSpec = v.object({
  family: v.literal('minirocket'),
  /** Rounded down to a multiple of the 84 kernels. */
  kernelFeatures: within(modelTable.kernelFeatures.bounds.minirocket),
});
export type MiniRocketSpec = v.InferOutput<typeof MiniRocketSpec>;

/** Quantiles of dyadic intervals, then extremely randomised trees (Dempster et al. 2023). */
export const QuantSpec = v.object({
  family: v.literal('quant'),
  trees: within(modelTable.trees.bounds.quant),
});
export type QuantSpec = v.InferOutput<typeof QuantSpec>;

export const MOST_MEMBERS = 50;

/** The mean of what finished runs of one data set say. */
export const EnsembleSpec = v.object({
  family: v.literal('ensemble'),
  /** Ids of the runs, whose weights it holds. */
  members: v.pipe(v.array(v.string()), v.maxLength(MOST_MEMBERS)),
});
export type EnsembleSpec = v.InferOutput<typeof EnsembleSpec>;

/** What learns. A file without `family` holds a recurrent network. */
export const ModelSpec = v.variant('family', [
  RecurrentNetworkSpec,
  TransformerSpec,
  TcnSpec,
  InceptionSpec,
  NaiveSpec,
  ArSpec,
  MarkovSpec,
  LatentSpec,
  DtwSpec,
  StatisticsSpec,
  MiniRocketSpec,
  QuantSpec,
  EnsembleSpec,
]);
export type ModelSpec = v.InferOutput<typeof ModelSpec>;
export type ModelFamily = ModelSpec['family'];
export type NetworkFamily = NetworkSpec['family'];
export type SpecOf<Family extends ModelFamily> = Extract<ModelSpec, { family: Family }>;

/** A part of a model's fields; without `family`, a recurrent network's. */
export const ModelChoices = v.variant('family', [
  v.object({ ...v.partial(RecurrentNetworkSpec).entries, family: v.optional(v.literal('recurrent')) }),
  v.object({ ...v.partial(TransformerSpec).entries, family: v.literal('transformer') }),
  v.object({ ...v.partial(TcnSpec).entries, family: v.literal('tcn') }),
  v.object({ ...v.partial(InceptionSpec).entries, family: v.literal('inception') }),
  v.object({ ...v.partial(NaiveSpec).entries, family: v.literal('naive') }),
  v.object({ ...v.partial(ArSpec).entries, family: v.literal('ar') }),
  v.object({ ...v.partial(MarkovSpec).entries, family: v.literal('markov') }),
  v.object({ ...v.partial(LatentSpec).entries, family: v.literal('latent') }),
  v.object({ ...v.partial(DtwSpec).entries, family: v.literal('dtw') }),
  v.object({ ...v.partial(StatisticsSpec).entries, family: v.literal('statistics') }),
  v.object({ ...v.partial(MiniRocketSpec).entries, family: v.literal('minirocket') }),
  v.object({ ...v.partial(QuantSpec).entries, family: v.literal('quant') }),
  v.object({ ...v.partial(EnsembleSpec).entries, family: v.literal('ensemble') }),
]);
export type ModelChoices = v.InferOutput<typeof ModelChoices>;

const ScheduleSpec = v.object({
  /** plateau: multiply by `factor` after `patience` epochs without progress; cosine: down to zero at the last epoch. */
  kind: v.picklist(trainingTable.schedule.options),
  warmupEpochs: v.pipe(v.number(), v.minValue(0)),
  patience: count,
  factor: v.pipe(v.number(), v.gtValue(0), v.ltValue(1)),
});

export const TrainingSpec = v.object({
  epochs: within(trainingTable.epochs.bounds),
  batch: within(trainingTable.batch.bounds),
  learningRate: within(trainingTable.learningRate.bounds),
  schedule: ScheduleSpec,
  /** Largest global L2 norm of the gradient; null does not clip. */
  clipNorm: v.nullable(within(trainingTable.clipNorm.bounds)),
  /** Decoupled weight decay (AdamW), per step relative to the learning rate. */
  weightDecay: within(trainingTable.weightDecay.bounds),
  labelSmoothing: within(trainingTable.labelSmoothing.bounds),
  /** Standard deviation of Gaussian noise added to scaled inputs while training. */
  inputNoise: within(trainingTable.inputNoise.bounds),
  /** Stop after so many epochs without a better validation loss; the best weights are restored. */
  patience: within(trainingTable.patience.bounds),
  classWeights: v.picklist(trainingTable.classWeights.options),
  /** Of a forecast, ascending, 0.5 among them: learnt with the pinball loss. Empty: points, with the Huber loss. */
  quantiles: v.optional(v.array(v.pipe(v.number(), v.gtValue(0), v.ltValue(1))), []),
  seed: within(trainingTable.seed.bounds),
  /** Examples that are looked at while it learns, by their index; chosen by the lab when absent. Changes nothing of what is learnt. */
  probes: v.optional(
    v.union([
      v.literal('off'),
      v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.minLength(1), v.maxLength(8)),
    ]),
  ),
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
export type NetworkRecipe = Recipe & { model: NetworkSpec };
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
export const SettledRecipe = v.object({
  recipe: Recipe,
  reasons: v.record(v.string(), Remark),
  layers: v.array(LayerSummary),
  parameters: v.number(),
});
export type SettledRecipe = v.InferOutput<typeof SettledRecipe>;

/** The same with what it will cost; null of a model without a network, which is not estimated. */
export const RecipeProposal = v.object({ ...SettledRecipe.entries, cost: v.nullable(ModelCost) });
export type RecipeProposal = v.InferOutput<typeof RecipeProposal>;

export const networkFamilies: readonly string[] = ['recurrent', 'transformer', 'tcn', 'inception'];

export const isNetwork = (model: ModelSpec): model is NetworkSpec => networkFamilies.includes(model.family);

/** Whether what a network knows at a step depends on what comes after. */
export function readsAhead(spec: NetworkSpec): boolean {
  if (spec.family === 'recurrent') return spec.bidirectional;
  return spec.family === 'inception' || !spec.causal;
}
