/** How a text file is written in which every row is one sequence, one value a column. */
export interface WideRows {
  readonly delimiter: ',' | ';' | '\t' | ' ';
  readonly hasHeader: boolean;
  /** The first column of the values, and one past the last. */
  readonly from: number;
  readonly to: number;
  /** The column of classes; null where rows have names of their own instead. */
  readonly labelAt: number | null;
  readonly nameAt: number | null;
}

const LEAST_VALUES = 24;
const FEWEST_VALUES = 8;
const LEAST_ROWS = 3;
const MOST_CLASSES = 30;
/** Neighbouring values of a sequence are nearer than the same places of two sequences; in a table of channels it is the reverse. */
const SMOOTHER = 0.6;

/**
 * Recognises `label, t0 … tN`, values with the class last, or `id, V2 … VN`: many columns that are counted or have no names, and
 * rows along which values change less than from row to row.
 *
 * @param head the file's beginning
 * @param isLenient of a few values too, where a person says so or is asked
 * @returns null for any other table
 */
export function wideRowsOf(head: Uint8Array, { isLenient = false } = {}): WideRows | null {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '');
  const end = head.byteLength < 64 * 2 ** 10 ? text.length : text.lastIndexOf('\n') + 1;
  const lines = text
    .slice(0, end)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const delimiter = ([',', ';', '\t', ' '] as const).find(
    (one) => cellsIn(lines[1] ?? '', one).length > FEWEST_VALUES,
  );
  if (delimiter === undefined) return null;
  const all = lines.map((line) => cellsIn(line, delimiter));
  const hasHeader =
    all[0]!.filter((cell) => cell !== '' && Number.isNaN(Number(cell))).length > all[0]!.length / 2;
  const rows = hasHeader ? all.slice(1) : all;
  const width = Math.max(...rows.map(({ length }) => length));
  if (rows.length < LEAST_ROWS || width <= FEWEST_VALUES) return null;
  if (hasHeader && !isCounted(all[0]!)) return null;
  const column = (at: number): string[] => rows.map((row) => row[at] ?? '');
  const [first, last] = [column(0), column(width - 1)];
  const named = hasHeader
    ? all[0]!.map((name) => /^(label|labels|class|target|category|y)$/i.test(name))
    : [];
  const nameAt = isNames(first) ? 0 : null;
  // `id, label, t0 …` and `id, t0 …, label`: numbers of rows say nothing.
  const isNumbered = hasHeader && /^(id|index|no|nr|row|idx|번호)$/i.test(all[0]![0]!) && named[0] !== true;
  const labelAt =
    isNumbered && named[1] === true
      ? 1
      : named[0] === true
        ? 0
        : named[width - 1] === true
          ? width - 1
          : nameAt !== null
            ? null
            : isClasses(last)
              ? width - 1
              : isClasses(first)
                ? 0
                : null;
  if (nameAt === null && labelAt === null) return null;
  // A few values are channels as well, unless every row is named as one of something and the next as another.
  const isOften = labelAt !== null && named[labelAt] === true && isAlternating(column(labelAt));
  if (!isLenient && width <= LEAST_VALUES && !isOften) return null;
  const from = labelAt === 1 && width > 2 ? 2 : nameAt === 0 || labelAt === 0 || isNumbered ? 1 : 0;
  const to = labelAt === width - 1 ? width - 1 : width;
  const values = rows.map((row) =>
    row.slice(from, to).map((cell) => (cell === '' ? Number.NaN : Number(cell))),
  );
  const isNumbers = rows.every((row) =>
    row.slice(from, to).every((cell) => cell === '' || isMissing(cell) || !Number.isNaN(Number(cell))),
  );
  return isNumbers && isSmooth(values) ? { delimiter, hasHeader, from, to, labelAt, nameAt } : null;
}

export function cellsIn(line: string, delimiter: WideRows['delimiter']): string[] {
  const cells = delimiter === ' ' ? line.trim().split(/\s+/) : line.split(delimiter);
  return cells.map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

export function isMissing(cell: string): boolean {
  return /^(nan|na|null|\?)$/i.test(cell);
}

/** All but two of the names are one word with successive numbers: `t0`, `t1` … */
function isCounted(names: readonly string[]): boolean {
  const numbers = names.map((name) => /^(\D*)(\d+)$/.exec(name));
  let steps = 0;
  for (let k = 1; k < names.length; k++)
    if (
      numbers[k] &&
      numbers[k - 1] &&
      numbers[k]![1] === numbers[k - 1]![1] &&
      Number(numbers[k]![2]) === Number(numbers[k - 1]![2]) + 1
    )
      steps++;
  return steps >= names.length - 3;
}

/** A few whole numbers, or a few words. */
function isClasses(cells: readonly string[]): boolean {
  const distinct = new Set(cells);
  const isWhole = cells.every((cell) => Number.isInteger(Number(cell)) && cell !== '');
  const isWords = cells.every((cell) => Number.isNaN(Number(cell)) && !isMissing(cell));
  return (isWhole || isWords) && distinct.size <= Math.min(MOST_CLASSES, Math.max(2, cells.length / 2));
}

/** Rows of one recording that is labelled come one after another; sequences come in any order. */
function isAlternating(cells: readonly string[]): boolean {
  const changes = cells.slice(1).filter((cell, k) => cell !== cells[k]).length;
  return changes >= cells.length / 3;
}

/** Words that are different in every row. */
function isNames(cells: readonly string[]): boolean {
  return (
    new Set(cells).size === cells.length &&
    cells.every((cell) => Number.isNaN(Number(cell)) && !isMissing(cell))
  );
}

function isSmooth(rows: readonly (readonly number[])[]): boolean {
  let along = 0;
  let across = 0;
  let alongs = 0;
  let acrosses = 0;
  for (const [r, row] of rows.entries())
    for (let c = 0; c + 1 < row.length; c++) {
      const step = Math.abs(row[c + 1]! - row[c]!);
      if (!Number.isNaN(step)) {
        along += step;
        alongs++;
      }
      const other = Math.abs((rows[r + 1]?.[c] ?? Number.NaN) - row[c]!);
      if (!Number.isNaN(other)) {
        across += other;
        acrosses++;
      }
    }
  return alongs > 0 && acrosses > 0 && along / alongs < (SMOOTHER * across) / acrosses;
}
