import type { ForecastScale } from '../../models/scale/forecast-scale';
import { medianOf } from '../../learning/forecast/quantiles';

const number = (value: number): string => `${value.toExponential(8)}`;

/** models/forecast-scale.ts in C: target columns relative to the window, corrections back into data units. */
export function forecastCode({ seasonSteps, targets, outputs, quantiles = [] }: ForecastScale): string {
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

${quantiles.length > 0 ? quantilesCode(quantiles) : pointCode}/* The head's corrections of a window x [steps, features] as a forecast in data units: ${quantiles.length > 0 ? '[quantiles, outputs]' : '[outputs]'}. */
static inline void unroll_in_units(const float *x, int steps, const double *last, const double *unit, float *forecast)
{
  float level[UNROLL_ANSWER];
  unroll_levels(forecast, level);
  for (int k = 0; k < UNROLL_ANSWER; k++) {
    const int output = k % UNROLL_OUTPUTS, n = unroll_output_target[output];
    const double start = unroll_baseline(x, steps, n, unroll_output_step[output], last[n]);
    forecast[k] = (float)(start + (double)level[k] * unit[n] * unroll_target_correction[n]);
  }
}
`;
}

const pointCode = `static inline void unroll_levels(const float *raw, float *level) { memcpy(level, raw, UNROLL_ANSWER * sizeof(float)); }

`;

/** models/quantiles.ts, `decodeQuantiles`. */
function quantilesCode(quantiles: readonly number[]): string {
  return `static const float unroll_quantiles[UNROLL_QUANTILES] = {${quantiles.map((q) => `${q.toExponential(8)}f`).join(', ')}};

static inline float unroll_softplus(float x) { return x > 0.0f ? x + log1pf(expf(-x)) : log1pf(expf(x)); }

/* raw [outputs, quantiles] to level [quantiles, outputs], which never cross: from the middle outwards. */
static inline void unroll_levels(const float *raw, float *level)
{
  const int middle = ${medianOf(quantiles)};
  for (int k = 0; k < UNROLL_OUTPUTS; k++, raw += UNROLL_QUANTILES) {
    level[middle * UNROLL_OUTPUTS + k] = raw[middle];
    for (int q = middle + 1; q < UNROLL_QUANTILES; q++)
      level[q * UNROLL_OUTPUTS + k] = level[(q - 1) * UNROLL_OUTPUTS + k] + unroll_softplus(raw[q]);
    for (int q = middle - 1; q >= 0; q--)
      level[q * UNROLL_OUTPUTS + k] = level[(q + 1) * UNROLL_OUTPUTS + k] - unroll_softplus(raw[q]);
  }
}

`;
}
