import { failure } from '../../../../shared/sentences/failure';
import { why } from '../../../../shared/sentences/why';
import { textAt } from '../bytes';
import { decodeBlocks, viewOf } from './coding';
import { aLawBytes, floats, integers, muLawBytes, pcmCoding } from './pcm';
import type { SampleFormat } from './pcm';
import { damaged, notSound } from './sound-errors';
import type { SoundFormat } from './sound-format';

const HEAD_BYTES = 24;
const UNKNOWN_BYTES = 0xffffffff;
const unread: Readonly<Record<number, string>> = { 23: 'G.721', 24: 'G.722', 25: 'G.723', 26: 'G.723' };

/** Sun's AU, also called SND: PCM of 8 to 32 bits, float, A-law and µ-law (Sun Microsystems, "audio.h", 1990; Oracle, au(4)). */
export const au: SoundFormat = {
  format: 'au',
  endings: ['.au', '.snd'],
  claim: (head, name) => (isAu(head) ? 'signature' : /\.(au|snd)$/i.test(name) ? 'name' : 'none'),
  async *decode(file, from) {
    const head = await file.read(0, HEAD_BYTES);
    if (!isAu(head)) throw notSound(file.name);
    if (head.length < HEAD_BYTES) throw damaged(file.name, why('why.headerCut'));
    // DEC's machines wrote it with the lowest byte first.
    const isLittle = textAt(head, 0, 4) === 'dns.';
    const [offset = 0, size = 0, encoding = 0, rateHz = 0, channels = 0] = [4, 8, 12, 16, 20].map((at) =>
      viewOf(head).getUint32(at, isLittle),
    );
    if (offset < HEAD_BYTES || rateHz === 0 || channels === 0 || channels > 65_535)
      throw damaged(file.name, why('why.sound.headerZeros'));
    const sample = sampleOf(encoding, isLittle);
    if (sample === null) {
      const kind = unread[encoding] ?? `coding ${encoding}`;
      throw failure('FILE_FORMAT_UNKNOWN.au', { file: file.name, kind });
    }
    const left = Math.max(0, file.size - offset);
    const promisedBytes = size === UNKNOWN_BYTES || size === 0 ? null : size;
    const bytes = Math.min(promisedBytes ?? left, left);
    yield* decodeBlocks(
      file,
      { coding: pcmCoding(sample, channels), rateHz, offset, bytes, promisedBytes },
      from,
    );
  },
};

function isAu(head: Uint8Array): boolean {
  return ['.snd', 'dns.'].includes(textAt(head, 0, 4));
}

function sampleOf(encoding: number, isLittle: boolean): SampleFormat | null {
  switch (encoding) {
    case 1:
      return muLawBytes;
    case 2:
    case 3:
    case 4:
    case 5:
      return integers(encoding - 1, isLittle);
    case 6:
      return floats(4, isLittle);
    case 7:
      return floats(8, isLittle);
    case 27:
      return aLawBytes;
    default:
      return null;
  }
}
