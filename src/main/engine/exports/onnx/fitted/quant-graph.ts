import type { Trees } from '../../../baselines/quant/extra-trees';
import type { QuantModel } from '../../../baselines/quant/family';
import { intervalsFor, quantilesOf } from '../../../baselines/quant/intervals';
import type { Representation } from '../../../baselines/quant/intervals';
import { Floats } from '../graph-builder';
import type { GraphBuilder, Value } from '../graph-builder';
import { ML_DOMAIN } from '../network-graph';
import type { Sequences } from '../sequences';
import { seriesInto } from './series';

/**
 * QUANT's probabilities [batch, classes] of unscaled features: quantiles in float64 as quant.cc computes them, then the trees as
 * one ensemble.
 */
export function quantInto(graph: GraphBuilder, model: QuantModel, given: Sequences): Value {
  const { standard, facts, trees, description } = model;
  const { steps } = facts;
  const series = graph.slice(seriesInto(graph, given, standard, steps), 2, 0, steps);
  const seen = seriesOfChannel(graph, series);
  /** Where each of a channel's features comes to lie, since intervals of one length are sorted together. */
  const placeOf: number[] = [];
  const groups: Value[] = [];
  let placed = 0;
  for (const { of, members } of groupsOf(steps)) {
    const { begin, end } = members[0]!.interval;
    const quantiles = quantilesOf({ of, begin, end });
    groups.push(
      quantilesInto(
        graph,
        seen[of],
        members.map(({ interval }) => interval.begin),
        end - begin,
      ),
    );
    for (const { first } of members) for (let k = 0; k < quantiles; k++) placeOf[first + k] = placed++;
  }
  const channels = standard.columns.length;
  const features = graph.reshape(graph.concat(2, ...groups), 0, channels * placed);
  const placeIn = (feature: number): number =>
    Math.floor(feature / placed) * placed + placeOf[feature % placed]!;
  const classes = description.outputs.length;
  const shares = ensemble(graph, trees, classes, features, placeIn);
  // As if one more tree knew nothing.
  const count = trees.starts.length - 1;
  const known = graph.op('Mul', [shares, graph.float(count / (count + 1))]);
  return graph.op('Add', [known, graph.float(1 / classes / (count + 1))]);
}

/** Intervals of one length in one series, with where their features begin. */
function groupsOf(steps: number) {
  const groups = new Map<string, { of: Representation; members: { interval: Placed; first: number }[] }>();
  let first = 0;
  for (const { of, begin, end } of intervalsFor(steps)) {
    const key = `${of} ${end - begin}`;
    const group = groups.get(key) ?? { of, members: [] };
    group.members.push({ interval: { begin, end }, first });
    groups.set(key, group);
    first += quantilesOf({ of, begin, end });
  }
  return groups.values();
}

interface Placed {
  readonly begin: number;
  readonly end: number;
}

/** The four series of every channel, [batch, channels, ·]. */
function seriesOfChannel(graph: GraphBuilder, values: Value): Readonly<Record<Representation, Value>> {
  const to = Number.MAX_SAFE_INTEGER;
  const changes = graph.op('Sub', [graph.slice(values, 2, 1, to), graph.slice(values, 2, 0, -1)]);
  const held = graph.op('Pad', [changes, graph.ints(0, 0, 2, 0, 0, 2)], { mode: 'edge' });
  let sum = graph.slice(held, 2, 0, -4);
  for (let by = 1; by < 5; by++)
    sum = graph.op('Add', [sum, graph.slice(held, 2, by, by === 4 ? to : by - 4)]);
  const bends = graph.op('Sub', [graph.slice(changes, 2, 1, to), graph.slice(changes, 2, 0, -1)]);
  // [batch, channels, steps] → [batch · channels, steps, 1] and back, with the bins that are no mirror images.
  const shape = graph.op('Shape', [values]);
  const lines = graph.op('Reshape', [
    graph.cast(values, 'double'),
    graph.concat(
      0,
      graph.ints(-1),
      graph.op('Slice', [shape, graph.ints(2), graph.ints(3), graph.ints(0)]),
      graph.ints(1),
    ),
  ]);
  const spectrum = graph.op('DFT', [lines], { axis: 1, onesided: 1 });
  const power = graph.op('ReduceSum', [graph.op('Mul', [spectrum, spectrum]), graph.ints(2)], {
    keepdims: 0,
  });
  const magnitudes = graph.op('Reshape', [
    graph.cast(graph.op('Sqrt', [power]), 'float'),
    graph.concat(0, graph.op('Slice', [shape, graph.ints(0), graph.ints(2), graph.ints(0)]), graph.ints(-1)),
  ]);
  return { values, slopes: graph.op('Div', [sum, graph.float(5)]), bends, frequencies: magnitudes };
}

/** Quantiles of intervals of one length, [batch, channels, intervals · quantiles]. */
function quantilesInto(graph: GraphBuilder, series: Value, begins: readonly number[], length: number): Value {
  const index = begins.flatMap((begin) => Array.from({ length }, (_, t) => begin + t));
  const cut = graph.op(
    'Gather',
    [series, graph.constant(BigInt64Array.from(index, BigInt), [begins.length, length])],
    {
      axis: 2,
    },
  );
  if (length === 1) return graph.squeeze(cut, 3);
  const [sorted] = graph.ops('TopK', [cut, graph.ints(length)], 2, { axis: 3, largest: 0, sorted: 1 });
  const wide = graph.cast(sorted!, 'double');
  const wanted = quantilesOf({ of: 'values', begin: 0, end: length });
  const places = Array.from({ length: wanted }, (_, k) =>
    wanted === 1 ? 0.5 * (length - 1) : (k * (length - 1)) / (wanted - 1),
  );
  const taken = (index: readonly number[]): Value =>
    graph.op('Gather', [wide, graph.ints(...index)], { axis: 3 });
  const below = taken(places.map(Math.floor));
  const next = taken(places.map((at) => Math.min(Math.floor(at) + 1, length - 1)));
  const share = graph.constant(
    Float64Array.from(places, (at) => at - Math.floor(at)),
    [wanted],
  );
  const value = graph.op('Add', [below, graph.op('Mul', [share, graph.op('Sub', [next, below])])]);
  const mean = graph.op('ReduceMean', [graph.cast(cut, 'double')], { axes: [3], keepdims: 1 });
  const odd = graph.constant(
    Float64Array.from({ length: wanted }, (_, k) => k % 2),
    [wanted],
  );
  const less = graph.op('Sub', [value, graph.op('Mul', [mean, odd])]);
  return graph.reshape(graph.cast(less, 'float'), 0, 0, begins.length * wanted);
}

/** Mean shares of the leaves, [batch, classes]. */
function ensemble(
  graph: GraphBuilder,
  { starts, feature, threshold, left, tally }: Trees,
  classes: number,
  features: Value,
  placeIn: (feature: number) => number,
): Value {
  const count = starts.length - 1;
  const treeOf: number[] = [];
  const nodeOf: number[] = [];
  for (let tree = 0; tree < count; tree++)
    for (let node = starts[tree]!; node < starts[tree + 1]!; node++) {
      treeOf.push(tree);
      nodeOf.push(node - starts[tree]!);
    }
  const leaves: { tree: number; node: number; class: number; weight: number }[] = [];
  feature.forEach((own, node) => {
    if (own >= 0) return;
    const counts = tally.subarray(node * classes, (node + 1) * classes);
    const all = counts.reduce((sum, one) => sum + one, 0);
    counts.forEach((one, c) => {
      if (one > 0)
        leaves.push({ tree: treeOf[node]!, node: nodeOf[node]!, class: c, weight: one / all / count });
    });
  });
  const isLeaf = Array.from(feature, (own) => own < 0);
  return graph.op(
    'TreeEnsembleRegressor',
    [features],
    {
      n_targets: classes,
      aggregate_function: 'SUM',
      post_transform: 'NONE',
      nodes_treeids: treeOf,
      nodes_nodeids: nodeOf,
      nodes_featureids: Array.from(feature, (own) => (own < 0 ? 0 : placeIn(own))),
      nodes_values: new Floats([...threshold]),
      nodes_modes: isLeaf.map((leaf) => (leaf ? 'LEAF' : 'BRANCH_LEQ')),
      nodes_truenodeids: Array.from(left, (child, node) => (isLeaf[node]! ? 0 : child)),
      nodes_falsenodeids: Array.from(left, (child, node) => (isLeaf[node]! ? 0 : child + 1)),
      target_treeids: leaves.map(({ tree }) => tree),
      target_nodeids: leaves.map(({ node }) => node),
      target_ids: leaves.map((leaf) => leaf.class),
      target_weights: new Floats(leaves.map(({ weight }) => weight)),
    },
    ML_DOMAIN,
  );
}
