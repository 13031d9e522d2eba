// The loops of QUANT (intervals.ts) and of its trees (extra-trees.ts) for WebAssembly.
//
// A channel gives four series: itself, its smoothed first differences, its second differences, and the magnitudes of its
// Fourier transform. Each is cut into intervals, and every interval gives some of its sorted values. Trees are grown as
// Geurts, Ernst & Wehenkel (2006) do: at each node some features drawn at random, for each a threshold drawn at random between
// its least and greatest value there, and the best of those by the entropy of the classes.
#include <stddef.h>
#include <stdint.h>

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

extern "C" {
void* memset(void* to, int value, size_t size) { return __builtin_memset(to, value, size); }
void* memcpy(void* to, const void* from, size_t size) { return __builtin_memcpy(to, from, size); }
extern unsigned char __heap_base;
}

namespace {

constexpr int kRun = 12;

void insertionSort(float* x, int count) {
  for (int i = 1; i < count; ++i) {
    const float value = x[i];
    int at = i;
    for (; at > 0 && x[at - 1] > value; --at) x[at] = x[at - 1];
    x[at] = value;
  }
}

// Runs of `kRun` by insertion, then merged; `spare` holds as many.
void sort(float* x, int count, float* spare) {
  for (int from = 0; from < count; from += kRun) insertionSort(x + from, count - from < kRun ? count - from : kRun);
  float* given = x;
  float* other = spare;
  for (int run = kRun; run < count; run *= 2) {
    for (int from = 0; from < count; from += 2 * run) {
      const int middle = from + run < count ? from + run : count, end = from + 2 * run < count ? from + 2 * run : count;
      int a = from, b = middle;
      for (int k = from; k < end; ++k) {
        const bool first = b >= end || (a < middle && given[a] <= given[b]);
        other[k] = first ? given[a] : given[b];
        a += first;
        b += !first;
      }
    }
    float* swap = given;
    given = other;
    other = swap;
  }
  if (given != x) memcpy(x, given, count * sizeof(float));
}

// In place, decimation in time (Cooley & Tukey 1965); roots [size / 2][2] of exp(-2 pi i k / size).
void fft(double* z, int size, const double* roots, bool inverse) {
  for (int i = 1, j = 0; i < size; ++i) {
    int bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j)
      for (int part = 0; part < 2; ++part) {
        const double value = z[2 * i + part];
        z[2 * i + part] = z[2 * j + part];
        z[2 * j + part] = value;
      }
  }
  for (int half = 1; half < size; half *= 2)
    for (int from = 0; from < size; from += 2 * half)
      for (int k = 0; k < half; ++k) {
        const double* root = roots + 2 * static_cast<size_t>(k) * (size / (2 * half));
        const double c = root[0], s = inverse ? -root[1] : root[1];
        double* a = z + 2 * (from + k);
        double* b = a + 2 * half;
        const double re = b[0] * c - b[1] * s, im = b[0] * s + b[1] * c;
        b[0] = a[0] - re;
        b[1] = a[1] - im;
        a[0] += re;
        a[1] += im;
      }
}

// |X_k| for k = 0 .. steps / 2 at any length, as a convolution with a chirp (Bluestein 1970).
// chirp [steps][2] exp(-pi i t^2 / steps); filter [size][2] the transform of its conjugate, laid around.
void magnitudes(const float* x, int steps, int size, const double* roots, const double* chirp, const double* filter,
                double* z, float* out) {
  memset(z, 0, 2 * static_cast<size_t>(size) * sizeof(double));
  for (int t = 0; t < steps; ++t) {
    z[2 * t] = x[t] * chirp[2 * t];
    z[2 * t + 1] = x[t] * chirp[2 * t + 1];
  }
  fft(z, size, roots, false);
  for (int k = 0; k < size; ++k) {
    const double re = z[2 * k], im = z[2 * k + 1];
    z[2 * k] = re * filter[2 * k] - im * filter[2 * k + 1];
    z[2 * k + 1] = re * filter[2 * k + 1] + im * filter[2 * k];
  }
  fft(z, size, roots, true);
  // The last turn by the chirp changes no magnitude.
  for (int k = 0; k <= steps / 2; ++k)
    out[k] = static_cast<float>(__builtin_sqrt(z[2 * k] * z[2 * k] + z[2 * k + 1] * z[2 * k + 1]) / size);
}

// Every k-th quarter of an interval's sorted values, every other less the interval's mean; at out[0], out[stride] ...
int quantiles(const float* x, int count, int divisor, float* sorted, float* spare, float* out, int stride) {
  if (count == 1) {
    out[0] = x[0];
    return 1;
  }
  memcpy(sorted, x, count * sizeof(float));
  sort(sorted, count, spare);
  const int wanted = 1 + (count - 1) / divisor;
  double mean = 0;
  for (int t = 0; t < count; ++t) mean += x[t];
  mean /= count;
  for (int k = 0; k < wanted; ++k) {
    const double at = wanted == 1 ? 0.5 * (count - 1) : static_cast<double>(k) * (count - 1) / (wanted - 1);
    const int below = static_cast<int>(at);
    const int next = below + 1 < count ? below + 1 : below;
    const double value = sorted[below] + (at - below) * (static_cast<double>(sorted[next]) - sorted[below]);
    out[static_cast<size_t>(k) * stride] = static_cast<float>(k % 2 == 1 ? value - mean : value);
  }
  return wanted;
}

// PCG-XSH-RR 64/32 (O'Neill 2014).
struct Random {
  uint64_t state, step;
  uint32_t next() {
    const uint64_t old = state;
    state = old * 6364136223846793005ULL + step;
    const uint32_t mixed = static_cast<uint32_t>(((old >> 18) ^ old) >> 27);
    const uint32_t turn = static_cast<uint32_t>(old >> 59);
    return (mixed >> turn) | (mixed << ((32 - turn) & 31));
  }
  // 0 .. count - 1 (Lemire 2019, without the correction that matters beyond millions).
  uint32_t below(uint32_t count) { return static_cast<uint32_t>((static_cast<uint64_t>(next()) * count) >> 32); }
  float share() { return static_cast<float>(next() >> 8) * (1.0f / 16777216.0f); }
};

}  // namespace

EXPORT(heapStart) unsigned char* heapStart() { return &__heap_base; }

// Forward transform of `size` complex numbers, in place.
EXPORT(fourier) void fourier(double* z, int size, const double* roots) { fft(z, size, roots, false); }

// Bytes that `transform` works in.
EXPORT(workBytes) size_t workBytes(int steps, int size) {
  return 2 * static_cast<size_t>(size) * sizeof(double) + 3 * (static_cast<size_t>(steps) + 4) * sizeof(float);
}

// Features of one series [width][steps] at out[0], out[stride] ...: for each channel and each of its four series
// counts[r] intervals of `bounds` [intervals][2].
EXPORT(transform)
void transform(const float* series, int steps, int width, const int32_t* counts, const int32_t* bounds, int divisor,
               int size, const double* roots, const double* chirp, const double* filter, void* work, float* out,
               int stride) {
  double* z = static_cast<double*>(work);
  float* derived = reinterpret_cast<float*>(z + 2 * static_cast<size_t>(size));
  float* sorted = derived + steps + 4;
  float* spare = sorted + steps + 4;
  for (int c = 0; c < width; ++c) {
    const float* x = series + static_cast<size_t>(c) * steps;
    const int32_t* interval = bounds;
    for (int r = 0; r < 4; ++r) {
      const float* seen = derived;
      if (r == 0) {
        seen = x;
      } else if (r == 1) {
        // Means of five differences; beyond the ends the outermost goes on.
        for (int t = 0; t + 1 < steps; ++t) {
          float sum = 0;
          for (int by = -2; by <= 2; ++by) {
            const int at = t + by < 0 ? 0 : t + by > steps - 2 ? steps - 2 : t + by;
            sum += x[at + 1] - x[at];
          }
          derived[t] = sum / 5;
        }
      } else if (r == 2) {
        for (int t = 0; t + 2 < steps; ++t) derived[t] = (x[t + 2] - x[t + 1]) - (x[t + 1] - x[t]);
      } else {
        magnitudes(x, steps, size, roots, chirp, filter, z, derived);
      }
      for (int k = 0; k < counts[r]; ++k, interval += 2)
        out += static_cast<size_t>(stride) *
               quantiles(seen + interval[0], interval[1] - interval[0], divisor, sorted, spare, out, stride);
    }
  }
}

// One tree on x [features][rows]. order [features] and rowsOf [rows] hold permutations, which are gone on with; entropies
// [rows + 1] is n log n; counted [4][classes]; stack [3][rows + 1]. Nodes: feature (-1: a leaf), threshold (values up to it go
// left), left child (the right one is next to it), rows that reached it; tally [nodes][classes], how many of each class.
// Returns how many nodes there are, at most 2 rows - 1.
EXPORT(growTree)
int growTree(const float* x, const int32_t* labels, int rows, int features, int classes, int tried, uint32_t seedLow,
             uint32_t seedHigh, int32_t* order, int32_t* rowsOf, const double* entropies, int32_t* counted,
             int32_t* stack, int32_t* feature, float* threshold, int32_t* left, int32_t* tally) {
  Random random{(static_cast<uint64_t>(seedHigh) << 32) | seedLow, 1442695040888963407ULL};
  random.next();
  int32_t* nodes = stack;
  int32_t* begins = stack + rows + 1;
  int32_t* ends = begins + rows + 1;
  int count = 1, open = 1;
  nodes[0] = 0, begins[0] = 0, ends[0] = rows;
  int32_t* one = counted;
  while (open > 0) {
    --open;
    const int node = nodes[open], begin = begins[open], end = ends[open], own = end - begin;
    int32_t* all = tally + static_cast<size_t>(node) * classes;
    memset(all, 0, classes * sizeof(int32_t));
    for (int i = begin; i < end; ++i) ++all[labels[rowsOf[i]]];
    feature[node] = -1;
    threshold[node] = 0;
    left[node] = 0;
    bool isPure = false;
    for (int c = 0; c < classes; ++c) isPure = isPure || all[c] == own;
    if (isPure) continue;
    // Least of sum over both sides of (n log n - sum over classes of n_c log n_c): entropy times rows.
    double best = 1e300;
    int chosen = -1;
    float cut = 0;
    bool anyVaries = false;
    for (int k = 0; k < features && (k < tried || !anyVaries); ++k) {
      const int with = k + static_cast<int>(random.below(features - k));
      const int32_t f = order[with];
      order[with] = order[k];
      order[k] = f;
      const float* column = x + static_cast<size_t>(f) * rows;
      float least = column[rowsOf[begin]], most = least;
      for (int i = begin + 1; i < end; ++i) {
        const float value = column[rowsOf[i]];
        least = value < least ? value : least;
        most = value > most ? value : most;
      }
      if (!(most > least)) continue;
      anyVaries = true;
      float at = least + random.share() * (most - least);
      if (!(at < most)) at = least;
      memset(one, 0, classes * sizeof(int32_t));
      int below = 0;
      for (int i = begin; i < end; ++i) {
        const int32_t row = rowsOf[i];
        const int isBelow = column[row] <= at;
        one[labels[row]] += isBelow;
        below += isBelow;
      }
      double rest = entropies[below] + entropies[own - below];
      for (int c = 0; c < classes; ++c) rest -= entropies[one[c]] + entropies[all[c] - one[c]];
      if (rest < best) {
        best = rest;
        chosen = f;
        cut = at;
      }
    }
    if (chosen < 0) continue;
    const float* column = x + static_cast<size_t>(chosen) * rows;
    int middle = begin;
    for (int i = begin; i < end; ++i)
      if (column[rowsOf[i]] <= cut) {
        const int32_t row = rowsOf[i];
        rowsOf[i] = rowsOf[middle];
        rowsOf[middle++] = row;
      }
    feature[node] = chosen;
    threshold[node] = cut;
    left[node] = count;
    nodes[open] = count + 1, begins[open] = middle, ends[open++] = end;
    nodes[open] = count, begins[open] = begin, ends[open++] = middle;
    count += 2;
  }
  return count;
}
