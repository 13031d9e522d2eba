import type { Coding } from './coding';

const FRAME_SAMPLES = 160;
const SUBFRAME_SAMPLES = 40;
const LONGEST_LAG = 120;
/** Two frames of 260 bits. */
const BLOCK_BYTES = 65;
const RATIO_BITS = [6, 6, 5, 5, 4, 4, 3, 3];
/** Tables 5.1, 4.3b and 4.6 of the standard. */
const RATIO_OFFSETS = [0, 0, 2048, -2560, 94, -1792, -341, -1144];
const RATIO_LEAST = [-32, -32, -16, -16, -8, -8, -4, -4];
const RATIO_INVERSES = [13107, 13107, 13107, 13107, 19223, 17476, 31454, 29708];
const GAINS = [3277, 11469, 21299, 32767];
const MANTISSAS = [18431, 20479, 22527, 24575, 26623, 28671, 30719, 32767];

/** GSM 06.10 full rate as WAV has it: two frames in 65 bytes, lowest bit first. */
export const gsmCoding: Coding = {
  channels: 1,
  blockBytes: BLOCK_BYTES,
  blockFrames: 2 * FRAME_SAMPLES,
  isSequential: true,
  start: () => {
    const decoder = new GsmDecoder();
    return (blocks) => {
      const frames = 2 * Math.floor(blocks.length / BLOCK_BYTES);
      const samples = new Float32Array(frames * FRAME_SAMPLES);
      const bits = new LowBits(blocks);
      for (let frame = 0; frame < frames; frame++) decoder.frame(bits, samples, frame * FRAME_SAMPLES);
      return [samples];
    };
  },
};

class LowBits {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  take(count: number): number {
    let value = 0;
    for (let k = 0; k < count; k++, this.#at++)
      value |= ((this.bytes[this.#at >> 3]! >> (this.#at & 7)) & 1) << k;
    return value;
  }
}

/** ETSI EN 300 961 (GSM 06.10), section 5.3, in the standard's 16-bit arithmetic. */
class GsmDecoder {
  /** The excitation: 120 samples that were, 40 that come. */
  readonly #excitation = new Int32Array(LONGEST_LAG + SUBFRAME_SAMPLES);
  #lag = 40;
  #ratios = new Int32Array(8);
  readonly #lattice = new Int32Array(9);
  #emphasis = 0;

  frame(bits: LowBits, out: Float32Array, first: number): void {
    const ratios = Int32Array.from(RATIO_BITS, (count, k) => ratioOf(bits.take(count), k));
    const excitation = new Int32Array(FRAME_SAMPLES);
    for (let part = 0; part < 4; part++) excitation.set(this.#subframe(bits), part * SUBFRAME_SAMPLES);
    const before = this.#ratios;
    const mix = (mixed: (was: number, is: number) => number): Int32Array =>
      before.map((was, k) => reflectionOf(mixed(was, ratios[k]!)));
    // Section 5.3.2: the ratios move over from those of the frame before within 40 samples.
    const stretches: readonly (readonly [number, number, Int32Array])[] = [
      [0, 13, mix((was, is) => add(add(was >> 2, is >> 2), was >> 1))],
      [13, 27, mix((was, is) => add(was >> 1, is >> 1))],
      [27, 40, mix((was, is) => add(add(was >> 2, is >> 2), is >> 1))],
      [40, FRAME_SAMPLES, mix((_, is) => is)],
    ];
    for (const [start, end, reflections] of stretches)
      for (let t = start; t < end; t++) {
        const sample = this.#filter(excitation[t]!, reflections);
        this.#emphasis = add(sample, times(this.#emphasis, 28_180));
        out[first + t] = (add(this.#emphasis, this.#emphasis) & ~7) / 32_768;
      }
    this.#ratios = ratios;
  }

  #subframe(bits: LowBits): Int32Array {
    const lag = bits.take(7);
    const gain = GAINS[bits.take(2)]!;
    const grid = bits.take(2);
    const pulses = pulsesOf(bits.take(6), bits);
    if (lag >= 40 && lag <= LONGEST_LAG) this.#lag = lag;
    const excitation = this.#excitation;
    for (let k = 0; k < SUBFRAME_SAMPLES; k++) {
      const isPulse = k >= grid && (k - grid) % 3 === 0 && (k - grid) / 3 < pulses.length;
      const pulse = isPulse ? pulses[(k - grid) / 3]! : 0;
      excitation[LONGEST_LAG + k] = add(pulse, times(gain, excitation[LONGEST_LAG + k - this.#lag]!));
    }
    const made = excitation.slice(LONGEST_LAG);
    excitation.copyWithin(0, SUBFRAME_SAMPLES);
    return made;
  }

  #filter(excitation: number, reflections: Int32Array): number {
    const lattice = this.#lattice;
    let sample = excitation;
    for (let k = 7; k >= 0; k--) {
      sample = add(sample, -times(reflections[k]!, lattice[k]!));
      lattice[k + 1] = add(lattice[k]!, times(reflections[k]!, sample));
    }
    lattice[0] = sample;
    return sample;
  }
}

/** A logarithmic area ratio from its code (section 5.2.8). */
function ratioOf(code: number, k: number): number {
  const shifted = add((code + RATIO_LEAST[k]!) << 10, -(RATIO_OFFSETS[k]! << 1));
  const scaled = times(RATIO_INVERSES[k]!, shifted);
  return add(scaled, scaled);
}

/** Section 5.2.9.2. */
function reflectionOf(ratio: number): number {
  const size = Math.min(32_767, Math.abs(ratio));
  const reflection = size < 11_059 ? size << 1 : size < 20_070 ? size + 11_059 : add(size >> 2, 26_112);
  return ratio < 0 ? -reflection : reflection;
}

/** Thirteen pulses from their block's largest (sections 5.2.15 and 5.2.16). */
function pulsesOf(largest: number, bits: LowBits): number[] {
  let exponent = largest > 15 ? (largest >> 3) - 1 : 0;
  let mantissa = largest - (exponent << 3);
  if (mantissa === 0) {
    exponent = -4;
    mantissa = 7;
  } else {
    for (; mantissa <= 7; exponent--) mantissa = (mantissa << 1) | 1;
    mantissa -= 8;
  }
  const shift = 6 - exponent;
  const half = shift < 1 ? 0 : 1 << (shift - 1);
  return Array.from({ length: 13 }, () => {
    const code = ((bits.take(3) << 1) - 7) << 12;
    return add(times(MANTISSAS[mantissa]!, code), half) >> shift;
  });
}

function add(a: number, b: number): number {
  return Math.max(-32_768, Math.min(32_767, a + b));
}

/** Fractions of 15 bits, rounded. */
function times(a: number, b: number): number {
  return Math.min(32_767, (a * b + 16_384) >> 15);
}
