import type { QuantModel } from '../../../baselines/quant/family';
import {
  DIVISOR,
  featuresPerChannel,
  intervalsFor,
  representations,
} from '../../../baselines/quant/intervals';
import { vectorCode } from '../numbers';
import { intsCode } from './frame';
import type { FittedCode } from './frame';

const functions = `/* Shell's sort with Ciura's gaps. */
static inline void unroll_sort(float *x, int count)
{
  static const int gaps[] = {1750, 701, 301, 132, 57, 23, 10, 4, 1};
  for (int g = 0; g < 9; g++)
    for (int i = gaps[g]; i < count; i++) {
      const float value = x[i];
      int at = i;
      for (; at >= gaps[g] && x[at - gaps[g]] > value; at -= gaps[g]) x[at] = x[at - gaps[g]];
      x[at] = value;
    }
}

/* Some sorted values of an interval, every other less the mean; returns how many. */
static inline int unroll_quantiles(float *sorted, const float *x, int count, float *out)
{
  const int wanted = 1 + (count - 1) / ${DIVISOR};
  double mean = 0.0;
  if (count == 1) {
    out[0] = x[0];
    return 1;
  }
  memcpy(sorted, x, (size_t)count * sizeof(float));
  unroll_sort(sorted, count);
  for (int t = 0; t < count; t++) mean += (double)x[t];
  mean /= (double)count;
  for (int k = 0; k < wanted; k++) {
    const double at = wanted == 1 ? 0.5 * (double)(count - 1) : (double)k * (double)(count - 1) / (double)(wanted - 1);
    const int below = (int)at, next = below + 1 < count ? below + 1 : below;
    const double value = (double)sorted[below] + (at - (double)below) * ((double)sorted[next] - (double)sorted[below]);
    out[k] = (float)(k % 2 == 1 ? value - mean : value);
  }
  return wanted;
}

/* One of the four series of a channel: itself, smoothed differences, second differences, magnitudes of its spectrum. */
static inline const float *unroll_seen(unroll_state *state, const float *x, int which)
{
  const int n = UNROLL_STEPS;
  float *out = state->derived;
  if (which == 0) return x;
  if (which == 1)
    for (int t = 0; t + 1 < n; t++) {
      float sum = 0.0f;
      for (int by = -2; by <= 2; by++) {
        const int at = t + by < 0 ? 0 : t + by > n - 2 ? n - 2 : t + by;
        sum += x[at + 1] - x[at];
      }
      out[t] = sum / 5.0f;
    }
  if (which == 2)
    for (int t = 0; t + 2 < n; t++) out[t] = (x[t + 2] - x[t + 1]) - (x[t + 1] - x[t]);
  if (which == 3)
    for (int k = 0; k <= n / 2; k++) {
      double re = 0.0, im = 0.0;
      int turn = 0;
      for (int t = 0; t < n; t++) {
        re += (double)x[t] * state->cosine[turn];
        im += (double)x[t] * state->sine[turn];
        turn += k;
        if (turn >= n) turn -= n;
      }
      out[k] = (float)sqrt(re * re + im * im);
    }
  return out;
}
`;

const body = `  float *out = state->features;
  for (int t = 0; t < UNROLL_STEPS; t++) {
    state->cosine[t] = cos(6.283185307179586 * (double)t / (double)UNROLL_STEPS);
    state->sine[t] = sin(6.283185307179586 * (double)t / (double)UNROLL_STEPS);
  }
  for (int c = 0; c < UNROLL_CHANNELS; c++) {
    const int32_t *bound = unroll_bound;
    for (int which = 0; which < 4; which++) {
      const float *seen = unroll_seen(state, state->series[c], which);
      for (int k = 0; k < unroll_intervals[which]; k++, bound += 2)
        out += unroll_quantiles(state->sorted, seen + bound[0], bound[1] - bound[0], out);
    }
  }
  for (int k = 0; k < UNROLL_OUTPUTS; k++) answer[k] = 1.0f / (float)UNROLL_OUTPUTS;
  for (int tree = 0; tree < UNROLL_TREES; tree++) {
    int node = unroll_tree[tree];
    while (unroll_feature[node] >= 0)
      node = unroll_tree[tree] + unroll_next[node] + (state->features[unroll_feature[node]] <= unroll_threshold[node] ? 0 : 1);
    if (unroll_feature[node] == -1) answer[unroll_next[node]] += 1.0f;
    else
      for (int k = 0; k < UNROLL_OUTPUTS; k++) answer[k] += unroll_share[unroll_next[node] * UNROLL_OUTPUTS + k];
  }
  for (int k = 0; k < UNROLL_OUTPUTS; k++) answer[k] /= (float)(UNROLL_TREES + 1);`;

export function quantCode({ trees, facts, standard, description }: QuantModel): FittedCode {
  const { starts, feature, threshold, left, tally } = trees;
  const classes = description.outputs.length;
  const intervals = intervalsFor(facts.steps);
  const shares: number[] = [];
  const own = feature.slice();
  const next = left.slice();
  feature.forEach((value, node) => {
    if (value >= 0) return;
    const counts = [...tally.subarray(node * classes, (node + 1) * classes)];
    const all = counts.reduce((sum, count) => sum + count, 0);
    const single = counts.indexOf(all);
    own[node] = single < 0 ? -2 : -1;
    next[node] = single < 0 ? shares.length / classes : single;
    if (single < 0) shares.push(...counts.map((count) => count / all));
  });
  const features = standard.columns.length * featuresPerChannel(facts.steps);
  const counts = representations.map((one) => intervals.filter(({ of }) => of === one).length);
  return {
    arrays: [
      `#define UNROLL_TREES ${starts.length - 1}`,
      '/* Intervals of each of the four series of a channel, and from where to where each is. */',
      intsCode('int32_t', 'unroll_intervals', counts),
      intsCode(
        'int32_t',
        'unroll_bound',
        intervals.flatMap(({ begin, end }) => [begin, end]),
      ),
      '/* Where each tree begins; of a node its feature, what goes left, and the left child, behind which is the right one. A leaf has feature -1 and its class, or -2 and its row of shares. */',
      intsCode('int32_t', 'unroll_tree', starts),
      intsCode('int32_t', 'unroll_feature', own),
      vectorCode('unroll_threshold', threshold),
      intsCode('int32_t', 'unroll_next', next),
      vectorCode('unroll_share', Float32Array.from(shares.length > 0 ? shares : [0])),
    ],
    fields: [
      'float derived[UNROLL_STEPS]',
      'float sorted[UNROLL_STEPS]',
      `float features[${features}]`,
      'double cosine[UNROLL_STEPS]',
      'double sine[UNROLL_STEPS]',
    ],
    functions,
    body,
    cuts: true,
  };
}
