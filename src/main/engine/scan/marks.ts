import { extname } from 'node:path';
import { readBytes } from '../readers/bytes';
import { cellsOf } from '../readers/labels/labels-file';
import { holdsMarksAlone } from '../marks/registry';
import type { FoundFile } from '../readers/source-file';
import { decodeText } from '../readers/text';
import { isLabelName } from './column-names';
import { plainName } from './vocabulary';

const HEAD_BYTES = 16 * 2 ** 10;
const tableEndings = new Set(['.csv', '.txt', '.tsv', '.label']);
const markEndings = new Set([
  ...tableEndings,
  ...['.textgrid', '.eaf', '.svl', '.jams', '.dcli', '.json', '.labels'],
]);
/** Of WFDB's, those that nothing else is called. */
const annotatorEndings = new Set(['.atr', '.qrs', '.ecg', '.apn', '.ari']);
const edfEndings = new Set(['.edf', '.bdf']);
const startNames =
  /^(start|begin|from|onset|begintime|starttime|tstart|tmin|beginning|von|anfang|debut|inicio|시작|시작시간|開始|开始).{0,7}$/;
const endNames =
  /^(end|stop|to|until|offset|duration|endtime|stoptime|tend|tmax|length|bis|ende|fin|끝|종료|終了|结束).{0,7}$/;
/** A table of marks has few columns; one with many is a recording that also has a start. */
const MOST_COLUMNS = 16;

/**
 * Whether a file marks stretches of another: a table with columns of start, end and label, the label track of Audacity, a
 * selection table of Raven, a TextGrid of Praat.
 */
export async function isMarks(file: FoundFile): Promise<boolean> {
  const ending = extname(file.shown).toLowerCase();
  if (file.size === 0) return false;
  if (annotatorEndings.has(ending)) return true;
  if (edfEndings.has(ending)) return (await annotationsOf(file)) === 'alone';
  if (!markEndings.has(ending)) return false;
  const text = decodeText(await readBytes(file.path, file.shown, 0, HEAD_BYTES), file.shown);
  if (holdsMarksAlone(text, file.shown)) return true;
  if (!tableEndings.has(ending)) return false;
  const rows = cellsOf(text, file.shown, 20);
  const [head] = rows;
  if (head === undefined || head.length < 3 || head.length > MOST_COLUMNS) return false;
  return (
    isHead(head) ||
    // Imagimob's: Time(Seconds),Length(Seconds),Label(string),Confidence(double)
    (ending === '.label' && /^time/i.test(head[0]!) && /^length/i.test(head[1]!)) ||
    (ending === '.txt' &&
      rows.some(([, , word = '']) => word !== '') &&
      rows.slice(0, -1).every(isTrackRow) &&
      isTrackRow(head))
  );
}

/** Whether a file of EDF+ or BDF+ holds annotations beside its signals, or nothing else. */
export async function annotationsOf({ path, shown }: FoundFile): Promise<'beside' | 'alone' | null> {
  const head = Buffer.from(await readBytes(path, shown, 0, HEAD_BYTES)).toString('latin1');
  const signals = Number(head.slice(252, 256));
  if (!/^(0 {7}|\u00ffBIOSEMI)/.test(head) || !(signals >= 1)) return null;
  const names = Array.from({ length: signals }, (_, k) => head.slice(256 + 16 * k, 272 + 16 * k).trim());
  const count = names.filter((name) => /^(EDF|BDF) Annotations$/.test(name)).length;
  return count === 0 ? null : count === signals ? 'alone' : 'beside';
}

function isHead(head: readonly string[]): boolean {
  const names = head.map((name) => plainName(name.replace(/\(.*\)/, '')));
  const hasStart = names.some((name) => startNames.test(name));
  const hasEnd = names.some((name) => endNames.test(name));
  return (
    hasStart &&
    hasEnd &&
    head.some((name) => isLabelName(name) || /^(text|event|annotation|name|code)/i.test(name))
  );
}

/** `0.5  2.25  wren`: seconds from, seconds to, a word, perhaps a confidence; or a box in frequency: `\  100  2000`. */
function isTrackRow(row: readonly string[]): boolean {
  const [from = '', to = '', word = '', confidence = '0'] = row;
  const isTime = (cell: string): boolean => cell !== '' && Number.isFinite(Number(cell));
  return (
    row.length >= 3 &&
    row.length <= 4 &&
    isTime(confidence) &&
    (isTime(from) || from === '\\') &&
    isTime(to) &&
    (from === '\\' ? isTime(word) : Number(to) >= Number(from) && !isTime(word))
  );
}

/** A label track of Audacity without a label is an empty file: somebody looked, and found nothing. */
export function isEmptyTrack({ shown, size }: FoundFile, recordings: readonly FoundFile[]): boolean {
  const stem = (path: string): string => path.slice(0, path.length - extname(path).length);
  return size === 0 && /\.txt$/i.test(shown) && recordings.some((own) => stem(own.shown) === stem(shown));
}
