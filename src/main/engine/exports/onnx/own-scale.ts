import { LEAST_DEVIATION, LEAST_RELATIVE_DEVIATION } from '../../features/own-scale';
import type { Sequences } from './sequences';
import type { GraphBuilder, Value } from './graph-builder';

/** What features/own-scale.ts does, as a graph, in float64. */
export interface OwnScaled {
  /** [batch, time, channels]: chosen channels in units of their own deviation, centred. */
  readonly values: Value;
  /** [batch, time, 2 · chosen]: spread and level of each chosen channel. */
  readonly scale: Value;
}

/** @param mask [batch, time, 1] bool */
export function ownScaled(
  graph: GraphBuilder,
  { values, lengths }: Sequences,
  mask: Value,
  channels: readonly string[],
  chosen: readonly string[],
): OwnScaled {
  const double = (value: number): Value => graph.constant(Float64Array.of(value), []);
  const steps = graph.unsqueeze(graph.cast(lengths, 'double'), 1, 2);
  const meanOf = (value: Value): Value => {
    const kept = graph.op('Where', [mask, value, double(0)]);
    return graph.op('Div', [graph.op('ReduceSum', [kept, graph.ints(1)], { keepdims: 1 }), steps]);
  };
  const exact = graph.cast(values, 'double');
  const mean = meanOf(exact);
  const centred = graph.op('Sub', [exact, mean]);
  const deviation = graph.op('Sqrt', [meanOf(graph.op('Mul', [centred, centred]))]);
  const relative = graph.op('Mul', [graph.op('Abs', [mean]), double(LEAST_RELATIVE_DEVIATION)]);
  const whole = graph.op('Max', [deviation, relative, double(LEAST_DEVIATION)]);
  const flags = Float64Array.from(channels, (name) => (chosen.includes(name) ? 1 : 0));
  const isChosen = graph.op('Greater', [graph.constant(flags, [channels.length]), double(0)]);
  const unit = graph.op('Where', [isChosen, whole, double(1)]);
  const scaled = graph.op('Where', [isChosen, graph.op('Div', [centred, unit]), exact]);
  const spread = graph.cast(graph.op('Log', [whole]), 'float');
  // onnxruntime has no asinh in float64.
  const level = graph.op('Asinh', [graph.cast(graph.op('Div', [mean, whole]), 'float')]);
  const both = graph.concat(3, graph.unsqueeze(spread, 3), graph.unsqueeze(level, 3));
  const columns = channels.flatMap((name, c) => (chosen.includes(name) ? [c] : []));
  const own = graph.reshape(
    graph.op('Gather', [both, graph.ints(...columns)], { axis: 2 }),
    0,
    1,
    2 * columns.length,
  );
  return {
    values: graph.cast(scaled, 'float'),
    scale: graph.op('Where', [mask, own, own]),
  };
}
