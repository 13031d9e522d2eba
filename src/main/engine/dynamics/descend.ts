import type { StepMap } from './step-map';

export interface Descent {
  /** [size] */
  readonly state: Float64Array;
  /** q = ½ ‖F(state) − state‖². */
  readonly speed: number;
}

/** Below this q a point is taken for fixed: distances of 10⁻¹⁰, what float64 leaves of sums over a hundred units. */
export const FIXED = 1e-20;
const MOST_ITERATIONS = 120;
const LEAST_DAMPING = 1e-12;
const MOST_DAMPING = 1e12;

/** Solves (m + μ I) x = b for a positive semi-definite m (Cholesky); false where it is not positive. `x` holds b at first. */
function solveDamped(
  m: Float64Array,
  damping: number,
  x: Float64Array,
  factor: Float64Array,
  size: number,
): boolean {
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = m[i * size + j]! + (i === j ? damping : 0);
      for (let k = 0; k < j; k++) sum -= factor[i * size + k]! * factor[j * size + k]!;
      if (i !== j) factor[i * size + j] = sum / factor[j * size + j]!;
      else if (sum > 0) factor[i * size + i] = Math.sqrt(sum);
      else return false;
    }
  for (let i = 0; i < size; i++) {
    let sum = x[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * size + k]! * x[k]!;
    x[i] = sum / factor[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = x[i]!;
    for (let k = i + 1; k < size; k++) sum -= factor[k * size + i]! * x[k]!;
    x[i] = sum / factor[i * size + i]!;
  }
  return true;
}

const halfSquare = (values: Float64Array): number => {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum / 2;
};

/**
 * Goes down q from many starts, after Sussillo & Barak 2013 (Neural Computation 25:626), whose gradient descent is
 * replaced by Levenberg & Marquardt's: the residual F(s) − s has an exact Jacobian here, and near a fixed point the steps
 * become Newton's.
 */
export class Descender {
  readonly #map: StepMap;
  readonly #next: Float64Array;
  readonly #residual: Float64Array;
  readonly #tried: Float64Array;
  readonly #gradient: Float64Array;
  readonly #change: Float64Array;
  readonly #jacobian: Float64Array;
  readonly #normal: Float64Array;
  readonly #factor: Float64Array;

  constructor(map: StepMap) {
    this.#map = map;
    const vector = (): Float64Array => new Float64Array(map.size);
    const matrix = (): Float64Array => new Float64Array(map.size * map.size);
    [this.#next, this.#residual, this.#tried] = [vector(), vector(), vector()];
    [this.#gradient, this.#change] = [vector(), vector()];
    [this.#jacobian, this.#normal, this.#factor] = [matrix(), matrix(), matrix()];
  }

  /** From one start, [size], to where q no longer falls. */
  from(start: Float64Array): Descent {
    const state = start.slice();
    let damping = 1e-3;
    let speed = this.#linearise(state);
    for (let k = 0; k < MOST_ITERATIONS && speed > FIXED; k++) {
      const found = this.#down(state, speed, damping);
      if (found === null) break;
      ({ speed, damping } = found);
    }
    return { state, speed };
  }

  /** One step that lowers q, which `state` then has taken; null when there is none. */
  #down(
    state: Float64Array,
    speed: number,
    damping: number,
  ): { readonly speed: number; readonly damping: number } | null {
    const { size } = this.#map;
    for (let tried = damping; tried <= MOST_DAMPING; tried *= 8) {
      this.#change.set(this.#gradient);
      if (!solveDamped(this.#normal, tried, this.#change, this.#factor, size)) continue;
      for (let i = 0; i < size; i++) this.#tried[i] = state[i]! - this.#change[i]!;
      this.#map.step(this.#tried, this.#next);
      for (let i = 0; i < size; i++) this.#residual[i] = this.#next[i]! - this.#tried[i]!;
      const lower = halfSquare(this.#residual);
      if (!(lower < speed)) continue;
      // A flat valley: what is left to gain is less than a person could see.
      if (speed - lower < 1e-9 * speed) return null;
      state.set(this.#tried);
      return { speed: this.#linearise(state), damping: Math.max(LEAST_DAMPING, tried / 8) };
    }
    return null;
  }

  /** Residual, AᵀA and Aᵀr at a state, A = ∂F/∂s − I. @returns q there */
  #linearise(state: Float64Array): number {
    const { size } = this.#map;
    const [a, normal, gradient, residual] = [this.#jacobian, this.#normal, this.#gradient, this.#residual];
    this.#map.linearise(state, this.#next, a);
    for (let i = 0; i < size; i++) {
      residual[i] = this.#next[i]! - state[i]!;
      a[i * size + i]! -= 1;
    }
    normal.fill(0);
    gradient.fill(0);
    for (let k = 0; k < size; k++) {
      const row = k * size;
      const own = residual[k]!;
      for (let i = 0; i < size; i++) {
        const left = a[row + i]!;
        gradient[i]! += left * own;
        const to = i * size;
        for (let j = 0; j <= i; j++) normal[to + j]! += left * a[row + j]!;
      }
    }
    return halfSquare(residual);
  }
}
