/** A smooth function: its value at `x`, its gradient written into `gradient`. */
export type Smooth = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
  readonly memory?: number;
  readonly iterations?: number;
  /** Stops when no part of the gradient is larger. */
  readonly tolerance?: number;
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
};

const SUFFICIENT = 1e-4;

/**
 * The minimum of a convex smooth function by limited-memory BFGS with a backtracking line search
 * (Nocedal & Wright 2006, algorithms 7.4 and 3.1). Changes `x` and returns it.
 */
export function minimise(
  f: Smooth,
  x: Float64Array,
  { memory = 10, iterations = 500, tolerance = 1e-7 }: LbfgsOptions = {},
): Float64Array {
  const n = x.length;
  let gradient = new Float64Array(n);
  let value = f(x, gradient);
  const pairs: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  for (let round = 0; round < iterations; round++) {
    if (gradient.every((part) => Math.abs(part) <= tolerance)) break;
    const direction = directionOf(gradient, pairs);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      pairs.length = 0;
      direction.set(gradient.map((part) => -part));
      slope = -dot(gradient, gradient);
    }
    let step = pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    const next = new Float64Array(n);
    const nextGradient = new Float64Array(n);
    let nextValue = Infinity;
    for (let tries = 0; tries < 50; tries++, step /= 2) {
      for (let k = 0; k < n; k++) next[k] = x[k]! + step * direction[k]!;
      nextValue = f(next, nextGradient);
      if (nextValue <= value + SUFFICIENT * step * slope) break;
    }
    if (!(nextValue < value)) break;
    const s = next.map((part, k) => part - x[k]!);
    const y = nextGradient.map((part, k) => part - gradient[k]!);
    const curvature = dot(s, y);
    if (curvature > 1e-12 * dot(y, y)) {
      pairs.push({ s, y, rho: 1 / curvature });
      if (pairs.length > memory) pairs.shift();
    }
    x.set(next);
    gradient = nextGradient;
    value = nextValue;
  }
  return x;
}

/** −H · gradient by the two loops of Nocedal 1980. */
function directionOf(
  gradient: Float64Array,
  pairs: readonly { s: Float64Array; y: Float64Array; rho: number }[],
): Float64Array {
  const q = gradient.map((part) => -part);
  const alphas: number[] = [];
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { s, y, rho } = pairs[k]!;
    const alpha = rho * dot(s, q);
    alphas[k] = alpha;
    for (let i = 0; i < q.length; i++) q[i]! -= alpha * y[i]!;
  }
  const last = pairs.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let i = 0; i < q.length; i++) q[i]! *= scale;
  }
  pairs.forEach(({ s, y, rho }, k) => {
    const beta = rho * dot(y, q);
    for (let i = 0; i < q.length; i++) q[i]! += (alphas[k]! - beta) * s[i]!;
  });
  return q;
}
