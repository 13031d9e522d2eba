import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import { MPEGDecoder } from 'mpg123-decoder';
import { OggOpusDecoder } from 'ogg-opus-decoder';
import { UnrollError } from '../../../../shared/domain/error';
import type { AudioFormat } from './audio-format';
import { audioFormatOf } from './audio-format';
import { declaredFrames, isMonoMpeg, requireWholeOgg, trimOpus } from './audio-length';
import { decodeWav } from './wav';

export interface DecodedAudio {
  readonly rateHz: number;
  /** Channels in the file. */
  readonly channels: number;
  /** Mono: the mean of the channels. */
  readonly samples: Float32Array;
}

interface Planar {
  readonly channelData: Float32Array[];
  readonly sampleRate: number;
  /** FLAC only. */
  readonly bitDepth?: number;
  readonly errors: readonly { readonly message: string }[];
}

interface WasmDecoder {
  readonly ready: Promise<void>;
  decode(bytes: Uint8Array): Planar | Promise<Planar>;
  decodeFile?(bytes: Uint8Array): Promise<Planar>;
  free(): void;
}

const decoders = {
  flac: () => new FLACDecoder(),
  'ogg-flac': () => new FLACDecoder(),
  'ogg-vorbis': () => new OggVorbisDecoder(),
  'ogg-opus': () => new OggOpusDecoder(),
  mp3: () => new MPEGDecoder(),
} satisfies Record<Exclude<AudioFormat, 'wav'>, () => WasmDecoder>;

/**
 * Decodes a whole sound file by its content. It may take for ever or crash on a hostile file: call it in a worker only.
 *
 * @param name for the sentences of errors
 * @throws UnrollError FILE_EMPTY no bytes or no sound; FILE_CORRUPT damaged or cut off; FILE_FORMAT_UNKNOWN
 */
export async function decodeBytes(bytes: Uint8Array, name: string): Promise<DecodedAudio> {
  try {
    return await decode(bytes, name);
  } catch (thrown) {
    if (thrown instanceof UnrollError) throw thrown;
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new UnrollError('FILE_CORRUPT', `${name} is damaged: ${why}.`, { file: name }, { cause: thrown });
  }
}

async function decode(bytes: Uint8Array, name: string): Promise<DecodedAudio> {
  const format = audioFormatOf(bytes, name);
  if (format === 'wav') {
    const { channelData, rateHz } = decodeWav(bytes, name);
    return mixDown(channelData, rateHz, name);
  }
  const lastPage = format.startsWith('ogg') ? requireWholeOgg(bytes, name) : 0;
  const { channelData, sampleRate, errors, bitDepth } = await decodeWith(decoders[format](), bytes);
  const corrupt = (why: string): UnrollError =>
    new UnrollError('FILE_CORRUPT', `${name} is damaged: ${why}.`, { file: name });
  if (errors[0] !== undefined) throw corrupt(errors[0].message.replace(/\s+/g, ' '));
  const frames = channelData[0]?.length ?? 0;
  const declared = declaredFrames(bytes, format);
  if (declared !== null && frames < declared)
    throw corrupt(`it promises ${declared} samples and has ${frames}, so it is cut off`);
  if (format === 'mp3' && isMonoMpeg(bytes)) return mixDown(channelData.slice(0, 1), sampleRate, name);
  if (format === 'flac' || format === 'ogg-flac') scaleFlac(channelData, bitDepth ?? 0);
  const whole = format === 'ogg-opus' ? trimOpus(bytes, lastPage, channelData) : channelData;
  return mixDown(whole, sampleRate, name);
}

/** The decoder divides by 2^(bits−1) − 1; everybody else by 2^(bits−1) (`wav.ts`). */
function scaleFlac(channelData: readonly Float32Array[], bits: number): void {
  if (bits < 2) return;
  const factor = 1 - 2 ** (1 - bits);
  for (const samples of channelData)
    for (let k = 0; k < samples.length; k++) samples[k] = samples[k]! * factor;
}

async function decodeWith(decoder: WasmDecoder, bytes: Uint8Array): Promise<Planar> {
  try {
    await decoder.ready;
    return await (decoder.decodeFile?.(bytes) ?? decoder.decode(bytes));
  } finally {
    decoder.free();
  }
}

function mixDown(channelData: readonly Float32Array[], rateHz: number, name: string): DecodedAudio {
  const [first] = channelData;
  if (first === undefined || first.length === 0)
    throw new UnrollError('FILE_EMPTY', `${name} has no sound in it.`, { file: name });
  // The decoder's memory is copied, so that a part of it does not keep the whole.
  if (channelData.length === 1) return { rateHz, channels: 1, samples: first.slice() };
  const samples = new Float32Array(first.length);
  for (const channel of channelData)
    for (let t = 0; t < samples.length; t++) samples[t]! += channel[t]! / channelData.length;
  return { rateHz, channels: channelData.length, samples };
}
