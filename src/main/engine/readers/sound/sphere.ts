import { failure } from '../../../../shared/sentences/failure';
import { why } from '../../../../shared/sentences/why';
import { textAt } from '../bytes';
import { decodeBlocks } from './coding';
import { aLawBytes, integers, muLawBytes, pcmCoding } from './pcm';
import type { SampleFormat } from './pcm';
import { damaged, notSound } from './sound-errors';
import type { SoundFormat } from './sound-format';

const SIGNATURE = 'NIST_1A\n';
/** The length of the header stands on the second line, in eight bytes. */
const HEAD_BYTES = 16;
const MOST_HEADER_BYTES = 2 ** 16;

/** SPHERE as the corpora of NIST and the LDC have it, often under the name of WAV: PCM, A-law and µ-law (NIST, "SPHERE 2.6"). */
export const sphere: SoundFormat = {
  format: 'sphere',
  endings: ['.sph', '.nist'],
  claim: (head, name) =>
    textAt(head, 0, 8) === SIGNATURE ? 'signature' : /\.(sph|nist)$/i.test(name) ? 'name' : 'none',
  async *decode(file, from) {
    const head = await file.read(0, HEAD_BYTES);
    if (textAt(head, 0, 8) !== SIGNATURE) throw notSound(file.name);
    const offset = Number(textAt(head, 8, 8));
    if (!(offset >= HEAD_BYTES && offset <= MOST_HEADER_BYTES))
      throw damaged(file.name, why('why.sound.sphereLength'));
    const fields = fieldsOf(new TextDecoder('latin1').decode(await file.read(0, offset)));
    const number = (name: string, otherwise: number): number => Number(fields.get(name) ?? otherwise);
    const rateHz = number('sample_rate', 0);
    const channels = number('channel_count', 1);
    if (!(rateHz >= 1) || !(channels >= 1 && channels <= 65_535))
      throw damaged(file.name, why('why.sound.sphereRate'));
    const coding = fields.get('sample_coding') ?? 'pcm';
    const sample = sampleOf(coding, number('sample_n_bytes', 2), fields.get('sample_byte_format') ?? '01');
    if (sample === null) throw failure('FILE_FORMAT_UNKNOWN.sphere', { file: file.name, kind: coding });
    const left = Math.max(0, file.size - offset);
    const promisedBytes = fields.has('sample_count')
      ? number('sample_count', 0) * channels * sample.sampleBytes
      : null;
    const bytes = Math.min(promisedBytes ?? left, left);
    yield* decodeBlocks(
      file,
      { coding: pcmCoding(sample, channels), rateHz, offset, bytes, promisedBytes },
      from,
    );
  },
};

/** `sample_rate -i 16000` on a line each, up to `end_head`. */
function fieldsOf(header: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of header.split('\n')) {
    if (line.trim() === 'end_head') break;
    const found = /^(\S+) -\w+ (.*)$/.exec(line);
    if (found !== null) fields.set(found[1]!, found[2]!.trim());
  }
  return fields;
}

/** @param order `01` has the lowest byte first, `10` the highest */
function sampleOf(coding: string, bytes: number, order: string): SampleFormat | null {
  if (coding === 'ulaw' || coding === 'mu-law') return muLawBytes;
  if (coding === 'alaw') return aLawBytes;
  return coding === 'pcm' ? integers(bytes, order.startsWith('0')) : null;
}
