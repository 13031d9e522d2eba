import type { Piece, SoundFile } from './sound-format';
import { damaged } from './sound-errors';
import { foreign } from '../../../../shared/sentences/why';

/** What a piece of a file became. */
interface Planar {
  readonly channelData: Float32Array[];
  readonly sampleRate: number;
  readonly errors: readonly { readonly message: string }[];
}

/** The libraries' common interface. */
export interface WasmDecoder {
  readonly ready: Promise<void>;
  decode(bytes: Uint8Array): Planar | Promise<Planar>;
  /** What is left when no more bytes come. */
  flush?(): Promise<Planar>;
  free(): void;
}

/** Bytes that are read at a time. */
const READ_BYTES = 2 ** 18;
/** Bytes that a decoder is handed at a time: of speech in Opus they are half a minute, and some 5 MB of samples. */
const CHUNK_BYTES = 2 ** 15;

/** A file from its beginning to its end. */
export async function* chunksOf(file: SoundFile, bytes = READ_BYTES): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < file.size;) {
    const chunk = await file.read(offset, bytes);
    if (chunk.length === 0) return;
    offset += chunk.length;
    yield chunk;
  }
}

/**
 * Feeds a file to a decoder, piece by piece.
 *
 * @param watch sees the bytes before the decoder does
 * @throws UnrollError FILE_CORRUPT for the first error that the decoder reports
 */
export async function* decodeWith(
  decoder: WasmDecoder,
  file: SoundFile,
  watch: (chunk: Uint8Array) => void = () => {},
): AsyncGenerator<Piece> {
  let start = 0;
  const pieceOf = (planar: Planar): Piece | null => {
    const [error] = planar.errors;
    if (error !== undefined) throw damaged(file.name, { why: foreign(error.message.replace(/\s+/g, ' ')) });
    const frames = planar.channelData[0]?.length ?? 0;
    if (frames === 0) return null;
    const { channelData, sampleRate: rateHz } = planar;
    start += frames;
    return { start: start - frames, rateHz, channelData };
  };
  try {
    await decoder.ready;
    for await (const chunk of chunksOf(file, CHUNK_BYTES)) {
      watch(chunk);
      const piece = pieceOf(await decoder.decode(chunk));
      if (piece !== null) yield piece;
    }
    const last = decoder.flush === undefined ? null : pieceOf(await decoder.flush());
    if (last !== null) yield last;
  } finally {
    decoder.free();
  }
}

/** Says behind the last piece that there should be more. */
export function cutOffAfter({ start, rateHz, channelData }: Piece): Piece {
  return {
    start: start + channelData[0]!.length,
    rateHz,
    channelData: channelData.map(() => new Float32Array(0)),
    isCutOff: true,
  };
}

/**
 * Passes pieces on, counts them, and says so when there are fewer than the file promises.
 *
 * @param declared frames that the file says it has; null when it does not say
 */
export async function* withPromised(
  pieces: AsyncIterable<Piece>,
  declared: number | null,
): AsyncGenerator<Piece> {
  let last: Piece | null = null;
  for await (const piece of pieces) yield (last = piece);
  if (last !== null && declared !== null && last.start + last.channelData[0]!.length < declared)
    yield cutOffAfter(last);
}
