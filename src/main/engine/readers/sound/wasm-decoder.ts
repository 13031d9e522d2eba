import type { Piece, SoundFile } from './sound-format';
import { damaged } from './sound-errors';

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

/** Bytes that a decoder is handed at a time. */
const CHUNK_BYTES = 2 ** 18;

/** A file from its beginning to its end. */
export async function* chunksOf(file: SoundFile): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < file.size;) {
    const chunk = await file.read(offset, CHUNK_BYTES);
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
    if (error !== undefined) throw damaged(file.name, error.message.replace(/\s+/g, ' '));
    const frames = planar.channelData[0]?.length ?? 0;
    if (frames === 0) return null;
    const { channelData, sampleRate: rateHz } = planar;
    start += frames;
    return { start: start - frames, rateHz, channelData };
  };
  try {
    await decoder.ready;
    for await (const chunk of chunksOf(file)) {
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

/**
 * Passes pieces on, and counts them.
 *
 * @param declared frames that the file says it has; null when it does not say
 * @throws UnrollError FILE_CORRUPT when there are fewer
 */
export async function* requireFrames(
  pieces: AsyncIterable<Piece>,
  declared: number | null,
  name: string,
): AsyncGenerator<Piece> {
  let frames = 0;
  for await (const piece of pieces) {
    frames = piece.start + piece.channelData[0]!.length;
    yield piece;
  }
  if (declared !== null && frames < declared)
    throw damaged(name, `it promises ${declared} samples and has ${frames}, so it is cut off`);
}
