import type { RecurrentNetworkSpec } from '../../../../shared/domain/model';
import { NORM_EPSILON } from '../../models/network/layers/layer-norm';
import type { RecurrentModel } from '../../models/network/recurrent-model';
import { choiceOfWeights } from './numbers';
import { firstInputsOf, widthOf } from '../../models/cost/stream-state';

/** First of all: what every layer is made of. */
export const dotCode = `/* w . x of n numbers, in sixteen sums that a compiler can keep in vector registers */
static inline float unroll_dot(const unroll_weight *w, const float *x, int n)
{
  float part[16] = {0.0f}, sum = 0.0f;
  int k = 0;
  for (; k + 16 <= n; k += 16)
    for (int lane = 0; lane < 16; lane++) part[lane] += (float)w[k + lane] * x[k + lane];
  for (; k < n; k++) sum += (float)w[k] * x[k];
  for (int lane = 0; lane < 16; lane++) sum += part[lane];
  return sum;
}

static inline float unroll_sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }
`;

const direction = `/* One direction of one layer. */
typedef struct {
  const unroll_weight *kernel;    /* [gates * units, inputs] */
  const unroll_weight *recurrent; /* [gates * units, units] */
  const float *kernel_scale, *recurrent_scale, *bias, *recurrent_bias, *peephole;
  int inputs;
} unroll_direction;
`;

/** The most that an int32 holds is not reached by so many products of a weight and an activation. */
const MOST_LEVELS = 2047;
const levelsFor = (widest: number): number => Math.min(MOST_LEVELS, Math.floor(2 ** 31 / 128 / widest) - 1);

/**
 * Gate k of unit u before its non-linearity, without the recurrent part, and the recurrent part. With int8 weights what is
 * multiplied with them is rounded to 12 bits of its own greatest value, anew at each step: products of integers are several
 * times faster than those of numbers that have to be converted, on small devices too, and cost less than 8 bits of a weight do.
 */
const partsCode = (widest: number): string => `#ifdef UNROLL_INT8
#define UNROLL_WIDEST ${widest}
/* x [n] as whole multiples q of a unit, which is returned */
static inline float unroll_round(const float *x, int16_t *q, int n)
{
  float most = 0.0f;
  for (int k = 0; k < n; k++) most = fabsf(x[k]) > most ? fabsf(x[k]) : most;
  const float levels = most > 0.0f ? ${levelsFor(widest)}.0f / most : 0.0f;
  for (int k = 0; k < n; k++) q[k] = (int16_t)lrintf(x[k] * levels);
  return most / ${levelsFor(widest)}.0f;
}

static inline float unroll_whole_dot(const int8_t *w, const int16_t *q, int n)
{
  int32_t sum = 0;
  for (int k = 0; k < n; k++) sum += (int32_t)w[k] * q[k];
  return (float)sum;
}
#define UNROLL_ROUND(x, h) \\
  int16_t inputs[UNROLL_WIDEST], past[UNROLL_UNITS]; \\
  const float unit = unroll_round(x, inputs, d->inputs); \\
  float past_unit = unroll_round(h, past, UNROLL_UNITS);
#define UNROLL_ROUND_PAST(h) past_unit = unroll_round(h, past, UNROLL_UNITS);
#define UNROLL_INPUT(j) (d->bias[j] + d->kernel_scale[j] * unit * unroll_whole_dot(d->kernel + (j) * d->inputs, inputs, d->inputs))
#define UNROLL_PAST(j, h) (d->recurrent_scale[j] * past_unit * unroll_whole_dot(d->recurrent + (j) * UNROLL_UNITS, past, UNROLL_UNITS))
#else
#define UNROLL_ROUND(x, h)
#define UNROLL_ROUND_PAST(h)
#define UNROLL_INPUT(j) (d->bias[j] + unroll_dot(d->kernel + (j) * d->inputs, x, d->inputs))
#define UNROLL_PAST(j, h) unroll_dot(d->recurrent + (j) * UNROLL_UNITS, h, UNROLL_UNITS)
#endif
`;

const activations = {
  tanh: 'tanhf(v)',
  relu: '(v > 0.0f ? v : 0.0f)',
  sigmoid: 'unroll_sigmoid(v)',
  linear: 'v',
} as const;

const steps = {
  lstm: ({ peepholes, coupled }: RecurrentNetworkSpec) => {
    const [candidate, output] = coupled ? [1, 2] : [2, 3];
    const gate = (k: number): string => (k === 0 ? 'work[u]' : `work[${k} * UNROLL_UNITS + u]`);
    const peep = (row: number): string =>
      peepholes ? ` + d->peephole[${row} * UNROLL_UNITS + u] * c[u]` : '';
    const forget = coupled ? '1.0f - i' : `unroll_sigmoid(${gate(1)}${peep(1)})`;
    return `  for (int j = 0; j < UNROLL_GATES * UNROLL_UNITS; j++) work[j] = UNROLL_INPUT(j) + UNROLL_PAST(j, h);
  for (int u = 0; u < UNROLL_UNITS; u++) {
    const float i = unroll_sigmoid(${gate(0)}${peep(0)});
    const float f = ${forget};
    c[u] = f * c[u] + i * tanhf(${gate(candidate)});
    h[u] = unroll_sigmoid(${gate(output)}${peep(coupled ? 1 : 2)}) * tanhf(c[u]);
  }`;
  },
  gru: (resetAfter: boolean) =>
    resetAfter
      ? `  for (int j = 0; j < 2 * UNROLL_UNITS; j++)
    work[j] = unroll_sigmoid(UNROLL_INPUT(j) + UNROLL_PAST(j, h) + d->recurrent_bias[j]);
  for (int u = 0; u < UNROLL_UNITS; u++) {
    const int j = 2 * UNROLL_UNITS + u;
    work[j] = tanhf(UNROLL_INPUT(j) + work[UNROLL_UNITS + u] * (UNROLL_PAST(j, h) + d->recurrent_bias[j]));
  }
  for (int u = 0; u < UNROLL_UNITS; u++) h[u] = work[u] * h[u] + (1.0f - work[u]) * work[2 * UNROLL_UNITS + u];
  (void)c;`
      : `  for (int j = 0; j < 2 * UNROLL_UNITS; j++) work[j] = unroll_sigmoid(UNROLL_INPUT(j) + UNROLL_PAST(j, h));
  for (int u = 0; u < UNROLL_UNITS; u++) work[UNROLL_UNITS + u] *= h[u];
  UNROLL_ROUND_PAST(work + UNROLL_UNITS)
  for (int u = 0; u < UNROLL_UNITS; u++) {
    const int j = 2 * UNROLL_UNITS + u;
    work[j] = tanhf(UNROLL_INPUT(j) + UNROLL_PAST(j, work + UNROLL_UNITS));
  }
  for (int u = 0; u < UNROLL_UNITS; u++) h[u] = work[u] * h[u] + (1.0f - work[u]) * work[2 * UNROLL_UNITS + u];
  (void)c;`,
  rnn: (activation: keyof typeof activations) => `  for (int j = 0; j < UNROLL_UNITS; j++) {
    const float v = UNROLL_INPUT(j) + UNROLL_PAST(j, h);
    work[j] = ${activations[activation]};
  }
  memcpy(h, work, UNROLL_UNITS * sizeof(float));
  (void)c;`,
};

/** One step of one direction, and the table of all directions. */
export function cellCode(model: RecurrentModel): string {
  const { spec } = model;
  const step =
    spec.cell === 'lstm'
      ? steps.lstm(spec)
      : spec.cell === 'gru'
        ? steps.gru(spec.resetAfter)
        : steps.rnn(spec.activation);
  return `${direction}
${tableCode(model)}
${partsCode(Math.max(firstInputsOf(model), widthOf(model)))}
/* x [inputs] in; h and c [units] go one step on; work [gates * units] is scratch. */
static inline void unroll_cell_step(const unroll_direction *d, const float *x, float *h, float *c, float *work)
{
  UNROLL_ROUND(x, h)
${step}
}
`;
}

function tableCode(model: RecurrentModel): string {
  const { spec } = model;
  const count = spec.bidirectional ? 2 : 1;
  const hasSecondBias = spec.cell === 'gru' && spec.resetAfter;
  const rows = Array.from({ length: spec.layers * count }, (_, n) => {
    const place = `${Math.floor(n / count)}_${n % count}`;
    const inputs = n < count ? firstInputsOf(model) : 'UNROLL_WIDTH';
    const second = hasSecondBias ? `unroll_recurrent_bias_${place}` : '0';
    const peephole = spec.cell === 'lstm' && spec.peepholes ? `unroll_peephole_${place}` : '0';
    const row = (scales: string): string =>
      `  {unroll_kernel_${place}, unroll_recurrent_${place}, ${scales}, unroll_bias_${place}, ${second}, ${peephole}, ${inputs}},`;
    return {
      float: row('0, 0'),
      int8: row(`unroll_kernel_${place}_scale, unroll_recurrent_${place}_scale`),
    };
  });
  return `static const unroll_direction unroll_directions[${rows.length}] = {
${choiceOfWeights(rows)}
};
`;
}

/** Of each layer's output, where there are norms. */
export function normCode({ spec }: RecurrentModel): string {
  if (!spec.layerNorm) return '';
  const list = (name: string): string =>
    Array.from({ length: spec.layers }, (_, k) => `unroll_${name}_${k}`).join(', ');
  return `static const float *const unroll_gammas[UNROLL_LAYERS] = {${list('gamma')}};
static const float *const unroll_betas[UNROLL_LAYERS] = {${list('beta')}};

/* x and y [width], which may be the same: y = gamma (x - mean) / deviation + beta */
static inline void unroll_norm(int layer, const float *x, float *y)
{
  float mean = 0.0f, variance = 0.0f;
  for (int k = 0; k < UNROLL_WIDTH; k++) mean += x[k];
  mean /= (float)UNROLL_WIDTH;
  for (int k = 0; k < UNROLL_WIDTH; k++) variance += (x[k] - mean) * (x[k] - mean);
  const float inverse = 1.0f / sqrtf(variance / (float)UNROLL_WIDTH + ${NORM_EPSILON.toExponential()}f);
  for (int k = 0; k < UNROLL_WIDTH; k++) y[k] = unroll_gammas[layer][k] * (x[k] - mean) * inverse + unroll_betas[layer][k];
}
`;
}
