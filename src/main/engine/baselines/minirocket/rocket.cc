// The loops of MiniRocket (kernels.ts) and of its ridge regression (ridge-classifier.ts) for WebAssembly SIMD.
//
// A series lies channel after channel. For one dilation d, part[p][c][t] = 3 x[c][t + (p - 4) d] (zero outside) and
// sum[c][t] = -(part[0][c][t] + ... + part[8][c][t]) / 3, so that the kernel that weighs 2 at a, b, c and -1 elsewhere
// comes to sum + part[a] + part[b] + part[c]: three additions a step instead of nine multiplications.
// A feature counts the steps at which that is above a bias: four steps at a time, up to four biases for each load.
#include <stddef.h>
#include <stdint.h>
#include <wasm_simd128.h>

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

extern "C" {
void* memset(void* to, int value, size_t size) { return __builtin_memset(to, value, size); }
void* memcpy(void* to, const void* from, size_t size) { return __builtin_memcpy(to, from, size); }
extern unsigned char __heap_base;
}

namespace {

constexpr int kKernel = 9;
constexpr int kKernels = 84;
constexpr int kMiddle = kKernel / 2;

struct Shifted {
  float* parts;  // [9][width][stride]
  float* sums;   // [width][stride]
  int steps, width, stride;
};

Shifted shift(const float* series, int steps, int width, int dilation, float* work) {
  const int stride = (steps + 3) & ~3;
  const size_t plane = static_cast<size_t>(width) * stride;
  Shifted out{work, work + kKernel * plane, steps, width, stride};
  memset(work, 0, (kKernel + 1) * plane * sizeof(float));
  for (int p = 0; p < kKernel; ++p) {
    const int64_t by = static_cast<int64_t>(p - kMiddle) * dilation;
    const int64_t from = by < 0 ? -by : 0, to = by > 0 ? steps - by : steps;
    for (int c = 0; c < width; ++c) {
      const float* x = series + static_cast<size_t>(c) * steps;
      float* part = out.parts + p * plane + static_cast<size_t>(c) * stride;
      float* sum = out.sums + static_cast<size_t>(c) * stride;
      for (int64_t t = from; t < to; ++t) part[t] = 3 * x[t + by];
      for (int64_t t = from; t < to; ++t) sum[t] -= x[t + by];
    }
  }
  return out;
}

void convolve(const Shifted& in, const int32_t* triple, const int32_t* channels, int count, float* out) {
  const size_t plane = static_cast<size_t>(in.width) * in.stride;
  for (int k = 0; k < count; ++k) {
    const size_t row = static_cast<size_t>(channels[k]) * in.stride;
    const float* s = in.sums + row;
    const float* a = in.parts + triple[0] * plane + row;
    const float* b = in.parts + triple[1] * plane + row;
    const float* c = in.parts + triple[2] * plane + row;
    for (int t = 0; t < in.stride; t += 4) {
      v128_t own = wasm_f32x4_add(wasm_f32x4_add(wasm_v128_load(s + t), wasm_v128_load(a + t)),
                                  wasm_f32x4_add(wasm_v128_load(b + t), wasm_v128_load(c + t)));
      if (k > 0) own = wasm_f32x4_add(own, wasm_v128_load(out + t));
      wasm_v128_store(out + t, own);
    }
  }
}

int32_t across(v128_t lanes) {
  return wasm_i32x4_extract_lane(lanes, 0) + wasm_i32x4_extract_lane(lanes, 1) + wasm_i32x4_extract_lane(lanes, 2) +
         wasm_i32x4_extract_lane(lanes, 3);
}

// How many of x[0 .. count) lie above each of Biases biases.
template <int Biases>
void countAbove(const float* x, int count, const float* biases, int32_t* above) {
  v128_t bias[Biases], hits[Biases];
  for (int k = 0; k < Biases; ++k) {
    bias[k] = wasm_f32x4_splat(biases[k]);
    hits[k] = wasm_i32x4_splat(0);
  }
  int t = 0;
  for (; t + 4 <= count; t += 4) {
    const v128_t value = wasm_v128_load(x + t);
    // A true comparison is -1 in every bit.
    for (int k = 0; k < Biases; ++k) hits[k] = wasm_i32x4_sub(hits[k], wasm_f32x4_gt(value, bias[k]));
  }
  for (int k = 0; k < Biases; ++k) above[k] = across(hits[k]);
  for (; t < count; ++t)
    for (int k = 0; k < Biases; ++k) above[k] += x[t] > biases[k];
}

double dot(const double* a, const double* b, int count) {
  v128_t s0 = wasm_f64x2_splat(0), s1 = s0;
  int k = 0;
  for (; k + 4 <= count; k += 4) {
    s0 = wasm_f64x2_add(s0, wasm_f64x2_mul(wasm_v128_load(a + k), wasm_v128_load(b + k)));
    s1 = wasm_f64x2_add(s1, wasm_f64x2_mul(wasm_v128_load(a + k + 2), wasm_v128_load(b + k + 2)));
  }
  s0 = wasm_f64x2_add(s0, s1);
  double sum = wasm_f64x2_extract_lane(s0, 0) + wasm_f64x2_extract_lane(s0, 1);
  for (; k < count; ++k) sum += a[k] * b[k];
  return sum;
}

}  // namespace

EXPORT(heapStart) unsigned char* heapStart() { return &__heap_base; }

// Floats that `convolution` and `transform` work in.
EXPORT(workFloats) size_t workFloats(int steps, int width) {
  return static_cast<size_t>((steps + 3) & ~3) * ((kKernel + 1) * static_cast<size_t>(width) + 1);
}

EXPORT(convolution)
void convolution(const float* series, int steps, int width, int dilation, const int32_t* triple,
                 const int32_t* channels, int count, float* work, float* out) {
  const Shifted shifted = shift(series, steps, width, dilation, work);
  float* whole = work + (kKernel + 1) * static_cast<size_t>(width) * shifted.stride;
  convolve(shifted, triple, channels, count, whole);
  memcpy(out, whole, steps * sizeof(float));
}

// triples [84][3], channelStarts [dilations * 84 + 1], biases and out [features].
EXPORT(transform)
void transform(const float* series, int steps, int width, int dilations, const int32_t* dilation,
               const int32_t* biasesEach, const int32_t* triples, const int32_t* channelStarts,
               const int32_t* channels, const float* biases, float* work, float* out) {
  for (int d = 0; d < dilations; ++d) {
    const Shifted shifted = shift(series, steps, width, dilation[d], work);
    float* whole = work + (kKernel + 1) * static_cast<size_t>(width) * shifted.stride;
    const int64_t padding = static_cast<int64_t>(kMiddle) * dilation[d];
    for (int k = 0; k < kKernels; ++k) {
      const int combination = d * kKernels + k;
      const int begin = channelStarts[combination];
      convolve(shifted, triples + 3 * k, channels + begin, channelStarts[combination + 1] - begin, whole);
      const bool all = (d + k) % 2 == 0 || steps <= 2 * padding;
      const float* x = all ? whole : whole + padding;
      const int count = all ? steps : static_cast<int>(steps - 2 * padding);
      int left = biasesEach[d];
      for (int32_t above[4]; left > 0;) {
        const int now = left >= 4 ? 4 : left >= 2 ? 2 : 1;
        if (now == 4) countAbove<4>(x, count, biases, above);
        else if (now == 2) countAbove<2>(x, count, biases, above);
        else countAbove<1>(x, count, biases, above);
        for (int j = 0; j < now; ++j) out[j] = static_cast<float>(above[j]) / static_cast<float>(count);
        biases += now;
        out += now;
        left -= now;
      }
    }
  }
}

// gram [rows][rows] += x xT over columns from .. to of x [rows][width]: float32 within so short a stretch, float64 between.
EXPORT(addGram) void addGram(const float* x, int rows, int width, int from, int to, double* gram) {
  for (int i = 0; i < rows; ++i) {
    const float* a = x + static_cast<size_t>(i) * width;
    for (int j = 0; j <= i; j += 2) {
      const float* b = x + static_cast<size_t>(j) * width;
      const float* c = j < i ? b + width : b;
      v128_t b0 = wasm_f32x4_splat(0), b1 = b0, c0 = b0, c1 = b0;
      int k = from;
      for (; k + 8 <= to; k += 8) {
        const v128_t a0 = wasm_v128_load(a + k), a1 = wasm_v128_load(a + k + 4);
        b0 = wasm_f32x4_add(b0, wasm_f32x4_mul(a0, wasm_v128_load(b + k)));
        b1 = wasm_f32x4_add(b1, wasm_f32x4_mul(a1, wasm_v128_load(b + k + 4)));
        c0 = wasm_f32x4_add(c0, wasm_f32x4_mul(a0, wasm_v128_load(c + k)));
        c1 = wasm_f32x4_add(c1, wasm_f32x4_mul(a1, wasm_v128_load(c + k + 4)));
      }
      b0 = wasm_f32x4_add(b0, b1);
      c0 = wasm_f32x4_add(c0, c1);
      double sum = 0, next = 0;
      for (int lane = 0; lane < 4; ++lane) {
        sum += reinterpret_cast<float*>(&b0)[lane];
        next += reinterpret_cast<float*>(&c0)[lane];
      }
      for (; k < to; ++k) {
        sum += static_cast<double>(a[k]) * b[k];
        next += static_cast<double>(a[k]) * c[k];
      }
      gram[static_cast<size_t>(i) * rows + j] += sum;
      if (j < i) gram[static_cast<size_t>(i) * rows + j + 1] += next;
    }
  }
}

// The lower triangle of gram + penalty becomes L of its Cholesky decomposition, in place (Golub & Van Loan, 4.2).
EXPORT(decompose) void decompose(double* l, int rows, double penalty) {
  for (int i = 0; i < rows; ++i) {
    double* own = l + static_cast<size_t>(i) * rows;
    own[i] += penalty;
    for (int j = 0; j <= i; ++j) {
      const double* other = l + static_cast<size_t>(j) * rows;
      const double rest = own[j] - dot(own, other, j);
      own[j] = i == j ? __builtin_sqrt(rest > 1e-12 ? rest : 1e-12) : rest / other[j];
    }
  }
}

// inverse [rows][rows]: row i is column i of the inverse of L, from its i-th number on; what is before stays as it is.
EXPORT(invert) void invert(const double* l, int rows, double* inverse) {
  for (int i = 0; i < rows; ++i) {
    double* column = inverse + static_cast<size_t>(i) * rows;
    column[i] = 1 / l[static_cast<size_t>(i) * rows + i];
    for (int r = i + 1; r < rows; ++r) {
      const double* row = l + static_cast<size_t>(r) * rows;
      column[r] = -dot(row + i, column + i, r - i) / row[r];
    }
  }
}
