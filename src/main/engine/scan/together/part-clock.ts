import type { ColumnFacts, Content, TableContent } from '../../readers/content';
import { isTimeName } from '../column-names';

/** How a file of a recording tells the time. */
export interface PartClock {
  readonly column: string;
  /** Instants, which hold across files whatever they count from. */
  readonly isAbsolute: boolean;
  readonly rateHz: number;
  readonly spanSeconds: readonly [number, number];
  /** Seconds since 1970 that are to be added to the column's; absent where it says instants by itself. */
  readonly startsAt?: number;
}

/** Seconds: numbers beyond are times since 1970. */
const LEAST_EPOCH_S = 3e8;

/** The file's clocks, instants before times that count from a start; none where it has no column of times. */
export function clocksOf(content: Content): readonly PartClock[] {
  if (content.kind !== 'table') return [];
  const clocks = content.columns.flatMap(clockOf);
  return [
    ...clocks.filter(({ isAbsolute }) => isAbsolute),
    ...clocks.filter(({ isAbsolute }) => !isAbsolute),
  ];
}

function clockOf({ name, type, clock, written, startsAt }: ColumnFacts): PartClock[] {
  const span = clock?.spanSeconds;
  if (clock === null || span === undefined || (type !== 'time' && !isTimeName(name))) return [];
  const isAbsolute = type === 'time' ? written?.as !== 'clock' : span[0] > LEAST_EPOCH_S;
  const own = { column: name, isAbsolute, rateHz: clock.rateHz ?? clock.medianHz, spanSeconds: span };
  if (startsAt === undefined) return [own];
  const [first, last] = span;
  return [own, { ...own, isAbsolute: true, startsAt, spanSeconds: [startsAt + first, startsAt + last] }];
}

/** Columns of a part that may go in: neither times nor numbers of rows. */
export function columnsOf({ columns }: TableContent): readonly ColumnFacts[] {
  return columns.filter(
    ({ name, type, clock, isRowNumber, distinct }) =>
      type !== 'time' && !(clock !== null && isTimeName(name)) && !isRowNumber && distinct > 0,
  );
}

const MOST_STATES = 20;

/** Numbers of states and classes, between which nothing lies. */
export function isHeld({ type, words, distinct }: ColumnFacts): boolean {
  return (
    type === 'boolean' ||
    (type === 'number' &&
      distinct <= MOST_STATES &&
      words !== null &&
      words.every((word) => Number.isInteger(Number(word))))
  );
}
