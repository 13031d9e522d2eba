// Products of many rows of 8-bit numbers with one row of 16-bit numbers: WebAssembly alone, called by near.ts.
//
// Sixteen numbers at a time are widened to 16 bits, multiplied, and added in pairs to sums of 32 bits, which whoever scales the question
// keeps from running over.
#include <stdint.h>
#include <wasm_simd128.h>

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

extern "C" {
extern unsigned char __heap_base;
}

EXPORT(heapStart) unsigned char* heapStart() { return &__heap_base; }

/**
 * into[r] = scale[r] · unit · Σ values[r][k] · question[k]. The question is filled with zeros up to a multiple of 16, so that what a row
 * reads of the next one counts nothing; 16 bytes behind the last row can be read.
 */
EXPORT(products)
void products(const int8_t* values, const float* scale, const int16_t* question, int32_t rows, int32_t units, float unit, float* into) {
  for (int32_t row = 0; row < rows; row++, values += units) {
    v128_t sum = wasm_i32x4_const_splat(0);
    for (int32_t k = 0; k < units; k += 16) {
      const v128_t own = wasm_v128_load(values + k);
      sum = wasm_i32x4_add(sum, wasm_i32x4_dot_i16x8(wasm_i16x8_extend_low_i8x16(own), wasm_v128_load(question + k)));
      sum = wasm_i32x4_add(sum, wasm_i32x4_dot_i16x8(wasm_i16x8_extend_high_i8x16(own), wasm_v128_load(question + k + 8)));
    }
    const int32_t total = wasm_i32x4_extract_lane(sum, 0) + wasm_i32x4_extract_lane(sum, 1) +
                          wasm_i32x4_extract_lane(sum, 2) + wasm_i32x4_extract_lane(sum, 3);
    into[row] = scale[row] * unit * (float)total;
  }
}
