import type { SourceFile } from '../../readers/source-file';
import type { TableContent } from '../../readers/content';
import type { JoinedPart } from '../../readers/joined/joining';
import type { Together } from './grouping';
import type { PartClock } from './part-clock';
import { clocksOf, columnsOf, isHeld } from './part-clock';

/** Why a file is no part of its recording. */
export type PartLeftOut = 'no-time' | 'other-clock' | 'short' | 'rare' | 'empty';

export interface Candidate {
  readonly part: JoinedPart;
  readonly file: number;
  readonly clock: PartClock;
}

export interface Sorted {
  readonly recording: Together;
  readonly isAbsolute: boolean;
  readonly parts: readonly Candidate[];
  readonly left: readonly { readonly file: number; readonly why: PartLeftOut }[];
}

/** A part that covers less of the recording than this would cut all others. */
const LEAST_COVERED = 0.5;
/** A part that fewer of the recordings have is no channel of the data set. */
const LEAST_SHARE = 0.8;

/** The parts of one recording that tell the time in one way and run for most of it. */
export function sortParts(recording: Together, files: readonly SourceFile[]): Sorted {
  const left: { file: number; why: PartLeftOut }[] = [];
  const own = recording.parts.map(({ name, file }) => ({
    name,
    file,
    clocks: clocksOf(files[file]!.content),
  }));
  const count = (isAbsolute: boolean): number =>
    own.filter(({ clocks }) => clocks.some((clock) => clock.isAbsolute === isAbsolute)).length;
  const isAbsolute = count(true) >= count(false);
  const timed = own.flatMap(({ name, file, clocks }): Candidate[] => {
    const clock = clocks.find((one) => one.isAbsolute === isAbsolute);
    const part = partOf(name, files[file]!, clock);
    if (clock !== undefined && part !== null) return [{ part, file, clock }];
    left.push({
      file,
      why: clock === undefined ? (clocks.length === 0 ? 'no-time' : 'other-clock') : 'empty',
    });
    return [];
  });
  const longest = Math.max(0, ...timed.map(({ clock }) => clock.spanSeconds[1] - clock.spanSeconds[0]));
  const parts = timed.filter(({ file, clock: { spanSeconds } }) => {
    const covers = spanSeconds[1] - spanSeconds[0] >= LEAST_COVERED * longest;
    if (!covers) left.push({ file, why: 'short' });
    return covers;
  });
  return { recording, isAbsolute, parts, left };
}

function partOf(name: string, file: SourceFile, clock: PartClock | undefined): JoinedPart | null {
  if (file.content.kind !== 'table' || clock === undefined) return null;
  const columns = columnsOf(file.content as TableContent);
  if (columns.length === 0) return null;
  const { path, shown, size, mtimeMs, sha256 } = file;
  return {
    ...{ path, shown, size, mtimeMs, sha256, name },
    timeColumn: clock.column,
    ...(clock.startsAt !== undefined && { startsAt: clock.startsAt }),
    columns: columns.map((column) => column.name),
    held: columns.filter(isHeld).map((column) => column.name),
  };
}

/** The parts that nearly all recordings have, by name; without the others, those that have them would be the only ones left. */
export function commonParts(sorted: readonly Sorted[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { parts } of sorted)
    for (const { part } of parts) counts.set(part.name, (counts.get(part.name) ?? 0) + 1);
  return new Set([...counts].filter(([, own]) => own >= LEAST_SHARE * sorted.length).map(([name]) => name));
}

const WHOLE_TOLERANCE = 0.02;

/** Steps a second of the fastest part, as most recordings have it. */
export function fastestRate(sorted: readonly Sorted[]): number | null {
  const rates = sorted
    .filter(({ parts }) => parts.length > 0)
    .map(({ parts }) => Math.max(...parts.map(({ clock }) => clock.rateHz)))
    .sort((a, b) => a - b);
  const rate = rates[rates.length >> 1];
  if (rate === undefined) return null;
  const whole = Math.round(rate);
  return whole >= 1 && Math.abs(rate - whole) <= WHOLE_TOLERANCE * rate ? whole : rate;
}
