// Runs every kernel over awkward shapes in buffers of exactly the promised size, for ASan, UBSan and TSan. Numbers are
// checked elsewhere (test/unit/kernels); here they only have to be finite and the same on every run.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "threads.h"

using namespace unroll;

namespace {

uint32_t seed = 1;
float draw() {
  seed = seed * 1664525u + 1013904223u;
  return static_cast<float>(seed >> 8) / 16777216.0f - 0.5f;
}

std::vector<float> numbers(size_t count) {
  std::vector<float> values(count);
  for (float& value : values) value = draw();
  return values;
}

int threads = 1;
const Team team{1, [](int count, void (*task)(void*, int), void* context) {
                  ThreadPool::shared().run(count, task, context, threads);
                }};

void demand(bool holds, const char* what) {
  if (holds) return;
  fprintf(stderr, "FAILED: %s\n", what);
  __builtin_trap();
}

struct AlignedFloats {
  float* data;
  explicit AlignedFloats(size_t count)
      : data(static_cast<float*>(::operator new(count * sizeof(float), std::align_val_t(64)))) {}
  ~AlignedFloats() { ::operator delete(data, std::align_val_t(64)); }
};

std::vector<float> step(const Kernels& k, Layer l, const Team& t) {
  seed = 7;
  const size_t gates = l.cell == kRnn ? 1 : l.cell == kLstm && !l.coupled ? 4 : 3, states = size_t(l.batch) * l.units;
  const size_t sequence = states * l.time, biases = gates * l.units * (l.cell == kGru && l.resetAfter ? 2 : 1);
  std::vector<int32_t> lengths(l.batch);
  for (int b = 0; b < l.batch; ++b) lengths[b] = 1 + (b * 7 + l.time - 1) % l.time;
  const auto x = numbers(size_t(l.batch) * l.time * l.inputs), w = numbers(l.inputs * gates * l.units);
  const auto u = numbers(l.units * gates * l.units), bias = numbers(biases), h0 = numbers(states);
  const auto upstream = numbers(sequence), peephole = numbers(3 * l.units);
  l.lengths = lengths.data();
  l.x = x.data();
  l.kernel = w.data();
  l.recurrentKernel = u.data();
  l.bias = bias.data();
  l.initialHidden = h0.data();
  l.initialCell = l.cell == kLstm ? h0.data() : nullptr;
  l.peephole = l.cell == kLstm && l.activation % 2 ? peephole.data() : nullptr;

  std::vector<float> out(sequence), h(states), c(states), dx(x.size()), dw(w.size()), du(u.size()), db(biases);
  std::vector<float> dh(states), dc(states), hidden(sequence), gate(sequence), dp(3 * l.units);
  const AlignedFloats cache(k.cacheFloats(l, t.size));
  {
    const AlignedFloats scratch(k.forwardScratch(l, t.size));
    k.forward(l, {out.data(), h.data(), c.data()}, cache.data, scratch.data, t);
  }
  {
    const AlignedFloats scratch(k.backwardScratch(l, t.size));
    const Gradients gradients{dx.data(), dw.data(), du.data(), db.data(), dh.data(), dc.data(), hidden.data(), dp.data()};
    k.backward(l, {upstream.data(), h0.data(), nullptr}, gradients, cache.data, scratch.data, t);
  }
  std::vector<float> all;
  const int32_t last = l.cell == kRnn ? kHidden : l.cell == kLstm && !l.coupled ? kGate3 : kGate2;
  for (int32_t what = kHidden; what <= last; ++what) {
    if (what == kCellState && l.cell != kLstm) continue;
    k.trace(l, cache.data, what, gate.data(), t);
    all.insert(all.end(), gate.begin(), gate.end());
  }
  for (const auto* part : {&out, &h, &dx, &dw, &du, &db, &dh, &hidden, &dp}) all.insert(all.end(), part->begin(), part->end());
  return all;
}

// Products in every transposition, attention with and without a mask, and what convolutions read.
std::vector<float> dense(const Kernels& k, int32_t size, const Team& t) {
  seed = 3;
  std::vector<float> all;
  for (int32_t transposed = 0; transposed < 4; ++transposed) {
    const int32_t m = size, depth = size * 2 + 1, n = size + 5, shape[] = {m, depth, n, transposed & 1, transposed / 2};
    const auto a = numbers(m * depth), b = numbers(depth * n);
    std::vector<float> c(m * n);
    const AlignedFloats scratch(k.productScratch(shape, t.size));
    k.product(shape, a.data(), b.data(), c.data(), scratch.data, t);
    all.insert(all.end(), c.begin(), c.end());
  }
  for (int32_t causal = 0; causal < 2; ++causal) {
    const int32_t batch = 3, heads = 2, shape[] = {batch, size, heads, 5, causal}, lengths[] = {size, 1, (size + 1) / 2};
    const size_t sequence = size_t(batch) * size * heads * 5;
    const auto q = numbers(sequence), key = numbers(sequence), v = numbers(sequence), up = numbers(sequence);
    std::vector<float> out(sequence), w(size_t(batch) * heads * size * size), dq(sequence), dk(sequence), dv(sequence);
    const AlignedFloats scratch(k.attentionScratch(shape, t.size));
    k.attentionForward(shape, lengths, q.data(), key.data(), v.data(), out.data(), w.data(), scratch.data, t);
    k.attentionBackward(shape, lengths, q.data(), key.data(), v.data(), w.data(), up.data(), dq.data(), dk.data(),
                        dv.data(), scratch.data, t);
    for (const auto* part : {&out, &w, &dq, &dk, &dv}) all.insert(all.end(), part->begin(), part->end());
  }
  for (int32_t causal = 0; causal < 2; ++causal) {
    const int32_t inputs = 5, taps = 4, dilation = 2, lead = causal ? (taps - 1) * dilation : 3;
    const int32_t shape[] = {3, size, inputs, taps, dilation, lead};
    const auto x = numbers(3 * size * inputs), d = numbers(3 * size * inputs * taps);
    std::vector<float> columns(d.size()), dx(x.size());
    k.unfold(shape, x.data(), columns.data(), t);
    k.fold(shape, d.data(), dx.data(), t);
    for (const auto* part : {&columns, &dx}) all.insert(all.end(), part->begin(), part->end());
  }
  return all;
}

// Adam, its norm and every activation, of counts that are no multiples of a vector.
std::vector<float> plain(const Kernels& k, size_t count) {
  seed = 5;
  auto w = numbers(count), g = numbers(count), m = numbers(count), v = numbers(count), y = numbers(count);
  for (float& value : v) value += 0.5f;
  const std::vector<uint8_t> decayed(count, 1);
  const float settings[] = {0.5f, 0.9f, 0.999f, 0.01f, 1e-7f, 0.001f};
  k.adam(count, w.data(), g.data(), m.data(), v.data(), decayed.data(), settings);
  w.push_back(static_cast<float>(k.sumOfSquares(count, g.data())));
  for (int32_t activation = kTanh; activation <= kLinear; ++activation) {
    k.activate(activation, count, g.data(), y.data());
    w.insert(w.end(), y.begin(), y.end());
  }
  return w;
}

// What another processor must find as well, up to rounding: a sum and, for the order, a weighted one.
void print(const std::vector<float>& values) {
  double sum = 0, weighted = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    sum += fabs(values[i]);
    weighted += values[i] * (i % 97 + 1);
  }
  printf("%zu %.6g %.6g\n", values.size(), sum, weighted);
}

}  // namespace

// With the name of an instruction set: prints what that one computes instead of checking all of them.
int main(int count, char** arguments) {
  const char* printed = count > 1 ? arguments[1] : nullptr;
  int runs = 0;
  for (const char* name : {"avx512", "avx2", "baseline"}) {
    const Kernels* k = chooseKernels(name);
    if (!k || (printed && strcmp(name, printed) != 0)) continue;
    for (threads = 1; threads <= 3; ++threads)
      for (int32_t cell = kRnn; cell <= kGru; ++cell)
        for (int32_t units : {1, 3, 17, 33, 100})
          for (int32_t batch : {1, 5, 40})
            for (int32_t variant = 0; variant < 4; ++variant) {
              const int32_t time = variant == 0 ? 1 : 13, inputs = 1 + (units * 3 + variant) % 20;
              const Layer layer{cell, variant, variant % 2, variant / 2, batch, time, inputs, units,
                                cell == kLstm && variant > 1, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr};
              const Team sized{threads, team.run};
              const auto first = step(*k, layer, sized);
              ++runs;
              if (printed) {
                print(first);
                continue;
              }
              const auto second = step(*k, layer, sized);
              for (float value : first) demand(isfinite(value), "a result is not finite");
              demand(memcmp(first.data(), second.data(), first.size() * sizeof(float)) == 0, "two runs differ");
            }
    // 130 rows are more than one block of a product (dense.h).
    for (int32_t size : {1, 3, 17, 50, 130}) {
      threads = 1;
      const auto alone = dense(*k, size, {1, team.run}), others = plain(*k, size * 7);
      threads = 3;
      const auto together = dense(*k, size, {3, team.run});
      ++runs;
      if (printed) {
        print(alone);
        print(others);
        continue;
      }
      for (float value : alone) demand(isfinite(value), "a product is not finite");
      for (float value : others) demand(isfinite(value), "an element is not finite");
      demand(memcmp(alone.data(), together.data(), alone.size() * sizeof(float)) == 0, "threads change a product");
    }
  }
  ThreadPool::shared().stop();
  if (!printed) printf("%d layers ran clean.\n", runs);
  return 0;
}
