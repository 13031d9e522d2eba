import { tags } from '../../../shared/domain/task';
import type { ImportPlan, MarksPlan, SplitName, WindowPlan } from '../../../shared/domain/dataset';
import { splitNames } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import { SplitRandom } from '../random/split-random';
import type { Draft } from './draft';
import type { Item } from './items';
import { rowOf } from './items';
import { labelsOfWindow, MarksAlong, stepsOf } from './mark-labels';
import type { PartStretch } from './mark-stretches';
import type { MarkedItem, Stretch } from './marked-items';
import { joinLabels } from './several-labels';
import { stepWindows } from './windows';

/** Recordings with their marks, all in steps of their features. */
export interface MarkedSteps {
  readonly items: readonly Item[];
  readonly marked: readonly MarkedItem[];
  /** Of each item. */
  readonly steps: readonly number[];
  /** Which stretches of each item are in which part. */
  readonly parts: readonly (readonly PartStretch[])[];
  /** Samples or rows of the file that a step stands for. */
  readonly perStep: readonly number[];
}

export interface MarkedDrafts {
  readonly drafts: Draft[];
  /** Windows that marks touch and none of which counts: they have no answer. */
  readonly open: number;
  /** Windows of background of the training part that were thinned out. */
  readonly thinned: number;
}

export type MarkedPlan = Pick<ImportPlan, 'task' | 'split'> & {
  readonly marks: MarksPlan;
  readonly windows: WindowPlan | null;
  /** Of the marks' own seconds. */
  readonly stepSeconds: number;
};

/** A window before it is a draft; `label` null where every step has its own. */
interface Found extends Stretch {
  readonly item: number;
  readonly split: SplitName;
  readonly label: string | null;
  readonly isBackground: boolean;
  readonly scoredFrom: number;
}

/**
 * Marks as examples, by the plan's rule.
 *
 * @throws UnrollError SPLIT_IMPOSSIBLE when nothing is left to learn from or to test on
 */
export function markedDrafts(all: MarkedSteps, plan: MarkedPlan): MarkedDrafts {
  const { marks } = plan;
  const found: Found[] = [];
  let open = 0;
  for (const index of all.items.keys()) {
    const own = marks.rule === 'cut' ? cutsOf(all, index, plan) : windowsOf(all, index, plan);
    open += own.open;
    found.push(...own.found);
  }
  const kept = thinnedOut(found, plan);
  const drafts = kept.map((one) => draftOf(all, one));
  for (const part of splitNames)
    if (part !== 'validation' && !drafts.some((draft) => draft.split === part))
      throw failure('SPLIT_IMPOSSIBLE.marks', { part });
  return { drafts, open, thinned: found.length - kept.length };
}

/** What of an item is in which part and was looked at. */
function examinedParts({ marked, parts, steps }: MarkedSteps, index: number): PartStretch[] {
  return parts[index]!.flatMap(({ start, end, split }) =>
    marked[index]!.examined.flatMap((own) => {
      const from = Math.max(0, Math.ceil(Math.max(start, own.start) - 1e-6));
      const to = Math.min(steps[index]!, Math.floor(Math.min(end, own.end) + 1e-6));
      return to > from ? [{ start: from, end: to, split }] : [];
    }),
  );
}

type Windows = { found: Found[]; open: number };

function windowsOf(all: MarkedSteps, index: number, plan: MarkedPlan): Windows {
  const { marks, task } = plan;
  const windows = plan.windows!;
  const along = new MarksAlong(all.marked[index]!.marks);
  const isBySteps = marks.rule === 'steps';
  const half = Math.max(1, Math.floor(windows.steps / 2));
  const found: Found[] = [];
  let open = 0;
  for (const { start, end, split } of examinedParts(all, index)) {
    const judged = isBySteps ? half : windows.steps;
    const stride = split === 'train' ? windows.strideSteps : judged;
    for (const window of stepWindows(start, end, windows.steps, stride)) {
      const base = {
        start: window.start,
        end: window.end,
        item: index,
        split,
        scoredFrom: window.scoredFrom,
      };
      const touching = along.touching(window);
      if (isBySteps) {
        const isBackground = touching.length === 0;
        if (!isBackground || marks.background !== null) found.push({ ...base, label: null, isBackground });
        continue;
      }
      const own = labelsOfWindow(window, touching, marks);
      if (own.kind === 'open') open++;
      else if (own.kind === 'background') {
        if (tags(task)) found.push({ ...base, label: '', isBackground: true });
        else if (marks.background !== null)
          found.push({ ...base, label: marks.background, isBackground: true });
      } else
        found.push({
          ...base,
          label: tags(task) ? joinLabels(own.labels) : own.labels[0]!,
          isBackground: own.labels[0] === marks.background,
        });
    }
  }
  return { found, open };
}

function cutsOf(all: MarkedSteps, index: number, plan: MarkedPlan): Windows {
  const { marks, task, stepSeconds } = plan;
  const item = all.marked[index]!;
  const along = new MarksAlong(item.marks);
  const [pad, least, most] = [marks.padSeconds, marks.minSeconds ?? 0, marks.maxSeconds ?? Infinity].map(
    (seconds) => seconds / stepSeconds,
  ) as [number, number, number];
  const pieces = all.parts[index]!;
  const found: Found[] = [];
  const lengths: number[] = [];
  for (const mark of item.marks) {
    const middle = (mark.start + mark.end) / 2;
    const piece = pieces.find(({ start, end }) => middle >= start && middle < end);
    if (piece === undefined) continue;
    const half = Math.min(most, Math.max(least, mark.end - mark.start + 2 * pad)) / 2;
    const { from, to } = stepsOf(
      { start: Math.max(piece.start, middle - half), end: Math.min(piece.end, middle + half) },
      all.steps[index]!,
    );
    const own = labelsOfWindow({ start: mark.start, end: mark.end }, along.touching(mark), {
      by: 'share',
      share: 0.5,
    });
    const labels = own.kind === 'labels' ? own.labels : [];
    found.push({
      ...{ start: from, end: to, item: index, split: piece.split, scoredFrom: 0 },
      label: tags(task) ? joinLabels([mark.label, ...labels]) : mark.label,
      isBackground: mark.label === marks.background,
    });
    lengths.push(to - from);
  }
  if (marks.background !== null && lengths.length > 0)
    found.push(...backgroundOf(all, index, along, lengths.sort((a, b) => a - b)[lengths.length >> 1]!, plan));
  return { found, open: 0 };
}

/** Stretches that no mark touches, as long as a mark in the middle. */
function backgroundOf(
  all: MarkedSteps,
  index: number,
  along: MarksAlong,
  length: number,
  { task, marks }: MarkedPlan,
): Found[] {
  return examinedParts(all, index).flatMap(({ start, end, split }) =>
    stepWindows(start, end, length, length)
      .filter((window) => along.touching(window).length === 0)
      .map((window) => ({
        ...{ start: window.start, end: window.end, item: index, split, scoredFrom: 0 },
        label: tags(task) ? '' : marks.background,
        isBackground: true,
      })),
  );
}

/** Background of the training part is thinned to the plan's ratio; what is judged stays as it is. */
function thinnedOut(found: readonly Found[], { marks, split }: MarkedPlan): readonly Found[] {
  const { backgroundRatio } = marks;
  if (backgroundRatio === null) return found;
  const background: number[] = [];
  let marked = 0;
  for (const [k, { split: part, isBackground }] of found.entries()) {
    if (part !== 'train') continue;
    if (isBackground) background.push(k);
    else marked++;
  }
  const most = Math.round(backgroundRatio * marked);
  if (background.length <= most) return found;
  const out = new Set(new SplitRandom(split.seed).shuffled(background).slice(most));
  return found.filter((_, k) => !out.has(k));
}

function draftOf({ items, steps, perStep }: MarkedSteps, one: Found): Draft {
  const { start, end, split, label, scoredFrom, item: index } = one;
  const item = items[index]!;
  const at = (step: number): number =>
    item.grid === undefined
      ? Math.min(item.end, item.start + Math.round(step * perStep[index]!))
      : rowOf(item, step);
  return {
    file: item.file,
    start: at(start),
    end: end === steps[index] ? item.end : Math.max(at(start) + 1, at(end)),
    length: Math.round((end - start) * perStep[index]!),
    label,
    group: item.group,
    steps: end - start,
    split,
    item: index,
    row: start,
    scoredFrom,
  };
}
