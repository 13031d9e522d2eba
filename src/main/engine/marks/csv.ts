import Papa from 'papaparse';
import { failure } from '../../../shared/sentences/failure';
import type { Mark, MarkTrack } from '../../../shared/domain/marks';
import {
  corruptLine,
  holding,
  mark,
  numberIn,
  ownCells,
  ownColumns,
  requireOrder,
  requireRate,
  safeCell,
  sorted,
  Tracks,
} from './mark-format';
import type { MarkFormat, MarkSource } from './mark-format';

type Field =
  | 'file'
  | 'start'
  | 'end'
  | 'length'
  | 'label'
  | 'low'
  | 'high'
  | 'channel'
  | 'confidence'
  | 'note'
  | 'track';

/** Names of columns without case, blanks, accents and units, in the order in which a column is looked for. */
const names: Readonly<Record<Field, RegExp>> = {
  file: /^(file|filename|filepath|path|audio|audiofilename|wav|recording|beginpath|beginfile|datei|dateiname|fichier|파일|파일명|文件|ファイル)$/,
  start:
    /^(start|starttime|begin|begintime|from|onset|tmin|tstart|startsample|startindex|startframe|beginning|time|von|beginn|anfang|debut|inicio|시작|시작시간|開始|开始)$/,
  end: /^(end|endtime|stop|stoptime|to|until|offset|tmax|tend|endsample|endindex|endframe|bis|ende|fin|끝|종료|종료시간|終了|结束)$/,
  length: /^(duration|length|dur|len|dauer|duree|duracion|길이|長さ|时长)$/,
  label:
    /^(label|labels|event|eventlabel|class|classname|species|speciesname|commonname|scientificname|annotation|annotations|text|tag|type|name|code|category|activity|etiqueta|etikett|라벨|레이블|종|ラベル|标签)$/,
  low: /^(low|lowfreq|lowhz|minfreq|freqmin|fmin|lowfrequency)$/,
  high: /^(high|highfreq|highhz|maxfreq|freqmax|fmax|highfrequency)$/,
  channel: /^(channel|chan|ch|채널)$/,
  confidence: /^(confidence|score|probability|prob|신뢰도)$/,
  note: /^(note|notes|comment|comments|remark|메모)$/,
  track: /^(track|tier|annotator|observer|rater|주석자)$/,
};
/** Common names before the Latin ones, where BirdNET gives both. */
const better = /^(label|eventlabel|commonname)$/;

const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[([].*$/, '')
    .replace(/(_s|_sec|_seconds?|_ms|_samples?|_frames?)$/, '')
    .replace(/[\s_.-]+/g, '')
    .normalize('NFC');

type Unit = 'seconds' | 'ms' | 'samples';

function unitOf(name: string): Unit {
  if (/(\(|_|\b)(ms|msec|milliseconds?)\b/i.test(name)) return 'ms';
  return /(sample|index|frame)s?\b/i.test(name.replace(/_/g, ' ')) || /(sample|index|frame)$/i.test(name)
    ? 'samples'
    : 'seconds';
}

/** `1:02:03.5`, `02:03.5`, or a number; null for what is no time. */
function timeIn(cell: string): number | null {
  const clock = /^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)$/.exec(cell.trim());
  if (clock === null) return numberIn(cell);
  return 3600 * Number(clock[1] ?? 0) + 60 * Number(clock[2]) + Number(clock[3]!.replace(',', '.'));
}

function fieldsOf(header: readonly string[]): Map<Field, number> {
  const shown = header.map(plain);
  const fields = new Map<Field, number>();
  for (const [field, pattern] of Object.entries(names) as [Field, RegExp][]) {
    const found = shown.flatMap((name, k) => (pattern.test(name) ? [k] : []));
    const at = field === 'label' ? (found.find((k) => better.test(shown[k]!)) ?? found[0]) : found[0];
    if (at !== undefined) fields.set(field, at);
  }
  // `offset` is an end beside an onset, and a name is a file's only where nothing else is the label.
  return fields;
}

function rowsOf(text: string): string[][] {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), {
    ...{ header: false, skipEmptyLines: 'greedy', delimitersToGuess: [',', ';', '\t', '|'] },
  });
  return data;
}

const isHeaderless = (row: readonly string[]): boolean =>
  row.length >= 3 && timeIn(row[0]!) !== null && timeIn(row[1]!) !== null && timeIn(row[2]!) === null;

function read(source: MarkSource): MarkTrack[] {
  const { text, shown } = source;
  const [first = [], ...rest] = rowsOf(text);
  if (isHeaderless(first)) return headerless([first, ...rest], shown);
  const fields = fieldsOf(first);
  const [start, end, length, label] = (['start', 'end', 'length', 'label'] as const).map((one) =>
    fields.get(one),
  );
  if (start === undefined)
    throw failure('FILE_CORRUPT.marksColumns', { file: shown, columns: first.slice(0, 12).join(', ') });
  const scale = (column: number): number => {
    const unit = unitOf(first[column]!);
    return unit === 'seconds' ? 1 : unit === 'ms' ? 1e-3 : 1 / requireRate(source);
  };
  const read = new Set(fields.values());
  const header = first.map((name) => name.trim());
  const tracks = new Tracks();
  for (const [k, row] of rest.entries()) {
    const cell = (field: Field): string => row[fields.get(field) ?? -1]?.trim() ?? '';
    const at = (column: number | undefined): number | null => {
      const time = column === undefined ? null : timeIn(row[column] ?? '');
      return time === null ? null : time * scale(column!);
    };
    const from = at(start);
    if (from === null) throw corruptLine(shown, k + 2, row.join(','));
    const long = at(length);
    const to = at(end) ?? (long === null ? from : from + long);
    const hz = (field: Field): number | undefined => numberIn(cell(field)) ?? undefined;
    const one = mark(from, to, label === undefined ? '' : cell('label'), {
      ...{ lowHz: hz('low'), highHz: hz('high'), channel: hz('channel'), confidence: hz('confidence') },
      note: cell('note') === '' ? undefined : cell('note'),
      own: ownCells(header, row, (column) => read.has(column)),
    });
    requireOrder(shown, k + 2, one);
    tracks.of(cell('track'), cell('file') || null).marks.push(one);
  }
  return tracks.all.length === 0 ? [tracks.of('', null)] : tracks.all;
}

/** `0.5, 2.25, wren`, also with a confidence behind. */
function headerless(rows: readonly (readonly string[])[], shown: string): MarkTrack[] {
  const marks = rows.map((row, k): Mark => {
    const [from, to] = [timeIn(row[0] ?? ''), timeIn(row[1] ?? '')];
    if (from === null || to === null) throw corruptLine(shown, k + 1, row.join(','));
    const one = mark(from, to, row[2]?.trim() ?? '', { confidence: numberIn(row[3]) ?? undefined });
    requireOrder(shown, k + 1, one);
    return one;
  });
  return [new Tracks().of('', null, { marks })];
}

/**
 * Tables of marks without a standard: columns for start and end or length, a label and more, under any of their usual names, in
 * seconds, milliseconds, samples or on a clock; one file for all recordings or one beside each. So are DCASE's strong labels,
 * BirdNET's tables and Imagimob's `.label` (start and length).
 *
 * Source: https://dcase.community/documents/challenge2017/ (onset, offset, event label); BirdNET-Analyzer's `csv` output;
 * https://developer.imagimob.com (Time(Seconds),Length(Seconds),Label(string),Confidence(double),Comment(string))
 */
export const csv: MarkFormat = {
  name: 'csv',
  ending: '.csv',
  holds: holding(
    'stretches',
    'points',
    'frequencies',
    'channel',
    'confidence',
    'note',
    'columns',
    'tracks',
    'recordings',
  ),
  claims(head, name) {
    if (!/\.(csv|tsv|txt|label)$/i.test(name)) return false;
    const [first = []] = rowsOf(head.slice(0, 4096));
    if (isHeaderless(first)) return true;
    const fields = fieldsOf(first);
    return fields.has('start') && (fields.has('end') || fields.has('length')) && fields.has('label');
  },
  read,
  write(tracks, { recording }) {
    const header = [
      'file',
      'start_s',
      'end_s',
      'label',
      'low_hz',
      'high_hz',
      'channel',
      'confidence',
      'note',
      'track',
    ];
    const own = ownColumns(tracks, header);
    const rows = tracks.flatMap(({ name, marks }) =>
      sorted(marks).map((one) => [
        ...[safeCell(recording), one.startSeconds.toFixed(6), one.endSeconds.toFixed(6), safeCell(one.label)],
        ...[one.lowHz, one.highHz, one.channel, one.confidence].map((value) =>
          value === undefined ? '' : String(value),
        ),
        ...[safeCell(one.note ?? ''), safeCell(name)],
        ...own.map((column) => safeCell(one.own?.[column] ?? '')),
      ]),
    );
    return `${Papa.unparse([[...header, ...own.map(safeCell)], ...rows], { newline: '\n' })}\n`;
  },
};
