import { convolutionName, foldedBlock } from '../../models/network/folded';
import type { FoldedConvolution, FoldedUnit } from '../../models/network/folded';
import { tapsOf } from '../../models/network/layers/time-convolution';
import type { LayerOf } from '../../models/network/stack';
import type { NetworkWeights } from '../../models/network/weights';
import { depthwiseSums, floatSums, integerSums } from './convolution';
import { stepMask } from './front-end';
import type { GraphBuilder, Value } from './graph-builder';
import { MASKED } from './pooling';
import type { Sequences } from './sequences';

/** Convolves lines [batch, inputs, time], as many steps out as in. */
type Convolve = (given: FoldedConvolution, lines: Value, dilation: number) => Value;

/** Steps of its input that each of a causal block's convolutions keeps from one call to the next, by the name of its state. */
export function keptOf(
  { weights: all }: NetworkWeights,
  { weights, dilation }: LayerOf<'residual'>,
): { readonly name: string; readonly steps: number; readonly inputs: number }[] {
  return weights.units
    .flatMap(({ paths }) => paths)
    .map(({ depthwise, kernel }) => {
      const [size, inputs] = all[depthwise ?? kernel]!.shape as [number, number];
      const name = stateName({ name: convolutionName(all[kernel]!.name) });
      return { name, steps: (size - 1) * dilation, inputs };
    })
    .filter(({ steps }) => steps > 0);
}

export const stateName = ({ name }: Pick<FoldedConvolution, 'name'>): string => name.replaceAll('/', '_');

/** `residualBlock` of models/network/layers/residual-block.ts of whole sequences, [batch, time, inputs] → [batch, time, outputs]. */
export function residualOver(
  graph: GraphBuilder,
  network: NetworkWeights,
  layer: LayerOf<'residual'>,
  sequences: Sequences,
  quantised: boolean,
): Value {
  // What looks back alone never reads what lies beyond a sequence's end.
  const mask = layer.causal ? null : graph.transpose(stepMask(graph, sequences), 0, 2, 1);
  const only = (lines: Value, other = 0): Value =>
    mask === null ? lines : graph.op('Where', [mask, lines, graph.float(other)]);
  const convolve: Convolve = (given, lines, dilation) => {
    const taps = tapsOf(given.size, dilation, layer.causal);
    const pads = [taps.lead, (given.size - 1) * dilation - taps.lead] as const;
    const sums = quantised ? integerSums : floatSums;
    return sums(graph, { ...given, width: given.size, stride: 1, dilation }, lines, pads);
  };
  const each: Convolve = (given, lines, dilation) => {
    const taps = tapsOf(given.depthwise!.size, dilation, layer.causal);
    const span = (taps.size - 1) * dilation;
    return depthwiseSums(graph, given, lines, dilation, [taps.lead, span - taps.lead]);
  };
  const lines = graph.transpose(sequences.values, 0, 2, 1);
  const greatest = (x: Value): Value =>
    graph.op('MaxPool', [only(x, MASKED)], { kernel_shape: [3], pads: [1, 1] });
  return graph.transpose(
    residual(graph, network, layer, only(lines), { convolve, each, greatest, only }),
    ...[0, 2, 1],
  );
}

interface Steps {
  readonly convolve: Convolve;
  /** Each channel by itself, where a convolution has that. */
  readonly each: Convolve;
  /** Of each step and its neighbours. */
  readonly greatest: (lines: Value) => Value;
  /** Zero where there is no step. */
  readonly only: (lines: Value) => Value;
}

/** A block over lines [batch, inputs, time] → [batch, outputs, time]. */
export function residual(
  graph: GraphBuilder,
  network: NetworkWeights,
  layer: LayerOf<'residual'>,
  lines: Value,
  { convolve, each, greatest, only }: Steps,
): Value {
  const { units, shortcut } = foldedBlock(network, layer.weights);
  const unit = (x: Value, { bottleneck, paths, pooled }: FoldedUnit): Value => {
    const narrow = bottleneck === null ? x : convolve(bottleneck, x, 1);
    const made = paths.map((path) =>
      path.depthwise === null
        ? convolve(path, narrow, layer.dilation)
        : convolve(path, each(path, narrow, layer.dilation), 1),
    );
    if (pooled !== null) made.push(convolve(pooled, greatest(x), 1));
    return made.length === 1 ? made[0]! : graph.concat(1, ...made);
  };
  let x = lines;
  units.forEach((one, k) => {
    const made = unit(x, one);
    const isPlain = k === units.length - 1 && !layer.rectified;
    x = only(isPlain ? made : graph.op('Relu', [made]));
  });
  const passed = shortcut === null ? lines : convolve(shortcut, lines, 1);
  return only(graph.op('Relu', [graph.op('Add', [x, passed])]));
}
