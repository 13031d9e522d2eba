/** Mean loss of a batch and ∂loss/∂logits, of their shape. */
interface LossResult {
  readonly loss: number;
  readonly gradient: Float32Array;
}

export type BatchLoss = (logits: Float32Array) => LossResult;

/** Softmax of each row of [rows, columns], computed against overflow from the row's greatest element. */
export function softmaxRows(logits: Float32Array, columns: number): Float32Array {
  const result = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += columns) {
    let greatest = -Infinity;
    for (let k = start; k < start + columns; k++) greatest = Math.max(greatest, logits[k]!);
    let sum = 0;
    for (let k = start; k < start + columns; k++) sum += Math.exp(logits[k]! - greatest);
    for (let k = start; k < start + columns; k++) result[k] = Math.exp(logits[k]! - greatest) / sum;
  }
  return result;
}

/** Logistic function of each element. */
export function sigmoids(logits: Float32Array): Float32Array {
  return logits.map(sigmoid);
}

const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

export interface CrossEntropyOptions {
  /** Share of the probability that is spread evenly over all classes (Szegedy et al. 2016). */
  readonly smoothing: number;
  /** [classes]; each example counts with its class's weight. Null: all alike. */
  readonly classWeights: Float32Array | null;
}

/**
 * Cross-entropy of softmax against labels [size], averaged over the batch with class weights:
 * Σ wₑ · lossₑ / size, so that a batch of a rare class pulls as hard as its weight says. Rows with the label −1 are
 * not judged and do not count.
 */
export function crossEntropy(
  labels: Int32Array,
  classes: number,
  { smoothing, classWeights }: CrossEntropyOptions,
): BatchLoss {
  return (logits) => {
    const rows = labels.length;
    const size = labels.reduce((count, label) => count + Number(label >= 0), 0);
    const probabilities = softmaxRows(logits, classes);
    const gradient = new Float32Array(logits.length);
    let loss = 0;
    for (let example = 0; example < rows; example++) {
      const label = labels[example]!;
      if (label < 0) continue;
      const weight = (classWeights?.[label] ?? 1) / size;
      for (let k = 0; k < classes; k++) {
        const at = example * classes + k;
        const target = (k === label ? 1 - smoothing : 0) + smoothing / classes;
        if (target > 0) loss -= weight * target * Math.log(Math.max(probabilities[at]!, 1e-30));
        gradient[at] = weight * (probabilities[at]! - target);
      }
      if (!Number.isFinite(logits[example * classes]!)) loss = Number.NaN;
    }
    return { loss, gradient };
  };
}

interface BinaryOptions {
  /** Share of the probability that is moved to the middle. */
  readonly smoothing: number;
  /** [labels]; how much harder an example that has a label pulls than one that has not. Null: all alike. */
  readonly positiveWeights: Float32Array | null;
}

/**
 * Cross-entropy of a sigmoid for each label against `targets` [size, labels], averaged over all elements, computed from the
 * logits so that none overflows: with w for positives w·y·log(1 + e⁻ˣ) + (1 − y)·log(1 + eˣ), as PyTorch's
 * `binary_cross_entropy_with_logits`.
 */
export function binaryCrossEntropy(
  targets: Uint8Array,
  labels: number,
  { smoothing, positiveWeights }: BinaryOptions,
): BatchLoss {
  return (logits) => {
    const gradient = new Float32Array(logits.length);
    const share = 1 / targets.length;
    let loss = 0;
    for (let k = 0; k < logits.length; k++) {
      const x = logits[k]!;
      const y = targets[k]! * (1 - smoothing) + smoothing / 2;
      const weight = positiveWeights?.[k % labels] ?? 1;
      const tail = Math.log1p(Math.exp(-Math.abs(x)));
      loss += share * (weight * y * (tail + Math.max(-x, 0)) + (1 - y) * (tail + Math.max(x, 0)));
      const likely = sigmoid(x);
      gradient[k] = share * ((1 - y) * likely - weight * y * (1 - likely));
    }
    return { loss, gradient };
  };
}

/**
 * Huber loss (1964) of values against targets, both [size, outputs], averaged over all elements: squared near
 * zero, absolute beyond `delta`, so that a few great misses do not rule.
 */
export function huber(targets: Float32Array, size: number, delta = 1): BatchLoss {
  return (values) => {
    const gradient = new Float32Array(values.length);
    const outputs = values.length / size;
    const share = 1 / (size * outputs);
    let loss = 0;
    for (let k = 0; k < values.length; k++) {
      const error = values[k]! - targets[k]!;
      const size = Math.abs(error);
      loss += share * (size <= delta ? 0.5 * error * error : delta * (size - 0.5 * delta));
      gradient[k] = share * Math.max(-delta, Math.min(delta, error));
    }
    return { loss, gradient };
  };
}

/**
 * A loss of those elements alone that have a target: where it is NaN, nothing is judged and nothing pulls.
 *
 * @param perTarget values of each target, which lie side by side
 */
export function whereKnown(
  targets: Float32Array,
  lossOf: (known: Float32Array) => BatchLoss,
  perTarget = 1,
): BatchLoss {
  if (!targets.some(Number.isNaN)) return lossOf(targets);
  const known = targets.filter((target) => !Number.isNaN(target));
  const places = Int32Array.from({ length: targets.length * perTarget }, (_, k) => k).filter(
    (k) => !Number.isNaN(targets[Math.floor(k / perTarget)]!),
  );
  const ofKnown = lossOf(known);
  return (values) => {
    const { loss, gradient } = ofKnown(Float32Array.from(places, (k) => values[k]!));
    const spread = new Float32Array(values.length);
    places.forEach((k, index) => (spread[k] = gradient[index]!));
    return { loss: places.length === 0 ? 0 : loss, gradient: spread };
  };
}
