import type { LayerTrace } from '../../../../shared/domain/trace';
import { Network } from './network';
import { spectralRadius } from './spectral-radius';

/** Larger matrices would take seconds. */
const MOST_UNITS = 256;

/** Spectral radius of each recurrence of a plain RNN, layer by layer, direction by direction; null where there is none. */
export function recurrenceRadii({ spec, layout, parameters }: Network): number[][] | null {
  if (spec.family !== 'recurrent' || spec.cell !== 'rnn' || spec.units > MOST_UNITS) return null;
  return layout.layers.map((directions) =>
    directions.map(({ recurrentKernel }) => {
      const { offset, size } = layout.slots[recurrentKernel]!;
      return spectralRadius(parameters.subarray(offset, offset + size), spec.units);
    }),
  );
}

/** As it began, which follows from the seed, and as it was learnt. */
export function radiiOf(
  network: Network,
  { layer, direction }: Pick<LayerTrace, 'layer' | 'direction'>,
  seed: number | undefined,
): LayerTrace['spectralRadius'] {
  const trained = recurrenceRadii(network);
  if (trained === null || seed === undefined) return null;
  const { spec, shape, kernel } = network;
  const initial = recurrenceRadii(Network.create(spec, shape, kernel, seed))!;
  const at = Number(direction === 'backward');
  return { initial: initial[layer]![at]!, trained: trained[layer]![at]! };
}
