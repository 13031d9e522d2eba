import type { ForecastScale } from '../../models/forecast-scale';

const number = (value: number): string => `${value.toExponential(8)}`;

/**
 * models/forecast-scale.ts in C: target columns relative to the window, corrections back into data units.
 */
export function forecastCode({ seasonSteps, targets, outputs }: ForecastScale, bothWays: boolean): string {
  const rows = bothWays
    ? `  if (steps < 1 || steps > UNROLL_MAX_STEPS) return -1;
  unroll_window(x, steps, last, unit);
  for (int t = 0; t < steps; t++) unroll_relative(x + t * UNROLL_FEATURES, last, unit, state->inputs[t]);
  unroll_pass(state, steps);`
    : `  if (steps < 1) return -1;
  unroll_window(x, steps, last, unit);
  unroll_reset(state);
  for (int t = 0; t < steps; t++) {
    unroll_relative(x + t * UNROLL_FEATURES, last, unit, state->scaled);
    unroll_advance(state);
  }`;
  return `#define UNROLL_TARGETS ${targets.length}
#define UNROLL_SEASON ${seasonSteps}
static const int unroll_target_column[UNROLL_TARGETS] = {${targets.map(({ column }) => column).join(', ')}};
/* 0 last value, 1 one season before, 2 that and the change since */
static const int unroll_target_baseline[UNROLL_TARGETS] = {${targets.map(({ baseline }) => ['last', 'seasonal', 'seasonalDrift'].indexOf(baseline)).join(', ')}};
static const double unroll_target_correction[UNROLL_TARGETS] = {${targets.map(({ correction }) => number(correction)).join(', ')}};
static const double unroll_target_least[UNROLL_TARGETS] = {${targets.map(({ leastDeviation }) => number(leastDeviation)).join(', ')}};
static const int unroll_output_target[UNROLL_OUTPUTS] = {${outputs.map(({ target }) => target).join(', ')}};
static const int unroll_output_step[UNROLL_OUTPUTS] = {${outputs.map(({ step }) => step).join(', ')}};

/* Last value and deviation of each target within the window x [steps, features]. */
static inline void unroll_window(const float *x, int steps, double *last, double *unit)
{
  for (int n = 0; n < UNROLL_TARGETS; n++) {
    const float *column = x + unroll_target_column[n];
    double sum = 0.0, squares = 0.0;
    for (int t = 0; t < steps; t++) {
      const double value = (double)column[t * UNROLL_FEATURES] - (double)column[0];
      sum += value;
      squares += value * value;
    }
    const double variance = squares / steps - (sum / steps) * (sum / steps);
    last[n] = (double)column[(steps - 1) * UNROLL_FEATURES];
    unit[n] = variance > 0.0 ? sqrt(variance) : 0.0;
    if (unit[n] < unroll_target_least[n]) unit[n] = unroll_target_least[n];
  }
}

static inline void unroll_relative(const float *x, const double *last, const double *unit, float *scaled)
{
  for (int k = 0; k < UNROLL_FEATURES; k++) scaled[k] = (x[k] - unroll_mean[k]) / unroll_deviation[k];
  for (int n = 0; n < UNROLL_TARGETS; n++) {
    const int k = unroll_target_column[n];
    scaled[k] = (float)(((double)x[k] - last[n]) / unit[n]);
  }
}

static inline double unroll_baseline(const float *x, int steps, int target, int step, double last)
{
  const int kind = unroll_target_baseline[target];
  const int seasons = (step + UNROLL_SEASON - 1) / UNROLL_SEASON;
  const int reference = steps - 1 - seasons * UNROLL_SEASON;
  const float *column = x + unroll_target_column[target];
  if (kind == 0 || reference + step < 0 || (kind == 2 && reference < 0)) return last;
  const double seasonal = (double)column[(reference + step) * UNROLL_FEATURES];
  return kind == 1 ? seasonal : seasonal + last - (double)column[reference * UNROLL_FEATURES];
}

/* A window x [steps, features], unscaled; forecast [outputs] in data units. Returns 0, or -1 when it does not fit. */
static inline int unroll_run(unroll_state *state, const float *x, int steps, float *forecast)
{
  double last[UNROLL_TARGETS], unit[UNROLL_TARGETS];
${rows}
  unroll_answer(state, forecast);
  for (int k = 0; k < UNROLL_OUTPUTS; k++) {
    const int n = unroll_output_target[k];
    const double start = unroll_baseline(x, steps, n, unroll_output_step[k], last[n]);
    forecast[k] = (float)(start + (double)forecast[k] * unit[n] * unroll_target_correction[n]);
  }
  return 0;
}
`;
}
