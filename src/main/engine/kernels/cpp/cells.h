// What a cell does at one time step, element by element: the formulas of LSTM (Gers et al. 2000, 2002; Greff et al. 2017), GRU
// (Cho et al. 2014; resetAfter as in cuDNN) and the plain RNN, and their derivatives. The products with weights are
// done by then (layer.h); padded units (beyond `units`, up to `width`) hold zeros and stay zero.
#pragma once
#include "gemm.h"

namespace unroll::UNROLL_ISA {

// One step's rows (examples still running). Gate buffers hold groups of `width` floats side by side:
// RNN: none, its pre-activations stand in `h`. LSTM: i f c̃ o, or coupled i c̃ o. GRU: z r h̃ q, where q is r ⊙ h (reset before the
// product) or U h + b₁ (reset after it).
struct Rows {
  int count, width;
  ptrdiff_t statePitch, gatePitch;
  float* gates;
  const float* hBefore;
  float* h;
  const float* cBefore;
  float* c;
};

struct GradientRows {
  float* dh;        // ∂L/∂h_t; GRU: on return the part of ∂L/∂h_{t−1} that bypasses the products
  float* dc;        // ∂L/∂c_t, on return ∂L/∂c_{t−1}
  float* dq;        // GRU, reset before: ∂L/∂(r ⊙ h_{t−1})
  float* dz;        // ∂L/∂pre-activations, grouped as the gates
  ptrdiff_t zPitch;
};

template <typename Body>
inline void forEach(const Rows& s, Body body) {
  for (int row = 0; row < s.count; ++row)
    for (int j = 0; j < s.width; j += kLanes) body(row * s.statePitch + j, row * s.gatePitch + j, row, j);
}

inline void rnnForward(const Rows& s, int32_t activation) {
  forEach(s, [&](ptrdiff_t u, ptrdiff_t, int, int) { store(s.h + u, activate(activation, load(s.h + u))); });
}

inline void rnnBackward(const Rows& s, const GradientRows& d, int32_t activation) {
  forEach(s, [&](ptrdiff_t u, ptrdiff_t, int row, int j) {
    store(d.dz + row * d.zPitch + j, load(d.dh + u) * slope(activation, load(s.h + u)));
  });
}

// Peephole weights of i, f and o in rows of `width` (coupled: i and o), and where their gradients are summed.
struct Peepholes {
  const float* weights;
  float* gradients;
};

template <bool kPeep, bool kCoupled>
inline void lstmForward(const Rows& s, const float* p) {
  const int w = s.width, of = w, og = (kCoupled ? 1 : 2) * w, oo = og + w;
  forEach(s, [&](ptrdiff_t u, ptrdiff_t g, int, int j) {
    float* gate = s.gates + g;
    const Vec before = load(s.cBefore + u);
    const auto peep = [&](Vec sum, int row, Vec cell) { return kPeep ? sum + load(p + row * w + j) * cell : sum; };
    const Vec i = sigmoid(peep(load(gate), 0, before));
    const Vec f = kCoupled ? 1.0f - i : sigmoid(peep(load(gate + of), 1, before));
    const Vec candidate = hyperbolicTangent(load(gate + og));
    const Vec c = f * before + i * candidate;
    const Vec o = sigmoid(peep(load(gate + oo), kCoupled ? 1 : 2, c));
    store(gate, i);
    if (!kCoupled) store(gate + of, f);
    store(gate + og, candidate);
    store(gate + oo, o);
    store(s.c + u, c);
    store(s.h + u, o * hyperbolicTangent(c));
  });
}

template <bool kPeep, bool kCoupled>
inline void lstmBackward(const Rows& s, const GradientRows& d, const Peepholes& p) {
  const int w = s.width, of = w, og = (kCoupled ? 1 : 2) * w, oo = og + w, lastRow = (kCoupled ? 1 : 2) * w;
  forEach(s, [&](ptrdiff_t u, ptrdiff_t g, int row, int j) {
    const float* gate = s.gates + g;
    float* dz = d.dz + row * d.zPitch + j;
    const Vec i = load(gate), f = kCoupled ? 1.0f - i : load(gate + of);
    const Vec candidate = load(gate + og), o = load(gate + oo);
    const Vec c = load(s.c + u), before = load(s.cBefore + u);
    const Vec dh = load(d.dh + u), squashed = hyperbolicTangent(c);
    const Vec dOutput = dh * squashed * o * (1.0f - o);
    Vec dc = load(d.dc + u) + dh * o * (1.0f - squashed * squashed);
    if (kPeep) dc += dOutput * load(p.weights + lastRow + j);
    const Vec dInput = dc * (kCoupled ? candidate - before : candidate) * i * (1.0f - i);
    const Vec dForget = kCoupled ? Vec{} : dc * before * f * (1.0f - f);
    Vec dBefore = dc * f;
    const auto peep = [&](int at, Vec slope, Vec cell) {
      store(p.gradients + at + j, load(p.gradients + at + j) + slope * cell);
      return slope * load(p.weights + at + j);
    };
    if (kPeep) dBefore += peep(0, dInput, before);
    if (kPeep && !kCoupled) dBefore += peep(w, dForget, before);
    if (kPeep) peep(lastRow, dOutput, c);
    store(dz, dInput);
    if (!kCoupled) store(dz + of, dForget);
    store(dz + og, dc * i * (1.0f - candidate * candidate));
    store(dz + oo, dOutput);
    store(d.dc + u, dBefore);
  });
}

inline void lstmForward(const Rows& s, const float* p, bool coupled) {
  if (p) return coupled ? lstmForward<true, true>(s, p) : lstmForward<true, false>(s, p);
  return coupled ? lstmForward<false, true>(s, p) : lstmForward<false, false>(s, p);
}

inline void lstmBackward(const Rows& s, const GradientRows& d, const Peepholes& p, bool coupled) {
  if (p.weights) return coupled ? lstmBackward<true, true>(s, d, p) : lstmBackward<true, false>(s, d, p);
  return coupled ? lstmBackward<false, true>(s, d, p) : lstmBackward<false, false>(s, d, p);
}

// Gates z and r; with reset before the product also q = r ⊙ h_{t−1}, which U is applied to next.
inline void gruGates(const Rows& s, bool resetAfter) {
  const int w = s.width;
  forEach(s, [&](ptrdiff_t u, ptrdiff_t g, int, int) {
    float* gate = s.gates + g;
    const Vec r = sigmoid(load(gate + w));
    store(gate, sigmoid(load(gate)));
    store(gate + w, r);
    if (!resetAfter) store(gate + 3 * w, r * load(s.hBefore + u));
  });
}

// h = z ⊙ h_{t−1} + (1 − z) ⊙ h̃
inline void gruForward(const Rows& s, bool resetAfter) {
  const int w = s.width;
  forEach(s, [&](ptrdiff_t u, ptrdiff_t g, int, int) {
    float* gate = s.gates + g;
    const Vec z = load(gate);
    Vec sum = load(gate + 2 * w);
    if (resetAfter) sum += load(gate + w) * load(gate + 3 * w);
    const Vec candidate = hyperbolicTangent(sum);
    store(gate + 2 * w, candidate);
    store(s.h + u, candidate + z * (load(s.hBefore + u) - candidate));
  });
}

// dz of z and h̃; with reset after the product also of r and q, else those follow from dq (gruResetBackward).
inline void gruBackward(const Rows& s, const GradientRows& d, bool resetAfter) {
  const int w = s.width;
  forEach(s, [&](ptrdiff_t u, ptrdiff_t g, int row, int j) {
    const float* gate = s.gates + g;
    float* dz = d.dz + row * d.zPitch + j;
    const Vec z = load(gate), candidate = load(gate + 2 * w), dh = load(d.dh + u);
    const Vec dCandidate = dh * (1.0f - z) * (1.0f - candidate * candidate);
    store(dz, dh * (load(s.hBefore + u) - candidate) * z * (1.0f - z));
    store(dz + 2 * w, dCandidate);
    store(d.dh + u, dh * z);
    if (!resetAfter) return;
    const Vec r = load(gate + w);
    store(dz + w, dCandidate * load(gate + 3 * w) * r * (1.0f - r));
    store(dz + 3 * w, dCandidate * r);
  });
}

inline void gruResetBackward(const Rows& s, const GradientRows& d) {
  const int w = s.width;
  forEach(s, [&](ptrdiff_t u, ptrdiff_t g, int row, int j) {
    const Vec r = load(s.gates + g + w), dq = load(d.dq + u);
    store(d.dz + row * d.zPitch + j + w, dq * load(s.hBefore + u) * r * (1.0f - r));
    store(d.dh + u, load(d.dh + u) + dq * r);
  });
}

}  // namespace unroll::UNROLL_ISA
