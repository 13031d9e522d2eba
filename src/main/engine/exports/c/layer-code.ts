import type { RecurrentNetworkSpec } from '../../../../shared/domain/model';
import { NORM_EPSILON } from '../../models/layers/layer-norm';
import type { RecurrentModel } from '../held';
import { choiceOfWeights } from './numbers';
import { firstInputsOf } from '../../models/stream-state';

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

/** Gate k of unit u before its non-linearity, without the recurrent part, and the recurrent part. */
const parts = `#define UNROLL_INPUT(j) (d->bias[j] + UNROLL_SCALE(d->kernel_scale, j) * unroll_dot(d->kernel + (j) * d->inputs, x, d->inputs))
#define UNROLL_PAST(j, h) (UNROLL_SCALE(d->recurrent_scale, j) * unroll_dot(d->recurrent + (j) * UNROLL_UNITS, h, UNROLL_UNITS))
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
${parts}
/* x [inputs] in; h and c [units] go one step on; work [gates * units] is scratch. */
static inline void unroll_cell_step(const unroll_direction *d, const float *x, float *h, float *c, float *work)
{
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
