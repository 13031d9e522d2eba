// Where a recurrent layer's examples and numbers lie: who is in which slice, where each step's rows begin, what of the cache and
// of the scratch memory is whose, and weights packed for the products of gemm.h. Included by layer.cc, compiled once per
// instruction set.
#pragma once
#include "cells.h"

namespace unroll::UNROLL_ISA {
namespace {

constexpr int kUnpackedSteps = 2;
constexpr int kForwardRows = 128;
constexpr int kBackwardRows = 256;

// Rows of 512 bytes and its multiples would all fall into the same few cache sets.
int pitchOf(int floats) { return floats % 128 == 0 ? floats + 16 : floats; }
size_t aligned(size_t floats) { return (floats + 15) & ~(size_t)15; }

template <typename Body>
void inParallel(const Team& team, int count, Body&& body) {
  team.run(count, [](void* context, int i) { (*static_cast<Body*>(context))(i); }, &body);
}

// Hands out 64-byte aligned pieces of a block; with a null base it only counts.
struct Arena {
  float* base;
  size_t used = 0;
  float* take(size_t floats) {
    float* piece = base ? base + used : nullptr;
    used += aligned(floats);
    return piece;
  }
};

bool coupled(const Layer& l) { return l.cell == kLstm && l.coupled; }
// Rows of peephole weights.
int peepholes(const Layer& l) { return !l.peephole ? 0 : coupled(l) ? 2 : 3; }

struct Sizes {
  int width;      // units, padded to whole vectors
  int vectors;    // of `width`
  int groups;     // of `width` in a row of gates
  int fromInput;  // groups that the inputs contribute to
  int first;      // groups in the first product with U; a GRU's second product has one
  bool gru, lstm;
  ptrdiff_t statePitch, gatePitch;

  explicit Sizes(const Layer& l)
      : width(roundUp(l.units, kLanes)), vectors(width / kLanes), groups(l.cell == kRnn ? 1 : coupled(l) ? 3 : 4),
        fromInput(l.cell == kGru ? 3 : groups), first(l.cell == kGru ? 2 : groups),
        gru(l.cell == kGru), lstm(l.cell == kLstm), statePitch(pitchOf(width)), gatePitch(pitchOf(groups * width)) {}
};

// Where each example went: who is in which slice, and where each step's rows begin.
struct Plan {
  int slices;
  int32_t *order, *start, *steps, *offset;

  static size_t floats(const Layer& l, int slices) { return aligned(l.batch + 1 + slices * (l.time + 3) + l.time + 1); }

  Plan(const Layer& l, int slices, float* memory) : slices(slices) {
    order = reinterpret_cast<int32_t*>(memory);
    start = order + l.batch;
    steps = start + slices + 1;
    offset = steps + slices;
  }

  int32_t* offsets(const Layer& l, int slice) const { return offset + (ptrdiff_t)slice * (l.time + 1); }

  void make(const Layer& l) {
    // Counting sort: place[n] is where the next example of length n goes.
    int32_t* place = offset + (ptrdiff_t)slices * (l.time + 1);
    for (int n = 0; n <= l.time; ++n) place[n] = 0;
    for (int b = 0; b < l.batch; ++b) ++place[l.lengths[b]];
    for (int n = l.time, sum = 0; n >= 0; --n) {
      const int count = place[n];
      place[n] = sum;
      sum += count;
    }
    for (int s = 0; s <= slices; ++s) start[s] = s * (l.batch / slices) + least(s, l.batch % slices);
    for (int b = 0; b < l.batch; ++b) {
      const int rank = place[l.lengths[b]]++;
      order[start[rank % slices] + rank / slices] = b;
    }
    for (int s = 0; s < slices; ++s) {
      int32_t* rows = offsets(l, s);
      const int count = start[s + 1] - start[s];
      steps[s] = l.lengths[order[start[s]]];
      rows[0] = 0;
      for (int t = 0, running = count; t < l.time; ++t) {
        while (running > 0 && l.lengths[order[start[s] + running - 1]] <= t) --running;
        rows[t + 1] = rows[t] + running;
      }
    }
  }
};

int sliceCount(const Layer& l, int wanted) { return most(1, least(wanted, l.batch)); }

size_t totalRows(const Layer& l) {
  size_t rows = 0;
  for (int b = 0; b < l.batch; ++b) rows += l.lengths[b];
  return rows;
}

// One slice's examples and its part of the cache. State buffers begin with the initial states.
struct Slice {
  const Layer& layer;
  const Sizes& sizes;
  int count, steps;
  const int32_t *examples, *offset;
  float *states, *cells, *gates;

  Slice(const Layer& l, const Sizes& z, const Plan& plan, int s, float* cache)
      : layer(l), sizes(z), count(plan.start[s + 1] - plan.start[s]), steps(plan.steps[s]),
        examples(plan.order + plan.start[s]), offset(plan.offsets(l, s)) {
    const size_t rows = totalRows(l), stateRows = rows + l.batch;
    size_t before = 0;
    for (int other = 0; other < s; ++other) before += plan.offsets(l, other)[l.time];
    const size_t statesBefore = before + plan.start[s];
    cache += Plan::floats(l, plan.slices);
    states = cache + statesBefore * z.statePitch;
    cache += aligned(stateRows * z.statePitch);
    cells = cache + statesBefore * z.statePitch;
    if (z.lstm) cache += aligned(stateRows * z.statePitch);
    gates = cache + before * z.gatePitch;
  }

  int rows(int t) const { return offset[t + 1] - offset[t]; }
  ptrdiff_t stateRow(int t) const { return t < 0 ? 0 : count + offset[t]; }
  // Where step t of example b (of this slice) stands in [batch, time, …].
  ptrdiff_t place(int t, int b) const {
    const int example = examples[b];
    const int at = layer.reverse ? layer.lengths[example] - 1 - t : t;
    return (ptrdiff_t)example * layer.time + at;
  }
  Rows at(int t) const {
    const ptrdiff_t pitch = sizes.statePitch;
    return {rows(t), sizes.width, pitch, sizes.gatePitch, gates + offset[t] * sizes.gatePitch,
            states + stateRow(t - 1) * pitch, states + stateRow(t) * pitch,
            cells + stateRow(t - 1) * pitch, cells + stateRow(t) * pitch};
  }
  // Rows of a per-example matrix (zeros when null) in the slice's order and pitch.
  void fill(float* to, const float* from) const {
    for (int b = 0; b < count; ++b) {
      float* row = to + b * sizes.statePitch;
      zeroRow(row, sizes.width);
      if (from) copyRow(row, from + (ptrdiff_t)examples[b] * layer.units, layer.units);
    }
  }
};

// W and U are packed once per call and shared by all slices; for a step or two of a stream they are read where they lie.
struct ForwardMemory {
  float *kernel, *recurrent, *recurrent2, *bias, *bias2, *peephole, *inputs;
  ptrdiff_t inputsFloats;
  const float *w, *u, *u2;
  ptrdiff_t weightPitch;  // of rows of w, u and u2 as they lie; 0: they are packed

  ForwardMemory(const Layer& l, const Sizes& z, int slices, Arena arena, size_t* used = nullptr) {
    kernel = arena.take((size_t)l.inputs * z.fromInput * z.width);
    recurrent = arena.take((size_t)l.units * z.first * z.width);
    recurrent2 = arena.take(z.gru ? (size_t)l.units * z.width : 0);
    bias = arena.take(z.groups * z.width);
    bias2 = arena.take(z.width);
    peephole = l.peephole ? arena.take(peepholes(l) * z.width) : nullptr;
    inputsFloats = aligned((size_t)(kForwardRows + ceilDiv(l.batch, slices)) * l.inputs);
    inputs = arena.take(inputsFloats * slices);
    if (used) *used = arena.used;
    const bool direct = l.time <= kUnpackedSteps && l.batch <= kRows && l.units == z.width;
    weightPitch = direct ? (z.gru ? 3 : z.groups) * l.units : 0;
    w = direct ? l.kernel : kernel;
    u = direct ? l.recurrentKernel : recurrent;
    u2 = direct && z.gru ? l.recurrentKernel + 2 * l.units : recurrent2;
  }

  // C = (init, one row, or C) + A·(w, u or u2).
  void product(int rows, int vectors, int depth, const float* a, ptrdiff_t stride, const float* weights, float* c,
               ptrdiff_t pitch, const float* init) const {
    if (weightPitch) multiplyUnpacked(rows, vectors, depth, a, stride, weights, weightPitch, c, pitch, init);
    else multiply<false>(rows, vectors, depth, a, stride, weights, c, pitch, init);
  }
};

// Groups `from` … `from` + n of a Keras matrix [depth, gates·units], each group padded to whole vectors.
void packGroups(const float* matrix, int depth, int gates, int from, int groups, const Layer& l, const Sizes& z,
                float* out, int task, int tasks) {
  packPanels(depth, groups * z.vectors, out, task, tasks, [&](int k, int v, float* to) {
    const int group = from + v / z.vectors, unit = v % z.vectors * kLanes;
    copyPadded(to, matrix + ((ptrdiff_t)k * gates + group) * l.units + unit, l.units - unit);
  });
}

// The same groups transposed: [n·width, rows of the matrix], padded units being rows of zeros.
void packTransposed(const float* matrix, int rows, int gates, int from, int groups, const Layer& l, const Sizes& z,
                    float* out, int task, int tasks) {
  const int vectors = ceilDiv(rows, kLanes), depth = groups * z.width;
  for (int v = task * kPanel; v < vectors; v += tasks * kPanel) {
    const int panel = least(kPanel, vectors - v) * kLanes;
    float* to = out + (ptrdiff_t)v * kLanes * depth;
    zeroRow(to, (ptrdiff_t)depth * panel);
    for (int lane = 0; lane < least(panel, rows - v * kLanes); ++lane) {
      const float* row = matrix + (ptrdiff_t)(v * kLanes + lane) * gates * l.units;
      for (int g = 0; g < groups; ++g)
        for (int u = 0; u < l.units; ++u)
          to[(ptrdiff_t)(g * z.width + u) * panel + lane] = row[(from + g) * l.units + u];
    }
  }
}

void copyPeepholes(const Layer& l, const Sizes& z, float* to) {
  for (int row = 0; row < peepholes(l); ++row) {
    zeroRow(to + row * z.width, z.width);
    copyRow(to + row * z.width, l.peephole + row * l.units, l.units);
  }
}

}  // namespace
}  // namespace unroll::UNROLL_ISA
