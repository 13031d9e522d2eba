import { claimedBy } from '../../../src/main/engine/readers/claim';
import { soundFormats } from '../../../src/main/engine/readers/registry';
import { decodeMono } from '../../../src/main/engine/readers/sound/mono';
import type { SoundFile } from '../../../src/main/engine/readers/sound/sound-format';

export interface Decoded {
  readonly rateHz: number;
  /** Channels in the file. */
  readonly channels: number;
  readonly samples: Float32Array;
  /** The file promises more than it has. */
  readonly isCutOff: boolean;
}

function soundFile(bytes: Uint8Array, name: string): SoundFile {
  return {
    name,
    size: bytes.length,
    read: async (offset, length) => new Uint8Array(bytes.subarray(offset, offset + length)),
  };
}

/** Decodes a sound file in this thread, as the decode worker does. */
export async function decodeBytes(
  bytes: Uint8Array,
  name: string,
  span = { start: 0, end: Infinity },
): Promise<Decoded> {
  const format = claimedBy(soundFormats, bytes.subarray(0, 65_536), name);
  const parts: Float32Array[] = [];
  let facts = { rateHz: 0, channels: 0, isCutOff: false };
  for await (const piece of decodeMono(format, soundFile(bytes, name), span)) {
    parts.push(piece.samples);
    facts = { rateHz: piece.rateHz, channels: piece.channels, isCutOff: piece.isCutOff === true };
  }
  const samples = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return { ...facts, samples };
}
