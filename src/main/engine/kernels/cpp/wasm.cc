// WebAssembly binding: one shared memory, in which JavaScript lays out the structures of recurrent.h (32-bit pointers)
// and hands out the space above `heapStart`. Threads are JavaScript workers that instantiate the same module on the
// same memory, each with a stack of its own, and call `serve`.
#include "recurrent.h"
#include "rounds.h"

extern "C" {

// clang turns loops into calls of these two, which without a libc nobody else has.
void* memset(void* to, int value, size_t size) { return __builtin_memset(to, value, size); }
void* memcpy(void* to, const void* from, size_t size) { return __builtin_memcpy(to, from, size); }

extern unsigned char __heap_base;
}

namespace unroll {
namespace wasm { extern const Kernels kernels; }

namespace {

Rounds rounds;

void wake(uint32_t* address, uint32_t sleepers) {
  __builtin_wasm_memory_atomic_notify(reinterpret_cast<int*>(address), sleepers);
}
void sleepWhile(uint32_t* address, uint32_t value) {
  __builtin_wasm_memory_atomic_wait32(reinterpret_cast<int*>(address), static_cast<int>(value), -1);
}
void help() {
  rounds.help([] { wake(&rounds.done, 1); });
}

void runRound(int count, void (*task)(void*, int), void* context) {
  rounds.begin(count, task, context);
  wake(&rounds.round, ~0u);
  help();
  for (uint32_t done; (done = __atomic_load_n(&rounds.done, __ATOMIC_ACQUIRE)) < static_cast<uint32_t>(count);)
    sleepWhile(&rounds.done, done);
}

Team teamOf(int threads) {
  return {threads, [](int count, void (*task)(void*, int), void* context) {
            if (count > 1) return runRound(count, task, context);
            for (int i = 0; i < count; ++i) task(context, i);
          }};
}

}  // namespace
}  // namespace unroll

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

EXPORT(heapStart) unsigned char* heapStart() { return &__heap_base; }

// A worker's life: never returns.
EXPORT(serve) void serve() {
  using namespace unroll;
  for (uint32_t seen = 0;; seen = rounds.current()) {
    sleepWhile(&rounds.round, seen);
    help();
  }
}

EXPORT(cacheFloats) size_t cacheFloats(const unroll::Layer* layer, int threads) {
  return unroll::wasm::kernels.cacheFloats(*layer, threads);
}
EXPORT(forwardScratch) size_t forwardScratch(const unroll::Layer* layer, int threads) {
  return unroll::wasm::kernels.forwardScratch(*layer, threads);
}
EXPORT(backwardScratch) size_t backwardScratch(const unroll::Layer* layer, int threads) {
  return unroll::wasm::kernels.backwardScratch(*layer, threads);
}
EXPORT(forward)
void forward(const unroll::Layer* layer, const unroll::ForwardOut* out, float* cache, float* scratch, int threads) {
  unroll::wasm::kernels.forward(*layer, *out, cache, scratch, unroll::teamOf(threads));
}
EXPORT(backward)
void backward(const unroll::Layer* layer, const unroll::Upstream* upstream, const unroll::Gradients* out,
              const float* cache, float* scratch, int threads) {
  unroll::wasm::kernels.backward(*layer, *upstream, *out, cache, scratch, unroll::teamOf(threads));
}
EXPORT(trace) void trace(const unroll::Layer* layer, const float* cache, int what, float* out, int threads) {
  unroll::wasm::kernels.trace(*layer, cache, what, out, unroll::teamOf(threads));
}
EXPORT(activate) void activate(int activation, size_t count, const float* in, float* out) {
  unroll::wasm::kernels.activate(activation, count, in, out);
}
EXPORT(productScratch) size_t productScratch(const int32_t* shape, int threads) {
  return unroll::wasm::kernels.productScratch(shape, threads);
}
EXPORT(product)
void product(const int32_t* shape, const float* a, const float* b, float* c, float* scratch, int threads) {
  unroll::wasm::kernels.product(shape, a, b, c, scratch, unroll::teamOf(threads));
}
EXPORT(unfold) void unfold(const int32_t* shape, const float* x, float* columns, int threads) {
  unroll::wasm::kernels.unfold(shape, x, columns, unroll::teamOf(threads));
}
EXPORT(fold) void fold(const int32_t* shape, const float* columns, float* x, int threads) {
  unroll::wasm::kernels.fold(shape, columns, x, unroll::teamOf(threads));
}
EXPORT(attentionScratch) size_t attentionScratch(const int32_t* shape, int threads) {
  return unroll::wasm::kernels.attentionScratch(shape, threads);
}
EXPORT(attentionForward)
void attentionForward(const int32_t* shape, const int32_t* lengths, const float* q, const float* k, const float* v,
                      float* out, float* weights, float* scratch, int threads) {
  unroll::wasm::kernels.attentionForward(shape, lengths, q, k, v, out, weights, scratch, unroll::teamOf(threads));
}
EXPORT(attentionBackward)
void attentionBackward(const int32_t* shape, const int32_t* lengths, const float* q, const float* k, const float* v,
                       const float* weights, const float* dOut, float* dq, float* dk, float* dv, float* scratch,
                       int threads) {
  unroll::wasm::kernels.attentionBackward(shape, lengths, q, k, v, weights, dOut, dq, dk, dv, scratch,
                                          unroll::teamOf(threads));
}
