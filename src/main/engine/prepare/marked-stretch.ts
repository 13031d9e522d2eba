import type { MarkedStretch } from '../../../shared/domain/trace';
import { rowOf } from '../examples/items';
import { MarksAlong } from '../examples/mark-labels';
import { stepSeconds } from '../features/step-seconds';
import type { Interpretation } from '../plan/interpretation';
import type { Sources } from '../readers/sources';
import { previewExample } from './preview';

/** A stretch is so many times as long as the example in it. */
const AROUND = 8;
const LEAST_STEPS = 200;
const MOST_STEPS = 4000;

/**
 * The recording around an example, with its marks and the examples that come of them; null of examples that come of none.
 *
 * @throws UnrollError FILE_*
 */
export async function stretchAround(
  { material, items, drafts, marked, understanding: { plan } }: Interpretation,
  index: number,
  columns: number,
  sources: Sources,
): Promise<MarkedStretch | null> {
  const draft = drafts[index];
  if (draft === undefined || marked === undefined) return null;
  const item = items[draft.item]!;
  const perStep = draft.length / draft.steps;
  const steps = Math.max(draft.row + draft.steps, Math.floor(item.length / perStep));
  const wide = Math.min(steps, Math.max(LEAST_STEPS, Math.min(MOST_STEPS, AROUND * draft.steps)));
  const middle = draft.row + draft.steps / 2;
  const from = Math.max(0, Math.min(steps - wide, Math.round(middle - wide / 2)));
  const span = { start: from, end: from + wide };
  const at = (step: number): number =>
    item.grid === undefined ? Math.min(item.end, item.start + Math.round(step * perStep)) : rowOf(item, step);
  const file = material.files[draft.file]!;
  const signal = await previewExample(
    sources,
    file,
    {
      ...{ index, file: file.shown, start: at(span.start), end: Math.max(at(span.start) + 1, at(span.end)) },
      ...{ steps: wide, label: null, group: draft.group, split: draft.split },
    },
    plan,
    columns,
  );
  const tracks = new Map<string, MarkedStretch['tracks'][number]['marks']>();
  for (const { start, end, label, track = '' } of new MarksAlong(marked[draft.item]!.marks).touching(span))
    tracks.set(track, [...(tracks.get(track) ?? []), { from: start - from, to: end - from, label }]);
  const seconds = stepSeconds(plan);
  return {
    signal,
    startSeconds: seconds === null ? null : from * seconds,
    tracks: [...tracks].map(([name, marks]) => ({ name, marks })),
    examples: drafts.flatMap(({ item: own, row, steps: long, label, split }, k) =>
      own === draft.item && row < span.end && row + long > span.start
        ? [{ from: row - from, to: row + long - from, label, split, index: k }]
        : [],
    ),
  };
}
