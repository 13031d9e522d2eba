// Picks the kernels for this processor. Compiled for the least processor that the build is for.
#include "recurrent.h"

#include <string.h>

namespace unroll {

#if defined(__x86_64__) || defined(_M_X64)

namespace avx512 { extern const Kernels kernels; }
namespace avx2 { extern const Kernels kernels; }
namespace baseline { extern const Kernels kernels; }

static bool runs(const Kernels* k) {
  __builtin_cpu_init();
  if (k == &avx512::kernels)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
  if (k == &avx2::kernels) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  return true;
}

static const Kernels* const all[] = {&avx512::kernels, &avx2::kernels, &baseline::kernels};

#else

namespace baseline { extern const Kernels kernels; }
static bool runs(const Kernels*) { return true; }
static const Kernels* const all[] = {&baseline::kernels};

#endif

const Kernels* chooseKernels(const char* wanted) {
  for (const Kernels* k : all)
    if (runs(k) && (!wanted || !*wanted || strcmp(wanted, k->name) == 0)) return k;
  return nullptr;
}

}  // namespace unroll
