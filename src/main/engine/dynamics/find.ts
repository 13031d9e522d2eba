import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { RandomStream } from '../random/random-stream';
import type { Descent } from './descend';
import { Descender, FIXED } from './descend';
import type { StepMap } from './step-map';

export interface FixedPoint extends Descent {
  /** Starts that ended here. */
  readonly starts: number;
  /** Of ∂F/∂state there: real and imaginary parts, largest absolute value first, [size] each. */
  readonly eigenvalues: { readonly real: Float64Array; readonly imaginary: Float64Array };
  /** Eigenvalues outside the unit circle: 0 where the point draws in what is near. */
  readonly unstable: number;
}

export interface FindOptions {
  /** States that were visited, [count, size]: starts are drawn from them. */
  readonly visited: readonly Float64Array[];
  readonly starts: number;
  /** Deviation of the noise on a start, as a share of the visited states' own in that coordinate. */
  readonly noise: number;
  readonly seed: number;
  /** Called now and then with the share that is done; throws to end the search. */
  readonly onProgress?: (share: number) => void;
}

export interface Found {
  /** Fixed points, the most visited first. */
  readonly fixed: readonly FixedPoint[];
  /** Where q has a minimum above {@link FIXED}: points that only move slowly. */
  readonly slow: readonly FixedPoint[];
  /** Starts that ran out of where the network has ever been. */
  readonly outside: number;
}

const distance = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k]! - b[k]!) ** 2;
  return Math.sqrt(sum);
};

interface Cloud {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  /** Greatest distance of a visited state from the mean. */
  readonly radius: number;
}

function cloudOf(states: readonly Float64Array[], size: number): Cloud {
  const mean = new Float64Array(size);
  for (const state of states) state.forEach((value, k) => (mean[k]! += value / states.length));
  const deviation = new Float64Array(size);
  for (const state of states)
    state.forEach((value, k) => (deviation[k]! += (value - mean[k]!) ** 2 / states.length));
  return {
    mean,
    deviation: deviation.map(Math.sqrt),
    radius: states.reduce((most, state) => Math.max(most, distance(state, mean)), 0),
  };
}

/** Points that are nearer to each other than this share of the cloud's radius are one. */
const SAME = 1e-3;
/** A point further out than this many radii is not one of the network's own. */
const OUTSIDE = 2;
/** Slow points above this share of the mean squared step that was seen are no points at all. */
const SLOW_SHARE = 0.01;

function eigenvaluesOf(map: StepMap, state: Float64Array): FixedPoint['eigenvalues'] {
  const { size } = map;
  const jacobian = new Float64Array(size * size);
  map.linearise(state, new Float64Array(size), jacobian);
  const { realEigenvalues: real, imaginaryEigenvalues: imaginary } = new EigenvalueDecomposition(
    Matrix.from1DArray(size, size, jacobian),
  );
  const order = real.map((_, k) => k).sort((a, b) => modulus(b) - modulus(a));
  function modulus(k: number): number {
    return Math.hypot(real[k]!, imaginary[k]!);
  }
  return {
    real: Float64Array.from(order, (k) => real[k]!),
    imaginary: Float64Array.from(order, (k) => imaginary[k]!),
  };
}

/**
 * Fixed and slow points of a recurrence under an input that stays, from states that it has visited and their
 * neighbourhood (Sussillo & Barak 2013; Golub & Sussillo 2018, JOSS 3:1003).
 *
 * @throws whatever `onProgress` throws
 */
export function findFixedPoints(map: StepMap, options: FindOptions): Found {
  const { visited, starts, noise, seed, onProgress } = options;
  const cloud = cloudOf(visited, map.size);
  const random = new RandomStream(seed, 'sample', 0);
  const descender = new Descender(map);
  const ends: { state: Float64Array; speed: number; starts: number }[] = [];
  let outside = 0;
  let moved = 0;
  const next = new Float64Array(map.size);
  for (let k = 0; k < starts; k++) {
    const start = visited[random.below(visited.length)]!.slice();
    map.step(start, next);
    moved += distance(start, next) ** 2 / 2 / starts;
    for (let i = 0; i < start.length; i++) start[i]! += noise * cloud.deviation[i]! * random.normal();
    const end = descender.from(start);
    if (distance(end.state, cloud.mean) > OUTSIDE * cloud.radius) outside++;
    else {
      const same = ends.find(({ state }) => distance(state, end.state) < SAME * cloud.radius);
      if (same === undefined) ends.push({ ...end, starts: 1 });
      else {
        same.starts++;
        if (end.speed < same.speed) Object.assign(same, end);
      }
    }
    if (k % 8 === 0) onProgress?.(k / starts);
  }
  const described = ends
    .filter(({ speed }) => speed <= FIXED || speed < SLOW_SHARE * moved)
    .sort((a, b) => b.starts - a.starts)
    .map((end): FixedPoint => {
      const eigenvalues = eigenvaluesOf(map, end.state);
      const unstable = eigenvalues.real.filter(
        (real, k) => Math.hypot(real, eigenvalues.imaginary[k]!) > 1,
      ).length;
      return { ...end, eigenvalues, unstable };
    });
  return {
    fixed: described.filter(({ speed }) => speed <= FIXED),
    slow: described.filter(({ speed }) => speed > FIXED),
    outside,
  };
}
