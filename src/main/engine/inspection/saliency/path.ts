/** An answer at points of a straight line from a baseline to an example, and how it changes along the line. */
export interface LinePoint {
  /** F at the point. */
  readonly value: number;
  /** ∂F/∂x there, [n]. */
  readonly gradient: Float32Array;
}

/** F and its gradient at some α ∈ [0, 1] at once, in their order: x = baseline + α · difference. */
export type LineAnswers = (alphas: readonly number[]) => Promise<readonly LinePoint[]>;

/** Nodes and weights of Gauss & Legendre on [0, 1], four points: exact for polynomials of degree 7. */
const NODES = [0.06943184420297371, 0.33000947820757187, 0.6699905217924281, 0.9305681557970263] as const;
const WEIGHTS = [0.17392742256872693, 0.3260725774312731, 0.3260725774312731, 0.17392742256872693] as const;

/** Pieces that a line is cut into at first, so that a jump in the midst of it is not stepped over. */
const FIRST_PIECES = 4;

export interface PathOptions {
  /** Greatest Σ of all pieces' |attributions − change of F| that is let pass. */
  readonly tolerance: number;
  /** Points that may be asked for: what is still too rough then is taken as it is. */
  readonly mostPoints: number;
}

export interface PathIntegral {
  /** ∫ ∂F/∂x dα, [n]: times the difference it is what each value of the example adds to the answer. */
  readonly mean: Float64Array;
  /** F(1) − F(0). */
  readonly change: number;
  /** Σ mean · difference − change: what the attributions miss. */
  readonly gap: number;
  readonly points: number;
}

interface Piece {
  readonly from: number;
  readonly to: number;
  /** F at both ends. */
  readonly before: number;
  readonly after: number;
}

/** What the gradients at a piece's nodes say that F changes by along it. */
const insideOf = (own: readonly LinePoint[], difference: Float32Array, width: number): number =>
  own.reduce((total, { gradient }, n) => {
    let along = 0;
    for (let j = 0; j < gradient.length; j++) along += gradient[j]! * difference[j]!;
    return total + WEIGHTS[n]! * width * along;
  }, 0);

/**
 * The integral of integrated gradients (Sundararajan, Taly & Yan 2017, eq. 1) along a straight line. Their sum of evenly
 * spaced gradients is replaced by pieces that are halved until each piece's own attributions add up to its own change of
 * F, which is known exactly: completeness (their axiom) is the measure of the error, piece by piece.
 *
 * @param difference [n]: example − baseline
 * @throws whatever `answers` throws
 */
export async function integrateGradients(
  answers: LineAnswers,
  difference: Float32Array,
  { tolerance, mostPoints }: PathOptions,
): Promise<PathIntegral> {
  const mean = new Float64Array(difference.length);
  const edges = Array.from({ length: FIRST_PIECES + 1 }, (_, k) => k / FIRST_PIECES);
  const values = (await answers(edges)).map(({ value }) => value);
  let open = edges
    .slice(1)
    .map((to, k): Piece => ({ from: edges[k]!, to, before: values[k]!, after: values[k + 1]! }));
  let points = edges.length;
  let sum = 0;
  let missed = 0;
  while (open.length > 0) {
    const asked = open.flatMap(({ from, to }) => NODES.map((node) => from + node * (to - from)));
    // The middles too: they are the ends of the halves, should a piece be too rough.
    const middles = open.map(({ from, to }) => (from + to) / 2);
    const found = await answers([...asked, ...middles]);
    points += found.length;
    const more: Piece[] = [];
    const pieces = open.map((piece, k) => {
      const own = found.slice(NODES.length * k, NODES.length * (k + 1));
      const inside = insideOf(own, difference, piece.to - piece.from);
      return { piece, own, inside, error: Math.abs(inside - (piece.after - piece.before)) };
    });
    // All of it may be fine where a narrow piece is not: rounding in F does not shrink with the piece's share of the tolerance.
    const isFine = missed + pieces.reduce((total, { error }) => total + error, 0) <= tolerance;
    pieces.forEach(({ piece, own, inside, error }, k) => {
      const width = piece.to - piece.from;
      const isRough = !isFine && error > tolerance * width;
      if (isRough && points + 2 * more.length * (NODES.length + 1) < mostPoints) {
        const middle = found[open.length * NODES.length + k]!.value;
        const at = (piece.from + piece.to) / 2;
        more.push({ ...piece, to: at, after: middle }, { ...piece, from: at, before: middle });
        return;
      }
      sum += inside;
      missed += error;
      own.forEach(({ gradient }, n) => {
        const weight = WEIGHTS[n]! * width;
        for (let j = 0; j < gradient.length; j++) mean[j]! += weight * gradient[j]!;
      });
    });
    open = more;
  }
  const change = values[FIRST_PIECES]! - values[0]!;
  return { mean, change, gap: sum - change, points };
}
