import { textAt } from '../bytes';
import { viewOf } from './coding';
import { BitsMissing } from './flac-bits';
import { FlacDamage, readFlacFrame } from './flac-frame';
import type { FlacInfo } from './flac-frame';
import { behindId3, withoutId3 } from './id3';
import { damaged, notSound } from './sound-errors';
import type { Piece, SoundFormat } from './sound-format';
import { chunksOf } from './wasm-decoder';
import { why } from '../../../../shared/sentences/why';

const MARK = 'fLaC';
const INFO_BYTES = 34;
/** Frames of the codec are some thousands of samples; so many are handed on together. */
const PIECE_FRAMES = 2 ** 16;

/** Free Lossless Audio Codec (RFC 9639). Decoded here: what decodes it elsewhere takes a short last frame for a cut. */
export const flac: SoundFormat = {
  format: 'flac',
  endings: ['.flac'],
  claim: (head, name) =>
    textAt(behindId3(head), 0, 4) === MARK ? 'signature' : /\.flac$/i.test(name) ? 'name' : 'none',
  async *decode(tagged) {
    const file = await withoutId3(tagged);
    if (textAt(await file.read(0, 4), 0, 4) !== MARK) throw notSound(file.name);
    yield* decodeFlac(chunksOf(file), file.name);
  },
};

/**
 * The frames of a stream, bare or taken out of Ogg, as far as it goes.
 *
 * @throws UnrollError FILE_CORRUPT
 */
export async function* decodeFlac(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Piece> {
  const stream = new ByteStream(chunks);
  const info = await readMetadata(stream, name);
  let start = 0;
  let held: Float32Array[][] = [];
  let heldFrames = 0;
  const piece = (): Piece => {
    const channelData = joined(held, heldFrames);
    start += heldFrames;
    held = [];
    heldFrames = 0;
    return { start: start - channelData[0]!.length, rateHz: info.rateHz, channelData };
  };
  let isEnded = false;
  while (info.frames === null || start + heldFrames < info.frames) {
    try {
      const frame = readFlacFrame(stream.left, info);
      if (frame.channelData.length !== info.channels || frame.rateHz !== info.rateHz)
        throw new FlacDamage(why('why.flac.changes'));
      stream.skip(frame.bytes);
      held.push(frame.channelData);
      heldFrames += frame.channelData[0]!.length;
    } catch (thrown) {
      if (thrown instanceof FlacDamage) throw damaged(name, thrown.reason);
      if (!(thrown instanceof BitsMissing)) throw thrown;
      isEnded = !(await stream.more());
      if (isEnded) break;
    }
    if (heldFrames >= PIECE_FRAMES) yield piece();
  }
  if (heldFrames > 0) yield piece();
  if (isEnded && (info.frames !== null || stream.left.length > 0)) {
    const channelData = Array.from({ length: info.channels }, () => new Float32Array(0));
    yield { start, rateHz: info.rateHz, channelData, isCutOff: true };
  }
}

/** Blocks of metadata, the first of which is STREAMINFO (section 8). */
async function readMetadata(stream: ByteStream, name: string): Promise<FlacInfo> {
  const take = async (bytes: number): Promise<Uint8Array> => {
    while (stream.left.length < bytes) if (!(await stream.more())) throw damaged(name, why('why.sound.cut'));
    const taken = stream.left.slice(0, bytes);
    stream.skip(bytes);
    return taken;
  };
  await take(MARK.length);
  let info: FlacInfo | null = null;
  for (let isLast = false; !isLast;) {
    const header = viewOf(await take(4)).getUint32(0, false);
    isLast = header >>> 31 === 1;
    const block = await take(header & 0xffffff);
    if (info !== null) continue;
    if (((header >>> 24) & 0x7f) !== 0 || block.length < INFO_BYTES)
      throw damaged(name, why('why.sound.undescribed'));
    const view = viewOf(block);
    const packed = view.getUint32(10, false);
    // 20 bits of rate, 3 of channels less one, 5 of bits less one, 36 of the number of frames, 0 where it is unknown.
    const frames = (block[13]! & 0x0f) * 2 ** 32 + view.getUint32(14, false);
    info = {
      rateHz: packed >>> 12,
      channels: ((packed >>> 9) & 7) + 1,
      bits: ((packed >>> 4) & 31) + 1,
      frames: frames === 0 ? null : frames,
    };
    if (info.rateHz === 0) throw damaged(name, why('why.sound.zeroRate'));
  }
  return info!;
}

/** Chunks as one stretch of bytes that is used up from its front. */
class ByteStream {
  left: Uint8Array = new Uint8Array(0);
  readonly #chunks: AsyncIterator<Uint8Array>;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  skip(bytes: number): void {
    this.left = this.left.subarray(bytes);
  }

  /** @returns whether there was more */
  async more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    const joined = new Uint8Array(this.left.length + next.value.length);
    joined.set(this.left);
    joined.set(next.value, this.left.length);
    this.left = joined;
    return true;
  }
}

function joined(parts: readonly Float32Array[][], frames: number): Float32Array[] {
  return parts[0]!.map((_, channel) => {
    const whole = new Float32Array(frames);
    let at = 0;
    for (const part of parts) {
      whole.set(part[channel]!, at);
      at += part[channel]!.length;
    }
    return whole;
  });
}
