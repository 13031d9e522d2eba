// AdamW over flat arrays (Kingma & Ba 2015; decoupled decay: Loshchilov & Hutter 2019), with the rate of their section 2:
// lr·√(1 − β₂ᵗ)/(1 − β₁ᵗ).
#pragma once
#include "simd.h"

namespace unroll::UNROLL_ISA {

// settings: [gradient scale, β₁, β₂, rate, ε, lr·decay]; decay applies where `decayed` is not 0.
inline void adam(size_t count, float* weights, const float* gradients, float* first, float* second,
                 const uint8_t* decayed, const float* settings) {
  const float scale = settings[0], beta1 = settings[1], beta2 = settings[2];
  const float rate = settings[3], epsilon = settings[4], keep = 1.0f - settings[5];
  for (size_t i = 0; i < count; ++i) {
    const float g = gradients[i] * scale;
    const float m = beta1 * first[i] + (1.0f - beta1) * g;
    const float v = beta2 * second[i] + (1.0f - beta2) * (g * g);
    first[i] = m;
    second[i] = v;
    weights[i] = weights[i] * (decayed[i] ? keep : 1.0f) - rate * m / (__builtin_sqrtf(v) + epsilon);
  }
}

// Float sums of 4,096 values at a time, added in double: the same bits every time.
inline double sumOfSquares(size_t count, const float* values) {
  double total = 0;
  for (size_t begin = 0; begin < count; begin += 4096) {
    const size_t end = begin + 4096 < count ? begin + 4096 : count;
    Vec sum{};
    size_t i = begin;
    for (; i + kLanes <= end; i += kLanes) sum += load(values + i) * load(values + i);
    for (; i < end; ++i) total += (double)values[i] * values[i];
    for (int lane = 0; lane < kLanes; ++lane) total += sum[lane];
  }
  return total;
}

inline void activateAll(int32_t activation, size_t count, const float* in, float* out) {
  for (size_t i = 0; i < count; i += kLanes) {
    float lanes[kLanes] = {};
    const size_t n = count - i < kLanes ? count - i : kLanes;
    for (size_t k = 0; k < n; ++k) lanes[k] = in[i + k];
    store(lanes, activate(activation, load(lanes)));
    for (size_t k = 0; k < n; ++k) out[i + k] = lanes[k];
  }
}

}  // namespace unroll::UNROLL_ISA
