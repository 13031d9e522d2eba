/** Steps start … end − 1. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** Follows the runs of steps at or above a threshold that falls. */
export interface RunWatcher {
  come(run: Run): void;
  /** It is part of a longer one now. */
  go(run: Run): void;
  /** All runs at this threshold are known. */
  at(score: number): void;
}

/** Scores of longer recordings are taken to a thousandth ({@link inThousandths}): so many thresholds are enough. */
const EXACT_STEPS = 50_000;
const LEVELS = 1000;

/** Probabilities as {@link fall} takes those of long recordings. */
export function inThousandths(scores: Float32Array): Float32Array {
  return scores.length > EXACT_STEPS ? scores.map((score) => Math.round(score * LEVELS) / LEVELS) : scores;
}

function sorted(scores: ArrayLike<number>): Int32Array {
  return Int32Array.from({ length: scores.length }, (_, step) => step).sort(
    (a, b) => scores[b]! - scores[a]!,
  );
}

/** Steps by falling score in time that grows with their number alone. @param scores 0 … 1 in thousandths */
function bucketed(scores: ArrayLike<number>): Int32Array {
  const bucketOf = (step: number): number =>
    LEVELS - Math.min(LEVELS, Math.max(0, Math.round(scores[step]! * LEVELS)));
  const starts = new Int32Array(LEVELS + 2);
  for (let step = 0; step < scores.length; step++) starts[bucketOf(step) + 1]!++;
  for (let bucket = 0; bucket <= LEVELS; bucket++) starts[bucket + 1]! += starts[bucket]!;
  const order = new Int32Array(scores.length);
  for (let step = 0; step < scores.length; step++) order[starts[bucketOf(step)]!++] = step;
  return order;
}

/**
 * Lets a threshold fall through the scores of a recording from the highest to the lowest. Each step joins the runs beside it,
 * so that all thresholds together cost little more than one.
 *
 * Source: Ebbers, Haeb-Umbach & Serizel 2022, "Threshold Independent Evaluation of Sound Event Detection Scores".
 *
 * @param scores of one label, [steps]
 */
export function fall(scores: ArrayLike<number>, watcher: RunWatcher): void {
  const steps = scores.length;
  const order = steps > EXACT_STEPS ? bucketed(scores) : sorted(scores);
  // Of a run: its end at its first step, its start at its last one; −1 where no run is.
  const endOf = new Int32Array(steps).fill(-1);
  const startOf = new Int32Array(steps).fill(-1);
  for (let k = 0; k < steps; k++) {
    const step = order[k]!;
    let [start, end] = [step, step + 1];
    if (step > 0 && startOf[step - 1]! >= 0) {
      start = startOf[step - 1]!;
      watcher.go({ start, end: step });
    }
    if (end < steps && endOf[end]! >= 0) {
      watcher.go({ start: end, end: endOf[end]! });
      end = endOf[end]!;
    }
    endOf[start] = end;
    startOf[end - 1] = start;
    // A step inside a run is the border of none.
    if (start < step) startOf[step - 1] = -1;
    if (end > step + 1) endOf[step + 1] = -1;
    watcher.come({ start, end });
    if (k + 1 === steps || scores[order[k + 1]!] !== scores[step]) watcher.at(scores[step]!);
  }
}
