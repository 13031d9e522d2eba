import type { TraceTensorName } from '../../../../shared/domain/trace';
import type { RecurrentInputs, RecurrentSpec } from '../kernel';
import type { Handle } from './binding';
import type { Ops } from './ops';
import type { Sequence } from './sequence';

/** What a fused cell is given; sequences are [time, batch, width] in reading order. */
export interface CellInputs {
  /** [time, batch, inputs] */
  readonly inputs: Handle;
  readonly kernel: Handle;
  readonly recurrentKernel: Handle;
  readonly bias: Handle;
  /** [batch, units] */
  readonly initialHidden: Handle;
  readonly initialCell: Handle;
  /** [3, units], of i, f and o; LSTM with peepholes only. */
  readonly peephole: Handle | null;
}

/** Everything that backward needs, by name; the caller decides how long it lives. */
export type CellMemory = Readonly<Record<string, Handle>>;

interface CellForward {
  /** [time, batch, units], in reading order; anything beyond the lengths. */
  readonly outputs: Handle;
  /** [batch, units] */
  readonly finalHidden: Handle;
  readonly finalCell: Handle | null;
  readonly memory: CellMemory;
}

/** As RecurrentUpstream, in reading order and zero beyond the lengths. Null where nothing comes. */
export interface CellUpstream {
  readonly outputs: Handle | null;
  readonly finalHidden: Handle | null;
  readonly finalCell: Handle | null;
}

interface CellGradients {
  readonly inputs: Handle | null;
  readonly kernel: Handle;
  readonly recurrentKernel: Handle;
  readonly bias: Handle;
  readonly peephole?: Handle | null;
  readonly initialHidden: Handle;
  readonly initialCell: Handle | null;
  readonly hidden: Handle | null;
}

interface CellWants {
  readonly inputs: boolean;
  readonly hidden: boolean;
}

/** One kind of layer through TensorFlow's fused operations. */
export interface FusedCell {
  /** Names of the memory's sequences that a trace shows; null where the operation keeps them to itself. */
  readonly traced: Readonly<Partial<Record<TraceTensorName, string>>> | null;
  forward(ops: Ops, sequence: Sequence, inputs: CellInputs, units: number): CellForward;
  backward(
    ops: Ops,
    sequence: Sequence,
    inputs: CellInputs,
    memory: CellMemory,
    upstream: CellUpstream,
    wants: CellWants,
    units: number,
  ): CellGradients;
}

/** ∂L/∂h of every step from above, [time, batch, units], the final state's included; zeros where nothing comes. */
export function hiddenUpstream(
  ops: Ops,
  sequence: Sequence,
  { outputs, finalHidden }: CellUpstream,
  shape: number[],
): Handle {
  if (finalHidden === null) return outputs ?? ops.zeros(shape);
  const last = sequence.spread(finalHidden);
  return outputs === null ? last : ops.add(outputs, last);
}

export function cellInputs(
  ops: Ops,
  sequence: Sequence,
  { units }: RecurrentSpec,
  given: RecurrentInputs,
): CellInputs {
  const state = (tensor: RecurrentInputs['initialHidden']): Handle =>
    tensor === undefined ? ops.zeros([given.lengths.length, units]) : ops.from(tensor);
  return {
    inputs: sequence.read(given.inputs),
    kernel: ops.from(given.kernel),
    recurrentKernel: ops.from(given.recurrentKernel),
    bias: ops.from(given.bias),
    initialHidden: state(given.initialHidden),
    initialCell: state(given.initialCell),
    peephole: given.peephole === undefined ? null : ops.from(given.peephole),
  };
}
