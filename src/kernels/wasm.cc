// WebAssembly binding: one shared memory, in which JavaScript lays out the structures of recurrent.h (32-bit pointers)
// and hands out the space above `heapStart`. Threads are JavaScript workers that instantiate the same module on the
// same memory, each with a stack of its own, and call `serve`.
#include "recurrent.h"

extern "C" {

// clang turns loops into calls of these two, which without a libc nobody else has.
void* memset(void* to, int value, size_t size) { return __builtin_memset(to, value, size); }
void* memcpy(void* to, const void* from, size_t size) { return __builtin_memcpy(to, from, size); }

extern unsigned char __heap_base;
}

namespace unroll {
namespace wasm { extern const Kernels kernels; }

namespace {

// A round of tasks. `ticket` holds the round in its upper and the next task in its lower half, so that a worker that
// wakes up late cannot take a task of one round for another's.
struct {
  uint64_t ticket;
  uint32_t rounds;  // what idle workers wait on
  uint32_t done;
  int count;
  void (*task)(void*, int);
  void* context;
} work;

// Takes and runs tasks until the round has none left.
void help() {
  for (;;) {
    uint64_t ticket = __atomic_load_n(&work.ticket, __ATOMIC_ACQUIRE);
    const int i = static_cast<int>(ticket & 0xffffffff), count = __atomic_load_n(&work.count, __ATOMIC_RELAXED);
    void (*task)(void*, int) = __atomic_load_n(&work.task, __ATOMIC_RELAXED);
    void* context = __atomic_load_n(&work.context, __ATOMIC_RELAXED);
    if (i >= count) return;
    if (!__atomic_compare_exchange_n(&work.ticket, &ticket, ticket + 1, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
      continue;
    task(context, i);
    __atomic_add_fetch(&work.done, 1, __ATOMIC_ACQ_REL);
    __builtin_wasm_memory_atomic_notify(reinterpret_cast<int*>(&work.done), 1);
  }
}

void runRound(int count, void (*task)(void*, int), void* context) {
  const uint32_t round = work.rounds + 1;
  // Whoever still looks at the round before finds no task in it while the new one is written.
  __atomic_store_n(&work.count, 0, __ATOMIC_RELEASE);
  work.done = 0;
  __atomic_store_n(&work.task, task, __ATOMIC_RELAXED);
  __atomic_store_n(&work.context, context, __ATOMIC_RELAXED);
  __atomic_store_n(&work.ticket, static_cast<uint64_t>(round) << 32, __ATOMIC_RELEASE);
  __atomic_store_n(&work.count, count, __ATOMIC_RELEASE);
  __atomic_store_n(&work.rounds, round, __ATOMIC_RELEASE);
  __builtin_wasm_memory_atomic_notify(reinterpret_cast<int*>(&work.rounds), ~0u);
  help();
  for (uint32_t done; (done = __atomic_load_n(&work.done, __ATOMIC_ACQUIRE)) < static_cast<uint32_t>(count);)
    __builtin_wasm_memory_atomic_wait32(reinterpret_cast<int*>(&work.done), static_cast<int>(done), -1);
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
  for (uint32_t seen = 0;;) {
    __builtin_wasm_memory_atomic_wait32(reinterpret_cast<int*>(&work.rounds), static_cast<int>(seen), -1);
    seen = __atomic_load_n(&work.rounds, __ATOMIC_ACQUIRE);
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
