/**
 * Every field of a recipe, once: what it may be and how the command line names it. The schemas (`model.ts`), the options of
 * `unroll train` and the window's controls are made from this. Defaults follow from the data
 * (`engine/models/recipe/defaults.ts`); each says why with the sentence `default.<field>`.
 */
export interface Bounds {
  readonly whole?: boolean | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Greater than this. */
  readonly above?: number | undefined;
  /** Less than this. */
  readonly below?: number | undefined;
  /** Null is an answer too: chosen from the data, or not at all. */
  readonly nullable?: boolean;
}

/** Why a number is out of bounds, in words that follow "It"; null if it is within them. */
export function outOfBounds(value: number, { whole, min, max, above, below }: Bounds): string | null {
  if (whole === true && !Number.isInteger(value)) return 'must be a whole number';
  if (above !== undefined && value <= above) return `must be greater than ${above}`;
  if (below !== undefined && value >= below) return `must be less than ${below}`;
  if (min !== undefined && value < min) return `must be at least ${min}`;
  if (max !== undefined && value > max) return `must be at most ${max}`;
  return null;
}

const count = (max?: number): Bounds => ({ whole: true, min: 1, ...(max !== undefined && { max }) });
const share: Bounds = { min: 0, below: 1 };
const positive: Bounds = { above: 0 };
const notNegative: Bounds = { min: 0 };

/** `help` is what the command line says of it; `bounds` by the families that have the field. */
export const modelTable = {
  activation: {
    of: ['recurrent'],
    options: ['tanh', 'relu', 'sigmoid', 'linear'],
    value: 'f',
    help: 'of a plain RNN',
  },
  units: { bounds: { recurrent: count(4096) }, value: 'n', help: 'units per layer' },
  layers: {
    bounds: { recurrent: count(8), transformer: count(12) },
    value: 'n',
    help: 'recurrent layers, or attention blocks',
  },
  bidirectional: {
    of: ['recurrent'],
    help: 'read each sequence both ways',
    noHelp: 'read each sequence forwards only',
  },
  dropout: {
    bounds: { recurrent: share, transformer: share },
    value: 'share',
    help: 'share of inputs dropped while training',
  },
  pooling: {
    of: ['recurrent', 'transformer'],
    options: ['last', 'mean', 'attention', 'none'],
    value: 'kind',
    help: 'what the head sees',
  },
  resetAfter: { of: ['recurrent'], help: "GRU as cuDNN's and PyTorch's" },
  forgetBias: { bounds: { recurrent: {} }, value: 'x', help: "LSTM's initial forget-gate bias" },
  forgetInit: {
    of: ['recurrent'],
    options: ['constant', 'chrono', 'longest'],
    value: 'how',
    help: "LSTM's: --forget-bias, or by the length of the data",
  },
  chronoSteps: {
    bounds: { recurrent: { whole: true, min: 3, max: 10_000_000 } },
    value: 'T',
    help: 'LSTM: the length that --forget-init goes by',
  },
  peepholes: { of: ['recurrent'], help: 'LSTM: gates see the cell state' },
  coupled: { of: ['recurrent'], help: 'LSTM: forget what the input gate lets in' },
  recurrentInit: {
    of: ['recurrent'],
    options: ['orthogonal', 'identity', 'normal'],
    value: 'how',
    help: 'RNN: what its recurrence begins as',
  },
  spectralRadius: {
    bounds: { recurrent: { above: 0, max: 10 } },
    value: 'x',
    help: 'RNN: of its first recurrence',
  },
  recurrentDropout: {
    bounds: { recurrent: share },
    value: 'share',
    help: 'share of units that a recurrence does not see',
  },
  layerNorm: { of: ['recurrent'], help: 'layer norm after every recurrent layer' },
  width: { bounds: { transformer: count(1024) }, value: 'n', help: 'transformer: numbers per step' },
  heads: { bounds: { transformer: count(32) }, value: 'n', help: 'transformer: heads of each attention' },
  feedForward: {
    bounds: { transformer: count(4096) },
    value: 'n',
    help: 'transformer: hidden units after each attention',
  },
  causal: {
    of: ['transformer'],
    help: 'transformer: no step looks ahead',
    noHelp: 'transformer: every step looks at all',
  },
  order: {
    bounds: { ar: { ...count(2048), nullable: true }, markov: count(4) },
    value: 'n',
    help: 'ar, markov: how many last steps matter',
  },
  criterion: {
    of: ['ar'],
    options: ['aic', 'bic', 'validation'],
    value: 'name',
    help: 'ar: what chooses the order',
  },
  ridge: {
    bounds: { naive: { ...notNegative, nullable: true }, ar: notNegative, statistics: notNegative },
    value: 'x',
    help: 'naive, ar, statistics: penalty on the weights',
  },
  hidden: {
    bounds: { ar: { whole: true, min: 0, max: 512 } },
    value: 'n',
    help: 'ar: hidden units; 0 is linear',
  },
  states: {
    bounds: { markov: { whole: true, min: 2, max: 256 }, latent: count(64) },
    value: 'n',
    help: 'markov: states; latent: dimensions of the state',
  },
  discretise: { of: ['markov'], options: ['quantiles', 'kmeans'], value: 'how', help: 'markov' },
  smoothing: { bounds: { markov: positive }, value: 'x', help: 'markov: added to every count' },
  fit: { of: ['latent'], options: ['em', 'subspace'], value: 'how', help: 'latent, linear' },
  transition: {
    of: ['latent'],
    options: ['linear', 'rnn', 'gru'],
    value: 'how',
    help: 'latent: what moves the state; rnn and gru are trained to say the next step',
  },
  band: {
    bounds: { dtw: { min: 0, max: 1, nullable: true } },
    value: 'share',
    help: 'dtw: half width of the band',
  },
  kernelFeatures: {
    bounds: { minirocket: { whole: true, min: 84, max: 50_000 } },
    value: 'n',
    help: 'minirocket: numbers that describe a sequence',
  },
  trees: { bounds: { quant: count(2000) }, value: 'n', help: 'quant: trees that vote' },
  neighbours: { bounds: { dtw: count(100) }, value: 'n', help: 'dtw: how many vote' },
} as const;

export const trainingTable = {
  epochs: { bounds: count(), flag: 'epochs', value: 'n', help: 'passes over the training data' },
  batch: { bounds: count(), flag: 'batch', value: 'n', help: 'examples per step' },
  learningRate: { bounds: positive, flag: 'lr', value: 'x', help: 'learning rate' },
  schedule: {
    options: ['constant', 'plateau', 'cosine'],
    flag: 'schedule',
    value: 'kind',
    help: 'of the learning rate',
  },
  patience: {
    bounds: count(),
    flag: 'patience',
    value: 'epochs',
    help: 'stop after so many without a better validation loss',
  },
  clipNorm: {
    bounds: { ...positive, nullable: true },
    flag: 'clip',
    value: 'norm',
    help: 'largest gradient norm; 0 does not clip',
  },
  weightDecay: { bounds: notNegative, flag: 'weight-decay', value: 'x', help: 'decoupled, per step' },
  labelSmoothing: {
    bounds: share,
    flag: 'label-smoothing',
    value: 'share',
    help: 'of the true class given to all',
  },
  inputNoise: {
    bounds: notNegative,
    flag: 'noise',
    value: 'deviation',
    help: 'added to scaled inputs while training',
  },
  classWeights: { options: ['none', 'balanced'], flag: 'class-weights', value: 'kind', help: 'of the loss' },
  seed: { bounds: { whole: true, min: 0 }, flag: 'seed', value: 'n', help: 'seed of weights and order' },
} as const;

export type ModelField = keyof typeof modelTable;

type Entry = { readonly of: readonly string[] } | { readonly bounds: Readonly<Record<string, Bounds>> };

/** The families that have a field. */
export function familiesWith(field: ModelField): readonly string[] {
  const entry: Entry = modelTable[field];
  return 'of' in entry ? entry.of : Object.keys(entry.bounds);
}

/** A number's bounds in a family's model; null where it has none such. */
export function modelBounds(field: string, family: string): Bounds | null {
  const entry = (modelTable as Readonly<Record<string, Entry>>)[field];
  return entry !== undefined && 'bounds' in entry ? (entry.bounds[family] ?? null) : null;
}

/** A number's bounds in the training; null where it has none such. */
export function trainingBounds(field: string): Bounds | null {
  const entry = (trainingTable as Readonly<Record<string, { readonly bounds?: Bounds }>>)[field];
  return entry?.bounds ?? null;
}
