import type { RecurrentModel } from '../held';

const dot = `/* w . x of n numbers, in sixteen sums that a compiler can keep in vector registers */
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
  const float *kernel_scale, *recurrent_scale, *bias, *recurrent_bias;
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
  lstm: () => `  for (int j = 0; j < 4 * UNROLL_UNITS; j++) work[j] = UNROLL_INPUT(j) + UNROLL_PAST(j, h);
  for (int u = 0; u < UNROLL_UNITS; u++) {
    const float i = unroll_sigmoid(work[u]), f = unroll_sigmoid(work[UNROLL_UNITS + u]);
    const float g = tanhf(work[2 * UNROLL_UNITS + u]), o = unroll_sigmoid(work[3 * UNROLL_UNITS + u]);
    c[u] = f * c[u] + i * g;
    h[u] = o * tanhf(c[u]);
  }`,
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
export function cellCode({ spec }: RecurrentModel): string {
  const step =
    spec.cell === 'lstm'
      ? steps.lstm()
      : spec.cell === 'gru'
        ? steps.gru(spec.resetAfter)
        : steps.rnn(spec.activation);
  return `${dot}
${direction}
${tableCode(spec)}
${parts}
/* x [inputs] in; h and c [units] go one step on; work [gates * units] is scratch. */
static inline void unroll_cell_step(const unroll_direction *d, const float *x, float *h, float *c, float *work)
{
${step}
}
`;
}

function tableCode(spec: RecurrentModel['spec']): string {
  const count = spec.bidirectional ? 2 : 1;
  const hasSecondBias = spec.cell === 'gru' && spec.resetAfter;
  const rows = Array.from({ length: spec.layers * count }, (_, n) => {
    const [layer, side] = [Math.floor(n / count), n % count];
    const place = `${layer}_${side}`;
    const inputs = layer === 0 ? 'UNROLL_FEATURES' : `${count} * UNROLL_UNITS`;
    const scales = (scaled: boolean): string =>
      scaled ? `unroll_kernel_${place}_scale, unroll_recurrent_${place}_scale` : '0, 0';
    const second = hasSecondBias ? `unroll_recurrent_bias_${place}` : '0';
    const row = (scaled: boolean): string =>
      `  {unroll_kernel_${place}, unroll_recurrent_${place}, ${scales(scaled)}, unroll_bias_${place}, ${second}, ${inputs}},`;
    return { float: row(false), int8: row(true) };
  });
  return `static const unroll_direction unroll_directions[${rows.length}] = {
#ifdef UNROLL_INT8
${rows.map(({ int8 }) => int8).join('\n')}
#else
${rows.map(({ float }) => float).join('\n')}
#endif
};
`;
}

/** The state of a network that reads forwards, and one step of all its layers. */
export function streamCode({ spec }: RecurrentModel): string {
  const isLstm = spec.cell === 'lstm';
  const isMean = spec.pooling === 'mean';
  return `/* All memory of one stream. */
typedef struct {
  float hidden[UNROLL_LAYERS][UNROLL_UNITS];
${isLstm ? '  float cell[UNROLL_LAYERS][UNROLL_UNITS];\n' : ''}${isMean ? '  float sum[UNROLL_UNITS];\n' : ''}  float pooled[UNROLL_UNITS];
  float scaled[UNROLL_FEATURES];
  float work[UNROLL_GATES * UNROLL_UNITS];
  long steps;
} unroll_state;

/* Before the first step of a sequence. */
static inline void unroll_reset(unroll_state *state) { memset(state, 0, sizeof *state); }

/* One step of state->scaled; state->pooled is what the head sees of all steps so far. */
static inline void unroll_advance(unroll_state *state)
{
  const float *x = state->scaled;
  for (int layer = 0; layer < UNROLL_LAYERS; layer++) {
    unroll_cell_step(&unroll_directions[layer], x, state->hidden[layer], ${isLstm ? 'state->cell[layer]' : '0'}, state->work);
    x = state->hidden[layer];
  }
  state->steps++;
${
  isMean
    ? `  for (int u = 0; u < UNROLL_UNITS; u++) {
    state->sum[u] += x[u];
    state->pooled[u] = state->sum[u] / (float)state->steps;
  }`
    : '  memcpy(state->pooled, x, sizeof state->pooled);'
}
}
`;
}

/** A network that reads both ways needs the whole sequence: its memory, and a pass over it. */
export function bothWaysCode({ spec }: RecurrentModel): string {
  const isMean = spec.pooling === 'mean';
  return `/* All memory of one sequence. */
typedef struct {
  float inputs[UNROLL_MAX_STEPS][UNROLL_FEATURES > 2 * UNROLL_UNITS ? UNROLL_FEATURES : 2 * UNROLL_UNITS];
  float outputs[UNROLL_MAX_STEPS][2 * UNROLL_UNITS];
  float hidden[UNROLL_UNITS];
  float cell[UNROLL_UNITS];
  float pooled[2 * UNROLL_UNITS];
  float work[UNROLL_GATES * UNROLL_UNITS];
} unroll_state;

/* state->inputs holds scaled features of each step; state->pooled is what the head sees. */
static inline void unroll_pass(unroll_state *state, int steps)
{
  for (int layer = 0; layer < UNROLL_LAYERS; layer++) {
    for (int side = 0; side < 2; side++) {
      memset(state->hidden, 0, sizeof state->hidden);
      memset(state->cell, 0, sizeof state->cell);
      for (int n = 0; n < steps; n++) {
        const int t = side == 0 ? n : steps - 1 - n;
        unroll_cell_step(&unroll_directions[2 * layer + side], state->inputs[t], state->hidden, state->cell, state->work);
        memcpy(state->outputs[t] + side * UNROLL_UNITS, state->hidden, sizeof state->hidden);
      }
      memcpy(state->pooled + side * UNROLL_UNITS, state->hidden, sizeof state->hidden);
    }
    for (int t = 0; t < steps; t++) memcpy(state->inputs[t], state->outputs[t], sizeof state->outputs[t]);
  }
${
  isMean
    ? `  for (int u = 0; u < 2 * UNROLL_UNITS; u++) {
    float sum = 0.0f;
    for (int t = 0; t < steps; t++) sum += state->outputs[t][u];
    state->pooled[u] = sum / (float)steps;
  }
`
    : ''
}}
`;
}

/** The dense head, and for classifiers what is called from outside. */
export function headCode({ spec, shape, scaling }: RecurrentModel): string {
  const width = spec.bidirectional ? '2 * UNROLL_UNITS' : 'UNROLL_UNITS';
  const scale = `#ifdef UNROLL_INT8
#define UNROLL_HEAD_SCALE(k) (unroll_head_scale[k])
#else
#define UNROLL_HEAD_SCALE(k) 1.0f
#endif
`;
  const softmax =
    shape.head === 'softmax'
      ? `
  float most = outputs[0], sum = 0.0f;
  for (int k = 1; k < UNROLL_OUTPUTS; k++) most = outputs[k] > most ? outputs[k] : most;
  for (int k = 0; k < UNROLL_OUTPUTS; k++) sum += outputs[k] = expf(outputs[k] - most);
  for (int k = 0; k < UNROLL_OUTPUTS; k++) outputs[k] /= sum;`
      : '';
  const head = `${scale}
/* [outputs] of state->pooled */
static inline void unroll_answer(const unroll_state *state, float *outputs)
{
  for (int k = 0; k < UNROLL_OUTPUTS; k++)
    outputs[k] = unroll_head_bias[k] + UNROLL_HEAD_SCALE(k) * unroll_dot(unroll_head + k * (${width}), state->pooled, ${width});${softmax}
}
`;
  if (scaling.forecast !== null) return head;
  return `${head}
/* x [features], unscaled; scaled [features] */
static inline void unroll_scale_row(const float *x, float *scaled)
{
  for (int k = 0; k < UNROLL_FEATURES; k++) scaled[k] = (x[k] - unroll_mean[k]) / unroll_deviation[k];
}
${spec.bidirectional ? wholeClassifier : streamClassifier}`;
}

const streamClassifier = `
/* One more step: x [features] in, unscaled; probabilities [outputs] of all steps so far out. */
static inline void unroll_step(unroll_state *state, const float *x, float *probabilities)
{
  unroll_scale_row(x, state->scaled);
  unroll_advance(state);
  unroll_answer(state, probabilities);
}

/* A whole sequence x [steps, features]. Returns 0, or -1 when there is no step. */
static inline int unroll_run(unroll_state *state, const float *x, int steps, float *probabilities)
{
  if (steps < 1) return -1;
  unroll_reset(state);
  for (int t = 0; t < steps; t++) {
    unroll_scale_row(x + t * UNROLL_FEATURES, state->scaled);
    unroll_advance(state);
  }
  unroll_answer(state, probabilities);
  return 0;
}
`;

const wholeClassifier = `
/* A whole sequence x [steps, features], unscaled. Returns 0, or -1 when it is empty or longer than UNROLL_MAX_STEPS. */
static inline int unroll_run(unroll_state *state, const float *x, int steps, float *probabilities)
{
  if (steps < 1 || steps > UNROLL_MAX_STEPS) return -1;
  for (int t = 0; t < steps; t++) unroll_scale_row(x + t * UNROLL_FEATURES, state->inputs[t]);
  unroll_pass(state, steps);
  unroll_answer(state, probabilities);
  return 0;
}
`;
