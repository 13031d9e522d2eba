// Node-API binding. Numbers come and go as typed arrays whose lengths are checked here; what forward leaves for
// backward is an external value that the caller releases (or the garbage collector does). Over 400 lines because each
// function that JavaScript calls has its checks here, beside the table of them.
#include <node_api.h>

#include <exception>
#include <memory>
#include <string>

#include "threads.h"

namespace {

using namespace unroll;

struct Failure {
  const char* message;
};

// Of all JavaScript threads that have loaded the addon; the last one to go ends the pool.
std::atomic<int> environments{0};
std::atomic<const Kernels*> chosen{nullptr};

const Kernels& kernels() { return *chosen.load(std::memory_order_acquire); }

struct Scratch {
  BufferPool::Buffer buffer;
  explicit Scratch(size_t floats) : buffer(BufferPool::shared().acquire(floats)) {}
  ~Scratch() { BufferPool::shared().release(buffer); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
};

// What forward leaves: the layer (without its arrays), the lengths, the gates and states.
struct Memory {
  Layer layer;
  int threads;
  std::vector<int32_t> lengths;
  const Kernels* kernels;
  std::unique_ptr<Scratch> cache;
};

thread_local int teamThreads = 1;

Team teamOf(int threads) {
  teamThreads = threads;
  return {threads, [](int count, void (*task)(void*, int), void* context) {
            ThreadPool::shared().run(count, task, context, teamThreads);
          }};
}

void check(napi_status status, const char* message) {
  if (status != napi_ok) throw Failure{message};
}

template <size_t N>
class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info) : env_(env) {
    size_t count = N;
    check(napi_get_cb_info(env, info, &count, values_, nullptr, nullptr), "The arguments cannot be read.");
    if (count < N) throw Failure{"Too few arguments."};
  }

  napi_value operator[](size_t i) const { return values_[i]; }

  // Null and undefined give null where `optional`.
  float* floats(size_t i, size_t length, bool optional = false) const {
    return static_cast<float*>(array(i, napi_float32_array, length, optional));
  }

  const int32_t* ints(size_t i, size_t length) const {
    return static_cast<int32_t*>(array(i, napi_int32_array, length, false));
  }

  const uint8_t* bytes(size_t i, size_t length) const {
    return static_cast<uint8_t*>(array(i, napi_uint8_array, length, false));
  }

  size_t length(size_t i) const {
    size_t length = 0;
    check(napi_get_typedarray_info(env_, values_[i], nullptr, &length, nullptr, nullptr, nullptr),
          "An argument is not a typed array.");
    return length;
  }

  int32_t number(size_t i) const {
    int32_t value = 0;
    check(napi_get_value_int32(env_, values_[i], &value), "An argument is not a number.");
    return value;
  }

  Memory* memory(size_t i) const {
    void* data = nullptr;
    check(napi_get_value_external(env_, values_[i], &data), "An argument is not a kernel's memory.");
    Memory* memory = static_cast<Memory*>(data);
    if (!memory->cache) throw Failure{"The kernel's memory has been disposed of."};
    return memory;
  }

 private:
  void* array(size_t i, napi_typedarray_type wanted, size_t length, bool optional) const {
    napi_valuetype kind;
    check(napi_typeof(env_, values_[i], &kind), "An argument cannot be read.");
    if (optional && (kind == napi_null || kind == napi_undefined)) return nullptr;
    napi_typedarray_type type;
    size_t given = 0;
    void* data = nullptr;
    check(napi_get_typedarray_info(env_, values_[i], &type, &given, &data, nullptr, nullptr),
          "An argument is not a typed array.");
    if (type != wanted) throw Failure{"An array has the wrong element type."};
    if (given != length) throw Failure{"An array has the wrong length."};
    return data;
  }

  napi_env env_;
  napi_value values_[N];
};

// Runs a binding's body; whatever it throws becomes a JavaScript error.
template <napi_value (*body)(napi_env, napi_callback_info)>
napi_value guarded(napi_env env, napi_callback_info info) {
  try {
    return body(env, info);
  } catch (const Failure& failure) {
    napi_throw_error(env, nullptr, failure.message);
  } catch (const std::bad_alloc&) {
    napi_throw_error(env, nullptr, "Out of memory.");
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
  }
  return nullptr;
}

struct Shape {
  size_t sequence, inputs, states, kernel, recurrent, bias, peephole;
  explicit Shape(const Layer& l) {
    const size_t gates = l.cell == kRnn ? 1 : l.cell == kLstm && !l.coupled ? 4 : 3;
    sequence = size_t(l.batch) * l.time * l.units;
    inputs = size_t(l.batch) * l.time * l.inputs;
    states = size_t(l.batch) * l.units;
    kernel = size_t(l.inputs) * gates * l.units;
    recurrent = size_t(l.units) * gates * l.units;
    bias = gates * l.units * (l.cell == kGru && l.resetAfter ? 2 : 1);
    peephole = size_t(l.units) * (l.coupled ? 2 : 3);
  }
};

// forward(header, lengths, x, kernel, recurrentKernel, bias, initialHidden?, initialCell?, peephole?, outputs,
// finalHidden, finalCell?) → memory. header: [cell, activation, resetAfter, reverse, batch, time, inputs, units,
// coupled, threads].
napi_value forwardBinding(napi_env env, napi_callback_info info) {
  const Arguments<12> given(env, info);
  const int32_t* header = given.ints(0, 10);
  auto memory = std::make_unique<Memory>();
  Layer& l = memory->layer;
  l = {header[0], header[1], header[2], header[3], header[4], header[5], header[6], header[7],
       header[8], nullptr,   nullptr,   nullptr,   nullptr,   nullptr,   nullptr,   nullptr,   nullptr};
  if (l.batch < 1 || l.time < 1 || l.inputs < 1 || l.units < 1) throw Failure{"A dimension is less than 1."};
  if (l.cell < kRnn || l.cell > kGru) throw Failure{"The cell is unknown."};
  const bool lstm = l.cell == kLstm;
  if (!lstm) l.coupled = 0;
  const Shape shape(l);
  const int32_t* lengths = given.ints(1, l.batch);
  for (int b = 0; b < l.batch; ++b)
    if (lengths[b] < 1 || lengths[b] > l.time) throw Failure{"A length is not within 1 … time."};
  memory->lengths.assign(lengths, lengths + l.batch);
  memory->threads = header[9] < 1 ? 1 : header[9] > 256 ? 256 : header[9];
  memory->kernels = &kernels();

  Layer call = l;
  call.lengths = l.lengths = memory->lengths.data();
  call.x = given.floats(2, shape.inputs);
  call.kernel = given.floats(3, shape.kernel);
  call.recurrentKernel = given.floats(4, shape.recurrent);
  call.bias = given.floats(5, shape.bias);
  call.initialHidden = given.floats(6, shape.states, true);
  call.initialCell = lstm ? given.floats(7, shape.states, true) : nullptr;
  call.peephole = lstm ? given.floats(8, shape.peephole, true) : nullptr;
  const ForwardOut out{given.floats(9, shape.sequence), given.floats(10, shape.states),
                       lstm ? given.floats(11, shape.states) : nullptr};
  memory->cache = std::make_unique<Scratch>(memory->kernels->cacheFloats(call, memory->threads));
  const Scratch scratch(memory->kernels->forwardScratch(call, memory->threads));
  memory->kernels->forward(call, out, memory->cache->buffer.data, scratch.buffer.data, teamOf(memory->threads));

  napi_value external;
  check(napi_create_external(
            env, memory.get(), [](napi_env, void* data, void*) { delete static_cast<Memory*>(data); }, nullptr,
            &external),
        "The kernel's memory cannot be handed out.");
  memory.release();
  return external;
}

// backward(memory, x, kernel, recurrentKernel, dOutputs?, dFinalHidden?, dFinalCell?, peephole?, dx?, dKernel,
// dRecurrentKernel, dBias, dInitialHidden, dInitialCell?, hidden?, dPeephole?); the last eight are filled.
napi_value backwardBinding(napi_env env, napi_callback_info info) {
  const Arguments<16> given(env, info);
  const Memory& memory = *given.memory(0);
  Layer call = memory.layer;
  const Shape shape(call);
  const bool lstm = call.cell == kLstm;
  call.x = given.floats(1, shape.inputs);
  call.kernel = given.floats(2, shape.kernel);
  call.recurrentKernel = given.floats(3, shape.recurrent);
  const Upstream upstream{given.floats(4, shape.sequence, true), given.floats(5, shape.states, true),
                          lstm ? given.floats(6, shape.states, true) : nullptr};
  call.peephole = lstm ? given.floats(7, shape.peephole, true) : nullptr;
  const Gradients out{given.floats(8, shape.inputs, true),    given.floats(9, shape.kernel),
                      given.floats(10, shape.recurrent),      given.floats(11, shape.bias),
                      given.floats(12, shape.states),         lstm ? given.floats(13, shape.states) : nullptr,
                      given.floats(14, shape.sequence, true), call.peephole ? given.floats(15, shape.peephole) : nullptr};
  const Scratch scratch(memory.kernels->backwardScratch(call, memory.threads));
  memory.kernels->backward(call, upstream, out, memory.cache->buffer.data, scratch.buffer.data,
                           teamOf(memory.threads));
  return nullptr;
}

// trace(memory, what, out)
napi_value traceBinding(napi_env env, napi_callback_info info) {
  const Arguments<3> given(env, info);
  const Memory& memory = *given.memory(0);
  const int32_t what = given.number(1), cell = memory.layer.cell;
  const bool known = what == kHidden || (what == kCellState && cell == kLstm) ||
                     (cell != kRnn && what >= kGate0 && what <= kGate3);
  if (!known) throw Failure{"The cell has no such state or gate."};
  memory.kernels->trace(memory.layer, memory.cache->buffer.data, what,
                        given.floats(2, Shape(memory.layer).sequence), teamOf(memory.threads));
  return nullptr;
}

// release(memory): its buffer is used again; a second call does nothing.
napi_value releaseBinding(napi_env env, napi_callback_info info) {
  const Arguments<1> given(env, info);
  void* data = nullptr;
  check(napi_get_value_external(env, given[0], &data), "The argument is not a kernel's memory.");
  static_cast<Memory*>(data)->cache.reset();
  return nullptr;
}

// adam(weights, gradients, first, second, decayed, settings): see adam.h.
napi_value adamBinding(napi_env env, napi_callback_info info) {
  const Arguments<6> given(env, info);
  const size_t count = given.length(0);
  kernels().adam(count, given.floats(0, count), given.floats(1, count), given.floats(2, count),
                 given.floats(3, count), given.bytes(4, count), given.floats(5, 6));
  return nullptr;
}

// sumOfSquares(values) → number
napi_value sumOfSquaresBinding(napi_env env, napi_callback_info info) {
  const Arguments<1> given(env, info);
  const size_t count = given.length(0);
  napi_value result;
  check(napi_create_double(env, kernels().sumOfSquares(count, given.floats(0, count)), &result), "No result.");
  return result;
}

// activate(activation, values, out)
napi_value activateBinding(napi_env env, napi_callback_info info) {
  const Arguments<3> given(env, info);
  const size_t count = given.length(1);
  kernels().activate(given.number(0), count, given.floats(1, count), given.floats(2, count));
  return nullptr;
}

int threadsOf(int32_t wanted) { return wanted < 1 ? 1 : wanted > 256 ? 256 : wanted; }

void checkShape(const int32_t* shape, int dimensions) {
  for (int k = 0; k < dimensions; ++k)
    if (shape[k] < 1) throw Failure{"A dimension is less than 1."};
}

// product([m, k, n, a is transposed, b is transposed, threads], a, b, c): see dense.h.
napi_value productBinding(napi_env env, napi_callback_info info) {
  const Arguments<4> given(env, info);
  const int32_t* shape = given.ints(0, 6);
  checkShape(shape, 3);
  const size_t m = shape[0], k = shape[1], n = shape[2];
  const int threads = threadsOf(shape[5]);
  const Scratch scratch(kernels().productScratch(shape, threads));
  kernels().product(shape, given.floats(1, m * k), given.floats(2, k * n), given.floats(3, m * n), scratch.buffer.data,
                    teamOf(threads));
  return nullptr;
}

struct AttentionShape {
  const int32_t *shape, *lengths;
  size_t sequence, weights;
  int threads;
  template <size_t N>
  explicit AttentionShape(const Arguments<N>& given) : shape(given.ints(0, 6)) {
    checkShape(shape, 4);
    const size_t batch = shape[0], time = shape[1], heads = shape[2];
    sequence = batch * time * heads * shape[3];
    weights = batch * heads * time * time;
    threads = threadsOf(shape[5]);
    lengths = given.ints(1, batch);
    for (size_t b = 0; b < batch; ++b)
      if (lengths[b] < 1 || lengths[b] > shape[1]) throw Failure{"A length is not within 1 … time."};
  }
};

// attentionForward([batch, time, heads, size, causal, threads], lengths, q, k, v, out, weights)
napi_value attentionForwardBinding(napi_env env, napi_callback_info info) {
  const Arguments<7> given(env, info);
  const AttentionShape s(given);
  const Scratch scratch(kernels().attentionScratch(s.shape, s.threads));
  kernels().attentionForward(s.shape, s.lengths, given.floats(2, s.sequence), given.floats(3, s.sequence),
                             given.floats(4, s.sequence), given.floats(5, s.sequence), given.floats(6, s.weights),
                             scratch.buffer.data, teamOf(s.threads));
  return nullptr;
}

// attentionBackward(shape, lengths, q, k, v, weights, dOut, dq, dk, dv); the last three are filled.
napi_value attentionBackwardBinding(napi_env env, napi_callback_info info) {
  const Arguments<10> given(env, info);
  const AttentionShape s(given);
  const Scratch scratch(kernels().attentionScratch(s.shape, s.threads));
  kernels().attentionBackward(s.shape, s.lengths, given.floats(2, s.sequence), given.floats(3, s.sequence),
                              given.floats(4, s.sequence), given.floats(5, s.weights), given.floats(6, s.sequence),
                              given.floats(7, s.sequence), given.floats(8, s.sequence), given.floats(9, s.sequence),
                              scratch.buffer.data, teamOf(s.threads));
  return nullptr;
}

struct TapsShape {
  const int32_t* shape;
  size_t x, columns;
  int threads;
  template <size_t N>
  explicit TapsShape(const Arguments<N>& given) : shape(given.ints(0, 7)) {
    checkShape(shape, 5);
    if (shape[5] < 0) throw Failure{"A lead is less than 0."};
    x = size_t(shape[0]) * shape[1] * shape[2];
    columns = x * shape[3];
    threads = threadsOf(shape[6]);
  }
};

// unfold([batch, time, inputs, size, dilation, lead, threads], x, columns): see dense.h.
napi_value unfoldBinding(napi_env env, napi_callback_info info) {
  const Arguments<3> given(env, info);
  const TapsShape s(given);
  kernels().unfold(s.shape, given.floats(1, s.x), given.floats(2, s.columns), teamOf(s.threads));
  return nullptr;
}

// fold(shape, columns, x)
napi_value foldBinding(napi_env env, napi_callback_info info) {
  const Arguments<3> given(env, info);
  const TapsShape s(given);
  kernels().fold(s.shape, given.floats(1, s.columns), given.floats(2, s.x), teamOf(s.threads));
  return nullptr;
}

// select(name) → the instruction set in use; an empty name means the best.
napi_value selectBinding(napi_env env, napi_callback_info info) {
  const Arguments<1> given(env, info);
  char name[32] = "";
  size_t length = 0;
  check(napi_get_value_string_utf8(env, given[0], name, sizeof name, &length), "The name is not a string.");
  const Kernels* wanted = chooseKernels(name);
  if (!wanted) throw Failure{"This processor does not have that instruction set."};
  chosen.store(wanted, std::memory_order_release);
  napi_value result;
  check(napi_create_string_utf8(env, wanted->name, NAPI_AUTO_LENGTH, &result), "No result.");
  return result;
}

void leave(void*) {
  if (environments.fetch_sub(1) > 1) return;
  ThreadPool::shared().stop();
  BufferPool::shared().clear();
}

}  // namespace

NAPI_MODULE_INIT() {
  if (!chosen.load()) chosen.store(chooseKernels(nullptr));
  environments.fetch_add(1);
  napi_add_env_cleanup_hook(env, leave, nullptr);
  const struct {
    const char* name;
    napi_callback call;
  } functions[] = {{"forward", guarded<forwardBinding>},
                   {"backward", guarded<backwardBinding>},
                   {"trace", guarded<traceBinding>},
                   {"release", guarded<releaseBinding>},
                   {"adam", guarded<adamBinding>},
                   {"sumOfSquares", guarded<sumOfSquaresBinding>},
                   {"activate", guarded<activateBinding>},
                   {"product", guarded<productBinding>},
                   {"attentionForward", guarded<attentionForwardBinding>},
                   {"attentionBackward", guarded<attentionBackwardBinding>},
                   {"unfold", guarded<unfoldBinding>},
                   {"fold", guarded<foldBinding>},
                   {"select", guarded<selectBinding>}};
  for (const auto& f : functions) {
    napi_value function;
    if (napi_create_function(env, f.name, NAPI_AUTO_LENGTH, f.call, nullptr, &function) != napi_ok) return nullptr;
    if (napi_set_named_property(env, exports, f.name, function) != napi_ok) return nullptr;
  }
  return exports;
}

#ifdef _WIN32
// The host is node.exe, electron.exe or unroll.exe: take Node-API from whichever it is.
#include <windows.h>

#include <delayimp.h>
static FARPROC WINAPI fromHost(unsigned event, PDelayLoadInfo load) {
  if (event != dliNotePreLoadLibrary || _stricmp(load->szDll, "node.exe") != 0) return nullptr;
  return reinterpret_cast<FARPROC>(GetModuleHandleW(nullptr));
}
extern "C" const PfnDliHook __pfnDliNotifyHook2 = fromHost;
#endif
