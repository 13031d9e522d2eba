import { textAt } from '../bytes';
import { decodeBlocks, viewOf } from './coding';
import { damaged, notSound } from './sound-errors';
import type { SoundFormat } from './sound-format';
import { longAt } from './wav';
import { MOST_FORMAT_BYTES, readWaveFormat } from './wave-format';
import { why } from '../../../../shared/sentences/why';

const HEAD_BYTES = 40;
/** A name of 16 bytes and a size of 8 that counts them too. */
const HEADER_BYTES = 24;
/** What follows the first four letters of the name of a file, and of a chunk. */
const FILE_TAIL = '2e91cf11a5d628db04c10000';
const CHUNK_TAIL = 'f3acd3118cd100c04f8edb8a';

/** Sony's Wave64: the chunks of WAV with longer names and sizes ("Sony Pictures Digital Wave 64", version 1.1). */
export const w64: SoundFormat = {
  format: 'w64',
  endings: ['.w64'],
  claim: (head, name) => (isW64(head) ? 'signature' : /\.w64$/i.test(name) ? 'name' : 'none'),
  async *decode(file, from) {
    if (!isW64(await file.read(0, HEAD_BYTES))) throw notSound(file.name);
    let format: Uint8Array | null = null;
    for (let offset = HEAD_BYTES; offset + HEADER_BYTES <= file.size;) {
      const id = chunkName(await file.read(offset, 16), CHUNK_TAIL);
      const size = await longAt(file, offset + 16);
      const start = offset + HEADER_BYTES;
      if (id === 'fmt ' && size !== null)
        format = await file.read(start, Math.min(size - HEADER_BYTES, MOST_FORMAT_BYTES));
      if (id === 'data' && format !== null) {
        const { rateHz, coding } = readWaveFormat(format, true, file.name);
        if (coding === null) throw damaged(file.name, why('why.sound.w64Mp3'));
        const left = file.size - start;
        const promisedBytes = size === null ? null : Math.max(0, size - HEADER_BYTES);
        const bytes = Math.min(promisedBytes ?? left, left);
        yield* decodeBlocks(file, { coding, rateHz, offset: start, bytes, promisedBytes }, from);
        return;
      }
      if (size === null || size < HEADER_BYTES) break;
      offset += Math.ceil(size / 8) * 8;
    }
    throw damaged(file.name, why('why.sound.w64'));
  },
};

function isW64(head: Uint8Array): boolean {
  return chunkName(head, FILE_TAIL) === 'riff' && textAt(head, 24, 4) === 'wave';
}

/** The four letters that a name begins with; null where it ends otherwise. */
function chunkName(bytes: Uint8Array, tail: string): string | null {
  const view = viewOf(bytes);
  if (bytes.length < 16) return null;
  const rest = Array.from({ length: 12 }, (_, k) =>
    view
      .getUint8(4 + k)
      .toString(16)
      .padStart(2, '0'),
  ).join('');
  return rest === tail ? textAt(bytes, 0, 4) : null;
}
