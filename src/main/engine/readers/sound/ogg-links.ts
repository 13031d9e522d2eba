import { failure } from '../../../../shared/sentences/failure';
import { why } from '../../../../shared/sentences/why';
import { partOf } from './id3';
import { OggPages } from './ogg-pages';
import type { Piece, SoundFile } from './sound-format';
import { damaged } from './sound-errors';
import { chunksOf, cutOffAfter } from './wasm-decoder';

/**
 * The streams of an Ogg file that follow one another (RFC 3533, section 4), as a radio's recording or files put together
 * have them: each begins anew, and all together are the sound. One that is cut off is read as far as its last whole page.
 *
 * @param decodeLink decodes one of them, as a file of its own
 * @throws UnrollError FILE_CORRUPT; FILE_FORMAT_UNKNOWN when their rates or channels differ
 */
export async function* decodeLinks(
  file: SoundFile,
  decodeLink: (link: SoundFile) => AsyncIterable<Piece>,
): AsyncGenerator<Piece> {
  const pages = new OggPages(file.name);
  for await (const chunk of chunksOf(file)) pages.push(chunk);
  let start = 0;
  let last: Piece | null = null;
  let first: { readonly rateHz: number; readonly channels: number } | null = null;
  for (const [k, offset] of pages.links.entries()) {
    const link = partOf(file, offset, (pages.links[k + 1] ?? pages.wholeBytes) - offset);
    let frames = 0;
    for await (const piece of decodeLink(link)) {
      const { rateHz } = piece;
      const channels = piece.channelData.length;
      first ??= { rateHz, channels };
      if (first.rateHz !== rateHz || first.channels !== channels)
        throw failure('FILE_FORMAT_UNKNOWN.chain', { file: file.name });
      frames = piece.start + piece.channelData[0]!.length;
      yield (last = { ...piece, start: start + piece.start });
    }
    start += frames;
  }
  if (!pages.isCutOff || last?.isCutOff === true) return;
  if (last === null) throw damaged(file.name, why('why.sound.cut'));
  yield cutOffAfter(last);
}
