import { failure } from '../../../shared/sentences/failure';
import type { Mark } from '../../../shared/domain/marks';
import { holding, mark, onlyTrack, secondsText, sorted } from './mark-format';
import type { MarkFormat } from './mark-format';

const latin1 = (bytes: Uint8Array, at: number, length: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + at, length)
    .toString('latin1')
    .trim();

/** `+onset[0x15 duration]0x14 text 0x14 … 0x00`; texts are UTF-8. */
const list = /([+-]\d+(?:\.\d*)?)(?:\u0015(\d+(?:\.\d*)?))?\u0014([^\u0000]*)\u0014\u0000/g;

/**
 * Annotations of EDF+ and BDF+, also of files that hold nothing else, such as hypnograms: lists of onset, duration and texts in
 * signals of their own. The first of each record, which has no text, keeps the time and is none.
 *
 * Source: Kemp & Olivan 2003, https://www.edfplus.info/specs/edfplus.html, sections 2.2.2 to 2.2.4
 */
export const edfAnnotations: MarkFormat = {
  name: 'edf',
  ending: '.edf',
  holds: holding('stretches', 'points'),
  claims: (head) => /^(0 {7}|\u00ffBIOSEMI)/.test(head) && /(EDF|BDF) Annotations/.test(head),
  read({ bytes, shown }) {
    if (bytes.length < 512) throw failure('FILE_CORRUPT.edfAnnotations', { file: shown });
    const signals = Number(latin1(bytes, 252, 4));
    const header = Number(latin1(bytes, 184, 8));
    const width = bytes[0] === 0xff ? 3 : 2;
    if (!(signals >= 1) || header !== 256 * (signals + 1) || bytes.length < header)
      throw failure('FILE_CORRUPT.edfAnnotations', { file: shown });
    const labels = Array.from({ length: signals }, (_, k) => latin1(bytes, 256 + 16 * k, 16));
    const samples = Array.from({ length: signals }, (_, k) =>
      Number(latin1(bytes, 256 + signals * 216 + 8 * k, 8)),
    );
    const record = samples.reduce((sum, own) => sum + own * width, 0);
    if (!(record > 0)) throw failure('FILE_CORRUPT.edfAnnotations', { file: shown });
    const marks: Mark[] = [];
    for (let at = header; at + record <= bytes.length; at += record) {
      let from = at;
      labels.forEach((label, k) => {
        const length = samples[k]! * width;
        if (/^(EDF|BDF) Annotations$/.test(label)) {
          const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, length).toString('utf8');
          for (const [, onset, duration, texts] of text.matchAll(list)) {
            const start = Number(onset);
            const end = start + Number(duration ?? 0);
            for (const own of texts!.split('\u0014')) if (own !== '') marks.push(mark(start, end, own));
          }
        }
        from += length;
      });
    }
    return [onlyTrack(sorted(marks))];
  },
  write(tracks) {
    const marks = sorted(tracks.flatMap((track) => track.marks));
    const signed = (seconds: number): string => `${seconds < 0 ? '' : '+'}${secondsText(seconds)}`;
    const lists = marks.map(({ startSeconds, endSeconds, label }) => {
      const duration = endSeconds > startSeconds ? `\u0015${secondsText(endSeconds - startSeconds)}` : '';
      return `${signed(startSeconds)}${duration}\u0014${label.replace(/[\u0014\u0015]/g, ' ').replaceAll('\u0000', ' ')}\u0014\u0000`;
    });
    const body = Buffer.from(`+0\u0014\u0014\u0000${lists.join('')}`, 'utf8');
    // One record holds all; it lasts nothing, as the specification asks of files without a signal.
    const samples = Math.max(4, Math.ceil(body.length / 2));
    const field = (text: string, length: number): string => text.slice(0, length).padEnd(length);
    const header = [
      ...[field('0', 8), field('X X X X', 80), field('Startdate X X X X', 80), field('01.01.85', 8)],
      ...[field('00.00.00', 8), field('512', 8), field('EDF+C', 44), field('1', 8)],
      ...[field('0', 8), field('1', 4)],
      ...[field('EDF Annotations', 16), field('', 80), field('', 8), field('-1', 8), field('1', 8)],
      ...[field('-32768', 8), field('32767', 8), field('', 80), field(String(samples), 8), field('', 32)],
    ].join('');
    return Buffer.concat([Buffer.from(header, 'latin1'), body, Buffer.alloc(2 * samples - body.length)]);
  },
};
