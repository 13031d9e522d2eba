interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A proposal is new where less than this share of it lies in what was examined. */
const MOST_EXAMINED = 0.5;

/** Seconds of a stretch that lie in some others, which may overlap. */
export function covered({ start, end }: Stretch, examined: readonly (readonly [number, number])[]): number {
  const inside = examined
    .map(([from, to]): [number, number] => [Math.max(from, start), Math.min(to, end)])
    .filter(([from, to]) => to > from)
    .sort(([a], [b]) => a - b);
  let sum = 0;
  let reached = -Infinity;
  for (const [from, to] of inside) {
    sum += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return sum;
}

/** Whether a person has still to say what a stretch is. */
export function isUnexamined(stretch: Stretch, examined: readonly (readonly [number, number])[]): boolean {
  const length = stretch.end - stretch.start;
  return length > 0 && covered(stretch, examined) < MOST_EXAMINED * length;
}
