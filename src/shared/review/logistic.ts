/** How likely a proposal is right, by its confidence: p = 1 / (1 + e^−(a + b · log-odds of the confidence)). */
export interface TruthCurve {
  readonly a: number;
  readonly b: number;
  /** Covariance of a and b: var a, cov, var b. */
  readonly covariance: readonly [number, number, number];
  /** Decisions that it was fitted to. */
  readonly decided: number;
}

/** A decision: how sure the model was, and whether it was right. */
export interface Decided {
  readonly confidence: number;
  readonly isRight: boolean;
}

/** What is held of a curve before anything was decided, normal: nothing where the deviations are infinite. */
export interface CurvePrior {
  readonly deviationOfA: number;
  readonly deviationOfB: number;
}

/** That the model's confidence is about right (a = 0, b = 1), which a dozen decisions outweigh; so that a curve is never a step. */
const usualPrior: CurvePrior = { deviationOfA: 2, deviationOfB: 0.5 };
export const noPrior: CurvePrior = { deviationOfA: Infinity, deviationOfB: Infinity };

/** Confidences are taken to be no nearer to 0 and 1. */
const EDGE = 1e-4;
const MOST_STEPS = 100;

function logOdds(confidence: number): number {
  const within = Math.max(EDGE, Math.min(1 - EDGE, confidence));
  return Math.log(within / (1 - within));
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/**
 * The curve of the greatest posterior, by Newton's steps, that are those of iteratively reweighted least squares (McCullagh & Nelder 1989,
 * section 2.5), halved while they do not improve it. Without a prior, and where confidences part right from wrong, there is none: the
 * steps end at a steep one.
 */
export function fitTruth(decisions: readonly Decided[], prior: CurvePrior = usualPrior): TruthCurve {
  const x = decisions.map(({ confidence }) => logOdds(confidence));
  const [weightA, weightB] = [prior.deviationOfA ** -2, prior.deviationOfB ** -2];
  const loss = (a: number, b: number): number => {
    let sum = 0.5 * (weightA * a * a + weightB * (b - 1) ** 2);
    decisions.forEach(({ isRight }, k) => {
      const z = (isRight ? 1 : -1) * (a + b * x[k]!);
      sum += z > 0 ? Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)) - z;
    });
    return sum;
  };
  let [a, b] = [0, 1];
  let best = loss(a, b);
  let covariance: TruthCurve['covariance'] = [prior.deviationOfA ** 2, 0, prior.deviationOfB ** 2];
  for (let step = 0; step < MOST_STEPS && decisions.length > 0; step++) {
    let [gradA, gradB, aa, ab, bb] = [weightA * a, weightB * (b - 1), weightA, 0, weightB];
    decisions.forEach(({ isRight }, k) => {
      const p = sigmoid(a + b * x[k]!);
      const [error, weight] = [p - Number(isRight), p * (1 - p)];
      gradA += error;
      gradB += error * x[k]!;
      aa += weight;
      ab += weight * x[k]!;
      bb += weight * x[k]! ** 2;
    });
    const determinant = aa * bb - ab * ab;
    if (!(determinant > 1e-300)) break;
    covariance = [bb / determinant, -ab / determinant, aa / determinant];
    let [moveA, moveB] = [-(bb * gradA - ab * gradB) / determinant, -(aa * gradB - ab * gradA) / determinant];
    let next = loss(a + moveA, b + moveB);
    for (let halved = 0; halved < 30 && next > best; halved++) {
      [moveA, moveB] = [moveA / 2, moveB / 2];
      next = loss(a + moveA, b + moveB);
    }
    if (!(next <= best)) break;
    [a, b, best] = [a + moveA, b + moveB, next];
    if (Math.abs(moveA) + Math.abs(moveB) < 1e-12) break;
  }
  return { a, b, covariance, decided: decisions.length };
}

export function truthAt({ a, b }: Pick<TruthCurve, 'a' | 'b'>, confidence: number): number {
  return sigmoid(a + b * logOdds(confidence));
}

const Z95 = 1.959_963_984_540_054;

/** The interval of 95 % around {@link truthAt}, of the log-odds (Wald). */
export function truthInterval(
  { a, b, covariance: [aa, ab, bb] }: TruthCurve,
  confidence: number,
): [number, number] {
  const x = logOdds(confidence);
  const half = Z95 * Math.sqrt(Math.max(0, aa + 2 * ab * x + bb * x * x));
  return [sigmoid(a + b * x - half), sigmoid(a + b * x + half)];
}

/** What is taken at once when all from a confidence on are. */
export interface Cut {
  /** From this confidence on. */
  readonly threshold: number;
  readonly count: number;
  /** Share of them that is expected to be right. */
  readonly precision: number;
}

/**
 * The lowest threshold at which those taken are expected to be right often enough; null where not even the surest are.
 *
 * @param confidences of what is to be decided
 */
export function cutFor(
  curve: Pick<TruthCurve, 'a' | 'b'>,
  confidences: readonly number[],
  precision: number,
): Cut | null {
  const sorted = [...confidences].sort((x, y) => y - x);
  let sum = 0;
  let found: Cut | null = null;
  sorted.forEach((confidence, k) => {
    sum += truthAt(curve, confidence);
    // Those that are as sure go together.
    if (sorted[k + 1] === confidence) return;
    const mean = sum / (k + 1);
    if (mean >= precision) found = { threshold: confidence, count: k + 1, precision: mean };
  });
  return found;
}
