import { failure } from '../../../shared/sentences/failure';
import { isPoint } from '../../../shared/domain/marks';
import type { Mark } from '../../../shared/domain/marks';
import { holding, mark, onlyTrack, sorted } from './mark-format';
import type { MarkFormat } from './mark-format';

/** Mnemonics of the codes 1 … 41; '' where there is none. */
const symbols: readonly string[] = [
  ...['', 'N', 'L', 'R', 'a', 'V', 'F', 'J', 'A', 'S', 'E', 'j', '/', 'Q', '~', '', '|', '', 's', 'T', '*'],
  ...[
    'D',
    '"',
    '=',
    'p',
    'B',
    '^',
    't',
    '+',
    'u',
    '?',
    '!',
    '[',
    ']',
    'e',
    'n',
    '@',
    'x',
    'f',
    '(',
    ')',
    'r',
  ],
];
const RHYTHM = 28;
const NOTE = 22;
const [SKIP, NUM, SUB, CHN, AUX] = [59, 60, 61, 62, 63];
const DEFAULT_RATE_HZ = 250;

/**
 * Annotations of a WFDB record, MIT format: words of 16 bits, 6 of them the type and 10 the samples since the one before. A beat
 * is a point whose label is its mnemonic; a rhythm, `(AFIB`, holds until the next.
 *
 * Source: WFDB Applications Guide, annot(5), https://physionet.org/physiotools/wag/annot-5.htm
 */
export const wfdbAnnotations: MarkFormat = {
  name: 'wfdb',
  ending: '.atr',
  holds: holding('points', 'stretches'),
  claims: (_, name) => /\.(atr|ann|qrs|ecg|apn|st|ari|man|pu\d?)$/i.test(name),
  read({ bytes, shown, rateHz }) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const beats: Mark[] = [];
    const rhythms: { at: number; label: string }[] = [];
    let samples = 0;
    let rate = rateHz ?? DEFAULT_RATE_HZ;
    let channel = 0;
    let last: { at: number; code: number } | null = null;
    let aux = '';
    const close = (): void => {
      if (last === null) return;
      const time = last.at / rate;
      if (last.code === NOTE && aux.startsWith('## time resolution:'))
        rate = Number(aux.split(':')[1]) || rate;
      else if (last.code === RHYTHM && aux.startsWith('('))
        rhythms.push({ at: last.at, label: aux.slice(1) });
      else
        beats.push(
          mark(
            time,
            time,
            last.code === NOTE || last.code === RHYTHM
              ? aux || symbols[last.code]!
              : (symbols[last.code] ?? ''),
            {
              channel: channel > 0 ? channel + 1 : undefined,
              note: last.code !== NOTE && last.code !== RHYTHM && aux !== '' ? aux : undefined,
            },
          ),
        );
      last = null;
      aux = '';
    };
    for (let at = 0; at + 2 <= bytes.length;) {
      const word = view.getUint16(at, true);
      at += 2;
      const code = word >> 10;
      const low = word & 1023;
      if (code === 0 && low === 0) break;
      if (code === SKIP) {
        if (at + 4 > bytes.length) throw failure('FILE_CORRUPT.wfdbAnnotations', { file: shown });
        // PDP-11: the high half first.
        samples += (view.getInt16(at, true) << 16) | view.getUint16(at + 2, true);
        at += 4;
      } else if (code === AUX) {
        if (at + low > bytes.length) throw failure('FILE_CORRUPT.wfdbAnnotations', { file: shown });
        aux = Buffer.from(bytes.buffer, bytes.byteOffset + at, low)
          .toString('latin1')
          .replace(/\0+$/, '');
        at += low + (low % 2);
      } else if (code === CHN) channel = low;
      else if (code !== NUM && code !== SUB) {
        close();
        samples += low;
        // 0 is no annotation, only time that passes.
        last = code === 0 ? null : { at: samples, code };
      }
    }
    close();
    const end = samples / rate;
    const stretches = rhythms.map(({ at, label }, k) => {
      const until = rhythms[k + 1]?.at;
      return mark(at / rate, until === undefined ? Math.max(end, at / rate) : until / rate, label);
    });
    // `(` alone ends a rhythm and begins none.
    const named = stretches.filter(({ label }) => label !== '');
    const tracks = [onlyTrack(beats, { name: named.length > 0 ? 'beats' : '' })];
    return named.length > 0 ? [...tracks, onlyTrack(named, { name: 'rhythm' })] : tracks;
  },
  write(tracks, { rateHz }) {
    const rate = rateHz ?? DEFAULT_RATE_HZ;
    const words: number[] = [];
    let before = 0;
    const put = (at: number, code: number, aux: string, channel: number): void => {
      const delta = at - before;
      if (delta < 0 || delta > 1023) words.push(SKIP << 10, (delta >> 16) & 0xffff, delta & 0xffff);
      words.push((code << 10) | (delta < 0 || delta > 1023 ? 0 : delta));
      if (channel > 0) words.push((CHN << 10) | channel);
      if (aux !== '') {
        const text = Buffer.from(aux.slice(0, 255), 'latin1');
        words.push((AUX << 10) | text.length);
        for (let k = 0; k < text.length; k += 2) words.push(text[k]! | ((text[k + 1] ?? 0) << 8));
      }
      before = at;
    };
    put(0, NOTE, `## time resolution: ${rate}`, 0);
    const marks = sorted(tracks.flatMap((track) => track.marks));
    const events = marks.flatMap((one, k) => {
      const at = Math.round(one.startSeconds * rate);
      const channel = (one.channel ?? 1) - 1;
      if (isPoint(one)) {
        const code = symbols.indexOf(one.label);
        return [
          code > 0 ? { at, code, aux: one.note ?? '', channel } : { at, code: NOTE, aux: one.label, channel },
        ];
      }
      const end = Math.round(one.endSeconds * rate);
      const next = marks.slice(k + 1).find((other) => !isPoint(other));
      const isFollowed = next !== undefined && Math.round(next.startSeconds * rate) <= end;
      return [
        { at, code: RHYTHM, aux: `(${one.label}`, channel },
        ...(isFollowed ? [] : [{ at: end, code: RHYTHM, aux: '(', channel }]),
      ];
    });
    for (const { at, code, aux, channel } of events.sort((a, b) => a.at - b.at)) put(at, code, aux, channel);
    words.push(0);
    const bytes = Buffer.alloc(2 * words.length);
    words.forEach((word, k) => bytes.writeUInt16LE(word & 0xffff, 2 * k));
    return bytes;
  },
};
