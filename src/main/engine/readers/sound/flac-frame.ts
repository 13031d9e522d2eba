import { Bits } from './flac-bits';
import type { Why } from '../../../../shared/sentences/why';
import { why } from '../../../../shared/sentences/why';

/** What STREAMINFO says (RFC 9639, section 8.2). */
export interface FlacInfo {
  readonly rateHz: number;
  readonly channels: number;
  readonly bits: number;
  /** Null where it does not say. */
  readonly frames: number | null;
}

interface FlacFrame {
  readonly rateHz: number;
  /** [channels][frames], in [−1, 1]. */
  readonly channelData: Float32Array[];
  /** Of the frame. */
  readonly bytes: number;
}

/** Why a frame cannot be read, for a sentence about the file. */
export class FlacDamage extends Error {
  constructor(readonly reason: Why) {
    super(reason.why);
  }
}

const SYNC = 0b11_1111_1111_1110;
const RATES = [88_200, 176_400, 192_000, 8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];
const SAMPLE_BITS = [0, 8, 12, 0, 16, 20, 24, 32];
const LEFT_SIDE = 8;
const SIDE_RIGHT = 9;
const MID_SIDE = 10;
/** Coefficients of the fixed predictors (section 9.2.5). */
const FIXED: readonly (readonly number[])[] = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

/**
 * Decodes the frame that bytes begin with (RFC 9639, section 9).
 *
 * @throws BitsMissing when there are too few; FlacDamage
 */
export function readFlacFrame(bytes: Uint8Array, info: FlacInfo): FlacFrame {
  const bits = new Bits(bytes);
  const header = readHeader(bits, info);
  const { length, assignment, sampleBits } = header;
  const channels = assignment < LEFT_SIDE ? assignment + 1 : 2;
  const side = assignment === SIDE_RIGHT ? 0 : assignment >= LEFT_SIDE ? 1 : -1;
  const subframes = Array.from({ length: channels }, (_, channel) => {
    const samples = readSubframe(bits, length, channel === side ? sampleBits + 1 : sampleBits);
    bits.require();
    return samples;
  });
  bits.at = Math.ceil(bits.at / 8) * 8;
  const end = bits.at / 8;
  const check = bits.unsigned(16);
  bits.require();
  if (check !== crc16(bytes.subarray(0, end))) throw new FlacDamage(why('why.flac.checkSum'));
  joinSides(subframes, assignment);
  const scale = 2 ** (1 - sampleBits);
  const channelData = subframes.map((samples) => {
    const scaled = new Float32Array(samples.length);
    for (let t = 0; t < samples.length; t++) scaled[t] = samples[t]! * scale;
    return scaled;
  });
  return { rateHz: header.rateHz, channelData, bytes: end + 2 };
}

function readHeader(
  bits: Bits,
  info: FlacInfo,
): { length: number; rateHz: number; assignment: number; sampleBits: number } {
  const sync = bits.unsigned(14);
  bits.require();
  if (sync !== SYNC) throw new FlacDamage(why('why.flac.begin'));
  bits.at += 2;
  const lengthCode = bits.unsigned(4);
  const rateCode = bits.unsigned(4);
  const assignment = bits.unsigned(4);
  const bitsCode = bits.unsigned(3);
  bits.at += 1;
  // The number of the frame is written as UTF-8 is: the first byte counts those that follow.
  const first = bits.unsigned(8);
  bits.at += 8 * Math.max(0, Math.clz32(~(first << 24)) - 1);
  const length =
    lengthCode === 6
      ? bits.unsigned(8) + 1
      : lengthCode === 7
        ? bits.unsigned(16) + 1
        : lengthCode === 1
          ? 192
          : lengthCode < 6
            ? 144 * 2 ** lengthCode
            : 2 ** lengthCode;
  if (rateCode === 12) bits.at += 8;
  if (rateCode === 13 || rateCode === 14) bits.at += 16;
  bits.at += 8; // a check sum of the header, which the frame's covers too
  bits.require();
  if (lengthCode === 0 || assignment > MID_SIDE || rateCode === 15 || bitsCode === 3)
    throw new FlacDamage(why('why.flac.header'));
  const rateHz = RATES[rateCode - 1] ?? info.rateHz;
  return { length, rateHz, assignment, sampleBits: SAMPLE_BITS[bitsCode]! || info.bits };
}

function readSubframe(bits: Bits, length: number, sampleBits: number): Float64Array {
  bits.at += 1;
  const type = bits.unsigned(6);
  const wasted = bits.unsigned(1) === 1 ? bits.unary() + 1 : 0;
  const ownBits = sampleBits - wasted;
  if (ownBits < 1) throw new FlacDamage(why('why.flac.wasted'));
  const samples = new Float64Array(length);
  if (type === 0) samples.fill(bits.signed(ownBits));
  else if (type === 1) for (let t = 0; t < length; t++) samples[t] = bits.signed(ownBits);
  else if (type >= 8 && type <= 12) {
    readWarmUp(bits, samples, type - 8, ownBits);
    predict(bits, samples, FIXED[type - 8]!, 0);
  } else if (type >= 32) {
    const order = type - 31;
    readWarmUp(bits, samples, order, ownBits);
    const precision = bits.unsigned(4) + 1;
    const shift = bits.signed(5);
    if (shift < 0) throw new FlacDamage(why('why.flac.shift'));
    predict(
      bits,
      samples,
      Array.from({ length: order }, () => bits.signed(precision)),
      shift,
    );
  } else throw new FlacDamage(why('why.flac.subframe'));
  if (wasted > 0) for (let t = 0; t < length; t++) samples[t]! *= 2 ** wasted;
  return samples;
}

function readWarmUp(bits: Bits, samples: Float64Array, order: number, sampleBits: number): void {
  if (order > samples.length) throw new FlacDamage(why('why.flac.predictor'));
  for (let t = 0; t < order; t++) samples[t] = bits.signed(sampleBits);
}

/** Residuals (section 9.2.7) and what is predicted from the samples before each. */
function predict(bits: Bits, samples: Float64Array, coefficients: readonly number[], shift: number): void {
  const order = coefficients.length;
  const isWide = bits.unsigned(2) === 1;
  const partitions = 2 ** bits.unsigned(4);
  const perPartition = samples.length / partitions;
  if (!Number.isInteger(perPartition) || perPartition < order)
    throw new FlacDamage(why('why.flac.partition'));
  const weights = Float64Array.from(coefficients);
  const scale = 2 ** -shift;
  for (let partition = 0; partition < partitions; partition++) {
    const low = bits.unsigned(isWide ? 5 : 4);
    const isPlain = low === (isWide ? 31 : 15);
    const plainBits = isPlain ? bits.unsigned(5) : 0;
    const end = (partition + 1) * perPartition;
    for (let t = partition === 0 ? order : end - perPartition; t < end; t++) {
      let sum = 0;
      for (let k = 0; k < order; k++) sum += weights[k]! * samples[t - 1 - k]!;
      samples[t] = Math.floor(sum * scale) + (isPlain ? bits.signed(plainBits) : bits.rice(low));
    }
    bits.require();
  }
}

/** Left and right from one of them and their difference, or from their mean and their difference (section 4.2). */
function joinSides([first, second]: readonly Float64Array[], assignment: number): void {
  if (assignment < LEFT_SIDE || first === undefined || second === undefined) return;
  for (let t = 0; t < first.length; t++) {
    const a = first[t]!;
    const b = second[t]!;
    if (assignment === LEFT_SIDE) second[t] = a - b;
    else if (assignment === SIDE_RIGHT) first[t] = a + b;
    else {
      // The mean lost its lowest bit, which the difference has.
      const sum = 2 * a + Math.abs(b % 2);
      first[t] = (sum + b) / 2;
      second[t] = (sum - b) / 2;
    }
  }
}

const crcTable = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x8005 : crc << 1;
  return crc;
});

/** Section 9.3: polynomial 0x8005, nothing reflected. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (let k = 0; k < bytes.length; k++) crc = ((crc << 8) & 0xffff) ^ crcTable[(crc >> 8) ^ bytes[k]!]!;
  return crc;
}
