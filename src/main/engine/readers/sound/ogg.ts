import type { Piece, SoundFile, SoundFormat } from './sound-format';
import { decodeFlac } from './flac';
import { oggCodecOf, OggPages } from './ogg-pages';
import { notSound } from './sound-errors';
import { decodeWith } from './wasm-decoder';

const HEAD_BYTES = 512;

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
    const codec = oggCodecOf(await file.read(0, HEAD_BYTES));
    if (codec === null) throw notSound(file.name);
    const pages = new OggPages(file.name);
    const watch = (chunk: Uint8Array): void => pages.push(chunk);
    yield* codec === 'flac' ? decodeFlac(file, watch) : decodeVorbis(file, watch);
    pages.finish();
  },
};

async function* decodeVorbis(file: SoundFile, watch: (chunk: Uint8Array) => void): AsyncGenerator<Piece> {
  const { OggVorbisDecoder } = await import('@wasm-audio-decoders/ogg-vorbis');
  yield* decodeWith(new OggVorbisDecoder(), file, watch);
}
