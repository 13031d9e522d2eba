import type { Convolution } from '../../../../shared/domain/model';
import { layoutOf } from '../../models/network/layout';
import type { NetworkWeights } from '../../models/network/weights';
import type { Sequences } from './sequences';
import type { FoldedConvolution } from '../../models/network/folded';
import type { Attributes, GraphBuilder, Value } from './graph-builder';
import { quantise } from './quantised';

/** One convolution of whole sequences (models/network/layers/convolution.ts), [batch, time, inputs]; lengths follow. */
export function convolved(
  graph: GraphBuilder,
  network: NetworkWeights,
  index: number,
  { values, lengths }: Sequences,
  quantised: boolean,
): Sequences {
  const { width, stride } = network.spec.convolutions[index]!;
  return {
    values: convolution(graph, network, index, values, width - 1, quantised),
    lengths: graph.op('Div', [graph.op('Add', [lengths, graph.int(stride - 1)]), graph.int(stride)]),
  };
}

/** Steps of its input that a convolution keeps from one call to the next when it streams. */
export const keptSteps = ({ width, stride }: Convolution): number => Math.max(0, width - stride);

/**
 * One convolution of a stream.
 *
 * @param block [batch, n · stride, inputs], ending with a step that the convolution answers
 * @param kept [batch, {@link keptSteps} · inputs], what came before the block, or null when that is nothing
 * @returns `outputs` [batch, n, filters], and what the next block needs
 */
export function convolutionStep(
  graph: GraphBuilder,
  network: NetworkWeights,
  index: number,
  block: Value,
  kept: Value | null,
): { outputs: Value; next: Value | null } {
  const convolutionSpec = network.spec.convolutions[index]!;
  const inputs = inputsOf(network, index);
  const skipped = convolutionSpec.stride - convolutionSpec.width;
  if (kept === null) {
    const seen = skipped > 0 ? graph.slice(block, 1, skipped, Number.MAX_SAFE_INTEGER) : block;
    return { outputs: convolution(graph, network, index, seen, 0, false), next: null };
  }
  const steps = keptSteps(convolutionSpec);
  const whole = graph.concat(1, graph.reshape(kept, 0, steps, inputs), block);
  return {
    outputs: convolution(graph, network, index, whole, 0, false),
    next: graph.reshape(graph.slice(whole, 1, -steps, Number.MAX_SAFE_INTEGER), 0, steps * inputs),
  };
}

export function inputsOf({ spec, shape }: NetworkWeights, index: number): number {
  return index === 0 ? shape.features : spec.convolutions[index - 1]!.filters;
}

/** ReLU(b + Σ x W), `lead` zeros before the first step; [batch, time, inputs] → [batch, steps, filters]. */
function convolution(
  graph: GraphBuilder,
  network: NetworkWeights,
  index: number,
  x: Value,
  lead: number,
  quantised: boolean,
): Value {
  const slots = layoutOf(network.spec, network.shape).convolutions[index]!;
  const lines = graph.transpose(x, 0, 2, 1);
  const given = {
    ...network.spec.convolutions[index]!,
    name: `conv_${index + 1}`,
    inputs: inputsOf(network, index),
    kernel: network.weights[slots.kernel]!.data,
    bias: network.weights[slots.bias]!.data,
  };
  const sums = (quantised ? integerSums : floatSums)(graph, given, lines, [lead, 0]);
  return graph.transpose(graph.op('Relu', [sums]), 0, 2, 1);
}

interface GivenConvolution extends Convolution {
  readonly name: string;
  readonly inputs: number;
  /** [width, inputs, filters] */
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  /** 1 when left out. */
  readonly dilation?: number;
}

/** Zeros before the first step and behind the last. */
type Pads = readonly [before: number, after: number];

/** b + Σ x W of lines [batch, inputs, time] → [batch, filters, steps]. */
export function floatSums(graph: GraphBuilder, given: GivenConvolution, lines: Value, pads: Pads): Value {
  const { name, inputs, filters, width, bias } = given;
  const kernel = filtersFirst(given.kernel, given);
  return graph.op(
    'Conv',
    [
      lines,
      graph.weight(`${name}/kernel`, kernel, [filters, inputs, width]),
      graph.weight(`${name}/bias`, bias, [filters]),
    ],
    { ...placed(given), pads: [...pads] },
  );
}

// Without a dilation as earlier versions wrote it: the same weights make the same file, byte for byte.
const placed = ({ width, stride, dilation = 1 }: GivenConvolution): Attributes => ({
  ...{ kernel_shape: [width], strides: [stride] },
  ...(dilation > 1 && { dilations: [dilation] }),
});

/** Each channel of lines [batch, inputs, time] convolved by itself, without a bias. */
export function depthwiseSums(
  graph: GraphBuilder,
  { depthwise, inputs }: FoldedConvolution,
  lines: Value,
  dilation: number,
  pads: Pads,
): Value {
  const { name, size, kernel } = depthwise!;
  const turned = filtersFirst(kernel, { width: size, inputs, filters: 1 });
  return graph.op('Conv', [lines, graph.weight(name, turned, [inputs, 1, size])], {
    ...{ kernel_shape: [size], strides: [1], dilations: [dilation], group: inputs, pads: [...pads] },
  });
}

/** {@link floatSums} with weights and inputs in 8 bits. */
export function integerSums(graph: GraphBuilder, given: GivenConvolution, lines: Value, pads: Pads): Value {
  const { name, inputs, filters, width, bias } = given;
  const { values, scales } = quantise(given.kernel, width * inputs, filters);
  // Zeros go in before quantising: runtimes differ in what they pad integers with.
  const padded = graph.op('Pad', [lines, graph.ints(0, 0, pads[0], 0, 0, pads[1])]);
  const [integers, scale, zero] = graph.ops('DynamicQuantizeLinear', [padded], 3) as [Value, Value, Value];
  const kernel = graph.weight(`${name}/kernel/int8`, filtersFirst(values, given), [filters, inputs, width]);
  const sums = graph.cast(graph.op('ConvInteger', [integers, kernel, zero], placed(given)), 'float');
  const units = graph.op('Mul', [graph.weight(`${name}/kernel/scale`, scales, [filters, 1]), scale]);
  return graph.op('Add', [graph.op('Mul', [sums, units]), graph.weight(`${name}/bias`, bias, [filters, 1])]);
}

/** [width, inputs, filters] → [filters, inputs, width] */
function filtersFirst<T extends Float32Array | Int8Array>(
  values: T,
  { width, inputs, filters }: Pick<GivenConvolution, 'width' | 'inputs' | 'filters'>,
): T {
  const turned = values.slice() as T;
  for (let k = 0; k < width; k++)
    for (let i = 0; i < inputs; i++)
      for (let f = 0; f < filters; f++)
        turned[(f * inputs + i) * width + k] = values[(k * inputs + i) * filters + f]!;
  return turned;
}
