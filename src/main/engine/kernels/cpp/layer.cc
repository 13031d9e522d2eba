// A recurrent layer over whole sequences, forward and backward. Compiled once per instruction set.
//
// Examples are sorted by length, longest first, and dealt to slices, one per thread. A slice goes through the *whole*
// sequence on its own, so that threads never wait for one another. At step t only the first n_t examples of a slice
// are still running, hence its rows are packed: row `offset[t] + b` is example b at step t, and padding costs nothing.
//
//   forward, per slice                                    backward, per slice
//   for each block of steps (≥ kForwardRows rows)         for each block of steps (≥ kBackwardRows rows), last first
//     gates = b + x·W             one product               for each step, last first
//     for each step                                           dh += ∂L/∂output;  dz = cell′(dh, dc)
//       gates += h·U              n_t rows                     dh = dz·Uᵀ                   n_t rows
//       h, c = cell(gates)        in place                  dW += xᵀ·dz, dU += hᵀ·dz, dx = dz·Wᵀ    one product each
//
// Each slice sums its own weight gradients; they are added in the order of slices, so that the same number of slices
// gives the same bits.
#include "slices.h"

namespace unroll::UNROLL_ISA {
namespace {

void forwardSlice(const Slice& s, const ForwardMemory& m, float* inputs, const ForwardOut& out) {
  const Layer& l = s.layer;
  const Sizes& z = s.sizes;
  const int units = l.units;
  float* sums = z.groups == 1 ? s.states + s.count * z.statePitch : s.gates;  // an RNN sums where its states will be
  const ptrdiff_t pitch = z.groups == 1 ? z.statePitch : z.gatePitch;

  s.fill(s.states, l.initialHidden);
  if (z.lstm) s.fill(s.cells, l.initialCell);
  for (int t = 0; t < s.steps;) {
    int end = t;
    while (end < s.steps && s.offset[end] - s.offset[t] < kForwardRows) ++end;
    float* row = inputs;
    for (int at = t; at < end; ++at)
      for (int b = 0; b < s.rows(at); ++b, row += l.inputs) copyRow(row, l.x + s.place(at, b) * l.inputs, l.inputs);
    m.product(s.offset[end] - s.offset[t], z.fromInput * z.vectors, l.inputs, inputs, l.inputs, m.w,
              sums + s.offset[t] * pitch, pitch, m.bias);

    for (; t < end; ++t) {
      const Rows r = s.at(t);
      float* sum = sums + s.offset[t] * pitch;
      m.product(r.count, z.first * z.vectors, units, r.hBefore, z.statePitch, m.u, sum, pitch, nullptr);
      if (z.lstm) {
        lstmForward(r, m.peephole, l.coupled);
      } else if (!z.gru) {
        rnnForward(r, l.activation);
      } else {
        float *candidate = sum + 2 * z.width, *q = sum + 3 * z.width;
        if (l.resetAfter)
          m.product(r.count, z.vectors, units, r.hBefore, z.statePitch, m.u2, q, pitch, m.bias2);
        gruGates(r, l.resetAfter);
        if (!l.resetAfter)
          m.product(r.count, z.vectors, units, q, pitch, m.u2, candidate, pitch, nullptr);
        gruForward(r, l.resetAfter);
      }
      for (int b = 0; b < r.count; ++b) copyRow(out.outputs + s.place(t, b) * units, r.h + b * z.statePitch, units);
    }
  }
  for (int b = 0; b < s.count; ++b) {
    const int example = s.examples[b], length = l.lengths[example];
    const ptrdiff_t last = (s.stateRow(length - 1) + b) * z.statePitch;
    copyRow(out.finalHidden + (ptrdiff_t)example * units, s.states + last, units);
    if (z.lstm) copyRow(out.finalCell + (ptrdiff_t)example * units, s.cells + last, units);
    zeroRow(out.outputs + ((ptrdiff_t)example * l.time + length) * units, (ptrdiff_t)(l.time - length) * units);
  }
}

void forward(const Layer& l, const ForwardOut& out, float* cache, float* scratch, const Team& team) {
  const Sizes z(l);
  const int slices = sliceCount(l, team.size), gates = z.gru ? 3 : z.groups;
  Plan plan(l, slices, cache);
  plan.make(l);
  const ForwardMemory m(l, z, slices, Arena{scratch});
  zeroRow(m.bias, z.groups * z.width);
  zeroRow(m.bias2, z.width);
  copyPeepholes(l, z, m.peephole);
  for (int g = 0; g < gates; ++g) copyRow(m.bias + g * z.width, l.bias + g * l.units, l.units);
  if (z.gru && l.resetAfter) {
    for (int u = 0; u < l.units; ++u) {
      m.bias[u] += l.bias[3 * l.units + u];
      m.bias[z.width + u] += l.bias[4 * l.units + u];
      m.bias2[u] = l.bias[5 * l.units + u];
    }
  }
  inParallel(team, m.weightPitch ? 0 : team.size, [&](int task) {
    packGroups(l.kernel, l.inputs, gates, 0, z.fromInput, l, z, m.kernel, task, team.size);
    packGroups(l.recurrentKernel, l.units, gates, 0, z.first, l, z, m.recurrent, task, team.size);
    if (z.gru) packGroups(l.recurrentKernel, l.units, gates, 2, 1, l, z, m.recurrent2, task, team.size);
  });
  inParallel(team, slices, [&](int s) {
    forwardSlice(Slice(l, z, plan, s, cache), m, m.inputs + s * m.inputsFloats, out);
  });
}

struct BackwardMemory {
  float *kernel, *recurrent, *recurrent2, *peephole, *zeros, *slices;
  size_t sliceFloats;
  // Within a slice's part:
  float *dh, *dc, *dq, *dz, *packedX, *packedH, *packedZ, *dx, *dKernel, *dRecurrent, *dBias, *dPeephole;
  int inputWidth;

  BackwardMemory(const Layer& l, const Sizes& z, int count, float* scratch, size_t* used = nullptr) {
    Arena arena{scratch};
    inputWidth = roundUp(l.inputs, kLanes);
    kernel = arena.take((size_t)z.fromInput * z.width * inputWidth);
    recurrent = arena.take((size_t)z.first * z.width * z.width);
    recurrent2 = arena.take(z.gru ? (size_t)z.width * z.width : 0);
    peephole = l.peephole ? arena.take(peepholes(l) * z.width) : nullptr;
    zeros = arena.take(most(z.width, inputWidth));
    const size_t before = arena.used;
    enterSlice(l, z, count, arena);
    sliceFloats = arena.used - before;
    slices = scratch ? scratch + before : nullptr;
    if (used) *used = before + sliceFloats * count;
  }

  void enterSlice(const Layer& l, const Sizes& z, int count, Arena& arena) {
    const size_t states = (size_t)ceilDiv(l.batch, count) * z.statePitch;
    const size_t rows = kBackwardRows + ceilDiv(l.batch, count), gates = z.groups * z.width;
    dh = arena.take(states);
    dc = arena.take(z.lstm ? states : 0);
    dq = arena.take(z.gru ? states : 0);
    dz = arena.take(rows * z.gatePitch);
    packedX = arena.take(rows * roundUp(l.inputs, kRows));
    packedH = arena.take(rows * roundUp(l.units, kRows));
    packedZ = arena.take(rows * gates);
    dx = arena.take(rows * inputWidth);
    dKernel = arena.take(l.inputs * gates);
    dRecurrent = arena.take(l.units * gates);
    dBias = arena.take(gates);
    dPeephole = arena.take(peepholes(l) * z.width);
  }

  BackwardMemory of(const Layer& l, const Sizes& z, int count, int slice) const {
    BackwardMemory mine = *this;
    Arena arena{slices + slice * sliceFloats};
    mine.enterSlice(l, z, count, arena);
    return mine;
  }
};

// Rows of a matrix as the packed left side of a product over rows: groups of kRows columns, each [rows][kRows].
template <typename RowAt>
void packColumns(int rows, int columns, float* out, RowAt rowAt) {
  for (int k = 0; k < rows; ++k) {
    const float* from = rowAt(k);
    for (int c = 0; c < columns; c += kRows) {
      float* to = out + (ptrdiff_t)c * rows + (ptrdiff_t)k * kRows;
      if (c + kRows <= columns) {
        __builtin_memcpy(to, from + c, sizeof(float) * kRows);
        continue;
      }
      for (int i = 0; i < kRows; ++i) to[i] = c + i < columns ? from[c + i] : 0.0f;
    }
  }
}

// Weight gradients of the steps from `begin` to `end`, whose ∂L/∂pre-activations stand in m.dz.
void gatherGradients(const Slice& s, const BackwardMemory& m, int begin, int end, float* gradient) {
  const Layer& l = s.layer;
  const Sizes& z = s.sizes;
  const int rows = s.offset[end] - s.offset[begin], gates = z.groups * z.width;
  int t = begin, b = 0;
  const auto walk = [&](auto rowOf) {
    t = begin;
    b = 0;
    return [&, rowOf](int) {
      if (b == s.rows(t)) ++t, b = 0;
      return rowOf(t, b++);
    };
  };
  // d += aᵀ·dz over the columns of `groups` groups from `from`.
  const auto add = [&](const float* a, int columns, int from, int groups, float* d) {
    multiply<true>(columns, groups * z.vectors, rows, a, 0, m.packedZ, d + from * z.width, gates, nullptr);
  };
  const auto packZ = [&](int from, int groups) {
    packPanels(rows, groups * z.vectors, m.packedZ, 0, 1, [&](int k, int v, float* to) {
      store(to, load(m.dz + k * z.gatePitch + from * z.width + v * kLanes));
    });
  };

  packColumns(rows, l.inputs, m.packedX, walk([&](int at, int row) { return l.x + s.place(at, row) * l.inputs; }));
  packColumns(rows, l.units, m.packedH,
              walk([&](int at, int row) { return s.states + (s.stateRow(at - 1) + row) * z.statePitch; }));
  packZ(0, z.first);
  add(m.packedX, l.inputs, 0, z.first, m.dKernel);
  add(m.packedH, l.units, 0, z.first, m.dRecurrent);
  if (z.gru) {
    packZ(2, 1);
    add(m.packedX, l.inputs, 2, 1, m.dKernel);
    if (l.resetAfter) {
      packZ(3, 1);
      add(m.packedH, l.units, 3, 1, m.dRecurrent);
    } else {
      packColumns(rows, l.units, m.packedH, [&](int k) {
        return s.gates + (s.offset[begin] + k) * z.gatePitch + 3 * z.width;
      });
      add(m.packedH, l.units, 2, 1, m.dRecurrent);
    }
  }
  for (int k = 0; k < rows; ++k)
    for (int j = 0; j < gates; j += kLanes)
      store(m.dBias + j, load(m.dBias + j) + load(m.dz + k * z.gatePitch + j));

  if (!gradient) return;
  multiply<false>(rows, m.inputWidth / kLanes, z.fromInput * z.width, m.dz, z.gatePitch, m.kernel, m.dx, m.inputWidth,
                  m.zeros);
  const float* dx = m.dx;
  for (int at = begin; at < end; ++at)
    for (int row = 0; row < s.rows(at); ++row, dx += m.inputWidth)
      copyRow(gradient + s.place(at, row) * l.inputs, dx, l.inputs);
}

void backwardSlice(const Slice& s, const BackwardMemory& m, const Upstream& upstream, const Gradients& out) {
  const Layer& l = s.layer;
  const Sizes& z = s.sizes;
  const int units = l.units, gates = z.groups * z.width;
  zeroRow(m.dKernel, (ptrdiff_t)l.inputs * gates);
  zeroRow(m.dRecurrent, (ptrdiff_t)units * gates);
  zeroRow(m.dBias, gates);
  zeroRow(m.dPeephole, peepholes(l) * z.width);
  s.fill(m.dh, upstream.finalHidden);
  if (z.lstm) s.fill(m.dc, upstream.finalCell);

  for (int end = s.steps, begin; end > 0; end = begin) {
    begin = end;
    while (begin > 0 && s.offset[end] - s.offset[begin] < kBackwardRows) --begin;
    for (int t = end - 1; t >= begin; --t) {
      const Rows r = s.at(t);
      float* dz = m.dz + (s.offset[t] - s.offset[begin]) * z.gatePitch;
      for (int b = 0; b < r.count; ++b) {
        float* dh = m.dh + b * z.statePitch;
        if (upstream.outputs) {
          const float* above = upstream.outputs + s.place(t, b) * units;
          for (int u = 0; u < units; ++u) dh[u] += above[u];
        }
        if (out.hidden) copyRow(out.hidden + s.place(t, b) * units, dh, units);
      }
      const GradientRows d{m.dh, m.dc, m.dq, dz, z.gatePitch};
      const auto product = [&](int from, int groups, const float* packed, float* to, const float* init) {
        multiply<false>(r.count, z.vectors, groups * z.width, dz + from * z.width, z.gatePitch, packed, to,
                        z.statePitch, init);
      };
      if (z.gru) {
        gruBackward(r, d, l.resetAfter);
        if (l.resetAfter) {
          product(3, 1, m.recurrent2, m.dh, nullptr);
        } else {
          product(2, 1, m.recurrent2, m.dq, m.zeros);
          gruResetBackward(r, d);
        }
        product(0, 2, m.recurrent, m.dh, nullptr);
      } else {
        if (z.lstm) lstmBackward(r, d, {m.peephole, m.dPeephole}, l.coupled);
        else rnnBackward(r, d, l.activation);
        product(0, z.groups, m.recurrent, m.dh, m.zeros);
      }
    }
    gatherGradients(s, m, begin, end, out.x);
  }
  for (int b = 0; b < s.count; ++b) {
    const int example = s.examples[b], length = l.lengths[example];
    const ptrdiff_t beyond = (ptrdiff_t)example * l.time + length;
    copyRow(out.initialHidden + (ptrdiff_t)example * units, m.dh + b * z.statePitch, units);
    if (z.lstm) copyRow(out.initialCell + (ptrdiff_t)example * units, m.dc + b * z.statePitch, units);
    if (out.x) zeroRow(out.x + beyond * l.inputs, (ptrdiff_t)(l.time - length) * l.inputs);
    if (out.hidden) zeroRow(out.hidden + beyond * units, (ptrdiff_t)(l.time - length) * units);
  }
}

// out[rows, gates·units] = Σ over slices of part[rows, groups·width]; group `from[g]` becomes gate g.
void addSlices(const float* part, size_t sliceFloats, int slices, int rows, int gates, const int* from, const Layer& l,
               const Sizes& z, float* out, int task, int tasks) {
  for (int row = task; row < rows; row += tasks)
    for (int g = 0; g < gates; ++g) {
      const float* source = part + ((ptrdiff_t)row * z.groups + from[g]) * z.width;
      float* to = out + ((ptrdiff_t)row * gates + g) * l.units;
      copyRow(to, source, l.units);
      for (int s = 1; s < slices; ++s)
        for (int u = 0; u < l.units; ++u) to[u] += source[s * sliceFloats + u];
    }
}

void backward(const Layer& l, const Upstream& upstream, const Gradients& out, const float* cache, float* scratch,
              const Team& team) {
  const Sizes z(l);
  const int slices = sliceCount(l, team.size), gates = z.gru ? 3 : z.groups;
  const Plan plan(l, slices, const_cast<float*>(cache));
  const BackwardMemory m(l, z, slices, scratch);
  zeroRow(m.zeros, most(z.width, m.inputWidth));
  copyPeepholes(l, z, m.peephole);
  inParallel(team, team.size, [&](int task) {
    if (out.x) packTransposed(l.kernel, l.inputs, gates, 0, z.fromInput, l, z, m.kernel, task, team.size);
    packTransposed(l.recurrentKernel, l.units, gates, 0, z.first, l, z, m.recurrent, task, team.size);
    if (z.gru) packTransposed(l.recurrentKernel, l.units, gates, 2, 1, l, z, m.recurrent2, task, team.size);
  });
  inParallel(team, slices, [&](int s) {
    backwardSlice(Slice(l, z, plan, s, const_cast<float*>(cache)), m.of(l, z, slices, s), upstream, out);
  });
  const int plain[] = {0, 1, 2, 3}, recurrent[] = {0, 1, 3};
  const int* ofRecurrent = z.gru && l.resetAfter ? recurrent : plain;
  const BackwardMemory zero = m.of(l, z, slices, 0);
  const auto add = [&](const float* part, int rows, const int* from, float* to, int task) {
    addSlices(part, m.sliceFloats, slices, rows, gates, from, l, z, to, task, team.size);
  };
  inParallel(team, team.size, [&](int task) {
    add(zero.dKernel, l.inputs, plain, out.kernel, task);
    add(zero.dRecurrent, l.units, ofRecurrent, out.recurrentKernel, task);
    if (task > 0) return;
    addSlices(zero.dBias, m.sliceFloats, slices, 1, gates, plain, l, z, out.bias, 0, 1);
    if (z.gru && l.resetAfter)
      addSlices(zero.dBias, m.sliceFloats, slices, 1, gates, recurrent, l, z, out.bias + 3 * l.units, 0, 1);
    for (int row = 0; row < peepholes(l); ++row)
      for (int u = 0; u < l.units; ++u) {
        float sum = 0.0f;
        for (int s = 0; s < slices; ++s) sum += zero.dPeephole[s * m.sliceFloats + row * z.width + u];
        out.peephole[row * l.units + u] = sum;
      }
  });
}

void trace(const Layer& l, const float* cache, int32_t what, float* out, const Team& team) {
  const Sizes z(l);
  const int slices = sliceCount(l, team.size);
  const Plan plan(l, slices, const_cast<float*>(cache));
  inParallel(team, slices, [&](int index) {
    const Slice s(l, z, plan, index, const_cast<float*>(cache));
    for (int t = 0; t < s.steps; ++t) {
      const Rows r = s.at(t);
      const float* from = what == kHidden ? r.h : what == kCellState ? r.c : r.gates + (what - kGate0) * z.width;
      const ptrdiff_t pitch = what < kGate0 ? r.statePitch : r.gatePitch;
      for (int b = 0; b < r.count; ++b) copyRow(out + s.place(t, b) * l.units, from + b * pitch, l.units);
    }
    for (int b = 0; b < s.count; ++b) {
      const int length = l.lengths[s.examples[b]];
      zeroRow(out + ((ptrdiff_t)s.examples[b] * l.time + length) * l.units, (ptrdiff_t)(l.time - length) * l.units);
    }
  });
}

size_t cacheFloats(const Layer& l, int wanted) {
  const Sizes z(l);
  const size_t rows = totalRows(l), states = aligned((rows + l.batch) * z.statePitch);
  return Plan::floats(l, sliceCount(l, wanted)) + states * (z.lstm ? 2 : 1) +
         (z.groups > 1 ? aligned(rows * z.gatePitch) : 0);
}

size_t forwardScratch(const Layer& l, int wanted) {
  size_t used = 0;
  ForwardMemory(l, Sizes(l), sliceCount(l, wanted), Arena{nullptr}, &used);
  return used;
}

size_t backwardScratch(const Layer& l, int wanted) {
  size_t used = 0;
  BackwardMemory(l, Sizes(l), sliceCount(l, wanted), nullptr, &used);
  return used;
}

}  // namespace
}  // namespace unroll::UNROLL_ISA

#include "adam.h"
#include "dense.h"

namespace unroll::UNROLL_ISA {

extern const Kernels kernels;
const Kernels kernels = {UNROLL_NAME, cacheFloats, forwardScratch, backwardScratch, forward, backward,
                         trace,       adam,        sumOfSquares,   activateAll,
                         productScratch, product, attentionScratch, attentionForward, attentionBackward,
                         unfold,      fold};

}  // namespace unroll::UNROLL_ISA
