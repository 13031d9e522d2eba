import { traitsOf } from '../../../../shared/domain/task';
import type { Head } from '../../../../shared/domain/tasks/task-facts';
import { columnsOf } from '../../learning/generate/answers';
import type { RecurrentModel } from '../../models/network/recurrent-model';

/** The dense head, and what its numbers mean (models/answers.ts) but for forecasts, which need their window. */
export function headCode(model: RecurrentModel): string {
  return `#ifdef UNROLL_INT8
#define UNROLL_HEAD_SCALE(k) (unroll_head_scale[k])
#else
#define UNROLL_HEAD_SCALE(k) 1.0f
#endif

/* What the head says [UNROLL_ANSWER] of what it sees [width]; x is the unscaled row of the step. */
static inline void unroll_answer(const float *seen, const float *x, float *answer)
{
  for (int k = 0; k < UNROLL_ANSWER; k++)
    answer[k] = unroll_head_bias[k] + UNROLL_HEAD_SCALE(k) * unroll_dot(unroll_head + k * UNROLL_WIDTH, seen, UNROLL_WIDTH);
${meaningOf(model)}}
`;
}

/** What follows a head's dense layer; null: values, which are scaled. */
const activations: Readonly<Record<Head, string | null>> = {
  softmax: `  float most = answer[0], sum = 0.0f;
  for (int k = 1; k < UNROLL_ANSWER; k++) most = answer[k] > most ? answer[k] : most;
  for (int k = 0; k < UNROLL_ANSWER; k++) sum += answer[k] = expf(answer[k] - most);
  for (int k = 0; k < UNROLL_ANSWER; k++) answer[k] /= sum;
`,
  sigmoid: '  for (int k = 0; k < UNROLL_ANSWER; k++) answer[k] = 1.0f / (1.0f + expf(-answer[k]));\n',
  linear: null,
};

function meaningOf(model: RecurrentModel): string {
  const { task, scaling } = model;
  const { head, outputScale } = traitsOf(task);
  if (outputScale === 'window') return '  (void)x;\n';
  const ofHead = activations[head];
  if (ofHead !== null) return `${ofHead}  (void)x;\n`;
  const { mean, deviation } = scaling.values!;
  const list = (values: readonly number[]): string =>
    values.map((value) => `${value.toExponential(8)}f`).join(', ');
  const unit = `  static const float unit[UNROLL_ANSWER] = {${list(deviation)}};\n`;
  if (outputScale === 'values')
    return `${unit}  static const float mean[UNROLL_ANSWER] = {${list(mean)}};
  for (int k = 0; k < UNROLL_ANSWER; k++) answer[k] = mean[k] + unit[k] * answer[k];
  (void)x;
`;
  return `${unit}  static const int column[UNROLL_ANSWER] = {${columnsOf(model).join(', ')}};
  for (int k = 0; k < UNROLL_ANSWER; k++) answer[k] = x[column[k]] + unit[k] * answer[k];
`;
}

/** What is called from outside. */
export function runCode(model: RecurrentModel): string {
  const { spec, scaling } = model;
  const isForecast = scaling.forecast !== null;
  const everyStep = spec.pooling === 'none';
  const window = isForecast
    ? `  double last[UNROLL_TARGETS], unit[UNROLL_TARGETS];
  unroll_window(x, steps, last, unit);
`
    : '';
  const scale = isForecast
    ? 'unroll_relative(x + t * UNROLL_FEATURES, last, unit, state->scaled);'
    : 'unroll_scale_row(x + t * UNROLL_FEATURES, state->scaled);';
  const units = isForecast ? '  unroll_in_units(x, steps, last, unit, answer);\n' : '';
  const final = `  unroll_answer(state->pooled, x + (steps - 1) * UNROLL_FEATURES, answer);\n${units}`;
  const answers = everyStep
    ? 'answer [steps, UNROLL_ANSWER], of every step'
    : 'answer [UNROLL_ANSWER] in the end';
  const head = (most: string): string => `
/* A whole sequence x [steps, features], unscaled; ${answers}. Returns 0, or -1 when it is empty${most}. */
static inline int unroll_run(unroll_state *state, const float *x, int steps, float *answer)
{`;
  if (spec.bidirectional)
    return `${head(' or longer than UNROLL_MAX_STEPS after convolutions')}
  int n = 0;
  if (steps < 1 || (steps + UNROLL_STRIDE - 1) / UNROLL_STRIDE > UNROLL_MAX_STEPS) return -1;
${window}  unroll_reset(state);
  for (int t = 0; t < steps; t++) {
    ${scale}
    n += unroll_take(state, n);
  }
  unroll_pass(state, n);
${
  everyStep
    ? '  for (int t = 0; t < n; t++) unroll_answer(state->outputs[t], x + t * UNROLL_FEATURES, answer + t * UNROLL_ANSWER);\n'
    : final
}  return 0;
}
`;
  const step = isForecast
    ? ''
    : `
/* One more row x [features], unscaled. Returns 1 and the answer ${everyStep ? 'of this step' : 'of all steps so far'}; behind convolutions also 0: more rows are needed, and answer is left as it is. */
static inline int unroll_step(unroll_state *state, const float *x, float *answer)
{
  unroll_scale_row(x, state->scaled);
  if (!unroll_advance(state)) return 0;
  unroll_answer(state->pooled, x, answer);
  return 1;
}
`;
  return `${step}${head('')}
  if (steps < 1) return -1;
${window}  unroll_reset(state);
  for (int t = 0; t < steps; t++) {
    ${scale}
    unroll_advance(state);
${everyStep ? '    unroll_answer(state->pooled, x + t * UNROLL_FEATURES, answer + t * UNROLL_ANSWER);\n' : ''}  }
${everyStep ? '' : final}  return 0;
}
`;
}
