import type { MiniRocketModel } from '../../../baselines/minirocket/family';
import { KERNELS, tripleOf } from '../../../baselines/minirocket/kernels';
import { vectorCode } from '../numbers';
import { intsCode } from './frame';
import type { FittedCode } from './frame';

/**
 * Sums in the order of rocket.cc. Tripled values lie in memory before they are added to anything: a compiler that joins product
 * and sum would round otherwise, and a step on the edge of a bias could fall to its other side.
 */
const functions = `/* What one kernel makes of its channels, into state->whole [long_]. */
static inline void unroll_convolve(unroll_state *state, int kernel, int combination, int dilation, int long_)
{
  const int32_t *place = unroll_triple + 3 * kernel;
  for (int32_t k = unroll_channel_start[combination]; k < unroll_channel_start[combination + 1]; k++) {
    const int c = unroll_channel[k];
    const float *x = state->tripled[c], *sums = state->sums[c];
    for (int t = 0; t < long_; t++) {
      float part[3];
      for (int p = 0; p < 3; p++) {
        const int at = t + (place[p] - 4) * dilation;
        part[p] = at < 0 || at >= long_ ? 0.0f : x[at];
      }
      const float own = (sums[t] + part[0]) + (part[1] + part[2]);
      state->whole[t] = k > unroll_channel_start[combination] ? own + state->whole[t] : own;
    }
  }
}
`;

const body = `  double score[UNROLL_OUTPUTS], most, all = 0.0;
  int feature = 0;
  for (int k = 0; k < UNROLL_OUTPUTS; k++) score[k] = unroll_intercept[k];
  for (int c = 0; c < UNROLL_CHANNELS; c++)
    for (int t = 0; t < long_; t++) state->tripled[c][t] = 3.0f * state->series[c][t];
  for (int d = 0; d < UNROLL_DILATIONS; d++) {
    const int dilation = unroll_dilation[d], padding = 4 * dilation;
    for (int c = 0; c < UNROLL_CHANNELS; c++)
      for (int t = 0; t < long_; t++) {
        float sum = 0.0f;
        for (int p = -4; p <= 4; p++) {
          const int at = t + p * dilation;
          if (at >= 0 && at < long_) sum -= state->series[c][at];
        }
        state->sums[c][t] = sum;
      }
    for (int kernel = 0; kernel < ${KERNELS}; kernel++) {
      const int from = (d + kernel) % 2 == 0 ? 0 : padding, to = long_ - from;
      unroll_convolve(state, kernel, d * ${KERNELS} + kernel, dilation, long_);
      for (int k = 0; k < unroll_biases_each[d]; k++, feature++) {
        int above = 0;
        for (int t = from; t < to; t++) above += state->whole[t] > unroll_bias[feature];
        const float share = (float)above / (float)(to - from);
        for (int o = 0; o < UNROLL_OUTPUTS; o++) score[o] += (double)share * (double)unroll_weight[feature * UNROLL_OUTPUTS + o];
      }
    }
  }
  most = score[0];
  for (int k = 1; k < UNROLL_OUTPUTS; k++) most = score[k] > most ? score[k] : most;
  for (int k = 0; k < UNROLL_OUTPUTS; k++) all += score[k] = exp((score[k] - most) * UNROLL_FACTOR);
  for (int k = 0; k < UNROLL_OUTPUTS; k++) answer[k] = (float)(score[k] / all);`;

export function miniRocketCode({ numbers, facts }: MiniRocketModel): FittedCode {
  const { kernels, weights, intercepts } = numbers;
  const triples = Array.from({ length: KERNELS }, (_, kernel) => tripleOf(kernel)).flat();
  return {
    arrays: [
      `#define UNROLL_DILATIONS ${kernels.dilations.length}`,
      `#define UNROLL_FACTOR ${facts.factor.toPrecision(17)}`,
      '/* Where each kernel weighs 2; everywhere else it weighs -1. */',
      intsCode('int32_t', 'unroll_triple', triples),
      intsCode('int32_t', 'unroll_dilation', kernels.dilations),
      intsCode('int32_t', 'unroll_biases_each', kernels.biasesEach),
      intsCode('int32_t', 'unroll_channel_start', kernels.channelStarts),
      intsCode('int32_t', 'unroll_channel', kernels.channels),
      vectorCode('unroll_bias', kernels.biases),
      vectorCode('unroll_weight', weights),
      `static const double unroll_intercept[UNROLL_OUTPUTS] = {${[...intercepts].map((value) => value.toPrecision(17)).join(', ')}};`,
    ],
    fields: [
      'float tripled[UNROLL_CHANNELS][UNROLL_MAX_STEPS]',
      'float sums[UNROLL_CHANNELS][UNROLL_MAX_STEPS]',
      'float whole[UNROLL_MAX_STEPS]',
    ],
    functions,
    body,
    cuts: false,
  };
}
