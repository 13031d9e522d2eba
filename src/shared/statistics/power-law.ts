import { randomNumbers } from './random';

/** error(n) = rest + scale · n^(−slope): how errors mostly fall with the number of examples (Hestness et al. 2017). */
export interface PowerLaw {
  readonly scale: number;
  readonly slope: number;
  /** What no number of examples takes away. */
  readonly rest: number;
}

/** Errors at one number of examples, one for each seed. */
export interface ErrorsAt {
  readonly examples: number;
  readonly errors: readonly number[];
}

const LEAST_ERROR = 1e-6;
const RESTS = 40;
/** Fewer sizes than this cannot tell a rest from a slope. */
const SIZES_FOR_REST = 4;

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

export const errorAt = ({ scale, slope, rest }: PowerLaw, examples: number): number =>
  rest + scale * examples ** -slope;

/** Least squares of log(error − rest) on log n. The slope never rises. */
function fitAbove(rest: number, points: readonly (readonly [number, number])[]): PowerLaw {
  const xs = points.map(([examples]) => Math.log(examples));
  const ys = points.map(([, error]) => Math.log(Math.max(LEAST_ERROR, error - rest)));
  const [mx, my] = [mean(xs), mean(ys)];
  const spread = xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
  const shared = xs.reduce((sum, x, k) => sum + (x - mx) * (ys[k]! - my), 0);
  const slope = Math.max(0, -shared / spread);
  return { scale: Math.exp(my + slope * mx), slope, rest };
}

/** The power law whose squared errors are least; null for fewer than two sizes. */
export function fitPowerLaw(sizes: readonly ErrorsAt[]): PowerLaw | null {
  if (new Set(sizes.map(({ examples }) => examples)).size < 2) return null;
  const points = sizes.map(({ examples, errors }) => [examples, mean(errors)] as const);
  const least = Math.min(...points.map(([, error]) => error));
  const rests =
    points.length < SIZES_FOR_REST ? [0] : Array.from({ length: RESTS }, (_, k) => (least * k) / RESTS);
  const misfit = (law: PowerLaw): number =>
    points.reduce((sum, [examples, error]) => sum + (errorAt(law, examples) - error) ** 2, 0);
  return rests.map((rest) => fitAbove(rest, points)).reduce((a, b) => (misfit(b) < misfit(a) ? b : a));
}

/**
 * What the error at a number of examples that nobody has would likely be: the fitted law, with a 95 % percentile interval over
 * resampled seeds. An extrapolation: it takes for granted that the law goes on. Null where nothing can be fitted.
 */
export function extrapolate(
  sizes: readonly ErrorsAt[],
  examples: number,
  resamples = 500,
): { error: number; slope: number; interval: readonly [number, number] | null } | null {
  const law = fitPowerLaw(sizes);
  if (law === null) return null;
  const error = errorAt(law, examples);
  if (sizes.some(({ errors }) => errors.length < 2)) return { error, slope: law.slope, interval: null };
  const random = randomNumbers(1);
  const drawn = Array.from({ length: resamples }, () => {
    const again = sizes.map(({ examples: n, errors }) => ({
      examples: n,
      errors: errors.map(() => errors[Math.floor(random() * errors.length)]!),
    }));
    return errorAt(fitPowerLaw(again)!, examples);
  }).sort((a, b) => a - b);
  const ends = [0.025 * resamples, 0.975 * resamples - 1].map((rank) => drawn[Math.round(rank)]!);
  return { error, slope: law.slope, interval: [ends[0]!, ends[1]!] };
}
