import type { LayerSummary, NetworkSpec } from '../../../../shared/domain/model';
import { layoutOf } from '../network/layout';
import type { EncoderBlockLayout } from '../network/layout';
import type { NetworkShape } from '../network/weights';

const slotsOfBlock = (block: EncoderBlockLayout): number[] =>
  Object.values(block).flatMap((part: Readonly<Record<string, number>>) => Object.values(part));

/** The network layer by layer for people; `null` is the number of time steps. */
export function summarise(spec: NetworkSpec, shape: NetworkShape): LayerSummary[] {
  const layout = layoutOf(spec, shape);
  const sizeOf = (slots: readonly number[]): number =>
    slots.reduce((sum, slot) => sum + layout.slots[slot]!.size, 0);
  const summaries: LayerSummary[] = [];
  let inputs = shape.features;
  const overTime = (name: string, outputs: number, slots: readonly number[]): void => {
    summaries.push({
      name,
      inputShape: [null, inputs],
      outputShape: [null, outputs],
      parameters: sizeOf(slots),
    });
    inputs = outputs;
  };
  layout.convolutions.forEach(({ kernel, bias }, k) =>
    overTime(`conv_${k + 1}`, spec.convolutions[k]!.filters, [kernel, bias]),
  );
  layout.layers.forEach((directions, index) => {
    const slots = directions.flatMap(({ kernel, recurrentKernel, bias, peephole }) => [
      ...[kernel, recurrentKernel, bias],
      ...(peephole === null ? [] : [peephole]),
    ]);
    overTime(
      `recurrent_${index + 1}`,
      layout.slots[directions[0]!.recurrentKernel]!.shape[0]! * directions.length,
      slots,
    );
    const norm = layout.norms[index];
    if (norm !== undefined) overTime(`norm_${index + 1}`, inputs, [norm.gamma, norm.beta]);
  });
  if (layout.encoder !== null) {
    const { embedding, blocks, norm } = layout.encoder;
    overTime('embedding', layout.headInputs, [embedding.kernel, embedding.bias]);
    blocks.forEach((block, k) => overTime(`encoder_${k + 1}`, inputs, slotsOfBlock(block)));
    overTime('encoder_norm', inputs, [norm.gamma, norm.beta]);
  }
  const { pooling, head } = layout;
  const everyStep = spec.pooling === 'none';
  const pooled: LayerSummary = {
    name: `pooling_${spec.pooling}`,
    inputShape: [null, inputs],
    outputShape: [inputs],
    parameters: pooling === null ? 0 : sizeOf([pooling.scorer.kernel, pooling.scorer.bias, pooling.context]),
  };
  const over = (width: number): (number | null)[] => (everyStep ? [null, width] : [width]);
  return [
    ...summaries,
    ...(everyStep ? [] : [pooled]),
    {
      name: 'head',
      inputShape: over(inputs),
      outputShape: over(shape.outputs),
      parameters: sizeOf([head.kernel, head.bias]),
    },
  ];
}
