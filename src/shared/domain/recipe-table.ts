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

/** Which bound a number does not keep; null if it keeps them all. `bound` is 0 of what has none. */
export interface OutOfBounds {
  readonly kind: 'whole' | 'above' | 'below' | 'min' | 'max';
  readonly bound: number;
}

export function outOfBounds(value: number, { whole, min, max, above, below }: Bounds): OutOfBounds | null {
  if (whole === true && !Number.isInteger(value)) return { kind: 'whole', bound: 0 };
  if (above !== undefined && value <= above) return { kind: 'above', bound: above };
  if (below !== undefined && value >= below) return { kind: 'below', bound: below };
  if (min !== undefined && value < min) return { kind: 'min', bound: min };
  if (max !== undefined && value > max) return { kind: 'max', bound: max };
  return null;
}

const count = (max?: number): Bounds => ({ whole: true, min: 1, ...(max !== undefined && { max }) });
const share: Bounds = { min: 0, below: 1 };
const positive: Bounds = { above: 0 };
const notNegative: Bounds = { min: 0 };

/** `bounds` by the families that have the field; what the command line says of it is `help.recipe.<field>` of the catalogue. */
export const modelTable = {
  activation: {
    of: ['recurrent'],
    options: ['tanh', 'relu', 'sigmoid', 'linear'],
    value: 'f',
  },
  units: { bounds: { recurrent: count(4096) }, value: 'n' },
  layers: {
    bounds: { recurrent: count(8), transformer: count(12), tcn: count(12), inception: count(4) },
    value: 'n',
  },
  bidirectional: {
    of: ['recurrent'],
    canBeOff: true,
  },
  dropout: {
    bounds: { recurrent: share, transformer: share, tcn: share, inception: share },
    value: 'share',
  },
  pooling: {
    of: ['recurrent', 'transformer', 'tcn', 'inception'],
    options: ['last', 'mean', 'attention', 'none'],
    value: 'kind',
  },
  resetAfter: { of: ['recurrent'] },
  forgetBias: { bounds: { recurrent: {} }, value: 'x' },
  forgetInit: {
    of: ['recurrent'],
    options: ['constant', 'chrono', 'longest'],
    value: 'how',
  },
  chronoSteps: {
    bounds: { recurrent: { whole: true, min: 3, max: 10_000_000 } },
    value: 'T',
  },
  peepholes: { of: ['recurrent'] },
  coupled: { of: ['recurrent'] },
  recurrentInit: {
    of: ['recurrent'],
    options: ['orthogonal', 'identity', 'normal'],
    value: 'how',
  },
  spectralRadius: {
    bounds: { recurrent: { above: 0, max: 10 } },
    value: 'x',
  },
  recurrentDropout: {
    bounds: { recurrent: share },
    value: 'share',
  },
  layerNorm: { of: ['recurrent'] },
  width: { bounds: { transformer: count(1024), tcn: count(1024), inception: count(256) }, value: 'n' },
  heads: { bounds: { transformer: count(32) }, value: 'n' },
  feedForward: {
    bounds: { transformer: count(4096) },
    value: 'n',
  },
  causal: {
    of: ['transformer', 'tcn'],
    canBeOff: true,
  },
  kernelSize: {
    bounds: { tcn: { whole: true, min: 2, max: 128 }, inception: { whole: true, min: 4, max: 256 } },
    value: 'steps',
  },
  separable: { of: ['tcn'] },
  order: {
    bounds: { ar: { ...count(2048), nullable: true }, markov: count(4) },
    value: 'n',
  },
  criterion: {
    of: ['ar'],
    options: ['aic', 'bic', 'validation'],
    value: 'name',
  },
  ridge: {
    bounds: { naive: { ...notNegative, nullable: true }, ar: notNegative, statistics: notNegative },
    value: 'x',
  },
  hidden: {
    bounds: { ar: { whole: true, min: 0, max: 512 } },
    value: 'n',
  },
  states: {
    bounds: { markov: { whole: true, min: 2, max: 256 }, latent: count(64) },
    value: 'n',
  },
  discretise: { of: ['markov'], options: ['quantiles', 'kmeans'], value: 'how' },
  smoothing: { bounds: { markov: positive }, value: 'x' },
  fit: { of: ['latent'], options: ['em', 'subspace'], value: 'how' },
  transition: {
    of: ['latent'],
    options: ['linear', 'rnn', 'gru'],
    value: 'how',
  },
  band: {
    bounds: { dtw: { min: 0, max: 1, nullable: true } },
    value: 'share',
  },
  kernelFeatures: {
    bounds: { minirocket: { whole: true, min: 84, max: 50_000 } },
    value: 'n',
  },
  trees: { bounds: { quant: count(2000) }, value: 'n' },
  neighbours: { bounds: { dtw: count(100) }, value: 'n' },
} as const;

export const trainingTable = {
  epochs: { bounds: count(), flag: 'epochs', value: 'n' },
  batch: { bounds: count(), flag: 'batch', value: 'n' },
  learningRate: { bounds: positive, flag: 'lr', value: 'x' },
  schedule: {
    options: ['constant', 'plateau', 'cosine'],
    flag: 'schedule',
    value: 'kind',
  },
  patience: {
    bounds: count(),
    flag: 'patience',
    value: 'epochs',
  },
  clipNorm: {
    bounds: { ...positive, nullable: true },
    flag: 'clip',
    value: 'norm',
  },
  weightDecay: { bounds: notNegative, flag: 'weight-decay', value: 'x' },
  labelSmoothing: {
    bounds: share,
    flag: 'label-smoothing',
    value: 'share',
  },
  inputNoise: {
    bounds: notNegative,
    flag: 'noise',
    value: 'deviation',
  },
  classWeights: { options: ['none', 'balanced'], flag: 'class-weights', value: 'kind' },
  seed: { bounds: { whole: true, min: 0 }, flag: 'seed', value: 'n' },
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
