import type { MiniRocketModel } from '../../../baselines/minirocket/family';
import { KERNELS, tripleOf } from '../../../baselines/minirocket/kernels';
import type { GraphBuilder, Value } from '../graph-builder';
import type { Sequences } from '../sequences';
import { seriesInto } from './series';

const PLACES = 9;

/** [batch, steps] of a batch. */
interface Steps {
  /** Position of each step, [steps] int64. */
  readonly at: Value;
  /** Steps that count of each sequence, [batch, 1] int64. */
  readonly own: Value;
}

/**
 * MiniRocket's probabilities [batch, classes] of unscaled features. Outputs of kernels are added up in the order of rocket.cc, so
 * that a step on the very edge of a bias falls to the same side.
 */
export function miniRocketInto(graph: GraphBuilder, model: MiniRocketModel, given: Sequences): Value {
  const { standard, facts, numbers } = model;
  const { dilations, biasesEach } = numbers.kernels;
  const series = seriesInto(graph, given, standard, facts.steps);
  const steps: Steps = {
    at: graph.range(graph.size(series, 2)),
    own: graph.unsqueeze(graph.op('Max', [given.lengths, graph.int(facts.steps)]), 1),
  };
  let sum: Value | null = null;
  let feature = 0;
  dilations.forEach((dilation, d) => {
    const planes = planesOf(graph, series, dilation, standard.columns.length);
    const each = biasesEach[d]!;
    for (const parity of [0, 1]) {
      const kernels = Array.from({ length: KERNELS }, (_, k) => k).filter((k) => (d + k) % 2 === parity);
      const whole = convolved(graph, planes, model, d, kernels);
      const shares = sharesAbove(graph, model, whole, steps, {
        // Every other kernel looks at what needs no zeros around it alone.
        padding: parity === 0 ? 0 : 4 * dilation,
        features: kernels.map((kernel) => feature + kernel * each),
        each,
      });
      const added = graph.op('MatMul', [
        graph.cast(shares, 'double'),
        weightsOf(graph, model, kernels, d, feature),
      ]);
      sum = sum === null ? added : graph.op('Add', [sum, added]);
    }
    feature += KERNELS * each;
  });
  const classes = numbers.intercepts.length;
  const scores = graph.op('Add', [sum!, graph.weight('head/intercepts', numbers.intercepts, [classes])]);
  const scaled = graph.op('Mul', [scores, graph.constant(Float64Array.of(facts.factor), [])]);
  return graph.cast(graph.op('Softmax', [scaled], { axis: -1 }), 'float');
}

/** Planes [batch, ·, steps] by channel; the one behind the last channel is zero. */
interface Planes {
  /** 3 x at each of nine places, place after place. */
  readonly parts: Value;
  /** −(x at all nine places). */
  readonly sums: Value;
  readonly channels: number;
}

function planesOf(graph: GraphBuilder, series: Value, dilation: number, channels: number): Planes {
  const reach = 4 * dilation;
  const padded = graph.op('Pad', [series, graph.ints(0, 0, reach, 0, 0, reach)]);
  const zero = graph.op('Mul', [graph.slice(series, 1, 0, 1), graph.float(0)]);
  const parts: Value[] = [];
  let sums: Value | null = null;
  for (let place = 0; place < PLACES; place++) {
    // Later places end where the padding does.
    const end = place === PLACES - 1 ? Number.MAX_SAFE_INTEGER : (place - (PLACES - 1)) * dilation;
    const x = graph.slice(padded, 2, place * dilation, end);
    parts.push(graph.op('Mul', [x, graph.float(3)]), zero);
    sums = sums === null ? graph.op('Neg', [x]) : graph.op('Sub', [sums, x]);
  }
  return { parts: graph.concat(1, ...parts), sums: graph.concat(1, sums!, zero), channels };
}

/** What kernels with one dilation make of their channels, [batch, kernels, steps]. */
function convolved(
  graph: GraphBuilder,
  { parts, sums, channels }: Planes,
  { numbers: { kernels } }: MiniRocketModel,
  d: number,
  chosen: readonly number[],
): Value {
  const own = chosen.map((kernel) => {
    const at = d * KERNELS + kernel;
    return [...kernels.channels.subarray(kernels.channelStarts[at], kernels.channelStarts[at + 1])];
  });
  const rounds = Math.max(...own.map(({ length }) => length));
  const take = (from: Value, index: readonly number[]): Value =>
    graph.op('Gather', [from, graph.ints(...index)], { axis: 1 });
  let whole: Value | null = null;
  for (let round = 0; round < rounds; round++) {
    const channel = own.map((list) => list[round] ?? channels);
    const part = (which: number): Value =>
      take(
        parts,
        channel.map((c, k) => tripleOf(chosen[k]!)[which]! * (channels + 1) + c),
      );
    const added = graph.op('Add', [
      graph.op('Add', [take(sums, channel), part(0)]),
      graph.op('Add', [part(1), part(2)]),
    ]);
    whole = whole === null ? added : graph.op('Add', [added, whole]);
  }
  return whole!;
}

/** The share of each sequence's steps above each bias, [batch, kernels · biases]. */
function sharesAbove(
  graph: GraphBuilder,
  { numbers: { kernels } }: MiniRocketModel,
  whole: Value,
  { at, own }: Steps,
  { padding, features, each }: { padding: number; features: readonly number[]; each: number },
): Value {
  const biases = Float32Array.from(
    features.flatMap((first) => [...kernels.biases.subarray(first, first + each)]),
  );
  const above = graph.op('Greater', [
    graph.unsqueeze(whole, 2),
    graph.constant(biases, [1, features.length, each, 1]),
  ]);
  const end = graph.op('Sub', [own, graph.int(padding)]);
  const counted = graph.op('And', [
    graph.op('Less', [graph.unsqueeze(at, 0), end]),
    graph.op('GreaterOrEqual', [graph.unsqueeze(at, 0), graph.int(padding)]),
  ]);
  const hits = graph.cast(graph.op('And', [above, graph.unsqueeze(counted, 1, 2)]), 'float');
  const sums = graph.op('ReduceSum', [hits, graph.ints(3)], { keepdims: 0 });
  const steps = graph.cast(graph.op('Sub', [end, graph.int(padding)]), 'float');
  return graph.reshape(graph.op('Div', [sums, graph.unsqueeze(steps, 2)]), 0, features.length * each);
}

/** Rows of the head's weights in the order of the shares, [features, classes] in float64. */
function weightsOf(
  graph: GraphBuilder,
  { numbers: { kernels, weights, intercepts } }: MiniRocketModel,
  chosen: readonly number[],
  d: number,
  feature: number,
): Value {
  const classes = intercepts.length;
  const each = kernels.biasesEach[d]! * classes;
  const rows = new Float32Array(chosen.length * each);
  chosen.forEach((kernel, k) => {
    const from = feature * classes + kernel * each;
    rows.set(weights.subarray(from, from + each), k * each);
  });
  return graph.cast(graph.constant(rows, [rows.length / classes, classes]), 'double');
}
