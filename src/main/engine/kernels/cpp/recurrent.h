// One recurrent layer over whole sequences: what the bindings (Node-API, WebAssembly) and the kernels agree on.
// No libc or C++ library is needed here, so that the same files compile for WebAssembly without one.
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace unroll {

enum Cell : int32_t { kRnn = 0, kLstm = 1, kGru = 2 };
enum Activation : int32_t { kTanh = 0, kRelu = 1, kSigmoid = 2, kLinear = 3 };

// Runs task(context, 0 … count − 1), possibly at the same time, and returns when all are done.
struct Team {
  int size;
  void (*run)(int count, void (*task)(void*, int), void* context);
};

// Matrices are row-major, gates in Keras' order (LSTM i f c o, GRU z r h). G gates; T time steps.
struct Layer {
  int32_t cell, activation, resetAfter, reverse;
  int32_t batch, time, inputs, units;
  int32_t coupled;              // LSTM: f = 1 − i (Greff et al. 2017), gates i c o
  const int32_t* lengths;       // [batch], each 1 … time
  const float* x;               // [batch, time, inputs]
  const float* kernel;          // [inputs, G·units]
  const float* recurrentKernel; // [units, G·units]
  const float* bias;            // [G·units]; GRU with resetAfter [2, 3·units]
  const float* initialHidden;   // [batch, units] or null
  const float* initialCell;     // [batch, units] or null
  const float* peephole;        // LSTM: [3, units] of i f o, coupled [2, units] of i o; or null
};

struct ForwardOut {
  float* outputs;     // [batch, time, units]
  float* finalHidden; // [batch, units]
  float* finalCell;   // [batch, units]; LSTM only
};

struct Upstream {
  const float* outputs; // each may be null
  const float* finalHidden;
  const float* finalCell;
};

struct Gradients {
  float* x; // null: not wanted
  float* kernel;
  float* recurrentKernel;
  float* bias;
  float* initialHidden;
  float* initialCell; // LSTM only
  float* hidden;      // [batch, time, units], ∂L/∂h_t in full; null: not wanted
  float* peephole;    // as Layer's; null without
};

// What a trace can show of each step, in the order of the gate buffers' columns.
enum Traced : int32_t { kHidden = 0, kCellState = 1, kGate0 = 2, kGate1 = 3, kGate2 = 4, kGate3 = 5 };

// The kernels of one instruction set. `cache` holds what backward and trace need of forward; `scratch` is forgotten
// afterwards. Both are sized in floats for a given number of slices (threads) and aligned to 64 bytes.
struct Kernels {
  const char* name;
  size_t (*cacheFloats)(const Layer&, int slices);
  size_t (*forwardScratch)(const Layer&, int slices);
  size_t (*backwardScratch)(const Layer&, int slices);
  void (*forward)(const Layer&, const ForwardOut&, float* cache, float* scratch, const Team&);
  void (*backward)(const Layer&, const Upstream&, const Gradients&, const float* cache, float* scratch, const Team&);
  void (*trace)(const Layer&, const float* cache, int32_t what, float* out, const Team&);
  // One step of AdamW in place (adam.h).
  void (*adam)(size_t count, float* weights, const float* gradients, float* first, float* second,
               const uint8_t* decayed, const float* settings);
  double (*sumOfSquares)(size_t count, const float* values);
  void (*activate)(int32_t activation, size_t count, const float* in, float* out);
  // Products and attention (dense.h). shape: [m, k, n, a is transposed, b is transposed].
  size_t (*productScratch)(const int32_t* shape, int tasks);
  void (*product)(const int32_t* shape, const float* a, const float* b, float* c, float* scratch, const Team&);
  // shape: [batch, time, heads, size of a head, causal].
  size_t (*attentionScratch)(const int32_t* shape, int tasks);
  void (*attentionForward)(const int32_t* shape, const int32_t* lengths, const float* q, const float* k, const float* v,
                           float* out, float* weights, float* scratch, const Team&);
  void (*attentionBackward)(const int32_t* shape, const int32_t* lengths, const float* q, const float* k,
                            const float* v, const float* weights, const float* dOut, float* dq, float* dk, float* dv,
                            float* scratch, const Team&);
  // shape: [batch, time, inputs, size, dilation, lead].
  void (*unfold)(const int32_t* shape, const float* x, float* columns, const Team&);
  void (*fold)(const int32_t* shape, const float* columns, float* x, const Team&);
};

// The best set of kernels that this processor can run; `wanted` (may be null) names one.
const Kernels* chooseKernels(const char* wanted);

}  // namespace unroll
