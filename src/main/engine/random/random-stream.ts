/** Mixes 32 bits so that every input bit reaches every output bit (Wellons, hash-prospector, `lowbias32`). */
function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

const FOUR_BYTES_MEAN = 510;
/** √(4 · (256² − 1) / 12) */
const FOUR_BYTES_DEVIATION = Math.sqrt(65535 / 3);

/** What a stream of random numbers is for; streams of different purposes never overlap in meaning. */
export const purposes = {
  weights: 1,
  order: 2,
  dropout: 3,
  noise: 4,
  bootstrap: 5,
  sample: 6,
  division: 7,
} as const;

/**
 * Random numbers that depend on nothing but their address: seed, purpose, and whatever else names the place (step,
 * layer). Nothing has to be saved to continue a run with the very same numbers.
 *
 * The k-th number is mix(mix(k + a) ^ b), where a and b are mixed from the address.
 */
export class RandomStream {
  #counter = 0;
  readonly #a: number;
  readonly #b: number;

  constructor(seed: number, purpose: keyof typeof purposes, ...address: readonly number[]) {
    let key = mix(mix(seed) + purposes[purpose]);
    for (const part of address) key = mix(key + mix(part + 0x9e3779b9));
    this.#a = key;
    this.#b = mix(key ^ 0x6a09e667);
  }

  /** In [0, 1), 32 bits. */
  next(): number {
    return mix(mix(this.#counter++ + this.#a) ^ this.#b) / 4294967296;
  }

  /** In 0 … n − 1. */
  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  /** Standard normal (Box & Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }

  /** Adds `deviation` times a nearly normal number to every value: four random bytes added up (Irwin 1927, Hall 1927). */
  addNoise(values: Float32Array, deviation: number): void {
    const unit = deviation / FOUR_BYTES_DEVIATION;
    for (let k = 0; k < values.length; k++) {
      const bits = mix(mix(this.#counter++ + this.#a) ^ this.#b);
      const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
      values[k] = values[k]! + unit * (sum - FOUR_BYTES_MEAN);
    }
  }

  /** Shuffles in place (Fisher & Yates, Durstenfeld 1964). */
  shuffle<T extends { [index: number]: V; length: number }, V>(values: T): T {
    for (let last = values.length - 1; last > 0; last--) {
      const chosen = this.below(last + 1);
      const value = values[last]!;
      values[last] = values[chosen]!;
      values[chosen] = value;
    }
    return values;
  }
}
