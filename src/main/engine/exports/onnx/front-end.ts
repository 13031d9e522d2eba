import type { FeaturePlan } from '../../../../shared/domain/features';
import { framingOf, fftSize, POWER_FLOOR } from '../../features/log-mel';
import type { SpectralPlan } from '../../features/log-mel';
import { melFilters } from '../../features/mel';
import { DELTA_REACH, dctMatrix } from '../../features/mfcc';
import type { GraphBuilder, Value } from './graph-builder';
import { ownScaled } from './own-scale';
import type { Sequences } from './sequences';

/** [batch, time, 1] bool: whether a step belongs to its sequence. */
export function stepMask(graph: GraphBuilder, { values, lengths }: Sequences): Value {
  const steps = graph.unsqueeze(graph.range(graph.size(values, 1)), 0);
  return graph.unsqueeze(graph.op('Less', [steps, graph.unsqueeze(lengths, 1)]), 2);
}

/** Step `index` [batch] int64 of each sequence, [batch, width]. */
export function stepAt(graph: GraphBuilder, values: Value, index: Value): Value {
  return graph.op('GatherND', [values, graph.unsqueeze(index, 1)], { batch_dims: 1 });
}

/**
 * The feature path of features/extract.ts as a graph: recordings [batch, samples, channels] become features
 * [batch, steps, features], unscaled. Missing values are not filled. The spectrum is computed in float64, as in the lab:
 * logarithms of nearly silent bands would differ otherwise.
 */
export function frontEnd(
  graph: GraphBuilder,
  plan: FeaturePlan,
  channels: readonly string[],
  rateHz: number | null,
  recordings: Sequences,
): Sequences {
  if (plan.kind !== 'raw') return spectralFrontEnd(graph, plan, channels.length, rateHz!, recordings);
  const { values, lengths } = recordings;
  const chosen = channels.filter((name) => plan.ownScale?.includes(name));
  if (chosen.length === 0)
    return { values: plan.differences ? withDifferences(graph, values) : values, lengths };
  const own = ownScaled(graph, recordings, stepMask(graph, recordings), channels, chosen);
  const steps = plan.differences ? withDifferences(graph, own.values) : own.values;
  return { values: graph.concat(2, steps, own.scale), lengths };
}

function withDifferences(graph: GraphBuilder, values: Value): Value {
  const first = graph.slice(values, 1, 0, 1);
  const later = graph.slice(values, 1, 1, Number.MAX_SAFE_INTEGER);
  const earlier = graph.slice(values, 1, 0, -1);
  const changes = graph.concat(1, graph.op('Sub', [first, first]), graph.op('Sub', [later, earlier]));
  return graph.concat(2, values, changes);
}

function spectralFrontEnd(
  graph: GraphBuilder,
  plan: SpectralPlan,
  channels: number,
  rateHz: number,
  { values, lengths }: Sequences,
): Sequences {
  const framing = framingOf(plan, rateHz);
  const size = fftSize(framing.windowSamples);
  // What lies beyond a recording counts as silence.
  const silence = graph.op('Where', [
    stepMask(graph, { values, lengths }),
    graph.cast(values, 'double'),
    graph.constant(Float64Array.of(0), []),
  ]);
  const apart = graph.reshape(graph.transpose(silence, 0, 2, 1), -1, 1, 0);
  const lines = graph.transpose(apart, 0, 2, 1);
  const padded = graph.op('Pad', [lines, graph.ints(0, size / 2, 0, 0, size / 2, 0)]);
  const hop = graph.int(framing.hopSamples);
  const spectrum = graph.op('STFT', [padded, hop, windowOf(graph, framing.windowSamples, size)]);
  const own = cepstraOrBands(graph, plan, size, rateHz, powerOf(graph, spectrum));
  const frames = graph.op('Add', [graph.op('Div', [lengths, hop]), graph.int(1)]);
  const features = plan.kind === 'mfcc' && plan.deltas ? withDeltas(graph, own, frames, channels) : own;
  if (channels === 1) return { values: graph.cast(features, 'float'), lengths: frames };
  // [batch · channels, steps, width] → [batch, steps, channels · width]
  const width = widthOf(plan);
  const grouped = graph.op('Reshape', [
    features,
    graph.concat(
      0,
      graph.ints(-1),
      graph.ints(channels),
      graph.op('Shape', [features], { start: 1, end: 2 }),
      graph.ints(width),
    ),
  ]);
  const joined = graph.reshape(graph.transpose(grouped, 0, 2, 1, 3), 0, 0, channels * width);
  return { values: graph.cast(joined, 'float'), lengths: frames };
}

/**
 * Spectral features of single frames: [batch, rows, size] samples around the middle of each frame,
 * [batch, rows − 2 · reach, features]. Slopes look at `reach` frames before and after.
 */
export function frameFeatures(
  graph: GraphBuilder,
  plan: SpectralPlan,
  rateHz: number,
  frames: Value,
  { rows, reach }: { readonly rows: number; readonly reach: number },
): Value {
  const { windowSamples } = framingOf(plan, rateHz);
  const size = fftSize(windowSamples);
  const lines = graph.reshape(graph.cast(frames, 'double'), -1, size, 1);
  const spectrum = graph.op('STFT', [lines, graph.int(size), windowOf(graph, windowSamples, size)]);
  const single = cepstraOrBands(graph, plan, size, rateHz, powerOf(graph, spectrum));
  const width = widthOf(plan) / (reach > 0 ? 2 : 1);
  const own = graph.cast(graph.reshape(single, -1, rows, width), 'float');
  if (reach === 0) return own;
  const wide = graph.cast(own, 'double');
  const shifted = (by: number): Value => graph.slice(wide, 1, reach + by, rows - reach + by);
  return graph.cast(graph.concat(2, shifted(0), slope(graph, shifted)), 'float');
}

/** The periodic Hann window in the middle of the frame of the FFT, as features/log-mel.ts has it. */
function windowOf(graph: GraphBuilder, samples: number, size: number): Value {
  const lead = Math.floor((size - samples) / 2);
  const window = new Float64Array(size);
  for (let n = 0; n < samples; n++) window[lead + n] = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / samples);
  return graph.weight('front_end/window', window, [size]);
}

/** |X|² of [lines, frames, bins, 2]: [lines, frames, bins]. */
function powerOf(graph: GraphBuilder, spectrum: Value): Value {
  const squares = graph.op('Mul', [spectrum, spectrum]);
  return graph.op('ReduceSum', [squares, graph.ints(3)], { keepdims: 0 });
}

function cepstraOrBands(
  graph: GraphBuilder,
  plan: SpectralPlan,
  size: number,
  rateHz: number,
  power: Value,
): Value {
  const bins = size / 2 + 1;
  const maxHz = Math.min(plan.maxHz, rateHz / 2);
  const mel = new Float32Array(bins * plan.bands);
  melFilters(size, rateHz, plan.bands, Math.min(plan.minHz, maxHz / 2), maxHz).forEach(
    ({ first, weights }, band) =>
      weights.forEach((weight, k) => (mel[(first + k) * plan.bands + band] = weight)),
  );
  const filters = graph.cast(graph.weight('front_end/mel', mel, [bins, plan.bands]), 'double');
  const bands = graph.op('MatMul', [power, filters]);
  const floor = graph.constant(Float64Array.of(POWER_FLOOR), []);
  const logMel = graph.op('Log', [graph.op('Max', [bands, floor])]);
  if (plan.kind === 'logmel') return logMel;
  const count = Math.min(plan.coefficients, plan.bands);
  const dct = dctMatrix(count, plan.bands);
  const columns = new Float64Array(dct.length);
  for (let k = 0; k < count; k++)
    for (let b = 0; b < plan.bands; b++) columns[b * count + k] = dct[k * plan.bands + b]!;
  return graph.op('MatMul', [logMel, graph.weight('front_end/dct', columns, [plan.bands, count])]);
}

function widthOf(plan: SpectralPlan): number {
  if (plan.kind === 'logmel') return plan.bands;
  return Math.min(plan.coefficients, plan.bands) * (plan.deltas ? 2 : 1);
}

/** Appends slopes, both ends of each sequence held. */
function withDeltas(graph: GraphBuilder, cepstra: Value, frames: Value, channels: number): Value {
  // The lab keeps cepstra in float32 before it takes their slope.
  const values = graph.cast(graph.cast(cepstra, 'float'), 'double');
  const time = graph.unsqueeze(graph.range(graph.size(values, 1)), 0);
  const lines =
    channels === 1
      ? frames
      : graph.reshape(graph.op('Expand', [graph.unsqueeze(frames, 1), graph.ints(1, channels)]), -1);
  const last = graph.unsqueeze(graph.op('Sub', [lines, graph.int(1)]), 1);
  const shifted = (by: number): Value => {
    const moved = graph.op('Add', [time, graph.int(by)]);
    const held = graph.op('Min', [graph.op('Max', [moved, graph.int(0)]), last]);
    return graph.op('GatherND', [values, graph.unsqueeze(held, 2)], { batch_dims: 1 });
  };
  return graph.concat(2, values, slope(graph, shifted));
}

/** d_t = Σ n (x_{t+n} − x_{t−n}) / 2 Σ n². @param shifted x so many steps later */
function slope(graph: GraphBuilder, shifted: (by: number) => Value): Value {
  let sum: Value | null = null;
  let norm = 0;
  for (let n = 1; n <= DELTA_REACH; n++) {
    const change = graph.op('Mul', [
      graph.op('Sub', [shifted(n), shifted(-n)]),
      graph.constant(Float64Array.of(n), []),
    ]);
    sum = sum === null ? change : graph.op('Add', [sum, change]);
    norm += 2 * n * n;
  }
  return graph.op('Div', [sum!, graph.constant(Float64Array.of(norm), [])]);
}
