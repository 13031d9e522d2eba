import type { RecurrentModel } from '../../models/network/recurrent-model';
import { choiceOfWeights } from './numbers';

/** Convolutions in front: rings of their last input rows, so that a row costs the same however long the recording is. */
export function convolutionCode({ spec, shape }: RecurrentModel): string {
  if (spec.convolutions.length === 0) return '';
  const rows = spec.convolutions.map(({ filters, width, stride }, k) => {
    const inputs = spec.convolutions[k - 1]?.filters ?? shape.features;
    const row = (scale: string): string =>
      `  {unroll_conv_${k}, ${scale}, unroll_conv_${k}_bias, ${filters}, ${width}, ${stride}, ${inputs}},`;
    return { float: row('0'), int8: row(`unroll_conv_${k}_scale`) };
  });
  return `/* One convolution over time: y = ReLU(bias + kernel . the last width rows), every stride-th row. */
typedef struct {
  const unroll_weight *kernel; /* [filters, width, inputs] */
  const float *scale, *bias;
  int filters, width, stride, inputs;
} unroll_convolution;

static const unroll_convolution unroll_convolutions[${rows.length}] = {
${choiceOfWeights(rows)}
};

/* One more row x [inputs]; y [filters]. Returns whether there is a y. */
static inline int unroll_convolve(const unroll_convolution *d, const float *x, float *ring, int *place, int *phase, float *y)
{
  const int answers = *phase == 0;
  memcpy(ring + *place * d->inputs, x, (size_t)d->inputs * sizeof(float));
  *place = (*place + 1) % d->width;
  *phase = (*phase + 1) % d->stride;
  if (!answers) return 0;
  /* The oldest row stands at place; what lies before it is newer. */
  const int newer = *place * d->inputs, older = (d->width - *place) * d->inputs;
  for (int f = 0; f < d->filters; f++) {
    const unroll_weight *kernel = d->kernel + f * d->width * d->inputs;
    const float dot = unroll_dot(kernel, ring + newer, older) + unroll_dot(kernel + older, ring, newer);
    const float sum = d->bias[f] + UNROLL_SCALE(d->scale, f) * dot;
    y[f] = sum > 0.0f ? sum : 0.0f;
  }
  return 1;
}
`;
}

/** What state->scaled becomes before the recurrence, or 0 when the convolutions wait for more rows. */
export function frontCode({ spec }: RecurrentModel): string {
  const steps = spec.convolutions.map(
    (_, k) =>
      `  if (!unroll_convolve(&unroll_convolutions[${k}], x, state->ring_${k}, &state->place[${k}], &state->phase[${k}], state->conv_${k})) return 0;
  x = state->conv_${k};
`,
  );
  return `/* The recurrence's input after state->scaled; 0 when ${steps.length > 0 ? 'the convolutions wait for more rows' : 'there is none'}. */
static inline const float *unroll_front(unroll_state *state)
{
  const float *x = state->scaled;
${steps.join('')}  return x;
}

/* x [features], unscaled; scaled [features] */
static inline void unroll_scale_row(const float *x, float *scaled)
{
  for (int k = 0; k < UNROLL_FEATURES; k++) scaled[k] = (x[k] - unroll_mean[k]) / unroll_deviation[k];
}
`;
}
