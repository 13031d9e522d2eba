// Matrix product on packed weights.
//
//   for each block of kDepth columns of A           (its rows stay in the first-level cache)
//     for each panel of kPanel vectors of B         (packed: one panel's rows lie one after another)
//       for each tile of at most kRows rows of A    (rows × vectors of C held in registers)
//         for each k: load the panel's row k, broadcast A[·][k], multiply and add
//
// Every product in the lab is C = init + A·B or C += A·B with B packed: inputs by W, states by U, gate gradients by
// Uᵀ and Wᵀ, and (A packed as well, because it is read transposed) inputs and states by gate gradients.
#pragma once
#include "simd.h"

namespace unroll::UNROLL_ISA {

constexpr int kRows = UNROLL_ROWS;    // rows of a tile
constexpr int kPanel = UNROLL_PANEL;  // vectors of a panel
constexpr int kDepth = 384;           // depth of a block

inline int ceilDiv(int a, int b) { return (a + b - 1) / b; }
inline int roundUp(int n, int to) { return ceilDiv(n, to) * to; }
inline int least(int a, int b) { return a < b ? a : b; }
inline int most(int a, int b) { return a > b ? a : b; }

// C[M × N vectors] = (init or C) + A·B over `depth`. A[m][k] is a[m·stride + k], or a[k·kRows + m] when packed.
template <bool kPacked, int M, int N>
void tile(int depth, const float* a, ptrdiff_t stride, const float* b, float* c, ptrdiff_t pitch, const float* init) {
  Vec sum[M][N];
#pragma GCC unroll 16
  for (int m = 0; m < M; ++m)
#pragma GCC unroll 4
    for (int n = 0; n < N; ++n) sum[m][n] = load((init ? init : c + m * pitch) + n * kLanes);
  for (int k = 0; k < depth; ++k, b += N * kLanes) {
    Vec row[N];
#pragma GCC unroll 4
    for (int n = 0; n < N; ++n) row[n] = load(b + n * kLanes);
#pragma GCC unroll 16
    for (int m = 0; m < M; ++m) {
      const float scalar = kPacked ? a[k * kRows + m] : a[m * stride + k];
#pragma GCC unroll 4
      for (int n = 0; n < N; ++n) sum[m][n] += scalar * row[n];
    }
  }
#pragma GCC unroll 16
  for (int m = 0; m < M; ++m)
#pragma GCC unroll 4
    for (int n = 0; n < N; ++n) store(c + m * pitch + n * kLanes, sum[m][n]);
}

template <bool kPacked, int M = kRows, int N = kPanel>
void anyTile(int rows, int vectors, int depth, const float* a, ptrdiff_t stride, const float* b, float* c,
             ptrdiff_t pitch, const float* init) {
  if constexpr (M > 1)
    if (rows < M) return anyTile<kPacked, M - 1, N>(rows, vectors, depth, a, stride, b, c, pitch, init);
  if constexpr (N > 1)
    if (vectors < N) return anyTile<kPacked, M, N - 1>(rows, vectors, depth, a, stride, b, c, pitch, init);
  tile<kPacked, M, N>(depth, a, stride, b, c, pitch, init);
}

// C[rows × vectors] = (init, one row, or C) + A[rows × depth]·B. A's rows are `stride` apart; packed A is in groups of
// kRows rows, each group [depth][kRows].
template <bool kPacked>
void multiply(int rows, int vectors, int depth, const float* a, ptrdiff_t stride, const float* b, float* c,
              ptrdiff_t pitch, const float* init) {
  if (rows <= 0) return;
  const int tiles = ceilDiv(rows, kRows);
  for (int k = 0; k < depth; k += kDepth, init = nullptr) {
    const int slab = least(kDepth, depth - k);
    for (int v = 0; v < vectors; v += kPanel) {
      const int width = least(kPanel, vectors - v);
      const float* panel = b + (ptrdiff_t)v * kLanes * depth + (ptrdiff_t)k * width * kLanes;
      for (int i = 0, row = 0; i < tiles; ++i) {
        // Tiles of nearly equal height: 8 rows are 4 + 4, not 6 + 2.
        const int height = kPacked ? least(kRows, rows - row) : (rows - row + tiles - i - 1) / (tiles - i);
        const float* from = kPacked ? a + (ptrdiff_t)row * depth + (ptrdiff_t)k * kRows : a + row * stride + k;
        anyTile<kPacked>(height, width, slab, from, stride, panel, c + row * pitch + v * kLanes, pitch,
                         init ? init + v * kLanes : nullptr);
        row += height;
      }
    }
  }
}

// The same for a B that lies row after row, `bPitch` apart: for few rows of A, which would not repay its packing.
inline void multiplyUnpacked(int rows, int vectors, int depth, const float* a, ptrdiff_t stride, const float* b,
                             ptrdiff_t bPitch, float* c, ptrdiff_t pitch, const float* init) {
  constexpr int kAtOnce = 4;
  for (int k = 0; k < depth; k += kAtOnce, init = nullptr)
    for (int row = 0; row < rows; ++row) {
      const float* scalars = a + row * stride + k;
      for (int v = 0; v < vectors * kLanes; v += kLanes) {
        const float* from = b + k * bPitch + v;
        Vec sum = load((init ? init : c + row * pitch) + v);
        if (k + kAtOnce <= depth) {
#pragma GCC unroll 4
          for (int i = 0; i < kAtOnce; ++i) sum += scalars[i] * load(from + i * bPitch);
        } else {
          for (int i = 0; i < depth - k; ++i) sum += scalars[i] * load(from + i * bPitch);
        }
        store(c + row * pitch + v, sum);
      }
    }
}

// Writes panels `first`, `first` + `step`, … of B[depth × vectors]; fill(k, v, out) writes vector v of row k.
template <typename Fill>
void packPanels(int depth, int vectors, float* out, int first, int step, Fill fill) {
  for (int v = first * kPanel; v < vectors; v += step * kPanel) {
    const int width = least(kPanel, vectors - v);
    float* to = out + (ptrdiff_t)v * kLanes * depth;
    for (int k = 0; k < depth; ++k)
      for (int n = 0; n < width; ++n, to += kLanes) fill(k, v + n, to);
  }
}

// `count` ≤ kLanes floats, then zeros.
inline void copyPadded(float* to, const float* from, int count) {
  if (count >= kLanes) return store(to, load(from));
  for (int lane = 0; lane < kLanes; ++lane) to[lane] = lane < count ? from[lane] : 0.0f;
}

inline void copyRow(float* to, const float* from, int count) {
  int i = 0;
  for (; i + kLanes <= count; i += kLanes) store(to + i, load(from + i));
  for (; i < count; ++i) to[i] = from[i];
}

inline void addRow(float* to, const float* from, int count) {
  int i = 0;
  for (; i + kLanes <= count; i += kLanes) store(to + i, load(to + i) + load(from + i));
  for (; i < count; ++i) to[i] += from[i];
}

inline void zeroRow(float* to, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; ++i) to[i] = 0.0f;
}

}  // namespace unroll::UNROLL_ISA
