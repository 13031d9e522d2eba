import { labelsSteps } from '../../../shared/domain/task';
import type {
  ClassCount,
  ImportPlan,
  MarksPlan,
  PlanEdits,
  RefusedFile,
  Remark,
  SplitPlan,
  WindowPlan,
} from '../../../shared/domain/dataset';
import type { FeaturePlan } from '../../../shared/domain/features';
import { failure } from '../../../shared/sentences/failure';
import { refusedFile } from '../../../shared/sentences/refused';
import { remark } from '../../../shared/sentences/say';
import { byLabel } from '../examples/class-order';
import type { Draft } from '../examples/draft';
import type { Item } from '../examples/items';
import { labelSteps } from '../examples/mark-labels';
import type { PartStretch } from '../examples/mark-stretches';
import {
  BLOCKS,
  byRarestLabel,
  labelledItems,
  stretchesWithGaps,
  wholeStretches,
} from '../examples/mark-stretches';
import { markedDrafts } from '../examples/marked-drafts';
import type { MarkedItem } from '../examples/marked-items';
import { chosenTracks, markedItems, marksIn, united } from '../examples/marked-items';
import { canSplitByGroup, splitItems } from '../examples/split';
import { framingOf } from '../features/log-mel';
import type { Sources } from '../readers/sources';
import type { Material } from '../scan/material';
import type { FieldChoices } from './choices';
import type { Evidence } from './evidence';
import { byHand } from './evidence';
import { chooseMarks, chooseRule, markLengths, pointWidth } from './mark-choice';
import { recordingWindows } from './recording-windows';

/** Recordings that were looked at, with what is marked in them. */
export interface Marking {
  readonly items: readonly Item[];
  /** In seconds of each item; steps of a table without a rate. */
  readonly marked: readonly MarkedItem[];
  readonly marks: MarksPlan;
  /** Of an example, to choose features by. */
  readonly exampleSeconds: number;
  readonly refused: readonly RefusedFile[];
  readonly remarks: readonly Remark[];
}

/** A window is as long as a mark in the middle, within these. */
const SHORTEST_SECONDS = 0.25;
const LONGEST_SECONDS = 4;
const FEWEST_STEPS = 16;
const MOST_STEPS = 256;
/** Where every step of sound is answered, a network sees so much at once. */
const STEPS_SECONDS = 4;
const LEAST_RECORDINGS = 3;
const defaultSplit: SplitPlan = { kind: 'random', seed: 1, validationFraction: 0.2, testFraction: 0.2 };

type MarkFields = Pick<FieldChoices, 'task' | 'label' | 'timeColumn' | 'timeFrom' | 'timeFormat'>;

/**
 * Marks on their recordings, and the rule by which they become examples. Recordings that nobody looked at are left out by name.
 *
 * @throws UnrollError ARGUMENT_INVALID where nothing is marked
 */
export async function markRecordings(
  material: Material,
  all: readonly Item[],
  fields: MarkFields,
  rateHz: number | null,
  edits: PlanEdits,
  evidence: Evidence,
  sources: Sources,
): Promise<Marking> {
  const { task, label } = fields;
  const pointSeconds = pointWidth(edits, rateHz);
  const examined = edits.marks?.examined ?? 'marked';
  const found = await markedItems(material, all, { ...fields, rateHz }, { pointSeconds, examined }, sources);
  const items = all.filter((_, index) => found[index] !== null);
  const marked = found.filter((one): one is MarkedItem => one !== null);
  const count = marked.reduce((sum, { marks }) => sum + marks.length, 0);
  const track = (label.kind === 'marks' && label.track) || '–';
  if (count === 0) throw failure('ARGUMENT_INVALID.marksNone', { track });
  const rule = chooseRule(task, edits);
  const [looked, covered] = [totalOf(marked, 'examined'), totalOf(marked, 'marks')];
  const marks = chooseMarks(rule, task, looked > 0 ? 1 - covered / looked : 0, edits, rateHz, evidence);
  const lengths = markLengths(material, label);
  const usual = lengths[lengths.length >> 1] ?? pointSeconds;
  return {
    items,
    marked,
    marks,
    exampleSeconds: exampleSeconds(marks, usual, rateHz, material.kind === 'audio', edits),
    refused: [
      ...notExamined(material, all, found),
      ...unusedMarks(material, new Set(usedFiles(material, fields))),
    ],
    remarks: [...missingMarks(material), ...timelessMarks(material, all, fields)],
  };
}

function totalOf(marked: readonly MarkedItem[], what: keyof MarkedItem): number {
  return marked.flatMap((item) => united(item[what])).reduce((sum, { start, end }) => sum + end - start, 0);
}

function exampleSeconds(
  { rule, padSeconds, minSeconds, maxSeconds, pointSeconds }: MarksPlan,
  usual: number,
  rateHz: number | null,
  isSound: boolean,
  { windows }: PlanEdits,
): number {
  if (rule === 'cut')
    return Math.min(maxSeconds ?? Infinity, Math.max(minSeconds ?? pointSeconds, usual + 2 * padSeconds));
  if (windows?.seconds !== undefined) return windows.seconds;
  if (rule === 'steps') return isSound ? STEPS_SECONDS : MOST_STEPS / (rateHz ?? 1);
  if (isSound) return Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, usual));
  const rate = rateHz ?? 1;
  return Math.min(MOST_STEPS, Math.max(FEWEST_STEPS, usual * rate)) / rate;
}

function notExamined(
  { files }: Material,
  items: readonly Item[],
  found: readonly (MarkedItem | null)[],
): RefusedFile[] {
  const without = new Set(items.flatMap(({ file }, index) => (found[index] === null ? [file] : [])));
  return [...without].map((file) =>
    refusedFile('NOT_EXAMINED', 'refused.notExamined', { file: files[file]!.shown }),
  );
}

function usedFiles(material: Material, { label }: MarkFields): string[] {
  return [...marksIn(material).byRecording.keys()]
    .flatMap((file) => chosenTracks(material, file, { label }))
    .map(({ from }) => from);
}

/** Files of marks that nothing is learnt from. */
export function unusedMarks(
  { marks, files }: Material,
  used: ReadonlySet<string> = new Set(),
): RefusedFile[] {
  const recordings = new Set(files.map(({ shown }) => shown));
  return marks.flatMap(({ shown }) =>
    used.has(shown) || recordings.has(shown)
      ? []
      : [refusedFile('MARKS_UNUSED', 'marks.unused', { file: shown })],
  );
}

function missingMarks(material: Material): Remark[] {
  const { missing } = marksIn(material);
  const [first] = missing;
  if (first === undefined) return [];
  return [remark('marks.missing', { count: missing.length, example: first.recording ?? first.from })];
}

function timelessMarks(
  material: Material,
  items: readonly Item[],
  { label, timeColumn }: MarkFields,
): Remark[] {
  if (material.kind === 'table' && timeColumn !== null) return [];
  const odd = items
    .flatMap(({ file }) => chosenTracks(material, file, { label }))
    .find(({ track }) => track.clock === 'epoch' && track.marks.length > 0);
  return odd === undefined ? [] : [remark('marks.timeless', { file: odd.from })];
}

/** How recordings, or stretches of them, are dealt out to the parts: never one window here and its neighbour there. */
export function chooseMarkSplit({ items, marked }: Marking, edits: PlanEdits, evidence: Evidence): SplitPlan {
  if (edits.split !== undefined) {
    evidence.split = byHand;
    return edits.split;
  }
  const decide = (kind: SplitPlan['kind'], why: Remark): SplitPlan => {
    evidence.split = why;
    return { ...defaultSplit, kind };
  };
  const given = new Set(items.map((item) => item.given));
  if (given.has('train') && (given.has('test') || given.has('validation')))
    return decide('given', {
      code: 'split.given',
      message: 'The files say which examples are for training and for test.',
    });
  if (canSplitByGroup(labelledItems(items, marked).entries))
    return decide('group', {
      code: 'split.group',
      message: 'Whole groups are held out, so that the test says how the network does with somebody new.',
    });
  const recordings = new Map<string, Set<number>>();
  for (const [index, { marks }] of marked.entries())
    for (const { label } of marks) recordings.set(label, (recordings.get(label) ?? new Set()).add(index));
  const isByRecording = [...recordings.values()].every(({ size }) => size >= LEAST_RECORDINGS);
  return decide(
    isByRecording ? 'random' : 'stretches',
    remark(isByRecording ? 'split.marksRecordings' : 'split.marksStretches'),
  );
}

/** Length and hop of the windows; null where marks are cut out. */
export function chooseMarkWindows(
  { marks, exampleSeconds: seconds }: Marking,
  features: FeaturePlan,
  rateHz: number | null,
  steps: readonly number[],
  edits: PlanEdits,
  evidence: Evidence,
): WindowPlan | null {
  if (marks.rule === 'cut') return null;
  const samples = seconds * (rateHz ?? 1);
  const found = recordingWindows({ why: 'hand', samples }, features, rateHz, steps, edits);
  const isHopOpen = edits.windows?.strideSteps === undefined && edits.windows?.hopSeconds === undefined;
  // Background is thinned, so that windows that overlap are not too many.
  const windows = isHopOpen ? { ...found, strideSteps: Math.max(1, Math.floor(found.steps / 2)) } : found;
  const dt = secondsOfStep(features, rateHz);
  const inTime = (count: number): string =>
    rateHz === null ? String(count) : String(Number((count * dt).toPrecision(3)));
  evidence.windows = edits.windows
    ? byHand
    : marks.rule === 'steps'
      ? remark('windows.steps', { steps: windows.steps })
      : remark('marks.windows', {
          unit: rateHz === null ? 'steps' : 'seconds',
          by: Math.abs(seconds - LONGEST_SECONDS) < 1e-9 || seconds === SHORTEST_SECONDS ? 'limits' : 'marks',
          length: inTime(windows.steps),
          hop: inTime(windows.strideSteps),
        });
  return windows;
}

/** Seconds of the marks from one step to the next. */
function secondsOfStep(features: FeaturePlan, rateHz: number | null): number {
  if (rateHz === null) return 1;
  return features.kind === 'raw' ? 1 / rateHz : framingOf(features, rateHz).hopSamples / rateHz;
}

export interface MarkedExamples {
  readonly drafts: readonly Draft[];
  /** In steps of each item's features. */
  readonly marked: readonly MarkedItem[];
  readonly remarks: readonly Remark[];
  readonly classes: readonly ClassCount[];
}

type ExamplePlan = Pick<ImportPlan, 'task' | 'split' | 'features' | 'rateHz' | 'windows'>;

/**
 * Marks as examples under a plan.
 *
 * @param rates samples a second of each item's file; null where they are unknown
 * @throws UnrollError SPLIT_IMPOSSIBLE
 */
export function markExamples(
  { items, marked: inSeconds, marks }: Marking,
  plan: ExamplePlan,
  steps: readonly number[],
  rates: readonly (number | null)[],
): MarkedExamples {
  const { features, rateHz, split, task, windows } = plan;
  const stepSeconds = secondsOfStep(features, rateHz);
  const inSteps = <T extends { start: number; end: number }>(own: T): T => ({
    ...own,
    start: own.start / stepSeconds,
    end: own.end / stepSeconds,
  });
  const marked = inSeconds.map((item) => ({
    marks: item.marks.map(inSteps),
    examined: item.examined.map(inSteps),
  }));
  const parts = partsOf({ items, marked, steps, split, windows, stepSeconds, marks });
  const perStep = rates.map((rate) => (rate === null ? stepSeconds : stepSeconds * rate));
  const made = markedDrafts(
    { items, marked, steps, parts, perStep: perStep.map((own) => Math.max(own, 1e-9)) },
    { task, split, marks, windows, stepSeconds },
  );
  const count = marked.reduce((sum, own) => sum + own.marks.length, 0);
  return {
    drafts: made.drafts,
    marked,
    remarks: [
      remark('marks.counted', {
        marks: count,
        recordings: items.length,
        examined: Math.round(totalOf(inSeconds, 'examined')),
        examples: made.drafts.length,
      }),
      ...(made.open > 0 ? [remark('marks.open', { count: made.open })] : []),
      ...(made.thinned > 0 ? [remark('marks.thinned', { count: made.thinned })] : []),
    ],
    classes: labelsSteps(task) ? countSteps(made.drafts, marked, steps, marks) : [],
  };
}

interface PartFacts extends Pick<ExamplePlan, 'split' | 'windows'> {
  readonly items: readonly Item[];
  readonly marked: readonly MarkedItem[];
  readonly steps: readonly number[];
  readonly stepSeconds: number;
  readonly marks: MarksPlan;
}

/** Of all steps, what may go into gaps. */
const GAP_SHARE = 0.04;

/** The gap of which as many as there may be borders take no more than {@link GAP_SHARE} of all steps. */
const gapWithin = (steps: readonly number[]): number =>
  (GAP_SHARE * steps.reduce((sum, own) => sum + own, 0)) / BLOCKS;

function partsOf({ items, marked, steps, split, windows, stepSeconds, marks }: PartFacts): PartStretch[][] {
  const { kind, gapSeconds } = split;
  if (kind === 'stretches' || kind === 'time') {
    const longest = marked.reduce(
      (most, own) => own.marks.reduce((max, { start, end }) => Math.max(max, end - start), most),
      1,
    );
    const usual = windows?.steps ?? longest;
    // Windows of steps lie side by side: so little of a short recording goes into gaps that its labels stay.
    const most = marks.rule === 'steps' ? gapWithin(steps) : Infinity;
    const gap = gapSeconds === undefined ? Math.min(usual, most) : gapSeconds / stepSeconds;
    return stretchesWithGaps(marked, steps, split, gap);
  }
  if (kind !== 'group') return wholeStretches(splitItems(byRarestLabel(items, marked), split), steps);
  const { entries, of } = labelledItems(items, marked);
  const parts = splitItems(entries, split);
  const own = items.map((_, index) => parts[of.indexOf(index)]!);
  return wholeStretches(own, steps);
}

/** How many steps of each class each part has, each step counted once. */
function countSteps(
  drafts: readonly Draft[],
  marked: readonly MarkedItem[],
  steps: readonly number[],
  { background }: MarksPlan,
): ClassCount[] {
  const names = labelNames(marked, background);
  const counts = names.map((label): ClassCount => ({ label, train: 0, validation: 0, test: 0 }));
  const covered = marked.map(() => 0);
  const indexOf = new Map(names.map((name, index) => [name, index]));
  const rest = background === null ? -1 : indexOf.get(background)!;
  const labels = marked.map(() => null as Int32Array | null);
  for (const { item, row, steps: own, scoredFrom, split } of drafts) {
    labels[item] ??= labelsOfItem(marked[item]!, steps[item]!, rest, (label) => indexOf.get(label)!);
    for (let step = Math.max(row + scoredFrom, covered[item]!); step < row + own; step++) {
      const index = labels[item][step]!;
      if (index !== -1) counts[index]![split]++;
    }
    covered[item] = Math.max(covered[item]!, row + own);
  }
  return counts.filter(({ train, validation, test }) => train + validation + test > 0);
}

function labelsOfItem(
  { marks }: MarkedItem,
  steps: number,
  background: number,
  indexOf: (label: string) => number,
): Int32Array {
  const labels = new Int32Array(steps);
  labelSteps(labels, 0, steps, marks, background, indexOf);
  return labels;
}

function labelNames(marked: readonly MarkedItem[], background: string | null): string[] {
  const names = new Set(marked.flatMap(({ marks }) => marks.map(({ label }) => label)));
  if (background !== null) names.add(background);
  return [...names].sort(byLabel);
}
