import { failure } from '../../../shared/sentences/failure';
import {
  corruptLine,
  holding,
  linesOf,
  mark,
  numberIn,
  ownCells,
  ownColumns,
  plainCell,
  requireOrder,
  sorted,
  Tracks,
} from './mark-format';
import type { MarkFormat } from './mark-format';

/** Columns that Raven makes by itself; every other one is the person's own. */
const measured =
  /^(selection|view|channel|(begin|end|delta|center|peak) time|(low|high|delta|center|peak|max|min) freq|begin (file|path|date|clock|hour|sample)|end (file|path|date|clock|hour|sample)|file offset|(max|avg|agg|peak|inband|leq|rms|energy|sel|bw|dur|agg|entropy|length|occupancy|.*power|.*entropy|.*density)\b)/i;
const likelyLabels = [
  /^(annotation|label|species|class|common name|species code|call|call type|type|tags?|id|code|event|라벨|종)$/i,
  /(label|species|annotation|call|class|name)/i,
];
const confidences = /^(confidence|score|probability|prob)$/i;
/** Columns that follow from times and frequencies. */
const following = /^delta (time|freq) /i;
/** What the lab calls the column of labels. */
const LABEL = 'Annotation';
const notes = /^(note|notes|comment|comments|remark)$/i;

/**
 * A selection table of Raven (Cornell): tabs, a header, a row for each view of a selection, so that one may stand twice. A table
 * over several files counts its times through all of them; `File Offset (s)` counts within one. A table without rows says that
 * nothing is there.
 *
 * Source: Raven Pro 1.6 User's Manual, "Selection tables", https://ravensoundsoftware.com/knowledge-base/
 */
export const raven: MarkFormat = {
  name: 'raven',
  ending: '.selections.txt',
  holds: holding(
    'stretches',
    'points',
    'frequencies',
    'channel',
    'confidence',
    'note',
    'columns',
    'recordings',
    'examined',
  ),
  claims: (head) => /^\uFEFF?(?=.*\bBegin Time \(s\))(?=.*\bEnd Time \(s\)).*\t/.test(linesOf(head)[0] ?? ''),
  read({ text, shown }) {
    const [first = '', ...rest] = linesOf(text);
    const header = first.split('\t').map((name) => name.trim());
    const at = (name: RegExp): number => header.findIndex((one) => name.test(one));
    const [begin, end] = [at(/^begin time \(s\)$/i), at(/^end time \(s\)$/i)];
    if (begin === -1 || end === -1) throw corruptLine(shown, 1, first);
    const own = header.flatMap((name, k) =>
      name === '' || measured.test(name) || confidences.test(name) || notes.test(name) ? [] : [k],
    );
    const label = [...likelyLabels, /^/].flatMap((like) => own.filter((k) => like.test(header[k]!)))[0] ?? -1;
    const [low, high, channel] = [at(/^low freq \(hz\)$/i), at(/^high freq \(hz\)$/i), at(/^channel$/i)];
    const [selection, view, offset] = [at(/^selection$/i), at(/^view$/i), at(/^file offset \(s\)$/i)];
    const [path, file] = [at(/^begin path$/i), at(/^begin file$/i)];
    const [confidence, note] = [at(confidences), at(notes)];
    const read = new Set([begin, end, label, low, high, channel, selection, view, offset, path, file]);
    const isRead = (column: number): boolean =>
      read.has(column) || column === confidence || column === note || following.test(header[column]!);
    const named = label === -1 || header[label] === LABEL ? {} : { labelColumn: header[label]! };
    const rows = rest.flatMap((line, k) =>
      line.trim() === '' ? [] : [{ line, cells: line.split('\t'), k: k + 2 }],
    );
    const cell = (cells: readonly string[], k: number): string => (k === -1 ? '' : (cells[k] ?? '').trim());
    const files = new Set(rows.map(({ cells }) => cell(cells, file)));
    if (files.size > 1 && offset === -1)
      throw failure('FILE_CORRUPT.ravenOffsets', { file: shown, files: files.size });
    // Of two views of one selection, the spectrogram's knows frequencies.
    const boxed = new Set(
      rows.flatMap(({ cells }) => (/spectrogram/i.test(cell(cells, view)) ? [cell(cells, selection)] : [])),
    );
    const seen = new Set<string>();
    const tracks = new Tracks();
    for (const { line, cells, k } of rows) {
      const id = cell(cells, selection);
      const isDouble =
        id !== '' && (seen.has(id) || (boxed.has(id) && !/spectrogram/i.test(cell(cells, view))));
      if (isDouble) continue;
      seen.add(id);
      const [from, to] = [numberIn(cell(cells, begin)), numberIn(cell(cells, end))];
      if (from === null || to === null) throw corruptLine(shown, k, line);
      const within = offset === -1 ? from : (numberIn(cell(cells, offset)) ?? from);
      const hz = (column: number): number | undefined => numberIn(cell(cells, column)) ?? undefined;
      const one = mark(within, within + (to - from), cell(cells, label), {
        lowHz: hz(low),
        highHz: hz(high),
        channel: numberIn(cell(cells, channel)) ?? undefined,
        confidence: numberIn(cell(cells, confidence)) ?? undefined,
        note: cell(cells, note) === '' ? undefined : cell(cells, note),
        own: ownCells(header, cells, isRead),
      });
      requireOrder(shown, k, one);
      const recording = cell(cells, path) || cell(cells, file) || null;
      tracks.of('', recording, { examined: 'all', ...named }).marks.push(one);
    }
    // An empty table is an answer: somebody looked and found nothing.
    return rows.length === 0 ? [tracks.of('', null, { examined: 'all' })] : tracks.all;
  },
  write(tracks, { recording }) {
    const called = new Set(tracks.map(({ labelColumn = LABEL }) => labelColumn));
    const label = called.size === 1 ? [...called][0]! : LABEL;
    const header = [
      ...[
        'Selection',
        'View',
        'Channel',
        'Begin Time (s)',
        'End Time (s)',
        'Low Freq (Hz)',
        'High Freq (Hz)',
      ],
      ...['Begin File', 'File Offset (s)', label, 'Confidence', 'Note'],
    ];
    const own = ownColumns(tracks, header);
    const rows = sorted(tracks.flatMap(({ marks }) => marks)).map((one, k) => [
      ...[String(k + 1), 'Spectrogram 1', String(one.channel ?? 1)],
      ...[one.startSeconds, one.endSeconds].map((seconds) => seconds.toFixed(6)),
      ...[one.lowHz, one.highHz].map((hz) => hz?.toFixed(3) ?? ''),
      ...[recording, one.startSeconds.toFixed(6), plainCell(one.label)],
      ...[one.confidence === undefined ? '' : String(one.confidence), plainCell(one.note ?? '')],
      ...own.map((name) => plainCell(one.own?.[name] ?? '')),
    ]);
    return [[...header, ...own.map(plainCell)], ...rows].map((row) => `${row.join('\t')}\n`).join('');
  },
};
