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
export const ModelSpec = v.object({
  cell: Cell,
  /** φ of a plain RNN; ignored by LSTM and GRU. */
  activation: Activation,
  units: v.pipe(count, v.maxValue(4096)),
  layers: v.pipe(count, v.maxValue(8)),
  bidirectional: v.boolean(),
  /** Share of the inputs to every recurrent layer but the first, and to the head, that is dropped while training. */
  dropout: fraction,
  /** What the head sees: the last hidden state, or the mean over the example's own steps. */
  pooling: v.picklist(['last', 'mean']),
  /** GRU: false is Cho et al.'s r ⊙ h inside the product; true is cuDNN's and PyTorch's. */
  resetAfter: v.boolean(),
  /** LSTM: initial bias of the forget gate (Jozefowicz et al. 2015: 1). */
  forgetBias: v.number(),
});
export type ModelSpec = v.InferOutput<typeof ModelSpec>;

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

/** What a person chose; every other field follows from the data's own properties. */
export const RecipeChoices = v.object({
  model: v.optional(v.partial(ModelSpec)),
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

/** A complete recipe, why each chosen value is what it is, and the network that it makes. */
export const RecipeProposal = v.object({
  recipe: Recipe,
  reasons: v.record(v.string(), Remark),
  layers: v.array(LayerSummary),
  parameters: v.number(),
});
export type RecipeProposal = v.InferOutput<typeof RecipeProposal>;
