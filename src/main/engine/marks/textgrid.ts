import { isPoint } from '../../../shared/domain/marks';
import type { Mark } from '../../../shared/domain/marks';
import { failure } from '../../../shared/sentences/failure';
import { holding, mark, onlyTrack, sorted } from './mark-format';
import type { MarkFormat } from './mark-format';

/**
 * What Praat reads of a text file: strings in quotes (`""` is a quote), numbers and flags that stand by themselves. Everything
 * else is for people, which is why the long, the short and the commented form are one.
 */
function tokensOf(text: string): (string | number)[] {
  const tokens: (string | number)[] = [];
  for (const [whole, quoted, , word] of text.matchAll(/"((?:[^"]|"")*)"|(![^\n]*)|([^\s"!]+)/g)) {
    if (quoted !== undefined) tokens.push(quoted.replaceAll('""', '"'));
    else if (word !== undefined && /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?%?$/i.test(word))
      tokens.push(Number(whole.replace('%', '')));
  }
  return tokens;
}

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/**
 * Praat's TextGrid: tiers of intervals, which tile the file (no text, no label), and of points.
 *
 * Source: https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html
 */
export const textGrid: MarkFormat = {
  name: 'textgrid',
  ending: '.TextGrid',
  holds: holding('stretches', 'points', 'tracks'),
  claims: (head, name) =>
    /\.textgrid$/i.test(name) || /^\uFEFF?(File type = )?"?ooTextFile[\s\S]{0,80}TextGrid/.test(head),
  read({ text, shown }) {
    const tokens = tokensOf(text);
    let at = 0;
    const next = <Kind extends 'string' | 'number'>(kind: Kind): Kind extends 'string' ? string : number => {
      const token = tokens[at++];
      if (typeof token !== kind) throw failure('FILE_CORRUPT.textGrid', { file: shown, item: at });
      return token as Kind extends 'string' ? string : number;
    };
    if (!/ooTextFile/.test(next('string')) || next('string') !== 'TextGrid')
      throw failure('FILE_CORRUPT.textGrid', { file: shown, item: 1 });
    next('number');
    next('number');
    const count = next('number');
    return Array.from({ length: count }, () => {
      const kind = next('string');
      const name = next('string');
      next('number');
      next('number');
      const marks: Mark[] = [];
      for (let left = next('number'); left > 0; left--) {
        const start = next('number');
        const end = kind === 'IntervalTier' ? next('number') : start;
        const label = next('string');
        if (label.trim() !== '' || kind !== 'IntervalTier') marks.push(mark(start, end, label));
      }
      return onlyTrack(marks, { name });
    });
  },
  write(tracks, { durationSeconds }) {
    const marks = tracks.flatMap((track) => track.marks);
    const end = Math.max(durationSeconds ?? 0, ...marks.map(({ endSeconds }) => endSeconds));
    const tiers = tracks.flatMap(({ name, marks }) => {
      const points = marks.filter(isPoint);
      const stretches = marks.filter((one) => !isPoint(one));
      const shown = name === '' ? 'marks' : name;
      return [
        ...layersOf(stretches).map((layer, k) =>
          intervalTier(k === 0 ? shown : `${shown} ${k + 1}`, layer, end),
        ),
        ...(points.length === 0
          ? []
          : [pointTier(stretches.length === 0 ? shown : `${shown} points`, points, end)]),
      ];
    });
    const head = ['File type = "ooTextFile"', 'Object class = "TextGrid"', '', 'xmin = 0', `xmax = ${end}`];
    const body = tiers.flatMap((tier, k) => [
      `    item [${k + 1}]:`,
      ...tier.map((line) => `        ${line}`),
    ]);
    return `${[...head, 'tiers? <exists>', `size = ${tiers.length}`, 'item []:', ...body].join('\n')}\n`;
  },
};

/** Stretches without overlap within a layer: as few layers as hold them, the earliest that is free first. */
function layersOf(marks: readonly Mark[]): Mark[][] {
  const layers: Mark[][] = [];
  for (const one of sorted(marks)) {
    const layer = layers.find((own) => own.at(-1)!.endSeconds <= one.startSeconds);
    if (layer === undefined) layers.push([one]);
    else layer.push(one);
  }
  return layers;
}

function intervalTier(name: string, marks: readonly Mark[], end: number): string[] {
  const intervals: [number, number, string][] = [];
  let from = 0;
  for (const { startSeconds, endSeconds, label } of marks) {
    if (startSeconds > from) intervals.push([from, startSeconds, '']);
    intervals.push([startSeconds, endSeconds, label]);
    from = endSeconds;
  }
  if (from < end) intervals.push([from, end, '']);
  return [
    ...['class = "IntervalTier"', `name = ${quote(name)}`, 'xmin = 0', `xmax = ${end}`],
    `intervals: size = ${intervals.length}`,
    ...intervals.flatMap(([start, stop, label], k) => [
      `intervals [${k + 1}]:`,
      ...[`    xmin = ${start}`, `    xmax = ${stop}`, `    text = ${quote(label)}`],
    ]),
  ];
}

function pointTier(name: string, points: readonly Mark[], end: number): string[] {
  return [
    ...[
      'class = "TextTier"',
      `name = ${quote(name)}`,
      'xmin = 0',
      `xmax = ${end}`,
      `points: size = ${points.length}`,
    ],
    ...sorted(points).flatMap(({ startSeconds, label }, k) => [
      ...[`points [${k + 1}]:`, `    number = ${startSeconds}`, `    mark = ${quote(label)}`],
    ]),
  ];
}
