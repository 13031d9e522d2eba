import { failure } from '../../../../shared/sentences/failure';
import { why } from '../../../../shared/sentences/why';
import { textAt } from '../bytes';
import { decodeBlocks, viewOf } from './coding';
import type { Coding } from './coding';
import { imaAppleCoding } from './ima-adpcm';
import { aLawBytes, floats, integers, muLawBytes, pcmCoding } from './pcm';
import { damaged, notSound } from './sound-errors';
import type { SoundFormat } from './sound-format';

const HEAD_BYTES = 8;
const HEADER_BYTES = 12;
const DESCRIPTION_BYTES = 32;
const PACKET_TABLE_BYTES = 24;
/** A count of edits stands before the samples. */
const EDIT_COUNT_BYTES = 4;
const IS_FLOAT = 1;
const IS_LITTLE = 2;
const unread: Readonly<Record<string, string>> = { alac: 'Apple Lossless', 'aac ': 'AAC', '.mp3': 'MP3' };

/**
 * Apple's Core Audio Format: PCM, float, A-law, µ-law and IMA ADPCM.
 *
 * Source: Apple, "Apple Core Audio Format Specification 1.0" (2011).
 */
export const caf: SoundFormat = {
  format: 'caf',
  endings: ['.caf'],
  claim: (head, name) =>
    textAt(head, 0, 4) === 'caff' ? 'signature' : /\.caf$/i.test(name) ? 'name' : 'none',
  async *decode(file, from) {
    if (textAt(await file.read(0, HEAD_BYTES), 0, 4) !== 'caff') throw notSound(file.name);
    let described: { readonly rateHz: number; readonly coding: Coding } | null = null;
    let frames: number | null = null;
    let sound: { offset: number; bytes: number; promisedBytes: number | null } | null = null;
    for (let offset = HEAD_BYTES; offset + HEADER_BYTES <= file.size;) {
      const header = await file.read(offset, HEADER_BYTES);
      const id = textAt(header, 0, 4);
      const size = Number(viewOf(header).getBigInt64(4, false));
      const start = offset + HEADER_BYTES;
      if (id === 'desc') described = readDescription(await file.read(start, DESCRIPTION_BYTES), file.name);
      if (id === 'pakt') frames = validFrames(await file.read(start, PACKET_TABLE_BYTES));
      if (id === 'data') {
        const left = Math.max(0, file.size - start - EDIT_COUNT_BYTES);
        const promisedBytes = size < 0 ? null : Math.max(0, size - EDIT_COUNT_BYTES);
        const bytes = Math.min(promisedBytes ?? left, left);
        sound = { offset: start + EDIT_COUNT_BYTES, bytes, promisedBytes };
      }
      if (size < 0) break;
      offset = start + size;
    }
    if (described === null) throw damaged(file.name, why('why.sound.undescribed'));
    if (sound === null) throw damaged(file.name, why('why.sound.caf'));
    yield* decodeBlocks(file, { ...described, ...sound, frames }, from);
  },
};

function readDescription(bytes: Uint8Array, name: string): { rateHz: number; coding: Coding } {
  if (bytes.length < DESCRIPTION_BYTES) throw damaged(name, why('why.sound.description'));
  const view = viewOf(bytes);
  const rateHz = view.getFloat64(0, false);
  const id = textAt(bytes, 8, 4);
  const flags = view.getUint32(12, false);
  const packetBytes = view.getUint32(16, false);
  const channels = view.getUint32(24, false);
  if (!(rateHz >= 1 && rateHz < 2 ** 31) || channels === 0 || channels > 65_535)
    throw damaged(name, why('why.sound.descriptionZeros'));
  const coding = codingOf(id, flags, packetBytes / channels, channels);
  if (coding !== null) return { rateHz, coding };
  const kind = unread[id] ?? id.trim();
  throw failure('FILE_FORMAT_UNKNOWN.caf', { file: name, kind });
}

function codingOf(id: string, flags: number, sampleBytes: number, channels: number): Coding | null {
  if (id === 'ima4') return imaAppleCoding(channels);
  if (id === 'alaw' || id === 'ulaw') return pcmCoding(id === 'alaw' ? aLawBytes : muLawBytes, channels);
  if (id !== 'lpcm') return null;
  const isLittle = (flags & IS_LITTLE) !== 0;
  const sample = (flags & IS_FLOAT) !== 0 ? floats(sampleBytes, isLittle) : integers(sampleBytes, isLittle);
  return sample === null ? null : pcmCoding(sample, channels);
}

/** Frames of packets without what fills the last one; null where the table does not say. */
function validFrames(bytes: Uint8Array): number | null {
  if (bytes.length < 16) return null;
  const frames = Number(viewOf(bytes).getBigInt64(8, false));
  return frames > 0 ? frames : null;
}
