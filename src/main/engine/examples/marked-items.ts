import type { ImportPlan, MarksPlan } from '../../../shared/domain/dataset';
import type { Mark } from '../../../shared/domain/marks';
import { isPoint } from '../../../shared/domain/marks';
import type { Sources } from '../readers/sources';
import { columnOf } from '../readers/table/table';
import type { NumericColumn } from '../readers/table/table';
import { timedRows, unitOf } from '../readers/table/timed-rows';
import type { RecordingTrack } from '../scan/mark-files';
import { matchMarks } from '../scan/mark-files';
import type { Material } from '../scan/material';
import type { Item } from './items';
import type { TimePlan } from './plan-table';
import { planTable } from './plan-table';

/** A label from here to there, in an item's own seconds, or in steps of its features. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface LabelledStretch extends Stretch {
  readonly label: string;
  /** Whose mark it is, where there are several tracks. */
  readonly track?: string;
}

/** What is marked in an item, and what of it was looked at. */
export interface MarkedItem {
  /** In the order of their starts. */
  readonly marks: readonly LabelledStretch[];
  /** Ascending, apart from one another. */
  readonly examined: readonly Stretch[];
}

/** Marks that name no label are of this class. */
const UNNAMED = 'mark';

/** By material: what was read is matched once. */
const matched = new WeakMap<Material['marks'], WeakMap<Material['files'], ReturnType<typeof matchMarks>>>();

/** Which tracks each recording has. */
export function marksIn({ marks, files }: Material): ReturnType<typeof matchMarks> {
  const own = matched.get(marks) ?? new WeakMap<Material['files'], ReturnType<typeof matchMarks>>();
  matched.set(marks, own);
  const known = own.get(files) ?? matchMarks(marks, files);
  own.set(files, known);
  return known;
}

/** The tracks of a recording that are learnt from. */
export function chosenTracks(
  material: Material,
  file: number,
  { label }: Pick<ImportPlan, 'label'>,
): readonly RecordingTrack[] {
  const all = marksIn(material).byRecording.get(file) ?? [];
  const name = label.kind === 'marks' ? label.track : undefined;
  return name === undefined ? all : all.filter((own) => own.name === name);
}

export const labelOf = ({ label }: Pick<Mark, 'label'>): string =>
  label.trim() === '' ? UNNAMED : label.trim();

/** Where in an item's seconds a moment of its recording lies; steps of even rows, so that pauses of a table take no time. */
interface ItemClock {
  readonly seconds: number;
  at(seconds: number): number;
  /** From 1970; null where that is not known. */
  readonly epoch: ((seconds: number) => number) | null;
}

type ClockPlan = TimePlan & Pick<ImportPlan, 'rateHz' | 'label'>;

/**
 * The marks of each item, in seconds from its first sample or row: a step of a table without a rate is a second long. Null for an
 * item that nobody looked at.
 */
export async function markedItems(
  material: Material,
  items: readonly Item[],
  plan: ClockPlan,
  { pointSeconds, examined }: Pick<MarksPlan, 'pointSeconds' | 'examined'>,
  sources: Sources,
): Promise<(MarkedItem | null)[]> {
  const found: (MarkedItem | null)[] = [];
  for (const item of items) {
    const tracks = chosenTracks(material, item.file, plan);
    if (tracks.length === 0 && examined === 'marked') found.push(null);
    else found.push(placed(await clockOf(material, item, plan, sources), tracks, pointSeconds));
  }
  return found;
}

function placed(clock: ItemClock, tracks: readonly RecordingTrack[], pointSeconds: number): MarkedItem {
  const { seconds } = clock;
  const marks: LabelledStretch[] = [];
  const looked: Stretch[] = tracks.length === 0 ? [{ start: 0, end: seconds }] : [];
  for (const { track, name } of tracks) {
    const at = track.clock === 'epoch' ? clock.epoch : clock.at;
    if (at === null) continue;
    const within = (moment: number): number => Math.min(seconds, Math.max(0, moment));
    // A track that says nothing of it was looked at from beginning to end.
    if (track.examined === 'all' || track.examined.length === 0) looked.push({ start: 0, end: seconds });
    else
      for (const [from, to] of track.examined) looked.push({ start: within(at(from)), end: within(at(to)) });
    for (const one of track.marks) {
      const half = isPoint(one) ? pointSeconds / 2 : 0;
      const [start, end] = [within(at(one.startSeconds) - half), within(at(one.endSeconds) + half)];
      if (end > start) marks.push({ start, end, label: labelOf(one), ...(name !== '' && { track: name }) });
    }
  }
  marks.sort((a, b) => a.start - b.start || a.end - b.end);
  return { marks, examined: united([...looked, ...marks]) };
}

/** Stretches that touch or overlap as one. */
export function united(stretches: readonly Stretch[]): Stretch[] {
  const all: { start: number; end: number }[] = [];
  for (const { start, end } of [...stretches].sort((a, b) => a.start - b.start)) {
    const last = all[all.length - 1];
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else if (end > start) all.push({ start, end });
  }
  return all;
}

async function clockOf(
  material: Material,
  item: Item,
  plan: ClockPlan,
  sources: Sources,
): Promise<ItemClock> {
  const file = material.files[item.file]!;
  if (file.content.kind === 'audio') {
    const { rateHz } = file.content;
    return {
      seconds: item.length / rateHz,
      at: (seconds) => seconds - item.start / rateHz,
      epoch: null,
    };
  }
  const perSecond = plan.rateHz ?? 1;
  const seconds = item.length / perSecond;
  const column =
    plan.timeColumn === null
      ? undefined
      : columnOf(await planTable(sources, file, plan, []), plan.timeColumn);
  if (column === undefined || column.type === 'text')
    return { seconds, at: (moment) => moment - item.start / perSecond, epoch: null };
  const rows = rowsByTime(column);
  const first = rows.times(0);
  const own = rows.times(rows.placeOf(item.start));
  const at = (moment: number): number => {
    if (item.grid !== undefined) return moment - own;
    const row = rows.rowFrom(moment - 1e-6);
    return Math.max(0, Math.min(seconds, (row - item.start) / perSecond));
  };
  return {
    seconds,
    at: (moment) => at(moment + first),
    epoch: column.type === 'time' || first > 1e9 ? at : null,
  };
}

interface RowsByTime {
  /** Seconds of the k-th row in the order of time. */
  times(k: number): number;
  placeOf(row: number): number;
  /** The first row that is not earlier; one past the last where all are. */
  rowFrom(seconds: number): number;
}

/** Rows of a column in the order of time; one that is sorted, as most are, is not copied. */
function rowsByTime(column: NumericColumn): RowsByTime {
  const { values } = column;
  let isSorted = true;
  for (let row = 0; row < values.length && isSorted; row++)
    isSorted = Number.isFinite(values[row]!) && (row === 0 || values[row]! >= values[row - 1]!);
  if (isSorted) {
    const unit = unitOf(column);
    return {
      times: (k) => (values[k] ?? 0) * unit,
      placeOf: (row) => row,
      rowFrom: (seconds) => firstFrom(values, seconds / unit),
    };
  }
  const { order, times } = timedRows(column, 0, values.length);
  return {
    times: (k) => times[k] ?? 0,
    placeOf: (row) => Math.max(0, order.indexOf(row)),
    rowFrom: (seconds) => order[firstFrom(times, seconds)] ?? values.length,
  };
}

/** The first of ascending numbers that is not below another; their count where none is. */
function firstFrom(ascending: ArrayLike<number>, least: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
