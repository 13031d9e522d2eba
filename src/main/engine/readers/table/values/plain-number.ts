const POWERS = Float64Array.from({ length: 23 }, (_, k) => 10 ** k);
/** Below, digits and a power of ten that a double holds exactly give the nearest double in one rounding. */
const EXACT = 2 ** 53;

/**
 * A number in bytes of ASCII: `-12.5`, `.5`, `1e-3`; NaN for anything else. The nearest double, as `Number` gives it.
 *
 * @param decimal the byte between whole and part
 */
export function plainNumber(bytes: Uint8Array, start: number, end: number, decimal: number): number {
  let i = start;
  let byte = bytes[i]!;
  const isNegative = byte === 45;
  if (isNegative || byte === 43) i++;
  let digits = 0;
  let count = 0;
  let decimals = 0;
  let point = -1;
  for (; i < end; i++) {
    byte = bytes[i]!;
    if (byte >= 48 && byte <= 57) {
      digits = digits * 10 + (byte - 48);
      count++;
      if (point >= 0) decimals++;
    } else if (byte === decimal && point < 0) point = i;
    else break;
  }
  if (count === 0) return Number.NaN;
  let exponent = 0;
  if (i < end) {
    // E and e, and D as Fortran writes it.
    if (byte !== 69 && byte !== 101 && byte !== 68 && byte !== 100) return Number.NaN;
    exponent = wholeNumber(bytes, i + 1, end);
    if (Number.isNaN(exponent)) return Number.NaN;
  }
  const power = exponent - decimals;
  if (digits < EXACT && power >= -22 && power <= 22) {
    const size = power < 0 ? digits / POWERS[-power]! : digits * POWERS[power]!;
    return isNegative ? -size : size;
  }
  const text = String.fromCharCode(...bytes.subarray(start, end));
  return Number(text.replace(String.fromCharCode(decimal), '.').replace(/d/i, 'e'));
}

function wholeNumber(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === 45;
  let i = isNegative || bytes[start] === 43 ? start + 1 : start;
  if (i >= end || end - i > 5) return Number.NaN;
  let value = 0;
  for (; i < end; i++) {
    const digit = bytes[i]! - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return isNegative ? -value : value;
}
