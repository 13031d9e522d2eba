// Vectors of UNROLL_LANES floats (GCC's and clang's vector extensions) and the activations on them.
// Everything lives in a namespace per instruction set: the same source is compiled once for each.
#pragma once
#include "recurrent.h"

namespace unroll::UNROLL_ISA {

constexpr int kLanes = UNROLL_LANES;
typedef float Vec __attribute__((vector_size(UNROLL_LANES * 4), may_alias));
typedef int32_t Int __attribute__((vector_size(UNROLL_LANES * 4), may_alias));
typedef float Unaligned __attribute__((vector_size(UNROLL_LANES * 4), may_alias, aligned(4)));

inline Vec load(const float* p) { return *reinterpret_cast<const Unaligned*>(p); }
inline void store(float* p, Vec v) { *reinterpret_cast<Unaligned*>(p) = v; }
inline Vec splat(float s) { return s - Vec{}; }
// A NaN passes through both.
inline Vec atLeast(Vec v, float low) { return v < low ? splat(low) : v; }
inline Vec atMost(Vec v, float high) { return v > high ? splat(high) : v; }

// eˣ with |x| ≤ 87: x = n·ln2 + r, |r| ≤ ln2/2, and Cephes' expf polynomial for eʳ (Moshier 1989).
// Relative error below 2⁻²² (test/unit/kernels/activations.test.ts).
inline Vec exponential(Vec x) {
  const float kRound = 12582912.0f;  // 1.5·2²³: adding it rounds to an integer, kept in the low bits
  Vec shifted = x * 1.44269504088896341f + kRound;
  Vec n = shifted - kRound;
  Vec r = n * -0.693359375f + x;
  r = n * 2.12194440e-4f + r;
  Vec p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + (r + 1.0f);
  return (Vec)((Int)p + ((Int)shifted << 23));
}

// 1 / (1 + e⁻ˣ). Relative error below 2⁻²¹ for x ≥ −87; the value at −87 beyond.
inline Vec sigmoid(Vec x) {
  Vec e = exponential(-atMost(atLeast(x, -87.0f), 87.0f));
  return 1.0f / (1.0f + e);
}

// x·P(x²)/Q(x²), the minimax rational of Eigen's generic_fast_tanh_float, ±1 beyond |x| = 7.9.
// Absolute error below 2⁻²¹, relative below 2⁻²⁰ down to the smallest x.
inline Vec hyperbolicTangent(Vec x) {
  x = atMost(atLeast(x, -7.90531110763549805f), 7.90531110763549805f);
  Vec s = x * x;
  Vec p = s * -2.76076847742355e-16f + 2.00018790482477e-13f;
  p = p * s + -8.60467152213735e-11f;
  p = p * s + 5.12229709037114e-08f;
  p = p * s + 1.48572235717979e-05f;
  p = p * s + 6.37261928875436e-04f;
  p = p * s + 4.89352455891786e-03f;
  Vec q = s * 1.19825839466702e-06f + 1.18534705686654e-04f;
  q = q * s + 2.26843463243900e-03f;
  q = q * s + 4.89352518554385e-03f;
  return x * (p / q);  // in this order nothing underflows
}

inline Vec activate(int32_t activation, Vec x) {
  switch (activation) {
    case kTanh: return hyperbolicTangent(x);
    case kRelu: return atLeast(x, 0.0f);
    case kSigmoid: return sigmoid(x);
    default: return x;
  }
}

// φ′ from y = φ(x).
inline Vec slope(int32_t activation, Vec y) {
  switch (activation) {
    case kTanh: return 1.0f - y * y;
    case kRelu: return y > 0.0f ? splat(1.0f) : Vec{};
    case kSigmoid: return y * (1.0f - y);
    default: return splat(1.0f);
  }
}

}  // namespace unroll::UNROLL_ISA
