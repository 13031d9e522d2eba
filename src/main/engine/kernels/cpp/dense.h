// Products of matrices and scaled dot-product attention (Vaswani et al. 2017, eq. 1), for what surrounds the recurrence:
// convolutions, projections, Transformer encoders. Included by layer.cc, compiled once per instruction set.
//
// A number of a result is always added up by one thread, in one order: the number of threads does not change a bit.
#pragma once
#include "gemm.h"

namespace unroll::UNROLL_ISA {
namespace {

constexpr int kProductRows = 8 * kRows;

// C[m × n] = A·B over k, where A is a[m × k] or, transposed, a[k × m], and B likewise. Rows of C go to tasks by groups.
struct Product {
  int m, k, n, vectors;
  bool aTransposed, bTransposed;
  int groups, perTask;

  Product(const int32_t* shape, int tasks)
      : m(shape[0]), k(shape[1]), n(shape[2]), vectors(ceilDiv(n, kLanes)), aTransposed(shape[3]), bTransposed(shape[4]),
        groups(ceilDiv(m, kRows)), perTask(ceilDiv(groups, tasks) * kRows) {}

  size_t packedB() const { return aligned((size_t)k * vectors * kLanes); }
  // Of one task: its rows of C with whole vectors, and its columns of a transposed A packed.
  size_t perTaskFloats() const {
    return aligned((size_t)perTask * vectors * kLanes) + (aTransposed ? aligned((size_t)k * perTask) : 0);
  }
};

size_t productScratch(const int32_t* shape, int tasks) {
  const Product p(shape, tasks);
  return p.packedB() + p.perTaskFloats() * tasks + aligned(p.vectors * kLanes);
}

void product(const int32_t* shape, const float* a, const float* b, float* c, float* scratch, const Team& team) {
  const int tasks = team.size;
  const Product p(shape, tasks);
  Arena arena{scratch};
  float* packedB = arena.take(p.packedB());
  float* zeros = arena.take(p.vectors * kLanes);
  zeroRow(zeros, p.vectors * kLanes);
  inParallel(team, tasks, [&](int task) {
    packPanels(p.k, p.vectors, packedB, task, tasks, [&](int k, int v, float* to) {
      const int column = v * kLanes;
      if (!p.bTransposed) return copyPadded(to, b + (ptrdiff_t)k * p.n + column, p.n - column);
      for (int lane = 0; lane < kLanes; ++lane)
        to[lane] = column + lane < p.n ? b[(ptrdiff_t)(column + lane) * p.k + k] : 0.0f;
    });
  });
  inParallel(team, tasks, [&](int task) {
    const int first = task * p.perTask, rows = least(p.perTask, p.m - first), pitch = p.vectors * kLanes;
    if (rows <= 0) return;
    Arena mine{arena.base + arena.used + task * p.perTaskFloats()};
    float* out = mine.take((size_t)p.perTask * pitch);
    if (p.aTransposed) {
      float* packedA = mine.take((size_t)p.k * p.perTask);
      packColumns(p.k, rows, packedA, [&](int k) { return a + (ptrdiff_t)k * p.m + first; });
      multiply<true>(rows, p.vectors, p.k, packedA, 0, packedB, out, pitch, zeros);
    } else {
      // Few enough rows at a time that they stay in the second-level cache while the panels of B go by.
      for (int row = 0; row < rows; row += kProductRows)
        multiply<false>(least(kProductRows, rows - row), p.vectors, p.k, a + (ptrdiff_t)(first + row) * p.k, p.k,
                        packedB, out + (ptrdiff_t)row * pitch, pitch, zeros);
    }
    for (int row = 0; row < rows; ++row) copyRow(c + (ptrdiff_t)(first + row) * p.n, out + (ptrdiff_t)row * pitch, p.n);
  });
}

// Attention of every example and head on its own: [batch, time, heads · size] in and out, weights [batch, heads, time,
// time]. Steps beyond an example's length are neither asked nor answered: their rows are zero.
struct Attention {
  int batch, time, heads, size, width;
  bool causal;
  float scale;
  int timePitch, sizePitch;
  const int32_t* lengths;

  Attention(const int32_t* shape, const int32_t* lengths)
      : batch(shape[0]), time(shape[1]), heads(shape[2]), size(shape[3]), width(shape[2] * shape[3]),
        causal(shape[4]), scale(1.0f / __builtin_sqrtf((float)shape[3])), timePitch(roundUp(shape[1], kLanes)),
        sizePitch(roundUp(shape[3], kLanes)), lengths(lengths) {}

  size_t matrix() const { return aligned((size_t)time * timePitch); }       // time × time
  size_t tall() const { return aligned((size_t)roundUp(time, kRows) * sizePitch); }  // time × size
  size_t wide() const { return aligned((size_t)size * timePitch); }         // size × time
  size_t packed() const { return aligned((size_t)time * roundUp(time, kRows)); }
  size_t taskFloats() const { return 2 * matrix() + 2 * tall() + wide() + packed() + aligned(most(timePitch, sizePitch)); }
};

size_t attentionScratch(const int32_t* shape, int tasks) { return Attention(shape, nullptr).taskFloats() * tasks; }

// [size × length] panels of rows' transpose.
void packAcross(const Attention& s, int length, const float* rows, float* out) {
  packPanels(s.size, ceilDiv(length, kLanes), out, 0, 1, [&](int k, int v, float* to) {
    for (int lane = 0; lane < kLanes; ++lane) {
      const int row = v * kLanes + lane;
      to[lane] = row < length ? rows[(ptrdiff_t)row * s.width + k] : 0.0f;
    }
  });
}

// [length × size] panels of rows.
void packAlong(const Attention& s, int length, const float* rows, float* out) {
  packPanels(length, s.sizePitch / kLanes, out, 0, 1, [&](int k, int v, float* to) {
    copyPadded(to, rows + (ptrdiff_t)k * s.width + v * kLanes, s.size - v * kLanes);
  });
}

void unpack(const Attention& s, int length, const float* from, float* to) {
  for (int t = 0; t < length; ++t) copyRow(to + (ptrdiff_t)t * s.width, from + (ptrdiff_t)t * s.sizePitch, s.size);
  for (int t = length; t < s.time; ++t) zeroRow(to + (ptrdiff_t)t * s.width, s.size);
}

// Row t of scores becomes weights over the first `seen` keys; the rest of the row is zero.
void softmaxRow(const Attention& s, float* row, int seen) {
  float greatest = row[0];
  for (int k = 1; k < seen; ++k) greatest = row[k] > greatest ? row[k] : greatest;
  const int whole = roundUp(seen, kLanes);
  for (int k = 0; k < whole; k += kLanes)
    store(row + k, exponential(atLeast((load(row + k) - greatest) * s.scale, -87.0f)));
  float sum = 0.0f;
  for (int k = 0; k < seen; ++k) sum += row[k];
  const float share = 1.0f / sum;
  for (int k = 0; k < seen; ++k) row[k] *= share;
  zeroRow(row + seen, s.timePitch - seen);
}

void attentionForward(const int32_t* shape, const int32_t* lengths, const float* q, const float* k, const float* v,
                      float* out, float* weights, float* scratch, const Team& team) {
  const Attention s(shape, lengths);
  inParallel(team, team.size, [&](int task) {
    Arena arena{scratch + task * s.taskFloats()};
    float *scores = arena.take(s.matrix()), *answer = arena.take(s.tall()), *along = arena.take(s.tall());
    float *across = arena.take(s.wide()), *zeros = arena.take(most(s.timePitch, s.sizePitch));
    zeroRow(zeros, most(s.timePitch, s.sizePitch));
    for (int at = task; at < s.batch * s.heads; at += team.size) {
      const int example = at / s.heads, length = s.lengths[example];
      const ptrdiff_t from = (ptrdiff_t)example * s.time * s.width + at % s.heads * s.size;
      packAcross(s, length, k + from, across);
      multiply<false>(length, ceilDiv(length, kLanes), s.size, q + from, s.width, across, scores, s.timePitch, zeros);
      float* kept = weights + (ptrdiff_t)at * s.time * s.time;
      for (int t = 0; t < length; ++t) {
        softmaxRow(s, scores + (ptrdiff_t)t * s.timePitch, s.causal ? t + 1 : length);
        copyRow(kept + (ptrdiff_t)t * s.time, scores + (ptrdiff_t)t * s.timePitch, s.time);
      }
      zeroRow(kept + (ptrdiff_t)length * s.time, (ptrdiff_t)(s.time - length) * s.time);
      packAlong(s, length, v + from, along);
      multiply<false>(length, s.sizePitch / kLanes, length, scores, s.timePitch, along, answer, s.sizePitch, zeros);
      unpack(s, length, answer, out + from);
    }
  });
}

void attentionBackward(const int32_t* shape, const int32_t* lengths, const float* q, const float* k, const float* v,
                       const float* weights, const float* dOut, float* dq, float* dk, float* dv, float* scratch,
                       const Team& team) {
  const Attention s(shape, lengths);
  inParallel(team, team.size, [&](int task) {
    Arena arena{scratch + task * s.taskFloats()};
    float *dScores = arena.take(s.matrix()), *answer = arena.take(s.tall()), *along = arena.take(s.tall());
    float *across = arena.take(s.wide()), *columns = arena.take(s.packed());
    float* zeros = arena.take(most(s.timePitch, s.sizePitch));
    zeroRow(zeros, most(s.timePitch, s.sizePitch));
    for (int at = task; at < s.batch * s.heads; at += team.size) {
      const int example = at / s.heads, length = s.lengths[example], vectors = s.sizePitch / kLanes;
      const ptrdiff_t from = (ptrdiff_t)example * s.time * s.width + at % s.heads * s.size;
      const float* kept = weights + (ptrdiff_t)at * s.time * s.time;

      // ∂L/∂weights = dOut·Vᵀ, then through the softmax: w ⊙ (∂L/∂w − Σ w ⊙ ∂L/∂w), then the scale.
      packAcross(s, length, v + from, across);
      multiply<false>(length, ceilDiv(length, kLanes), s.size, dOut + from, s.width, across, dScores, s.timePitch, zeros);
      for (int t = 0; t < length; ++t) {
        float* d = dScores + (ptrdiff_t)t * s.timePitch;
        const float* w = kept + (ptrdiff_t)t * s.time;
        float mean = 0.0f;
        for (int j = 0; j < length; ++j) mean += w[j] * d[j];
        for (int j = 0; j < length; ++j) d[j] = w[j] * (d[j] - mean) * s.scale;
      }

      packAlong(s, length, k + from, along);
      multiply<false>(length, vectors, length, dScores, s.timePitch, along, answer, s.sizePitch, zeros);
      unpack(s, length, answer, dq + from);

      packColumns(length, length, columns, [&](int t) { return dScores + (ptrdiff_t)t * s.timePitch; });
      packAlong(s, length, q + from, along);
      multiply<true>(length, vectors, length, columns, 0, along, answer, s.sizePitch, zeros);
      unpack(s, length, answer, dk + from);

      packColumns(length, length, columns, [&](int t) { return kept + (ptrdiff_t)t * s.time; });
      packAlong(s, length, dOut + from, along);
      multiply<true>(length, vectors, length, columns, 0, along, answer, s.sizePitch, zeros);
      unpack(s, length, answer, dv + from);
    }
  });
}

// What a convolution over time reads at each step, side by side: columns[batch · time, size · inputs] of x[batch, time,
// inputs], at t − lead + k · dilation for k = 0 … size − 1, zeros beyond the ends.
struct Taps {
  int batch, time, inputs, size, dilation, lead;

  explicit Taps(const int32_t* shape)
      : batch(shape[0]), time(shape[1]), inputs(shape[2]), size(shape[3]), dilation(shape[4]), lead(shape[5]) {}
};

void unfold(const int32_t* shape, const float* x, float* columns, const Team& team) {
  const Taps s(shape);
  const int rows = s.batch * s.time, perTask = ceilDiv(rows, team.size);
  inParallel(team, team.size, [&](int task) {
    for (int row = task * perTask; row < least(rows, (task + 1) * perTask); ++row) {
      const int first = row - row % s.time, t = row % s.time - s.lead;
      float* to = columns + (ptrdiff_t)row * s.size * s.inputs;
      for (int k = 0; k < s.size; ++k, to += s.inputs) {
        const int step = t + k * s.dilation;
        if (step < 0 || step >= s.time) zeroRow(to, s.inputs);
        else copyRow(to, x + (ptrdiff_t)(first + step) * s.inputs, s.inputs);
      }
    }
  });
}

// The adjoint: each step of x is the sum of where it was read, k by k.
void fold(const int32_t* shape, const float* columns, float* x, const Team& team) {
  const Taps s(shape);
  const int rows = s.batch * s.time, perTask = ceilDiv(rows, team.size);
  inParallel(team, team.size, [&](int task) {
    for (int row = task * perTask; row < least(rows, (task + 1) * perTask); ++row) {
      const int first = row - row % s.time, t = row % s.time + s.lead;
      float* to = x + (ptrdiff_t)row * s.inputs;
      zeroRow(to, s.inputs);
      for (int k = 0; k < s.size; ++k) {
        const int reader = t - k * s.dilation;
        if (reader < 0 || reader >= s.time) continue;
        addRow(to, columns + ((ptrdiff_t)(first + reader) * s.size + k) * s.inputs, s.inputs);
      }
    }
  });
}

}  // namespace
}  // namespace unroll::UNROLL_ISA
