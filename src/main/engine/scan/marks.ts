import { extname } from 'node:path';
import { readBytes } from '../readers/bytes';
import { cellsOf } from '../readers/labels/labels-file';
import { holdsMarksAlone } from '../marks/registry';
import type { FoundFile } from '../readers/source-file';
import { decodeText } from '../readers/text';
import { isLabelName } from './column-names';
import { plainName } from './vocabulary';

const HEAD_BYTES = 16 * 2 ** 10;
const tableEndings = new Set(['.csv', '.txt', '.tsv']);
const markEndings = new Set([...tableEndings, '.textgrid', '.eaf', '.svl', '.jams', '.dcli', '.json']);
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
  if (!markEndings.has(ending) || file.size === 0) return false;
  const text = decodeText(await readBytes(file.path, file.shown, 0, HEAD_BYTES), file.shown);
  if (holdsMarksAlone(text, file.shown)) return true;
  if (!tableEndings.has(ending)) return false;
  const rows = cellsOf(text, file.shown, 20);
  const [head] = rows;
  if (head === undefined || head.length < 3 || head.length > MOST_COLUMNS) return false;
  return (
    isHead(head) ||
    (head.length === 3 && ending === '.txt' && rows.slice(0, -1).every(isTrackRow) && isTrackRow(head))
  );
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

/** `0.5  2.25  wren`: seconds from, seconds to, a word. */
function isTrackRow(row: readonly string[]): boolean {
  const [from = '', to = '', word = ''] = row;
  const isTime = (cell: string): boolean => cell !== '' && Number.isFinite(Number(cell));
  return (
    row.length === 3 &&
    isTime(from) &&
    isTime(to) &&
    Number(to) >= Number(from) &&
    word !== '' &&
    !isTime(word)
  );
}
