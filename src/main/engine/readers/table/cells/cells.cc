// Cells of a text table → columns of 64-bit numbers, and what one pass over a column of numbers shows. WebAssembly alone;
// cells-core.ts lays out the structures and calls the exports.
//
// `fill` goes over the bytes of some rows once. A row whose cells are plain numbers (`-12.5`, `1e-3`) goes straight into
// the columns; a cell that is anything else is noted with its place, for JavaScript to read; a row that is not parted like
// the others ends the call, and row-scanner.ts takes that one. So only what is common is here, and row-scanner.ts and
// plain-number.ts stay the truth that the tests compare with.
#include <stdint.h>

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

extern "C" {
extern uint8_t __heap_base;
}

namespace {

using Byte = uint8_t;

/** A cell that is no plain number: [start, end) in the text. */
struct Note {
  int32_t column, row, start, end;
};

struct Text {
  /** Bytes; −1 where there is none. */
  int32_t delimiter, quote, rowEnd;
  /** Cells are parted by runs of blanks and tabs. */
  int32_t isBlanks;
  /** Short rows lack cells at their end. */
  int32_t pads;
  /** First bytes of signs of comments, 0 for none. */
  Byte marks[4];
  int32_t columns;
  Byte* bytes;
  int32_t length, at;
  /** [columns, stride] of which each column has `room` rows. */
  double* cells;
  int32_t stride, room, row;
  /** [columns] what parts whole and fraction; 0 where cells are no numbers. */
  const Byte* decimals;
  Note* notes;
  int32_t noteRoom, noteCount;
};

enum Status : int32_t { needsMore, oddRow, segmentFull, notesFull };

/** 1 for bytes that end a cell. */
Byte ends[256];

constexpr double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                             1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr uint64_t exact = uint64_t(1) << 53;
constexpr int mostDigits = 19;

/** 5^q for −64 ≤ q < 64, the 128 highest bits, as `cells-core.ts` writes them: high and low half. */
constexpr int leastPower = -64, mostPower = 63;
uint64_t fives[2 * (mostPower - leastPower + 1)];

bool isDigit(Byte byte) { return byte >= '0' && byte <= '9'; }

uint64_t product(uint64_t a, uint64_t b, uint64_t* high) {
  const uint64_t aLow = uint32_t(a), aHigh = a >> 32, bLow = uint32_t(b), bHigh = b >> 32;
  const uint64_t low = aLow * bLow;
  const uint64_t middle = aHigh * bLow + (low >> 32);
  const uint64_t other = aLow * bHigh + uint32_t(middle);
  *high = aHigh * bHigh + (middle >> 32) + (other >> 32);
  return (other << 32) | uint32_t(low);
}

/**
 * The double nearest to digits · 10^power, by one or two products of 64 bits with 5^power.
 * Source: D. Lemire, Number parsing at a gigabyte per second, 2021, algorithm 1; the halfway case of section 8.
 * False where those bits do not tell, and for what is not a normal number.
 */
bool nearest(uint64_t digits, int power, double* value) {
  if (digits == 0) return *value = 0, true;
  if (power < leastPower || power > mostPower) return false;
  const uint64_t* five = fives + 2 * (power - leastPower);
  const int shift = __builtin_clzll(digits);
  const uint64_t wide = digits << shift;
  uint64_t high, low = product(wide, five[0], &high);
  if ((high & 0x1ff) == 0x1ff) {
    uint64_t more;
    product(wide, five[1], &more);
    low += more;
    if (low < more) high++;
    if (low == ~uint64_t(0) && (power < -27 || power > 55)) return false;
  }
  const int upper = int(high >> 63);
  uint64_t mantissa = high >> (upper + 9);
  // Floor of log2(10^power), and the bias.
  int exponent = ((217706 * power) >> 16) + 63 + upper - shift + 1023;
  if (exponent <= 0) return false;
  if (low <= 1 && power >= -4 && power <= 23 && (mantissa & 3) == 1 && mantissa << (upper + 9) == high)
    mantissa &= ~uint64_t(1);
  mantissa = (mantissa + (mantissa & 1)) >> 1;
  if (mantissa >= exact) {
    mantissa = exact / 2;
    exponent++;
  }
  if (exponent >= 2047) return false;
  const uint64_t bits = (mantissa & (exact / 2 - 1)) | uint64_t(exponent) << 52;
  __builtin_memcpy(value, &bits, sizeof bits);
  return true;
}

/** Reads the number at `p`. Returns where it ends, null where there is none that is plain. */
const Byte* number(const Byte* p, Byte decimal, double* value) {
  const bool isNegative = *p == '-';
  if (isNegative || *p == '+') p++;
  const Byte* const first = p;
  uint64_t digits = 0;
  for (; isDigit(*p); p++) digits = 10 * digits + (*p - '0');
  int count = int(p - first), decimals = 0;
  if (*p == decimal) {
    const Byte* const fraction = ++p;
    for (; isDigit(*p); p++) digits = 10 * digits + (*p - '0');
    decimals = int(p - fraction);
    count += decimals;
  }
  if (count == 0) return nullptr;
  if (count > mostDigits) {
    // Zeros in front do not count.
    for (const Byte* zero = first; *zero == '0' || *zero == decimal; zero++) count -= *zero == '0';
    if (count > mostDigits) return nullptr;
  }
  int power = -decimals;
  // E, and D as Fortran writes it.
  if ((*p | 32) == 'e' || (*p | 32) == 'd') {
    const bool isLess = *++p == '-';
    if (isLess || *p == '+') p++;
    const Byte* const from = p;
    int exponent = 0;
    for (; isDigit(*p) && p - from < 4; p++) exponent = 10 * exponent + (*p - '0');
    if (p == from || isDigit(*p)) return nullptr;
    power += isLess ? -exponent : exponent;
  }
  double size;
  if (digits < exact && power >= -22 && power <= 22)
    size = power < 0 ? double(digits) / powers[-power] : double(digits) * powers[power];
  else if (!nearest(digits, power, &size))
    return nullptr;
  *value = isNegative ? -size : size;
  return p;
}

bool isBlank(Byte byte) { return byte == ' ' || byte == '\t'; }

}  // namespace

EXPORT(heapStart) Byte* heapStart() { return &__heap_base; }
EXPORT(powersOfFive) uint64_t* powersOfFive() { return fives; }

/** To be called before the first `fill` of a text. */
EXPORT(begin) void begin(const Text* text) {
  for (int k = 0; k < 256; k++)
    ends[k] = k == '\n' || k == '\r' || (text->isBlanks && (k == ' ' || k == '\t'));
  if (text->delimiter >= 0) ends[text->delimiter] = 1;
  if (text->rowEnd >= 0) ends[text->rowEnd] = 1;
}

/** Reads rows from `at` on, as far as they are plain; `at`, `row` and the notes say how far. Writes the byte behind the text. */
EXPORT(fill) int32_t fill(Text* text) {
  const Byte* const base = text->bytes;
  const Byte* const end = base + text->length;
  text->bytes[text->length] = '\n';
  const int delimiter = text->delimiter, quote = text->quote, rowEnd = text->rowEnd, columns = text->columns;
  const bool isBlanks = text->isBlanks != 0;
  const auto isPadding = [&](Byte byte) { return isBlank(byte) && (isBlanks || byte != delimiter); };
  const Byte* p = base + text->at;
  int row = text->row, noteCount = text->noteCount;
  Status status = needsMore;
  for (;;) {
    text->at = int(p - base);
    text->row = row;
    text->noteCount = noteCount;
    if (p >= end) return needsMore;
    if (row == text->room) return segmentFull;
    if (noteCount + columns > text->noteRoom) return notesFull;
    int c = 0;
    bool isFilled = false, hasQuotes = false;
    double* const cell = text->cells + row;
    const auto note = [&](const Byte* start, const Byte* stop) {
      text->notes[noteCount++] = {c, row, int32_t(start - base), int32_t(stop - base)};
    };
    for (;;) {
      while (isPadding(*p)) p++;
      const Byte* start = p;
      const Byte* stop = nullptr;
      if (*p == quote) {
        const Byte* close = p + 1;
        while (*close != quote && *close != '\n' && *close != '\r') close++;
        if (*close != quote || close[1] == quote) return close < end ? oddRow : needsMore;
        start = p + 1;
        stop = close;
        p = close + 1;
        while (!isBlanks && isPadding(*p)) p++;
        if (!ends[*p]) return oddRow;
        hasQuotes = true;
      }
      if (c == 0)
        for (const Byte mark : text->marks)
          if (mark != 0 && *start == mark) return oddRow;
      if (c < columns) {
        double value;
        const Byte decimal = text->decimals[c];
        const Byte* after = decimal == 0 ? nullptr : number(start, decimal, &value);
        if (stop != nullptr) {
          if (after != stop) after = nullptr;
        } else {
          if (after != nullptr) {
            p = after;
            while (isPadding(*p) && !ends[*p]) p++;
            if (!ends[*p]) after = nullptr;
          }
          if (after == nullptr) {
            for (p = start; !ends[*p];) p++;
            for (stop = p; stop > start && isBlank(stop[-1]);) stop--;
          }
        }
        if (after != nullptr) {
          cell[c * text->stride] = value;
          isFilled = true;
        } else {
          note(start, stop);
          isFilled = isFilled || stop > start;
        }
      } else {
        // Delimiters at the end of a row; anything else is a row that is too long.
        if (stop == nullptr) for (; !ends[*p];) p++;
        if ((stop == nullptr ? p : stop) != start) return p < end ? oddRow : needsMore;
      }
      c++;
      if (isBlanks && isBlank(*p)) {
        while (isBlank(*p)) p++;
        if (*p != '\n' && *p != '\r' && *p != rowEnd) continue;
      }
      if (*p == '\n' || *p == rowEnd || *p == '\r') break;
      p++;
    }
    if (p >= end || (*p == '\r' && p + 1 >= end)) return status;
    p += *p == '\r' && p[1] == '\n' ? 2 : 1;
    if (c < columns) {
      const bool isNothing = c == 1 && !isFilled && !hasQuotes;
      if (!isNothing && !text->pads) return oddRow;
      for (; !isNothing && c < columns; c++) note(base, base);
    }
    if (isFilled) row++;
    else noteCount = text->noteCount;
  }
}

/** What one pass over a column shows: as NumbersSeen and Ends in column-facts.ts and sentinels.ts. */
struct Seen {
  double first, last, falls, stretches, missing, isRowNumber;
  double low, afterLow, lows, high, beforeHigh, highs;
};

EXPORT(see) void see(const double* values, int32_t count, double start, Seen* seen) {
  double last = seen->last, low = seen->low, afterLow = seen->afterLow, high = seen->high,
         beforeHigh = seen->beforeHigh;
  const double first = seen->first;
  int32_t falls = 0, stretches = 0, missing = 0, lows = 0, highs = 0;
  double lowsBefore = seen->lows, highsBefore = seen->highs;
  bool isRowNumber = seen->isRowNumber != 0;
  for (int32_t k = 0; k < count; k++) {
    const double value = values[k];
    falls += !(value >= last);
    stretches += value != last;
    missing += value != value;
    if (isRowNumber && !(value == first + start + k && value == __builtin_trunc(value) && value - value == 0))
      isRowNumber = false;
    last = value;
    // Most values lie between the ends.
    if (value > afterLow && value < beforeHigh) continue;
    if (value <= low) {
      if (value < low) {
        afterLow = low;
        low = value;
        lows = 0;
        lowsBefore = 0;
      }
      lows++;
    } else if (value < afterLow) {
      afterLow = value;
    }
    if (value >= high) {
      if (value > high) {
        beforeHigh = high;
        high = value;
        highs = 0;
        highsBefore = 0;
      }
      highs++;
    } else if (value > beforeHigh) {
      beforeHigh = value;
    }
  }
  seen->last = last;
  seen->falls += falls;
  seen->stretches += stretches;
  seen->missing += missing;
  seen->isRowNumber = isRowNumber;
  seen->low = low;
  seen->afterLow = afterLow;
  seen->lows = lowsBefore + lows;
  seen->high = high;
  seen->beforeHigh = beforeHigh;
  seen->highs = highsBefore + highs;
}

/** Different numbers so far: as DistinctNumbers in distinct-numbers.ts. */
struct Distinct {
  double last, count, most, firstCount;
};
constexpr int mostFirst = 1024;

namespace {
uint32_t hashOf(double value) {
  uint64_t bits;
  __builtin_memcpy(&bits, &value, sizeof bits);
  const uint32_t mixed = (uint32_t(bits) ^ uint32_t(bits >> 32) * 0x9e3779b1u) * 0x85ebca6bu;
  return mixed ^ (mixed >> 15);
}
}  // namespace

/**
 * Puts numbers into a table of `mask` + 1 places, which are NaN where nothing is; the first ones also into `first`, in their order.
 * Stops behind the one with which there are `most`. Returns how many were looked at.
 */
EXPORT(distinguish)
int32_t distinguish(const double* values, int32_t count, double* slots, uint32_t mask, double* first, Distinct* distinct) {
  double last = distinct->last;
  int32_t known = int32_t(distinct->count), firstCount = int32_t(distinct->firstCount);
  const int32_t most = int32_t(distinct->most);
  int32_t k = 0;
  while (k < count && known < most) {
    // −0 and 0 are one number.
    const double value = values[k++] + 0.0;
    if (value != value || value == last) continue;
    last = value;
    uint32_t slot = hashOf(value) & mask;
    while (slots[slot] == slots[slot] && slots[slot] != value) slot = (slot + 1) & mask;
    if (slots[slot] == value) continue;
    slots[slot] = value;
    known++;
    if (firstCount < mostFirst) first[firstCount++] = value;
  }
  distinct->last = last;
  distinct->count = known;
  distinct->firstCount = firstCount;
  return k;
}

/** How a column grows: as Growth in number-times.ts. */
struct Grown {
  double least, most, last, backwards, count, isWhole;
};

EXPORT(grow) void grow(const double* values, int32_t count, Grown* grown) {
  double least = grown->least, most = grown->most, last = grown->last;
  int32_t backwards = 0, known = 0;
  bool isWhole = grown->isWhole != 0;
  for (int32_t k = 0; k < count; k++) {
    const double value = values[k];
    if (value != value) continue;
    known++;
    if (value < least) least = value;
    if (value > most) most = value;
    if (isWhole && !(value == __builtin_trunc(value) && value - value == 0)) isWhole = false;
    backwards += value < last;
    last = value;
  }
  grown->least = least;
  grown->most = most;
  grown->last = last;
  grown->backwards += backwards;
  grown->count += known;
  grown->isWhole = isWhole;
}
