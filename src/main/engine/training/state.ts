import { nothingYet } from './early-stopping';
import type { BestSoFar } from './early-stopping';
import type { Moments } from './optimiser';
import { freshPlateau } from './schedule';
import type { PlateauState } from './schedule';

/** The numbers of a training job at the end of an epoch; with the arrays, all that is needed to go on from there. */
export interface TrainingCounters extends BestSoFar {
  /** Optimiser steps done. */
  step: number;
  plateau: PlateauState;
  /** Halved by a retry after divergence. */
  rateFactor: number;
  retries: number;
  /** Whether a person was told that the network is not learning. */
  warned: boolean;
  seconds: number;
  inputMs: number;
  kernelMs: number;
  restMs: number;
}

/** Everything that a step changes. Random numbers have no state: they follow from seed, epoch and step. */
export interface TrainingState {
  readonly counters: TrainingCounters;
  /** [parameters] each. */
  readonly parameters: Float32Array;
  readonly moments: Moments;
  /** Running average of the weights: what is validated, kept and used. */
  readonly average: Float32Array;
  readonly best: Float32Array;
}

export function freshState(parameters: Float32Array): TrainingState {
  return {
    counters: {
      ...nothingYet,
      step: 0,
      plateau: freshPlateau,
      rateFactor: 1,
      retries: 0,
      warned: false,
      seconds: 0,
      inputMs: 0,
      kernelMs: 0,
      restMs: 0,
    },
    parameters: parameters.slice(),
    moments: {
      first: new Float32Array(parameters.length),
      second: new Float32Array(parameters.length),
    },
    average: parameters.slice(),
    best: parameters.slice(),
  };
}

export function copyState({ counters, parameters, moments, average, best }: TrainingState): TrainingState {
  return {
    counters: { ...counters },
    parameters: parameters.slice(),
    moments: { first: moments.first.slice(), second: moments.second.slice() },
    average: average.slice(),
    best: best.slice(),
  };
}
