import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type {
  BackwardOptions,
  RecurrentGradients,
  RecurrentInputs,
  RecurrentSpec,
  RecurrentUpstream,
} from '../kernel';
import { gather, gatherGroups } from './moves';
import type { Plan } from './plan';
import { planOf } from './plan';
import {
  backProjection,
  piecesOf,
  productGroups,
  projection,
  sumWeights,
  sumWeightsAndBias,
  weightGradient,
} from './product';
import { Recorder } from './recorder';
import { backwardShaders, forwardShaders, initialShader, slotsOf, stepGroups } from './steps';

const gateCounts = { rnn: 1, lstm: 4, gru: 3 } as const;

/** What forward leaves on the GPU for backward and for traces. */
export interface SequenceMemory {
  readonly plan: Plan;
  readonly indices: GPUBuffer;
  /** [rows, inputs], [rows, slots · units], [batch + rows, units] twice; the last one is empty but for an LSTM. */
  readonly inputs: GPUBuffer;
  readonly gates: GPUBuffer;
  readonly states: GPUBuffer;
  readonly cells: GPUBuffer;
}

/** One recurrent layer in one direction over a batch of sequences, on the GPU from beginning to end. */
export class Sequence {
  readonly #backend: WebGPUBackend;
  readonly #spec: RecurrentSpec;
  readonly #batch: number;
  readonly #time: number;
  readonly #features: number;
  readonly #units: number;
  readonly #slots: number;
  /** Columns of the weights. */
  readonly #width: number;

  constructor(backend: WebGPUBackend, spec: RecurrentSpec, { inputs }: RecurrentInputs) {
    this.#backend = backend;
    this.#spec = spec;
    [this.#batch, this.#time, this.#features] = inputs.shape;
    this.#units = spec.units;
    this.#slots = slotsOf(spec);
    this.#width = gateCounts[spec.cell] * spec.units;
  }

  forward(inputs: RecurrentInputs): {
    outputs: Tensor3D;
    finalHidden: Tensor2D;
    finalCell: Tensor2D | null;
    memory: SequenceMemory;
  } {
    const recorder = new Recorder(this.#backend);
    const plan = planOf(inputs.lengths, this.#time, this.#spec.reverse);
    const { rows } = plan;
    const isLstm = this.#spec.cell === 'lstm';
    const stateSize = (this.#batch + rows) * this.#units;
    const memory: SequenceMemory = {
      plan,
      indices: recorder.room(plan.indices.length),
      inputs: recorder.room(rows * this.#features),
      gates: recorder.room(rows * this.#slots * this.#units),
      states: recorder.room(stateSize),
      cells: recorder.room(isLstm ? stateSize : 1),
    };
    recorder.write(memory.indices, plan.indices);

    this.#gather(recorder, memory, inputs.inputs, memory.inputs, 'source', rows, this.#features);
    const project = recorder.bind(projection, {
      left: memory.inputs,
      right: recorder.input(inputs.kernel),
      bias: recorder.input(inputs.bias),
      out: memory.gates,
    });
    project(
      {
        ...{ rows, columns: this.#width, depth: this.#features, chunk: this.#features, onesRow: 0 },
        ...{ leftStride: this.#features, leftColumn: 0, rightStride: this.#width, rightColumn: 0 },
        outStride: this.#slots * this.#units,
      },
      productGroups(rows, this.#width),
    );
    this.#begin(recorder, memory, memory.states, inputs.initialHidden);
    if (isLstm) this.#begin(recorder, memory, memory.cells, inputs.initialCell);

    const steps = forwardShaders(this.#spec).map((shader) =>
      recorder.bind(shader, {
        ...{ gates: memory.gates, states: memory.states, cells: memory.cells },
        weights: recorder.input(inputs.recurrentKernel),
        bias: recorder.input(inputs.bias),
      }),
    );
    for (let step = 0; step < plan.counts.length; step++)
      for (const run of steps) run(this.#stepParams(plan, step), stepGroups(plan.counts[step]!, this.#units));

    const outputs = recorder.output<Tensor3D>([this.#batch, this.#time, this.#units]);
    this.#gather(recorder, memory, memory.states, outputs.buffer, 'packed', this.#batch * this.#time);
    const final = (states: GPUBuffer): Tensor2D => {
      const { tensor, buffer } = recorder.output<Tensor2D>([this.#batch, this.#units]);
      this.#gather(recorder, memory, states, buffer, 'last', this.#batch);
      return tensor;
    };
    const finalHidden = final(memory.states);
    const finalCell = isLstm ? final(memory.cells) : null;
    recorder.submit();
    return { outputs: outputs.tensor, finalHidden, finalCell, memory };
  }

  backward(
    inputs: RecurrentInputs,
    memory: SequenceMemory,
    upstream: RecurrentUpstream,
    options: BackwardOptions,
  ): RecurrentGradients {
    const recorder = new Recorder(this.#backend);
    const { plan } = memory;
    const { rows, counts } = plan;
    const stateSize = this.#batch * this.#units;
    const hidden = recorder.scratch(rows * this.#units);
    const changes = recorder.scratch(rows * this.#slots * this.#units);
    const carry = recorder.scratch(2 * stateSize);
    if (upstream.outputs === null) recorder.clear(hidden, rows * this.#units);
    else this.#gather(recorder, memory, upstream.outputs, hidden, 'source', rows);
    recorder.clear(carry, 2 * stateSize);
    for (const [k, final] of [upstream.finalHidden, upstream.finalCell].entries())
      if (final !== null)
        this.#gather(recorder, memory, final, carry, 'order', this.#batch, this.#units, k * this.#batch);

    const buffers = {
      ...{ gates: memory.gates, states: memory.states, hidden, changes, carry },
      // Of other cells never read; the states are large enough to stand there.
      cells: this.#spec.cell === 'lstm' ? memory.cells : memory.states,
      weights: recorder.input(inputs.recurrentKernel),
    };
    const steps = backwardShaders(this.#spec).map((shader) => recorder.bind(shader, buffers));
    for (let step = counts.length - 1; step >= 0; step--)
      for (const run of steps)
        run({ ...this.#stepParams(plan, step), batch: this.#batch }, stepGroups(counts[step]!, this.#units));
    recorder.bind(initialShader(this.#spec), buffers)(
      {
        ...{ units: this.#units, count: this.#batch, row: 0, state: 0, previous: 0 },
        ...{ laterCount: this.#batch, laterRow: 0, batch: this.#batch },
      },
      stepGroups(this.#batch, this.#units),
    );

    const initial = (shift: number): Tensor2D => {
      const { tensor, buffer } = recorder.output<Tensor2D>([this.#batch, this.#units]);
      this.#gather(recorder, memory, carry, buffer, 'place', this.#batch, this.#units, 0, shift);
      return tensor;
    };
    const gradients = {
      ...this.#weightGradients(recorder, inputs, memory, changes),
      inputs: options.inputs === false ? null : this.#inputGradient(recorder, inputs, memory, changes),
      initialHidden: initial(0),
      initialCell: this.#spec.cell === 'lstm' ? initial(this.#batch) : null,
      hidden: options.hidden === true ? this.#unpack(recorder, memory, hidden, this.#units) : null,
    };
    recorder.submit();
    return gradients;
  }

  /** [batch, time, units] of a gate's slot, or of the states. */
  traced(memory: SequenceMemory, what: 'states' | 'cells' | number): Tensor3D {
    const recorder = new Recorder(this.#backend);
    const { tensor, buffer } = recorder.output<Tensor3D>([this.#batch, this.#time, this.#units]);
    const rows = this.#batch * this.#time;
    if (what === 'states' || what === 'cells')
      this.#gather(recorder, memory, memory[what], buffer, 'packed', rows);
    else
      recorder.bind(gather, { source: memory.gates, index: memory.indices, out: buffer })(
        {
          ...{ rows, width: this.#units, indexAt: memory.plan.at.packed, shift: 0, outRow: 0 },
          ...{ sourceStride: this.#slots * this.#units, sourceColumn: what * this.#units },
        },
        gatherGroups(rows, this.#units),
      );
    recorder.submit();
    return tensor;
  }

  release({ indices, inputs, gates, states, cells }: SequenceMemory): void {
    for (const buffer of [indices, inputs, gates, states, cells])
      this.#backend.bufferManager.releaseBuffer(buffer);
  }

  #stepParams({ counts, starts }: Plan, step: number) {
    return {
      units: this.#units,
      count: counts[step]!,
      row: starts[step]!,
      state: this.#batch + starts[step]!,
      previous: step === 0 ? 0 : this.#batch + starts[step - 1]!,
      laterCount: counts[step + 1] ?? 0,
      laterRow: starts[step + 1] ?? 0,
    };
  }

  /** Rows of `source` as a part of the plan says; packed rows of states come after the initial ones. */
  #gather(
    recorder: Recorder,
    { plan, indices, states, cells }: SequenceMemory,
    source: Tensor | GPUBuffer,
    out: GPUBuffer,
    part: keyof Plan['at'],
    rows: number,
    width = this.#units,
    outRow = 0,
    shift = part === 'packed' && (source === states || source === cells) ? this.#batch : 0,
  ): void {
    const from = source instanceof GPUBuffer ? source : recorder.input(source);
    recorder.bind(gather, { source: from, index: indices, out })(
      { rows, width, indexAt: plan.at[part], shift, sourceStride: width, sourceColumn: 0, outRow },
      gatherGroups(rows, width),
    );
  }

  /** The states before the first step, in the plan's order. */
  #begin(recorder: Recorder, memory: SequenceMemory, states: GPUBuffer, initial: Tensor2D | undefined): void {
    if (initial === undefined) recorder.clear(states, this.#batch * this.#units);
    else this.#gather(recorder, memory, initial, states, 'order', this.#batch);
  }

  #unpack(recorder: Recorder, memory: SequenceMemory, packed: GPUBuffer, width: number): Tensor3D {
    const { tensor, buffer } = recorder.output<Tensor3D>([this.#batch, this.#time, width]);
    this.#gather(recorder, memory, packed, buffer, 'packed', this.#batch * this.#time, width);
    return tensor;
  }

  #inputGradient(
    recorder: Recorder,
    { kernel }: RecurrentInputs,
    memory: SequenceMemory,
    changes: GPUBuffer,
  ): Tensor3D {
    const { rows } = memory.plan;
    const packed = recorder.scratch(rows * this.#features);
    recorder.bind(backProjection, { left: changes, right: recorder.input(kernel), out: packed })(
      {
        ...{ rows, columns: this.#features, depth: this.#width, chunk: this.#width, onesRow: 0 },
        ...{ leftStride: this.#slots * this.#units, leftColumn: 0 },
        ...{ rightStride: this.#width, rightColumn: 0, outStride: this.#features },
      },
      productGroups(rows, this.#features),
    );
    return this.#unpack(recorder, memory, packed, this.#features);
  }

  #weightGradients(
    recorder: Recorder,
    inputs: RecurrentInputs,
    memory: SequenceMemory,
    changes: GPUBuffer,
  ): Pick<RecurrentGradients, 'kernel' | 'recurrentKernel' | 'bias'> {
    const { rows } = memory.plan;
    const units = this.#units;
    const kernel = recorder.output<Tensor2D>(inputs.kernel.shape);
    const recurrent = recorder.output<Tensor2D>(inputs.recurrentKernel.shape);
    const bias = recorder.output<Tensor1D | Tensor2D>(inputs.bias.shape);
    const previous = recorder.scratch(rows * units);
    this.#gather(recorder, memory, memory.states, previous, 'previous', rows);

    const add = (
      left: { buffer: GPUBuffer; width: number; stride: number; column: number },
      columns: { count: number; from: number; to: number },
      out: GPUBuffer,
      biasAt: number | null,
    ): void => {
      const outRows = left.width + (biasAt === null ? 0 : 1);
      const { chunk, pieces } = piecesOf(outRows, columns.count, rows);
      const parts = recorder.scratch(pieces * outRows * columns.count);
      recorder.bind(weightGradient, { left: left.buffer, right: changes, out: parts })(
        {
          ...{ rows: outRows, columns: columns.count, depth: rows, chunk, onesRow: left.width },
          ...{ leftStride: left.stride, leftColumn: left.column },
          ...{ rightStride: this.#slots * units, rightColumn: columns.from, outStride: columns.count },
        },
        productGroups(outRows, columns.count, pieces),
      );
      const sum = {
        ...{ pieces, size: outRows * columns.count, columns: columns.count, onesRow: left.width },
        ...{ outStride: this.#width, outColumn: columns.to, biasAt: biasAt ?? 0 },
      };
      const groups = gatherGroups(outRows, columns.count);
      if (biasAt === null) recorder.bind(sumWeights, { parts, out })(sum, groups);
      else recorder.bind(sumWeightsAndBias, { parts, out, bias: bias.buffer })(sum, groups);
    };

    const fromInputs = { buffer: memory.inputs, width: this.#features, stride: this.#features, column: 0 };
    const fromStates = { buffer: previous, width: units, stride: units, column: 0 };
    add(fromInputs, { count: this.#width, from: 0, to: 0 }, kernel.buffer, 0);
    if (this.#spec.cell !== 'gru')
      add(fromStates, { count: this.#width, from: 0, to: 0 }, recurrent.buffer, null);
    else {
      // The candidate's product is of another kind: of r ⊙ h, or with a bias and a change of its own.
      const { resetAfter } = this.#spec;
      add(fromStates, { count: 2 * units, from: 0, to: 0 }, recurrent.buffer, resetAfter ? 3 * units : null);
      const reset = { buffer: memory.gates, width: units, stride: 4 * units, column: 3 * units };
      const candidate = { count: units, from: (resetAfter ? 3 : 2) * units, to: 2 * units };
      add(resetAfter ? fromStates : reset, candidate, recurrent.buffer, resetAfter ? 5 * units : null);
    }
    return { kernel: kernel.tensor, recurrentKernel: recurrent.tensor, bias: bias.tensor };
  }
}
