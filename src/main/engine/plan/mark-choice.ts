import { answersSteps, classifies, labelsSteps, tags } from '../../../shared/domain/task';
import type { Task } from '../../../shared/domain/task';
import type { FieldSource, MarksPlan, MarksRule, PlanEdits } from '../../../shared/domain/dataset';
import type { Mark } from '../../../shared/domain/marks';
import { failure } from '../../../shared/sentences/failure';
import { remark } from '../../../shared/sentences/say';
import { chosenTracks, labelOf, marksIn } from '../examples/marked-items';
import type { Material } from '../scan/material';
import type { Evidence } from './evidence';
import { byHand } from './evidence';
import type { FieldGuess } from './field-guess';

/** Marks of different labels that overlap for more than this share of what is marked are several at once. */
const OVERLAPPING = 0.1;
/** Where less than this share of what was looked at is unmarked, there is no background to learn. */
const LEAST_BACKGROUND = 0.02;
const BACKGROUND = 'background';
/** As many windows of background as of everything that is marked. */
const RATIO = 1;
const POINT_SECONDS = 0.1;
/** Of a table without a rate. */
const POINT_ROWS = 5;

export const isMarked = (label: FieldSource): label is Extract<FieldSource, { kind: 'marks' }> =>
  label.kind === 'marks';

/** Tracks by name, those of most recordings and fewest labels first. */
function trackNames(material: Material): { name: string; recordings: number; labels: number }[] {
  const tracks = new Map<string, { recordings: Set<number>; labels: Set<string>; marks: number }>();
  for (const [recording, own] of marksIn(material).byRecording)
    for (const { name, track } of own) {
      const seen = tracks.get(name) ?? { recordings: new Set(), labels: new Set(), marks: 0 };
      seen.recordings.add(recording);
      for (const one of track.marks) seen.labels.add(labelOf(one));
      seen.marks += track.marks.length;
      tracks.set(name, seen);
    }
  return [...tracks]
    .map(([name, { recordings, labels, marks }]) => ({
      name,
      recordings: recordings.size,
      labels: labels.size,
      marks,
    }))
    .sort((a, b) => b.recordings - a.recordings || b.marks / (b.labels || 1) - a.marks / (a.labels || 1));
}

/** Marks of these recordings as the source of their labels; none where no recording has any. */
export function markGuesses(material: Material): FieldGuess[] {
  const names = trackNames(material);
  const marked = marksIn(material).byRecording.size;
  const marks = [...marksIn(material).byRecording.values()]
    .flat()
    .reduce((sum, { track }) => sum + track.marks.length, 0);
  if (marks === 0) return [];
  const evidence = remark('label.marks', {
    recordings: marked,
    marks,
    file: material.marks[0]?.shown ?? '',
  });
  const [first] = names;
  const sources: FieldSource[] =
    names.length > 1
      ? [...names.map(({ name }): FieldSource => ({ kind: 'marks', track: name })), { kind: 'marks' }]
      : [{ kind: 'marks' }];
  return sources.map((source, k) => ({
    source,
    evidence:
      names.length > 1 && k === 0
        ? remark('label.marksTrack', {
            track: first!.name,
            recordings: first!.recordings,
            tracks: names.length,
          })
        : evidence,
    ...(names.length > 1 && k === 0 && { rivals: sources.slice(1) }),
  }));
}

/** What is learnt of marks, and by which rule. */
export function chooseMarkTask(
  material: Material,
  label: FieldSource,
  edits: PlanEdits,
  evidence: Evidence,
): Task {
  const rule = edits.marks?.rule;
  if (edits.task !== undefined) {
    evidence.task = byHand;
    const fits = classifies(edits.task) || tags(edits.task) || labelsSteps(edits.task);
    if (!fits) throw failure('ARGUMENT_INVALID.marksTask', { task: edits.task });
    if (rule !== undefined && labelsSteps(edits.task) !== (rule === 'steps'))
      throw failure('ARGUMENT_INVALID.marksRule', { task: edits.task, rule });
    return edits.task;
  }
  const overlapping = overlapOf(material, label);
  const isSeveral = overlapping > OVERLAPPING;
  if (rule === 'steps' || (rule === undefined && material.kind === 'table' && !isSeveral)) {
    evidence.task = remark('task.marksSteps');
    return 'label';
  }
  evidence.task = isSeveral
    ? remark('task.marksSeveral', { percent: Math.round(100 * overlapping) })
    : remark('task.marks');
  return isSeveral ? 'tag' : 'classify';
}

/** Share of the marked time in which marks of different labels overlap. */
function overlapOf(material: Material, label: FieldSource): number {
  let [marked, doubled] = [0, 0];
  for (const file of marksIn(material).byRecording.keys()) {
    const marks = chosenTracks(material, file, { label })
      .flatMap(({ track }) => track.marks)
      .sort((a, b) => a.startSeconds - b.startSeconds);
    let last: Mark | null = null;
    for (const one of marks) {
      marked += one.endSeconds - one.startSeconds;
      if (last !== null && labelOf(last) !== labelOf(one))
        doubled += Math.max(0, Math.min(last.endSeconds, one.endSeconds) - one.startSeconds);
      if (last === null || one.endSeconds > last.endSeconds) last = one;
    }
  }
  return marked > 0 ? doubled / marked : 0;
}

/** Lengths of the chosen tracks' marks in seconds, ascending; points have none. */
export function markLengths(material: Material, label: FieldSource): number[] {
  return [...marksIn(material).byRecording.keys()]
    .flatMap((file) => chosenTracks(material, file, { label }))
    .flatMap(({ track }) => track.marks.map(({ startSeconds, endSeconds }) => endSeconds - startSeconds))
    .filter((seconds) => seconds > 0)
    .sort((a, b) => a - b);
}

/** @throws UnrollError ARGUMENT_INVALID for a rule that the task does not follow */
export function chooseRule(task: Task, { marks, windows }: PlanEdits): MarksRule {
  const rule = marks?.rule ?? (answersSteps(task) ? 'steps' : windows === null ? 'cut' : 'windows');
  if (labelsSteps(task) !== (rule === 'steps')) throw failure('ARGUMENT_INVALID.marksRule', { task, rule });
  return rule;
}

/** How wide points are, before it is known how much is marked. */
export const pointWidth = ({ marks }: PlanEdits, rateHz: number | null): number =>
  marks?.pointSeconds ?? (rateHz === null ? POINT_ROWS : POINT_SECONDS);

/**
 * The rule with everything that a person left open.
 *
 * @param unmarked share of what was looked at
 */
export function chooseMarks(
  rule: MarksRule,
  task: Task,
  unmarked: number,
  edits: PlanEdits,
  rateHz: number | null,
  evidence: Evidence,
): MarksPlan {
  const { marks = {} } = edits;
  const hasBackground = rule !== 'cut' && unmarked >= LEAST_BACKGROUND;
  const background =
    marks.background !== undefined ? marks.background : hasBackground && !tags(task) ? BACKGROUND : null;
  const isThinned = background !== null || (tags(task) && hasBackground);
  evidence.marks =
    edits.marks === undefined ? remark('marks.rule', { rule, percent: Math.round(100 * unmarked) }) : byHand;
  return {
    rule,
    padSeconds: marks.padSeconds ?? 0,
    minSeconds: marks.minSeconds ?? null,
    maxSeconds: marks.maxSeconds ?? null,
    by: marks.by ?? 'share',
    share: marks.share ?? 0.5,
    background,
    backgroundRatio: marks.backgroundRatio !== undefined ? marks.backgroundRatio : isThinned ? RATIO : null,
    pointSeconds: pointWidth(edits, rateHz),
    examined: marks.examined ?? 'marked',
  };
}
