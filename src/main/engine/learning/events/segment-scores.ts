import type { TimedEvent, JudgedRecording } from './timed-event';

/** Cells in which a label is so, is said, and both; and how they go wrong together. */
export interface SegmentCounts {
  /** [labels] */
  readonly truth: Float64Array;
  readonly said: Float64Array;
  readonly hits: Float64Array;
  /** Of all labels together: one label for another, none for one, one for none. */
  substitutions: number;
  deletions: number;
  insertions: number;
}

function noSegments(labels: number): SegmentCounts {
  const zeros = (): Float64Array => new Float64Array(labels);
  return { truth: zeros(), said: zeros(), hits: zeros(), substitutions: 0, deletions: 0, insertions: 0 };
}

/**
 * Activity in cells of time: a label is on in a cell that an event of it touches.
 *
 * Source: Mesaros, Heittola & Virtanen 2016, "Metrics for Polyphonic Sound Event Detection", section 4.1; as `sed_eval`.
 */
export function segmentCounts(
  recording: JudgedRecording,
  labels: number,
  cellSeconds: number,
): SegmentCounts {
  const cells = Math.max(0, Math.ceil(recording.seconds / cellSeconds - EXACT));
  const truth = rollOf(recording.truth, labels, cellSeconds, cells);
  const said = rollOf(recording.said, labels, cellSeconds, cells);
  const counts = noSegments(labels);
  for (let cell = 0; cell < cells; cell++) {
    let [so, heard, both] = [0, 0, 0];
    for (let label = 0, at = cell * labels; label < labels; label++, at++) {
      const [is, has] = [truth[at]!, said[at]!];
      counts.truth[label]! += is;
      counts.said[label]! += has;
      counts.hits[label]! += is & has;
      so += is;
      heard += has;
      both += is & has;
    }
    counts.substitutions += Math.min(so, heard) - both;
    counts.deletions += Math.max(0, so - heard);
    counts.insertions += Math.max(0, heard - so);
  }
  return counts;
}

/** What is added up from steps ends a rounding beside the border of a cell. */
const EXACT = 1e-9;

/** [cells, labels] 1 where a label is on. */
function rollOf(
  events: readonly TimedEvent[],
  labels: number,
  cellSeconds: number,
  cells: number,
): Uint8Array {
  const roll = new Uint8Array(cells * labels);
  for (const { label, onset, offset } of events) {
    const first = Math.max(0, Math.floor(onset / cellSeconds + EXACT));
    const end = Math.min(cells, Math.ceil(offset / cellSeconds - EXACT));
    for (let cell = first; cell < end; cell++) roll[cell * labels + label] = 1;
  }
  return roll;
}
