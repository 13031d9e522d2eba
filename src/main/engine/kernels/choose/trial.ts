import type { BackendName, KernelName } from '../../../../shared/domain/model';
import type { Candidate } from './candidates';
import type { RecurrentKernel } from '../kernel';

/** Work that is done again and again, by which `auto` compares kernels. */
export interface Trial {
  /** Names network and batch; another name, another decision. */
  readonly shape: string;
  /** For people: how many sequences of how many time steps are tried. */
  readonly batch: number;
  readonly time: number;
  /** The work with a kernel on the backend in use; `end` frees what it holds. */
  prepare(kernel: RecurrentKernel): { step(): Promise<unknown>; end(): void };
}

export interface TimedCandidate {
  readonly backend: BackendName;
  readonly kernel: KernelName;
  /** The least of some steps. */
  readonly stepMs: number;
}

const MOST_STEPS = 4;
const LEAST_STEPS = 2;
/** Whoever is so much slower than the best so far is not measured more exactly. */
const HOPELESS = 3;
/** No further candidate is loaded when a trial has taken so long. */
export const TRIAL_BUDGET_MS = 400;
/** So much faster must a less expected kernel be, that noise alone does not choose it. */
const CLEARLY_FASTER = 0.9;

/** @param bestMs what the fastest candidate so far needs */
export async function timeCandidate(
  { backend, kernel }: Candidate,
  trial: Trial,
  bestMs: number,
): Promise<TimedCandidate> {
  const work = trial.prepare(kernel);
  try {
    let stepMs = Infinity;
    for (let step = 0; step < MOST_STEPS; step++) {
      if (step >= LEAST_STEPS && stepMs > bestMs * HOPELESS) break;
      const startMs = performance.now();
      await work.step();
      stepMs = Math.min(stepMs, performance.now() - startMs);
    }
    return { backend, kernel: kernel.name, stepMs };
  } finally {
    work.end();
  }
}

/** The fastest; of those that are about as fast the first. */
export function fastestOf(timed: readonly TimedCandidate[]): TimedCandidate {
  return timed.reduce((best, next) => (next.stepMs < best.stepMs * CLEARLY_FASTER ? next : best));
}
