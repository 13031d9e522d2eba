import type { Standard } from '../../../baselines/sequences';
import { stepMask } from '../front-end';
import type { GraphBuilder, Value } from '../graph-builder';
import type { Sequences } from '../sequences';

/**
 * What `seriesOf` of the baselines makes of unscaled features: standardised channels in float64, rounded to float32, with zeros
 * from each sequence's end on and at least `least` steps, [batch, channels, steps].
 */
export function seriesInto(
  graph: GraphBuilder,
  given: Sequences,
  { columns, mean, deviation }: Standard,
  least: number,
): Value {
  const channels = graph.op('Gather', [given.values, graph.ints(...columns)], { axis: 2 });
  const width = [columns.length];
  const centred = graph.op('Sub', [
    graph.cast(channels, 'double'),
    graph.weight('standard/mean', mean, width),
  ]);
  const scaled = graph.cast(
    graph.op('Div', [centred, graph.weight('standard/deviation', deviation, width)]),
    'float',
  );
  const whole = graph.op('Where', [stepMask(graph, given), scaled, graph.float(0)]);
  const missing = graph.op('Max', [graph.op('Sub', [graph.int(least), graph.size(whole, 1)]), graph.int(0)]);
  const pads = graph.concat(0, graph.ints(0, 0, 0, 0), graph.unsqueeze(missing, 0), graph.ints(0));
  return graph.transpose(graph.op('Pad', [whole, pads]), 0, 2, 1);
}
