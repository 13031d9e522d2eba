import { MOST_AAC_BYTES } from '../../shared/sound/aac-files';
import { encodeWav } from '../../shared/sound/encode-wav';
import { aacFacts } from './aac-facts';

/** Decoded whole, in the window's own memory: 46 minutes of mono at 48 kHz, 25 minutes of stereo at 44.1 kHz. */
const MOST_DECODED_BYTES = 512 * 2 ** 20;
/** For files that do not say how long they are: at 32 kbit/s this is 35 minutes. */
const MOST_ENCODED_BYTES = 8 * 2 ** 20;
const BYTES_PER_SAMPLE = 4;
/** What the files of phones mostly have, where a file does not say. */
const USUAL_RATE_HZ = 48_000;
/** What Web Audio must be able to make (Web Audio API, 1.1, createBuffer). */
const LEAST_RATE_HZ = 8_000;
const MOST_RATE_HZ = 96_000;

let last: Promise<unknown> = Promise.resolve();

/**
 * AAC sound as a WAV file of mono 32-bit floats at its own rate, by the browser's decoder. One at a time, because each lies
 * in memory whole.
 *
 * @returns null where this browser cannot decode it, where it is too long, and of a video
 */
export function decodeAac(file: Blob): Promise<Blob | null> {
  const mine = last.then(() => decode(file).catch(() => null));
  last = mine;
  return mine;
}

async function decode(file: Blob): Promise<Blob | null> {
  if (file.size > MOST_AAC_BYTES) return null;
  const bytes = await file.arrayBuffer();
  const facts = aacFacts(new Uint8Array(bytes));
  const isTooLong =
    facts === null
      ? file.size > MOST_ENCODED_BYTES
      : facts.seconds * facts.rateHz * facts.channels * BYTES_PER_SAMPLE > MOST_DECODED_BYTES;
  if (isTooLong || facts?.hasVideo === true) return null;
  const rateHz = Math.min(MOST_RATE_HZ, Math.max(LEAST_RATE_HZ, facts?.rateHz ?? USUAL_RATE_HZ));
  // Decoding resamples to the context's rate; nothing is ever played or rendered.
  const sound = await new OfflineAudioContext(1, 1, rateHz).decodeAudioData(bytes);
  return sound.length === 0 ? null : new Blob([encodeWav(meanOfChannels(sound), rateHz)]);
}

function meanOfChannels(sound: AudioBuffer): Float32Array {
  const mono = sound.getChannelData(0);
  for (let channel = 1; channel < sound.numberOfChannels; channel++) {
    const other = sound.getChannelData(channel);
    for (let t = 0; t < mono.length; t++) mono[t]! += other[t]!;
  }
  return sound.numberOfChannels === 1 ? mono : mono.map((sum) => sum / sound.numberOfChannels);
}
