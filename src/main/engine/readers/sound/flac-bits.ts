/** More bits are asked for than there are, by now. */
export class BitsMissing extends Error {}

/** A residual of so many low bits fits whole numbers of 32. */
const MOST_QUICK_BITS = 24;

/** Bits of bytes, the highest of each first. Reads beyond the end give zeros until {@link require} is asked. */
export class Bits {
  /** In bits. */
  at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** @throws BitsMissing when more was read than there is */
  require(): void {
    if (this.at > this.bytes.length * 8) throw new BitsMissing();
  }

  /** The next 32 bits as a whole number with a sign. */
  #peek(): number {
    const byte = this.at >>> 3;
    const shift = this.at & 7;
    const { bytes } = this;
    const word = (bytes[byte]! << 24) | (bytes[byte + 1]! << 16) | (bytes[byte + 2]! << 8) | bytes[byte + 3]!;
    return shift === 0 ? word : (word << shift) | (bytes[byte + 4]! >> (8 - shift));
  }

  /** @param count at most 32 */
  unsigned(count: number): number {
    if (count === 0) return 0;
    const word = this.#peek() >>> (32 - count);
    this.at += count;
    return word;
  }

  /** @param count at most 33 */
  signed(count: number): number {
    if (count === 33) return this.signed(32) * 2 + this.unsigned(1);
    if (count === 0) return 0;
    const word = this.#peek() >> (32 - count);
    this.at += count;
    return word;
  }

  /** Zeros before a one. @throws BitsMissing */
  unary(): number {
    let zeros = 0;
    for (;;) {
      const word = this.#peek();
      if (word !== 0) {
        const more = Math.clz32(word);
        this.at += more + 1;
        return zeros + more;
      }
      this.at += 32;
      zeros += 32;
      this.require();
    }
  }

  /** A residual: its quotient in unary, `low` bits, and the sign in the lowest. @throws BitsMissing */
  rice(low: number): number {
    const word = this.#peek();
    const zeros = Math.clz32(word);
    if (zeros + low < 31 && low <= MOST_QUICK_BITS) {
      this.at += zeros + 1 + low;
      // Two shifts, since one by 32 is none.
      const quick = (zeros << low) | (((word << (zeros + 1)) >>> 1) >>> (31 - low));
      return (quick >>> 1) ^ -(quick & 1);
    }
    const value = this.unary() * 2 ** low + this.unsigned(low);
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
