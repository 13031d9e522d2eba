/** Numbers of 16 bits: IEEE 754-2008 binary16, rounded to the nearest, ties to even. */

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** The value of each of the 65,536 patterns. */
export const halfValues: Float32Array = Float32Array.from({ length: 65_536 }, (_, half) => {
  const [exponent, mantissa] = [(half >> 10) & 31, half & 1023];
  const size =
    exponent === 0
      ? mantissa * 2 ** -24
      : exponent === 31
        ? mantissa === 0
          ? Infinity
          : NaN
        : (1 + mantissa / 1024) * 2 ** (exponent - 15);
  return half >> 15 === 0 ? size : -size;
});

function halfOf(value: number): number {
  single[0] = value;
  const word = bits[0]!;
  const sign = (word >>> 16) & 0x8000;
  const size = word & 0x7fff_ffff;
  if (size > 0x7f80_0000) return sign | 0x7e00;
  // What rounds to 65,536 or more.
  if (size >= 0x477f_f000) return sign | 0x7c00;
  if (size < 0x3880_0000) {
    // Multiples of 2⁻²⁴.
    const scaled = Math.abs(value) * 2 ** 24;
    const floor = Math.floor(scaled);
    const over = scaled - floor;
    return sign | (floor + (over > 0.5 || (over === 0.5 && floor % 2 === 1) ? 1 : 0));
  }
  const rounded = size + 0x0fff + ((size >>> 13) & 1);
  return sign | ((rounded - 0x3800_0000) >>> 13);
}

export function toHalves(numbers: ArrayLike<number>): Uint16Array {
  return Uint16Array.from(numbers, halfOf);
}

export function fromHalves(halves: Uint16Array, into = new Float32Array(halves.length)): Float32Array {
  for (let k = 0; k < halves.length; k++) into[k] = halfValues[halves[k]!]!;
  return into;
}
