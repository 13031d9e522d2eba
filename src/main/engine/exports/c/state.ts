import { gatesOf } from '../../compute/kernel';
import type { RecurrentModel } from '../held';

/** The longest sequence of a network that reads both ways, where nothing else is said, in steps of the recurrence. */
export const MAX_STEPS = 512;

interface Field {
  readonly type: 'float' | 'int' | 'unsigned long';
  readonly name: string;
  /** As C has them, and their product for {@link MAX_STEPS}. */
  readonly dims: string;
  readonly count: number;
}

const bytesOf = { float: 4, int: 4, 'unsigned long': 8 } as const;

/** Numbers of what the head sees. */
export const widthOf = ({ spec }: RecurrentModel): number => spec.units * (spec.bidirectional ? 2 : 1);

/** Numbers of one step of the first recurrent layer's input. */
export const firstInputsOf = ({ spec, shape }: RecurrentModel): number =>
  spec.convolutions.at(-1)?.filters ?? shape.features;

/** What `unroll_state` holds: all memory of one stream, or of one sequence that is read both ways. */
function fieldsOf(model: RecurrentModel): Field[] {
  const { spec, shape } = model;
  const { units, layers, pooling } = spec;
  const width = widthOf(model);
  const float = (name: string, dims: string, count: number): Field => ({ type: 'float', name, dims, count });
  const isLstm = spec.cell === 'lstm';
  const most = Math.max(firstInputsOf(model), width);
  const recurrence = spec.bidirectional
    ? [
        float('inputs', `[UNROLL_MAX_STEPS][${most}]`, MAX_STEPS * most),
        float('outputs', '[UNROLL_MAX_STEPS][UNROLL_WIDTH]', MAX_STEPS * width),
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
  const places = (['place', 'phase'] as const).map((name): Field => {
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

export function stateCode(model: RecurrentModel): string {
  const fields = fieldsOf(model).map(({ type, name, dims }) => `  ${type} ${name}${dims};`);
  return `/* All memory of one ${model.spec.bidirectional ? 'sequence' : 'stream'}. */
typedef struct {
${fields.join('\n')}
} unroll_state;

/* Before the first step of a sequence. */
static inline void unroll_reset(unroll_state *state) { memset(state, 0, sizeof *state); }
`;
}

export function stateBytes(model: RecurrentModel): number {
  return fieldsOf(model).reduce((sum, { type, count }) => sum + bytesOf[type] * count, 0);
}
