import type { QuantCore } from './core';

/** Trees one after the other. Node k of a tree that begins at s is s + k; a leaf's feature is −1. */
export interface Trees {
  /** [trees + 1] where each tree's nodes begin. */
  readonly starts: Int32Array;
  /** [nodes] */
  readonly feature: Int32Array;
  /** [nodes] values up to it go left. */
  readonly threshold: Float32Array;
  /** [nodes] left child, counted from the tree's beginning; the right one is next to it. */
  readonly left: Int32Array;
  /** [nodes, classes] how many examples of each class came there. */
  readonly tally: Int32Array;
}

export interface Growing {
  /** Address of the features, [features, rows]. */
  readonly xAt: number;
  readonly rows: number;
  readonly features: number;
  readonly labels: ArrayLike<number>;
  readonly classes: number;
  readonly trees: number;
  /** Features tried at each node. */
  readonly tried: number;
  /** A number below 2³² each time. */
  readonly draw: () => number;
}

/**
 * Extremely randomised trees (Geurts, Ernst & Wehenkel 2006), each on all rows, split until a node holds one class; the entropy
 * of the classes says which of the random cuts is best.
 */
export async function growTrees(
  core: QuantCore,
  { xAt, rows, features, labels, classes, trees, tried, draw }: Growing,
  report: (share: number) => Promise<void> = () => Promise.resolve(),
): Promise<Trees> {
  const most = 2 * rows;
  const labelsAt = core.put(Int32Array.from(labels));
  const orderAt = core.put(Int32Array.from({ length: features }, (_, k) => k));
  const rowsOfAt = core.put(Int32Array.from({ length: rows }, (_, k) => k));
  const entropiesAt = core.put(
    Float64Array.from({ length: rows + 1 }, (_, n) => (n === 0 ? 0 : n * Math.log(n))),
  );
  const countedAt = core.take(4 * classes);
  const stackAt = core.take(12 * (rows + 1));
  const [featureAt, thresholdAt, leftAt] = [core.take(4 * most), core.take(4 * most), core.take(4 * most)];
  const tallyAt = core.take(4 * most * classes);
  const grown: Omit<Trees, 'starts'>[] = [];
  for (let tree = 0; tree < trees; tree++) {
    if (tree % 8 === 0) await report(tree / trees);
    const nodes = core.exports.growTree(
      ...([xAt, labelsAt, rows, features, classes, tried, draw(), draw(), orderAt, rowsOfAt] as const),
      ...([entropiesAt, countedAt, stackAt, featureAt, thresholdAt, leftAt, tallyAt] as const),
    );
    grown.push({
      feature: core.view(Int32Array, featureAt, nodes).slice(),
      threshold: core.view(Float32Array, thresholdAt, nodes).slice(),
      left: core.view(Int32Array, leftAt, nodes).slice(),
      tally: core.view(Int32Array, tallyAt, nodes * classes).slice(),
    });
  }
  const starts = new Int32Array(trees + 1);
  grown.forEach(({ feature }, k) => (starts[k + 1] = starts[k]! + feature.length));
  const nodes = starts[trees]!;
  const all: Trees = {
    starts,
    feature: new Int32Array(nodes),
    threshold: new Float32Array(nodes),
    left: new Int32Array(nodes),
    tally: new Int32Array(nodes * classes),
  };
  grown.forEach((one, k) => {
    all.feature.set(one.feature, starts[k]);
    all.threshold.set(one.threshold, starts[k]);
    all.left.set(one.left, starts[k]);
    all.tally.set(one.tally, starts[k]! * classes);
  });
  return all;
}

/** The nodes that a row comes through in a tree, its leaf last. */
export function* pathOf(
  { starts, feature, threshold, left }: Trees,
  tree: number,
  x: Float32Array,
): Generator<number> {
  const start = starts[tree]!;
  let node = start;
  for (;;) {
    yield node;
    const own = feature[node]!;
    if (own < 0) return;
    node = start + left[node]! + (x[own]! <= threshold[node]! ? 0 : 1);
  }
}

/** A node's shares of the classes are added to `sums`, times `factor`. */
export function addShares({ tally }: Trees, node: number, factor: number, sums: Float64Array): void {
  const classes = sums.length;
  let total = 0;
  for (let c = 0; c < classes; c++) total += tally[node * classes + c]!;
  for (let c = 0; c < classes; c++) sums[c]! += (factor * tally[node * classes + c]!) / total;
}

/** [classes] mean of the leaves' shares. */
export function votes(trees: Trees, x: Float32Array, classes: number): Float64Array {
  const sums = new Float64Array(classes);
  const { starts, feature, threshold, left } = trees;
  const count = starts.length - 1;
  for (let tree = 0; tree < count; tree++) {
    const start = starts[tree]!;
    let node = start;
    for (let own = feature[node]!; own >= 0; own = feature[node]!)
      node = start + left[node]! + (x[own]! <= threshold[node]! ? 0 : 1);
    addShares(trees, node, 1 / count, sums);
  }
  return sums;
}
