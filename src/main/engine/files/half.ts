const scratch = new Float32Array(1);
const bits = new Uint32Array(scratch.buffer);

/** The nearest IEEE 754 half-precision number, ties to even, as its 16 bits; beyond its range infinity. */
export function halfOf(value: number): number {
  scratch[0] = value;
  const word = bits[0]!;
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // 65,520 and more round to infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Below 2⁻¹⁴: multiples of 2⁻²⁴.
    const quotient = Math.abs(value) * 2 ** 24;
    const floor = Math.floor(quotient);
    const rest = quotient - floor;
    return sign | (floor + Number(rest > 0.5 || (rest === 0.5 && floor % 2 === 1)));
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

/** The number that 16 bits of half precision stand for. */
export function fromHalf(half: number): number {
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  const sign = half & 0x8000 ? -1 : 1;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Little-endian bytes of the half-precision numbers nearest to these, two each. */
export function packHalves(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  values.forEach((value, k) => {
    const half = halfOf(value);
    bytes[2 * k] = half & 0xff;
    bytes[2 * k + 1] = half >>> 8;
  });
  return bytes;
}

/** The reverse of {@link packHalves}. */
export function unpackHalves(bytes: Uint8Array): Float32Array {
  return Float32Array.from({ length: bytes.length / 2 }, (_, k) =>
    fromHalf(bytes[2 * k]! | (bytes[2 * k + 1]! << 8)),
  );
}
