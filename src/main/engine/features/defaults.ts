import { traitsOf } from '../../../shared/domain/task';
import type { Modality, Remark } from '../../../shared/domain/dataset';
import type { Task } from '../../../shared/domain/task';
import type { FeaturePlan } from '../../../shared/domain/features';
import { remark } from '../../../shared/sentences/say';
import { fftSize } from './log-mel';
import { hzToMel } from './mel';

/** What the choice of features depends on; lengths in samples at `rateHz`. */
export interface SignalFacts {
  /** The rate that audio is (re)sampled to; null when unknown. */
  readonly rateHz: number | null;
  readonly medianLength: number;
  /** What the features are for; unknown while somebody only looks. */
  readonly task?: Task;
}

/** An example longer than this many steps in the median gets a larger hop: gradients fade and time grows with steps. */
const MOST_STEPS = 400;
const SPEECH_HOP_MS = 10;
const SPEECH_WINDOW_MS = 25;
/** A clip shorter than this many steps in the median gets a smaller hop. */
const FEWEST_STEPS = 30;
const SHORTEST_HOP_MS = 5;
/** A spectrum of fewer samples says little; it makes the window longer where a recording has a low rate. */
const FEWEST_WINDOW_SAMPLES = 32;
/** Below it there is hum and rumble, and nothing of speech. */
const LOWEST_HZ = 20;
/** Sound at this rate or above is more than telephone speech and has more bands. */
const WIDE_BAND_HZ = 16_000;

/**
 * The features that are taken when nobody chose any, and why. One rule for all data (docs/user-guide.md):
 * sensors go in as they are, standardised; audio goes in as log-mel bands.
 */
export function defaultFeatures(
  modality: Modality,
  facts: SignalFacts,
): { plan: FeaturePlan; reason: Remark } {
  if (
    modality === 'sensor' ||
    facts.rateHz === null ||
    (facts.task !== undefined && traitsOf(facts.task).features === 'values')
  )
    return sensorFeatures(facts.task);
  const medianMs = (1000 * facts.medianLength) / facts.rateHz;
  const plan = logMelPlan(facts.rateHz, hopFor(medianMs));
  const { hopMs } = plan;
  return {
    plan,
    reason: remark('features.logmel', {
      bands: plan.bands,
      hopMs,
      steps: Math.round(medianMs / hopMs) + 1,
    }),
  };
}

/**
 * Changes from step to step are small beside the values themselves and all but invisible to a network; as channels of
 * their own, scaled to unit variance, they show it shape and speed. A forecast scales its windows by their own level,
 * which the changes of another level would not fit.
 */
function sensorFeatures(task: Task | undefined): { plan: FeaturePlan; reason: Remark } {
  if (task === undefined || traitsOf(task).features !== 'any')
    return {
      plan: { kind: 'raw', standardise: true, differences: false },
      reason: remark('features.raw'),
    };
  return {
    plan: { kind: 'raw', standardise: true, differences: true },
    reason: remark('features.differences'),
  };
}

/** The same choice of window, hop and bands for the features that a person asked for by name. */
export function featuresOfKind(kind: FeaturePlan['kind'], facts: SignalFacts): FeaturePlan {
  if (kind === 'raw') return { kind, standardise: true, differences: false };
  const rateHz = facts.rateHz ?? 1;
  const plan = logMelPlan(rateHz, hopFor((1000 * facts.medianLength) / rateHz));
  return kind === 'logmel' ? plan : { ...plan, kind, coefficients: Math.min(13, plan.bands), deltas: true };
}

function hopFor(medianMs: number): number {
  const steps = medianMs / SPEECH_HOP_MS;
  if (steps > MOST_STEPS) return Math.round(medianMs / MOST_STEPS);
  return steps < FEWEST_STEPS ? SHORTEST_HOP_MS : SPEECH_HOP_MS;
}

function logMelPlan(rateHz: number, wantedHopMs: number): Extract<FeaturePlan, { kind: 'logmel' }> {
  const leastWindowMs = (1000 * FEWEST_WINDOW_SAMPLES) / rateHz;
  const windowMs = Math.max(SPEECH_WINDOW_MS, 2 * wantedHopMs, leastWindowMs);
  const hopMs = leastWindowMs > SPEECH_WINDOW_MS ? Math.max(wantedHopMs, windowMs / 2) : wantedHopMs;
  const minHz = Math.min(LOWEST_HZ, rateHz / 400);
  const maxHz = rateHz / 2;
  return {
    kind: 'logmel',
    standardise: true,
    windowMs,
    hopMs,
    bands: bandsFor(rateHz, windowMs, minHz),
    minHz,
    maxHz,
  };
}

/** As many as are usual, but none so narrow that it falls between two bins of the FFT. */
function bandsFor(rateHz: number, windowMs: number, minHz: number): number {
  const binHz = rateHz / fftSize(Math.round((windowMs * rateHz) / 1000));
  const most = Math.floor((hzToMel(rateHz / 2) - hzToMel(minHz)) / hzToMel(binHz)) - 1;
  return Math.max(1, Math.min(rateHz >= WIDE_BAND_HZ ? 64 : 40, most));
}
