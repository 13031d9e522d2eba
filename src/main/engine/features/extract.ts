import type { FeaturePlan } from '../../../shared/domain/features';
import { failure } from '../../../shared/sentences/failure';
import type { SpectralPlan } from './log-mel';
import { countFrames, framingOf, LogMelExtractor } from './log-mel';
import { melEdges } from './mel';
import { appendDeltas, dctMatrix } from './mfcc';
import type { OwnScale } from './own-scale';
import { ownScaleNames, ownScaleOf, scaleFeatures } from './own-scale';
import type { Signal } from './signal';
import { fillMissing, missingIn } from './signal';

type RawPlan = Extract<FeaturePlan, { kind: 'raw' }>;

export interface Features {
  /** [steps, features], unscaled. */
  readonly values: Float32Array;
  readonly names: readonly string[];
  readonly steps: number;
  /** Seconds between two steps; null when the signal has no time. */
  readonly stepSeconds: number | null;
  /** As the signal has it, [steps, channels]; only of raw features, whose first ones are the channels. */
  readonly filled?: Uint8Array | undefined;
}

/**
 * A signal as the network's features, before scaling. Missing values are filled first ({@link fillMissing}).
 * raw: one feature per channel and, if asked for, x_t − x_{t−1} of each, and the scale of
 * channels that each recording has to itself ({@link scaleFeatures}). logmel and mfcc: per channel, see
 * {@link LogMelExtractor}; frames are centred, so the shortest signal still has one step.
 *
 * @throws UnrollError SEQUENCE_EMPTY without a sample; ARGUMENT_INVALID for spectral features of a signal without a rate
 */
export function extractFeatures(plan: FeaturePlan, signal: Signal): Features {
  if (signal.length === 0) throw failure('SEQUENCE_EMPTY.recording');
  const names = featureNames(plan, signal.channels, signal.rateHz);
  const steps = countSteps(plan, signal.length, signal.rateHz);
  const channels = signal.channels.length;
  if (plan.kind === 'raw') {
    const data = fillMissing(signal.data, channels, plan.gapSteps);
    const filled = signal.filled ?? missingIn(signal.data);
    const values = rawFeatures(plan, data, signal.channels, filled);
    const stepSeconds = signal.rateHz === null ? null : 1 / signal.rateHz;
    return { values, names, steps, stepSeconds, filled };
  }
  const data = fillMissing(signal.data, channels);
  const rateHz = requireRate(plan, signal.rateHz);
  const extractor = extractorOf(plan, rateHz);
  const values = new Float32Array(steps * names.length);
  const width = names.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    const place: Place = { offset: channel * width, stride: names.length, steps };
    if (plan.kind === 'logmel')
      extractor.extract(data, channel, channels, values, place.offset, place.stride);
    else writeMfcc(plan, extractor, data, channel, channels, values, place);
  }
  return { values, names, steps, stepSeconds: extractor.framing.hopSamples / rateHz };
}

/** How many time steps a recording of `length` samples becomes. */
export function countSteps(plan: FeaturePlan, length: number, rateHz: number | null): number {
  return plan.kind === 'raw' ? length : countFrames(framingOf(plan, requireRate(plan, rateHz)), length);
}

/** Names of the features of each step, channel by channel. */
export function featureNames(
  plan: FeaturePlan,
  channels: readonly string[],
  rateHz: number | null = null,
): string[] {
  if (plan.kind === 'raw') {
    const differences = plan.differences ? channels.map((name) => `Δ${name}`) : [];
    const own = channels.filter((name) => plan.ownScale?.includes(name));
    return [...channels, ...differences, ...ownScaleNames(own), ...maskNames(plan, channels)];
  }
  const own = spectralNames(plan, rateHz);
  return channels.length === 1
    ? own
    : channels.flatMap((channel) => own.map((name) => `${channel}: ${name}`));
}

function maskNames({ masks = [] }: RawPlan, channels: readonly string[]): string[] {
  return channels.filter((name) => masks.includes(name)).map((name) => `${name} missing`);
}

function spectralNames(plan: SpectralPlan, rateHz: number | null): string[] {
  if (plan.kind === 'logmel') {
    const maxHz = rateHz === null ? plan.maxHz : Math.min(plan.maxHz, rateHz / 2);
    const centres = melEdges(plan.bands, Math.min(plan.minHz, maxHz / 2), maxHz).slice(1, -1);
    return centres.map((hz, band) => `mel ${band + 1} (${Math.round(hz)} Hz)`);
  }
  const cepstra = Array.from({ length: cepstraOf(plan) }, (_, k) => `mfcc ${k}`);
  return plan.deltas ? [...cepstra, ...cepstra.map((name) => `Δ${name}`)] : cepstra;
}

/** There are no more independent cepstra than bands. */
export function cepstraOf(plan: Extract<FeaturePlan, { kind: 'mfcc' }>): number {
  return Math.min(plan.coefficients, plan.bands);
}

export function requireRate(plan: FeaturePlan, rateHz: number | null): number {
  if (rateHz !== null) return rateHz;
  throw failure('ARGUMENT_INVALID.featuresRate', { features: plan.kind });
}

/**
 * @param data [steps, channels] without missing values
 * @param filled [steps, channels] 1 where one stood; absent where none did
 * @returns [steps, features] in the order of {@link featureNames}
 */
function rawFeatures(
  plan: RawPlan,
  data: Float32Array,
  channels: readonly string[],
  filled: Uint8Array | undefined,
): Float32Array {
  const count = channels.length;
  const scales = channels.map((name, c) =>
    plan.ownScale?.includes(name) === true ? ownScaleOf(data, c, count) : null,
  );
  const own = scales.filter((scale): scale is OwnScale => scale !== null).flatMap(scaleFeatures);
  const masked = channels.flatMap((name, c) => (plan.masks?.includes(name) === true ? [c] : []));
  const width = count * (plan.differences ? 2 : 1) + own.length + masked.length;
  const steps = data.length / count;
  const values = new Float32Array(steps * width);
  for (let t = 0; t < steps; t++) {
    for (let c = 0; c < count; c++) {
      const value = data[t * count + c]!;
      const { mean, deviation } = scales[c] ?? { mean: 0, deviation: 1 };
      values[t * width + c] = (value - mean) / deviation;
      if (plan.differences)
        values[t * width + count + c] = t === 0 ? 0 : (value - data[(t - 1) * count + c]!) / deviation;
    }
    values.set(own, (t + 1) * width - own.length - masked.length);
    for (const [k, c] of masked.entries())
      values[(t + 1) * width - masked.length + k] = filled?.[t * count + c] ?? 0;
  }
  return values;
}

interface Place {
  readonly offset: number;
  readonly stride: number;
  readonly steps: number;
}

function writeMfcc(
  plan: Extract<FeaturePlan, { kind: 'mfcc' }>,
  extractor: LogMelExtractor,
  data: Float32Array,
  channel: number,
  channels: number,
  values: Float32Array,
  { offset, stride, steps }: Place,
): void {
  const { bands } = extractor;
  const logMel = new Float64Array(steps * bands);
  extractor.extract(data, channel, channels, logMel, 0, bands);
  const coefficients = cepstraOf(plan);
  const dct = dctMatrix(coefficients, bands);
  for (let t = 0; t < steps; t++)
    for (let k = 0; k < coefficients; k++) {
      let sum = 0;
      for (let b = 0; b < bands; b++) sum += dct[k * bands + b]! * logMel[t * bands + b]!;
      values[t * stride + offset + k] = sum;
    }
  if (plan.deltas) appendDeltas(values, steps, stride, offset, coefficients);
}

// One data set has one plan and one rate, so the last filterbank is nearly always the right one.
let cached: { key: string; extractor: LogMelExtractor } | null = null;

function extractorOf(plan: SpectralPlan, rateHz: number): LogMelExtractor {
  const key = JSON.stringify([plan, rateHz]);
  if (cached?.key !== key) cached = { key, extractor: new LogMelExtractor(plan, rateHz) };
  return cached.extractor;
}
