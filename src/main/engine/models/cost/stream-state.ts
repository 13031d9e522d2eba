import type { RecurrentNetworkSpec } from '../../../../shared/domain/model';
import { gatesOf } from '../../kernels/kernel';
import type { NetworkShape } from '../network/weights';

/** A recurrent network, whatever its weights. */
export interface Recurrent {
  readonly spec: RecurrentNetworkSpec;
  readonly shape: NetworkShape;
}

export interface StateField {
  readonly type: 'float' | 'int' | 'unsigned long';
  readonly name: string;
  /** As the C header has them, and their product. */
  readonly dims: string;
  readonly count: number;
}

const bytesOf = { float: 4, int: 4, 'unsigned long': 8 } as const;

/** Numbers of what the head sees. */
export const widthOf = ({ spec }: Recurrent): number => spec.units * (spec.bidirectional ? 2 : 1);

/** Numbers of one step of the first recurrent layer's input. */
export const firstInputsOf = ({ spec, shape }: Recurrent): number =>
  spec.convolutions.at(-1)?.filters ?? shape.features;

/**
 * All memory of one stream, or of one sequence that is read both ways: what `unroll_state` of the C header holds.
 *
 * @param mostSteps the longest sequence that is read both ways, in steps of the recurrence
 */
export function stateFields(model: Recurrent, mostSteps: number): StateField[] {
  const { spec, shape } = model;
  const { units, layers, pooling } = spec;
  const width = widthOf(model);
  const float = (name: string, dims: string, count: number): StateField => ({
    type: 'float',
    name,
    dims,
    count,
  });
  const isLstm = spec.cell === 'lstm';
  const most = Math.max(firstInputsOf(model), width);
  const recurrence = spec.bidirectional
    ? [
        float('inputs', `[UNROLL_MAX_STEPS][${most}]`, mostSteps * most),
        float('outputs', '[UNROLL_MAX_STEPS][UNROLL_WIDTH]', mostSteps * width),
        float('hidden', '[UNROLL_UNITS]', units),
        ...(isLstm ? [float('cell', '[UNROLL_UNITS]', units)] : []),
      ]
    : [
        float('hidden', '[UNROLL_LAYERS][UNROLL_UNITS]', layers * units),
        ...(isLstm ? [float('cell', '[UNROLL_LAYERS][UNROLL_UNITS]', layers * units)] : []),
        ...(spec.layerNorm ? [float('normed', '[UNROLL_UNITS]', units)] : []),
      ];
  const front = spec.convolutions.flatMap(({ filters, width: taps }, k) => {
    const inputs = spec.convolutions[k - 1]?.filters ?? shape.features;
    return [
      float(`ring_${k}`, `[${taps} * ${inputs}]`, taps * inputs),
      float(`conv_${k}`, `[${filters}]`, filters),
    ];
  });
  const places = (['place', 'phase'] as const).map((name): StateField => {
    const count = spec.convolutions.length;
    return { type: 'int', name, dims: `[${count}]`, count };
  });
  const sums = pooling === 'mean' || pooling === 'attention';
  return [
    ...recurrence,
    ...front,
    ...(front.length > 0 ? places : []),
    ...(sums ? [float('sum', '[UNROLL_WIDTH]', width)] : []),
    ...(pooling === 'attention' ? [float('most', '', 1), float('weight', '', 1)] : []),
    ...(sums ? [{ type: 'unsigned long', name: 'steps', dims: '', count: 1 } as const] : []),
    float('pooled', '[UNROLL_WIDTH]', width),
    float('scaled', '[UNROLL_FEATURES]', shape.features),
    float('work', '[UNROLL_GATES * UNROLL_UNITS]', gatesOf(spec) * units),
  ];
}

export function stateBytes(model: Recurrent, mostSteps: number): number {
  return stateFields(model, mostSteps).reduce((sum, { type, count }) => sum + bytesOf[type] * count, 0);
}
