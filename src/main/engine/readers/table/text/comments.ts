import type { HeadRow } from './delimiter';
import { usualCount } from './delimiter';

const marks = ['#', '%', '//', ';', '!'] as const;

/** The signs that begin comments in this file, and the rows that are none. */
export function commentMarks(all: readonly HeadRow[]): { marks: string[]; rows: HeadRow[] } {
  const count = usualCount(all);
  const usual = all.filter(({ cells }) => cells.length === count);
  const own = marks.filter((mark) => {
    const marked = all.filter(({ text }) => text.startsWith(mark));
    // A mark that rows of data begin with is a value; one before a header is not.
    return (
      marked.length > 0 &&
      usual.slice(1).filter(({ text }) => text.startsWith(mark)).length < 0.1 * usual.length
    );
  });
  return { marks: own, rows: all.filter(({ text }) => !own.some((mark) => text.startsWith(mark))) };
}

/** A commented line as it would be without its mark. */
export function withoutMark(cells: readonly string[], mark: string): string[] {
  const first = cells[0]!.slice(mark.length).trim();
  return [first, ...cells.slice(1)];
}
