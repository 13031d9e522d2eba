import type { RecurrentModel } from '../../models/network/recurrent-model';

/** What the head sees: `unroll_pool` takes one more step in, state->pooled is what is seen of all steps so far. */
export function poolingCode({ spec }: RecurrentModel): string {
  if (spec.pooling === 'last' || spec.pooling === 'none') return '';
  if (spec.pooling === 'mean')
    return `/* One more step x [width] of the mean. */
static inline void unroll_pool(unroll_state *state, const float *x)
{
  state->steps++;
  for (int k = 0; k < UNROLL_WIDTH; k++) {
    state->sum[k] += x[k];
    state->pooled[k] = state->sum[k] / (float)state->steps;
  }
}
`;
  return `#ifdef UNROLL_INT8
#define UNROLL_SCORER_SCALE(k) (unroll_scorer_scale[k])
#else
#define UNROLL_SCORER_SCALE(k) 1.0f
#endif

/* One more step x [width], weighted by what it holds; sums are kept relative to the largest score so far. */
static inline void unroll_pool(unroll_state *state, const float *x)
{
  float score = 0.0f;
  for (int k = 0; k < (int)(sizeof unroll_context / sizeof *unroll_context); k++)
    score += unroll_context[k] * tanhf(unroll_scorer_bias[k] + UNROLL_SCORER_SCALE(k) * unroll_dot(unroll_scorer + k * UNROLL_WIDTH, x, UNROLL_WIDTH));
  const float most = state->steps == 0 || score > state->most ? score : state->most;
  const float old = state->steps == 0 ? 0.0f : expf(state->most - most), own = expf(score - most);
  state->steps++;
  state->most = most;
  state->weight = state->weight * old + own;
  for (int k = 0; k < UNROLL_WIDTH; k++) {
    state->sum[k] = state->sum[k] * old + own * x[k];
    state->pooled[k] = state->sum[k] / state->weight;
  }
}
`;
}

const poolOrKeep = ({ spec }: RecurrentModel): string =>
  spec.pooling === 'last' || spec.pooling === 'none'
    ? 'memcpy(state->pooled, x, sizeof state->pooled);'
    : 'unroll_pool(state, x);';

/** One step of all layers of a network that reads forwards. */
export function streamCode(model: RecurrentModel): string {
  const { spec } = model;
  const norm = spec.layerNorm
    ? `    unroll_norm(layer, state->hidden[layer], state->normed);
    x = state->normed;`
    : '    x = state->hidden[layer];';
  return `/* One more row, state->scaled. Returns whether the recurrence went on; state->pooled is then what the head sees. */
static inline int unroll_advance(unroll_state *state)
{
  const float *x = unroll_front(state);
  if (!x) return 0;
  for (int layer = 0; layer < UNROLL_LAYERS; layer++) {
    unroll_cell_step(&unroll_directions[layer], x, state->hidden[layer], ${spec.cell === 'lstm' ? 'state->cell[layer]' : '0'}, state->work);
${norm}
  }
  ${poolOrKeep(model)}
  return 1;
}
`;
}

/** A network that reads both ways needs the whole sequence: a pass over it. */
export function bothWaysCode(model: RecurrentModel): string {
  const { spec } = model;
  const isLstm = spec.cell === 'lstm';
  const pooled =
    spec.pooling === 'last' || spec.pooling === 'none'
      ? ''
      : '  for (int t = 0; t < steps; t++) unroll_pool(state, state->outputs[t]);\n';
  return `/* One more row, state->scaled, of which step n may come. Returns whether it did. */
static inline int unroll_take(unroll_state *state, int n)
{
  const float *x = unroll_front(state);
  if (x) memcpy(state->inputs[n], x, ${spec.convolutions.length > 0 ? `sizeof state->conv_${spec.convolutions.length - 1}` : 'sizeof state->scaled'});
  return x != 0;
}

/* state->inputs holds the recurrence's input at each step; state->outputs becomes the last layer's, state->pooled what the head sees. */
static inline void unroll_pass(unroll_state *state, int steps)
{
  for (int layer = 0; layer < UNROLL_LAYERS; layer++) {
    for (int side = 0; side < 2; side++) {
      memset(state->hidden, 0, sizeof state->hidden);
${isLstm ? '      memset(state->cell, 0, sizeof state->cell);\n' : ''}      for (int n = 0; n < steps; n++) {
        const int t = side == 0 ? n : steps - 1 - n;
        unroll_cell_step(&unroll_directions[2 * layer + side], state->inputs[t], state->hidden, ${isLstm ? 'state->cell' : '0'}, state->work);
        memcpy(state->outputs[t] + side * UNROLL_UNITS, state->hidden, sizeof state->hidden);
      }
      memcpy(state->pooled + side * UNROLL_UNITS, state->hidden, sizeof state->hidden);
    }
${spec.layerNorm ? '    unroll_norm(layer, state->pooled, state->pooled);\n' : ''}    for (int t = 0; t < steps; t++) {
${spec.layerNorm ? '      unroll_norm(layer, state->outputs[t], state->outputs[t]);\n' : ''}      memcpy(state->inputs[t], state->outputs[t], sizeof state->outputs[t]);
    }
  }
${pooled}}
`;
}
