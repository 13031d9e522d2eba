import type { ProbeFrame, ProbeHistory } from '../../../shared/domain/probes';
import { traceTensorNames } from '../../../shared/domain/trace';
import type { PaletteKind } from '../../charts/heat/colormaps';
import type { HeatCells } from '../../charts/heat/heat-bitmap';
import type { ValueRange } from '../../charts/value-range';

export interface ProbeHeatMap {
  readonly key: string;
  readonly name: string;
  readonly cells: HeatCells;
  readonly range: ValueRange;
  readonly colours: PaletteKind;
}

/** Between 0 and 1. */
const gates = new Set(['i', 'f', 'o', 'z', 'r']);
const signed: ValueRange = { least: -1, greatest: 1 };
const share: ValueRange = { least: 0, greatest: 1 };

/** The answer, then state and gates of the layer next to it; scales that stay, so that moments can be compared. */
export function heatsOf(
  { layers, outputs }: ProbeHistory,
  { layers: seen, answers }: ProbeFrame,
): ProbeHeatMap[] {
  const last = seen.length - 1;
  const own = seen[last];
  const answer: ProbeHeatMap[] =
    answers.length === 0
      ? []
      : [
          {
            ...{ key: 'answers', name: 'p', range: share, colours: 'magnitude' },
            cells: { values: answers, rows: outputs.length, layout: 'steps', first: 'top' },
          },
        ];
  if (own === undefined) return answer;
  const { shown } = layers[last]!;
  return [
    ...answer,
    ...traceTensorNames.flatMap((name): ProbeHeatMap[] => {
      const values = own.tensors[name];
      if (values === undefined) return [];
      const isGate = gates.has(name);
      return [
        {
          ...{ key: name, name, range: isGate ? share : signed, colours: isGate ? 'magnitude' : 'signed' },
          cells: { values, rows: shown.length, layout: 'steps', first: 'top' },
        },
      ];
    }),
  ];
}

/** Powers of ten that a gradient is shown over. */
const DECADES = 6;

/** ‖∂L/∂h_t‖ of the first probe, time to the right, training downwards; its logarithm from the greatest down. */
export function waterfallOf({
  gradients,
  columns,
  moments,
}: ProbeHistory): Pick<ProbeHeatMap, 'cells' | 'range'> | null {
  const all = gradients[gradients.length - 1];
  if (all === undefined || moments.length === 0) return null;
  const values = all.map((norm) => (norm > 0 ? Math.log10(norm) : -Infinity));
  const greatest = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (greatest === -Infinity) return null;
  const range = { least: greatest - DECADES, greatest };
  return {
    cells: {
      values: values.map((value) => Math.max(range.least, value)),
      ...{ rows: moments.length, layout: 'rows', first: 'top' },
    },
    range: columns > 0 ? range : share,
  };
}
