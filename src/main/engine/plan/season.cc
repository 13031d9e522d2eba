// Sums of a series with itself, moved by some steps: WebAssembly alone, called by season.ts.
//
// Sixteen lags are summed side by side, two in a vector: each sum keeps the order of time, so that it is the same to the last
// bit as one that is taken by itself, and no addition waits for the one before.
#include <stdint.h>
#include <wasm_simd128.h>

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

extern "C" {
extern unsigned char __heap_base;
}

namespace {
constexpr int side = 16;
}

EXPORT(heapStart) unsigned char* heapStart() { return &__heap_base; }

/** Σ x_t · x_{t + lag} for `lags` lags from 0 on. Behind the `count` numbers are 16 zeros, and room for 16 sums more than lags. */
EXPORT(correlate) void correlate(const double* x, int32_t count, int32_t lags, double* sums) {
  for (int lag = 0; lag < lags; lag += side) {
    v128_t sum[side / 2];
    for (auto& own : sum) own = wasm_f64x2_const_splat(0);
    for (int t = 0; t + lag < count; t++) {
      const v128_t own = wasm_f64x2_splat(x[t]);
      for (int k = 0; k < side / 2; k++)
        sum[k] = wasm_f64x2_add(sum[k], wasm_f64x2_mul(own, wasm_v128_load(x + t + lag + 2 * k)));
    }
    for (int k = 0; k < side / 2; k++) wasm_v128_store(sums + lag + 2 * k, sum[k]);
  }
}
