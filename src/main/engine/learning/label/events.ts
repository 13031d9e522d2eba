import type { EventScores } from '../../../../shared/domain/tasks/label';

export interface LabelEvent {
  readonly label: number;
  /** First step, and one past the last. */
  readonly start: number;
  readonly end: number;
}

/** Runs of equal labels, but for the background; a border of a series ends a run too. */
export function eventsOf(labels: Int32Array, background: number, borders: ReadonlySet<number>): LabelEvent[] {
  const events: LabelEvent[] = [];
  let start = 0;
  for (let k = 1; k <= labels.length; k++) {
    if (k < labels.length && labels[k] === labels[start] && !borders.has(k)) continue;
    const label = labels[start]!;
    if (label !== background && label >= 0) events.push({ label, start, end: k });
    start = k;
  }
  return events;
}

/**
 * A true event is found when a predicted one of its class overlaps it by a step at least; a predicted one is right when
 * it overlaps a true one of its class.
 *
 * Source: Hundman et al. 2018, "Detecting Spacecraft Anomalies Using LSTMs and Nonparametric Dynamic Thresholding",
 * section 3.4.
 */
export function eventScores(truth: readonly LabelEvent[], predicted: readonly LabelEvent[]): EventScores {
  const found = truth.filter((event) => predicted.some((other) => overlaps(event, other))).length;
  const right = predicted.filter((event) => truth.some((other) => overlaps(event, other))).length;
  const precision = predicted.length === 0 ? 0 : right / predicted.length;
  const recall = truth.length === 0 ? 0 : found / truth.length;
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    events: truth.length,
    predicted: predicted.length,
  };
}

function overlaps(a: LabelEvent, b: LabelEvent): boolean {
  return a.label === b.label && a.start < b.end && b.start < a.end;
}
