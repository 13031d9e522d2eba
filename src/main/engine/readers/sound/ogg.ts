import type { Piece, SoundFile, SoundFormat } from './sound-format';
import { decodeFlac } from './flac';
import { decodeLinks } from './ogg-links';
import { oggCodecOf, OggPages } from './ogg-pages';
import { damaged, notSound } from './sound-errors';
import { chunksOf, decodeWith } from './wasm-decoder';
import { why } from '../../../../shared/sentences/why';

const HEAD_BYTES = 512;
const FLAC_MAPPING_BYTES = 9;

/** Vorbis and FLAC in Ogg (RFC 3533; Vorbis I specification, appendix A; RFC 9639, section 10.1). */
export const ogg: SoundFormat = {
  format: 'ogg',
  endings: ['.ogg', '.oga'],
  claim(head, name) {
    const codec = oggCodecOf(head);
    if (codec === 'vorbis' || codec === 'flac') return 'signature';
    return /\.og[ga]$/i.test(name) ? 'name' : 'none';
  },
  async *decode(file) {
    if (oggCodecOf(await file.read(0, HEAD_BYTES)) === null) throw notSound(file.name);
    yield* decodeLinks(file, decodeLink);
  },
};

async function* decodeLink(link: SoundFile): AsyncGenerator<Piece> {
  const codec = oggCodecOf(await link.read(0, HEAD_BYTES));
  if (codec === 'flac') yield* decodeFlac(flacOf(link), link.name);
  else if (codec === 'vorbis') {
    const { OggVorbisDecoder } = await import('@wasm-audio-decoders/ogg-vorbis');
    yield* decodeWith(new OggVorbisDecoder(), link);
  } else throw damaged(link.name, why('why.sound.codecs'));
}

/** What the pages hold is FLAC, but for the first bytes: a mark, a version and a count (RFC 9639, section 10.1). */
async function* flacOf(link: SoundFile): AsyncGenerator<Uint8Array> {
  let bodies: Uint8Array[] = [];
  const pages = new OggPages(link.name, (body) => bodies.push(body));
  let skipped = 0;
  for await (const chunk of chunksOf(link)) {
    pages.push(chunk);
    const bytes = Buffer.concat(bodies);
    bodies = [];
    const skip = Math.min(FLAC_MAPPING_BYTES - skipped, bytes.length);
    skipped += skip;
    yield new Uint8Array(bytes.subarray(skip));
  }
}
