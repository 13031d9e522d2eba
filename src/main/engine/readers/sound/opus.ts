import type { Piece, SoundFile, SoundFormat } from './sound-format';
import { decodeLinks } from './ogg-links';
import { oggCodecOf, OggPages } from './ogg-pages';
import { damaged, notSound } from './sound-errors';
import { decodeWith } from './wasm-decoder';
import { why } from '../../../../shared/sentences/why';

const HEAD_BYTES = 512;

/** Opus in Ogg (RFC 7845), always at 48 kHz. */
export const opus: SoundFormat = {
  format: 'opus',
  endings: ['.opus'],
  claim: (head, name) =>
    oggCodecOf(head) === 'opus' ? 'signature' : /\.opus$/i.test(name) ? 'name' : 'none',
  async *decode(file) {
    if (oggCodecOf(await file.read(0, HEAD_BYTES)) !== 'opus') throw notSound(file.name);
    yield* decodeLinks(file, decodeLink);
  },
};

async function* decodeLink(link: SoundFile): AsyncGenerator<Piece> {
  const head = await link.read(0, HEAD_BYTES);
  if (oggCodecOf(head) !== 'opus') throw damaged(link.name, why('why.sound.codecs'));
  const pages = new OggPages(link.name);
  const { OggOpusDecoder } = await import('ogg-opus-decoder');
  const pieces = decodeWith(new OggOpusDecoder(), link, (chunk) => pages.push(chunk));
  yield* trimmed(pieces, () => Number(pages.endPosition) - preSkipOf(head));
}

function preSkipOf(head: Uint8Array): number {
  return new DataView(head.buffer, head.byteOffset).getUint16(27 + head[26]! + 10, true);
}

/** No Opus packet is longer: 120 ms at 48 kHz. */
const LONGEST_PACKET = 5760;

/**
 * The last packet of an Opus file is cut to the end position of the last page less the pre-skip (RFC 7845, 4.4).
 * The decoder leaves that out when all sound is on one page.
 *
 * @param endOf frames of the whole, known when all pieces have come
 */
async function* trimmed(pieces: AsyncIterable<Piece>, endOf: () => number): AsyncGenerator<Piece> {
  let held: Piece[] = [];
  let heldFrames = 0;
  let frames = 0;
  for await (const piece of pieces) {
    held.push(piece);
    heldFrames += framesOf(piece);
    frames += framesOf(piece);
    while (held.length > 1 && heldFrames - framesOf(held[0]!) >= LONGEST_PACKET) {
      heldFrames -= framesOf(held[0]!);
      yield held.shift()!;
    }
  }
  const end = endOf();
  const excess = frames - end;
  if (excess > 0 && excess < LONGEST_PACKET)
    held = held
      .filter(({ start }) => start < end)
      .map((piece) => ({
        ...piece,
        channelData: piece.channelData.map((channel) => channel.subarray(0, end - piece.start)),
      }));
  yield* held;
}

function framesOf({ channelData }: Piece): number {
  return channelData[0]?.length ?? 0;
}
