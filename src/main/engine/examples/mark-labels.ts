import type { MarksPlan } from '../../../shared/domain/dataset';
import type { LabelledStretch, Stretch } from './marked-items';

/** Less than this is no part of a step. */
const NOTHING = 1e-9;

/** What a window is called: its labels, the one that covers most of it first; `open` where marks touch it and none counts. */
export type WindowLabels =
  | { readonly kind: 'labels'; readonly labels: readonly string[] }
  | { readonly kind: 'background' }
  | { readonly kind: 'open' };

/**
 * Labels of a window under a rule (`WindowRule`): a mark counts where it covers a share of the window, or the window that share of
 * it; where any of it is inside; where the last step is inside it; or where its label covers more than any other and than what is
 * not marked.
 *
 * @param marks in the order of their starts, those that may touch the window
 */
export function labelsOfWindow(
  { start, end }: Stretch,
  marks: readonly LabelledStretch[],
  { by, share }: Pick<MarksPlan, 'by' | 'share'>,
): WindowLabels {
  const covered = new Map<string, number>();
  const counts = new Set<string>();
  let reached = start;
  let marked = 0;
  for (const mark of marks) {
    const [from, to] = [Math.max(start, mark.start), Math.min(end, mark.end)];
    if (to - from <= NOTHING) continue;
    covered.set(mark.label, (covered.get(mark.label) ?? 0) + to - from);
    marked += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
    const isEnough =
      by === 'any' ||
      (by === 'share' && to - from >= share * Math.min(end - start, mark.end - mark.start) - NOTHING) ||
      (by === 'end' && mark.start <= end - 1 + NOTHING && mark.end > end - 1 + NOTHING);
    if (isEnough) counts.add(mark.label);
  }
  const byCover = [...covered].sort(([, a], [, b]) => b - a);
  if (by === 'majority') {
    const [most] = byCover;
    const isMost = most !== undefined && most[1] > end - start - marked;
    return isMost ? { kind: 'labels', labels: [most[0]] } : { kind: 'background' };
  }
  const labels = byCover.flatMap(([label]) => (counts.has(label) ? [label] : []));
  if (labels.length > 0) return { kind: 'labels', labels };
  return by === 'share' && covered.size > 0 ? { kind: 'open' } : { kind: 'background' };
}

/** Marks that touch successive stretches, without going through all for each. */
export class MarksAlong {
  readonly #marks: readonly LabelledStretch[];
  /** [marks] the latest end so far, which only grows. */
  readonly #reach: Float64Array;

  constructor(marks: readonly LabelledStretch[]) {
    this.#marks = marks;
    let reach = -Infinity;
    this.#reach = Float64Array.from(marks, ({ end }) => (reach = Math.max(reach, end)));
  }

  /** In the order of their starts. */
  touching({ start, end }: Stretch): LabelledStretch[] {
    const found: LabelledStretch[] = [];
    for (let k = this.#firstReaching(start); k < this.#marks.length; k++) {
      const mark = this.#marks[k]!;
      if (mark.start >= end) break;
      if (mark.end > start) found.push(mark);
    }
    return found;
  }

  #firstReaching(start: number): number {
    let [low, high] = [0, this.#marks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#reach[middle]! <= start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Steps that a stretch stands for: those whose moment lies in it, at least one. */
export function stepsOf({ start, end }: Stretch, steps: number): { from: number; to: number } {
  const from = Math.min(steps - 1, Math.max(0, Math.ceil(start - 1e-6)));
  return { from, to: Math.min(steps, Math.max(from + 1, Math.ceil(end - 1e-6))) };
}

/**
 * The class of each of some successive steps, −1 where there is none. Where marks overlap, the one that began last holds.
 *
 * @param first the first of the steps
 * @param out [steps]
 */
export function labelSteps(
  out: Int32Array,
  first: number,
  steps: number,
  marks: readonly LabelledStretch[],
  background: number,
  indexOf: (label: string) => number,
): void {
  out.fill(background);
  for (const mark of marks) {
    const { from, to } = stepsOf(mark, steps);
    const [start, end] = [Math.max(0, from - first), Math.min(out.length, to - first)];
    if (end > start) out.fill(indexOf(mark.label), start, end);
  }
}
