// Tasks handed out to whoever is awake: the part that native threads and WebAssembly workers have in common.
#pragma once
#include <stdint.h>

namespace unroll {

// One round of tasks after the other. `ticket` holds the round in its upper half and the next task in its lower half, so
// that a thread which wakes up late cannot take a task of one round for another's; nobody waits for a sleeper.
struct Rounds {
  uint64_t ticket = 0;
  uint32_t round = 0;  // what idle threads wait on
  uint32_t done = 0;   // what the caller waits on
  int count = 0;
  void (*task)(void*, int) = nullptr;
  void* context = nullptr;

  // Only when the round before is done. Afterwards wake whoever waits on `round`.
  void begin(int tasks, void (*what)(void*, int), void* with) {
    const uint32_t next = __atomic_load_n(&round, __ATOMIC_RELAXED) + 1;
    // Whoever still looks at the round before finds no task while the new one is written.
    __atomic_store_n(&count, 0, __ATOMIC_RELEASE);
    __atomic_store_n(&done, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&task, what, __ATOMIC_RELAXED);
    __atomic_store_n(&context, with, __ATOMIC_RELAXED);
    __atomic_store_n(&ticket, static_cast<uint64_t>(next) << 32, __ATOMIC_RELEASE);
    __atomic_store_n(&count, tasks, __ATOMIC_RELEASE);
    __atomic_store_n(&round, next, __ATOMIC_RELEASE);
  }

  // Takes and runs tasks until the round has none left; whoever finishes its last task calls `finished`.
  template <typename Finished>
  void help(Finished finished) {
    for (;;) {
      uint64_t taken = __atomic_load_n(&ticket, __ATOMIC_ACQUIRE);
      const int i = static_cast<int>(taken & 0xffffffff), tasks = __atomic_load_n(&count, __ATOMIC_ACQUIRE);
      void (*what)(void*, int) = __atomic_load_n(&task, __ATOMIC_RELAXED);
      void* with = __atomic_load_n(&context, __ATOMIC_RELAXED);
      if (i >= tasks) return;
      if (!__atomic_compare_exchange_n(&ticket, &taken, taken + 1, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) continue;
      what(with, i);
      if (__atomic_add_fetch(&done, 1, __ATOMIC_ACQ_REL) == static_cast<uint32_t>(tasks)) finished();
    }
  }

  uint32_t current() const { return __atomic_load_n(&round, __ATOMIC_ACQUIRE); }
  bool isDone(int tasks) const { return __atomic_load_n(&done, __ATOMIC_ACQUIRE) == static_cast<uint32_t>(tasks); }
};

}  // namespace unroll
