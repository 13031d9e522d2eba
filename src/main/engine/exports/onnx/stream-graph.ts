import type { EventDecision } from '../../../../shared/domain/detection';
import type { SpectralPlan } from '../../features/log-mel';
import type { TrainedModel } from '../../models/network/weights-file';
import { layoutOf } from '../../models/network/layout';
import { layersOf, walk } from '../../models/network/stack';
import type { ConvolutionalKind, Executor, LayerOf, RecurrentKind } from '../../models/network/stack';
import type { FoldedConvolution } from '../../models/network/folded';
import { convolutionStep, depthwiseSums, floatSums } from './convolution';
import { dense, layerNorm } from './dense';
import { frameFeatures } from './front-end';
import type { Value } from './graph-builder';
import { GraphBuilder } from './graph-builder';
import type { RecurrentWeights } from '../../models/network/recurrent-model';
import type { GraphPlan } from './network-graph';
import { onnxModel, standardised } from './network-graph';
import type { OnnxModel } from '../../formats/onnx/onnx-file';
import { answerInto } from './outputs';
import { attentionScores } from './pooling';
import { recurrentLayer } from './recurrent-layers';
import { residual, stateName } from './residual';
import type { StreamInput, StreamableModel } from './stream-state';
import {
  callRows,
  requireStreamable,
  rowWidth,
  streamInput,
  streamInputName,
  streamState,
} from './stream-state';

/**
 * One step of a trained network: the step's input and the state in; the answer of all steps so far (or of this step, where
 * every step is answered) and the next state out. After the last step of a sequence the answer is that of the whole
 * sequence.
 *
 * Behind convolutions with strides s₁ s₂ … one step of the recurrence is `block` = s₁ s₂ … rows, and call t takes the rows
 * t · block − block + 1 … t · block: of the first call only the last row is a real one, and the others are not looked at.
 *
 * @param plan null: the step takes unscaled features
 * @throws UnrollError EXPORT_UNSUPPORTED
 */
export function streamModel(
  trained: TrainedModel,
  plan: GraphPlan | null,
  decision?: EventDecision,
): OnnxModel {
  const model = requireStreamable(trained);
  const graph = new GraphBuilder('unroll-stream');
  const step = new StreamStep(graph, model, plan);
  const features = step.features();
  const layers = layersOf<StreamableModel['spec']>(model.spec, layoutOf(model.spec, model.shape));
  let unscaled = features;
  const logits = walk(layers, step.executor(), standardised(graph, features, model), ({ kind }) => {
    // Where earlier versions had it: the same weights make the same file, byte for byte.
    if (kind === 'pooling')
      unscaled = graph.squeeze(graph.slice(features, 1, -1, Number.MAX_SAFE_INTEGER), 1);
  });
  answerInto(graph, model, logits, { unscaled, window: null, steps: null });
  step.handOn();
  return onnxModel(graph, { ...model, decision });
}

/** The parts of a step, which read the state and say what the next one is. */
class StreamStep {
  private readonly given: StreamInput;
  private readonly state = new Map<string, Value>();
  private readonly next = new Map<string, Value>();
  private readonly input: Value;
  /** [batch, 1] float: this step's number, from 1; null where nothing needs it. */
  private readonly count: Value | null;

  constructor(
    private readonly graph: GraphBuilder,
    private readonly model: StreamableModel,
    private readonly plan: GraphPlan | null,
  ) {
    this.given = streamInput(model, plan);
    const rows = callRows(this.given);
    const shape = ['batch', ...(rows > 1 ? [rows] : []), rowWidth(this.given)];
    const own = graph.input(streamInputName(this.given), 'float', shape);
    this.input = rows > 1 ? own : graph.unsqueeze(own, 1);
    for (const [name, width] of Object.entries(streamState(model, plan)))
      this.state.set(name, graph.input(name, 'float', ['batch', width]));
    const steps = this.state.get('steps');
    this.count = steps === undefined ? null : graph.op('Add', [steps, graph.float(1)]);
    if (this.count !== null) this.next.set('steps', this.count);
  }

  handOn(): void {
    for (const [name, width] of Object.entries(streamState(this.model, this.plan)))
      this.graph.output(this.next.get(name)!, `next_${name}`, 'float', ['batch', width]);
  }

  /** [batch, block, features], unscaled. */
  features(): Value {
    const { graph, given, plan, input } = this;
    if (given.kind === 'frame')
      return frameFeatures(graph, plan!.features as SpectralPlan, plan!.rateHz!, input, {
        rows: callRows(given),
        reach: given.reach,
      });
    const previous = this.state.get('previous');
    if (previous === undefined) return input;
    const last = graph.slice(input, 1, -1, Number.MAX_SAFE_INTEGER);
    this.next.set('previous', graph.squeeze(last, 1));
    const before = graph.concat(1, graph.unsqueeze(previous, 1), graph.slice(input, 1, 0, -1));
    const changes = graph.op('Sub', [input, before]);
    const known = graph.op('Where', [graph.unsqueeze(this.isFirst(), 2), graph.float(0), changes]);
    return graph.concat(2, input, known);
  }

  /**
   * The layers of one step. Rows [batch, block, features] become fewer with every stride, until one is left; between
   * recurrent layers it is [1, batch, width], as ONNX has them.
   */
  executor(): Executor<Value, Value, RecurrentKind | ConvolutionalKind> {
    const { graph, model, given, state, next } = this;
    let rows = given.block;
    const timeFirst = (x: Value): Value => graph.unsqueeze(graph.squeeze(this.fromStart(x, rows), 1), 0);
    return {
      convolution: ({ name, index, stride }, before) => {
        const block = this.fromStart(before, rows);
        const made = convolutionStep(graph, model, index, block, state.get(name) ?? null);
        if (made.next !== null) next.set(name, made.next);
        rows /= stride;
        return made.outputs;
      },
      recurrent({ index }, before) {
        const [hidden, cell] = [`hidden_${index + 1}`, `cell_${index + 1}`];
        const own = state.get(cell);
        const x = index === 0 ? timeFirst(before) : before;
        const result = recurrentLayer(graph, model as RecurrentWeights, index, x, {
          lengths: null,
          initial: {
            hidden: graph.unsqueeze(state.get(hidden)!, 0),
            cell: own === undefined ? null : graph.unsqueeze(own, 0),
          },
        });
        next.set(hidden, result.final);
        if (own !== undefined) next.set(cell, graph.squeeze(result.state!.cell!, 0));
        return graph.unsqueeze(result.final, 0);
      },
      residual: (layer, before) => {
        const x = layer.index === 0 ? timeFirst(before) : before;
        return graph.transpose(this.residualStep(layer, graph.transpose(x, 1, 2, 0)), 2, 0, 1);
      },
      norm: ({ weights }, before) => layerNorm(graph, model, weights, before),
      pooling: (_, before) => this.pooled(graph.squeeze(before, 0)),
      head: ({ name, weights }, seen) => dense(graph, model, name, weights, seen, false),
    };
  }

  /** One step of a block that looks back alone, [batch, inputs, 1] → [batch, outputs, 1]. */
  private residualStep(layer: LayerOf<'residual'>, lines: Value): Value {
    const { graph, model, state, next } = this;
    const whole = (given: FoldedConvolution, size: number, x: Value, dilation: number): Value => {
      const steps = (size - 1) * dilation;
      if (steps === 0) return x;
      const name = stateName(given);
      const seen = graph.concat(2, graph.reshape(state.get(name)!, 0, given.inputs, steps), x);
      next.set(
        name,
        graph.reshape(graph.slice(seen, 2, 1, Number.MAX_SAFE_INTEGER), 0, given.inputs * steps),
      );
      return seen;
    };
    return residual(graph, model, layer, lines, {
      convolve: (given, x, dilation) => {
        const seen = whole(given, given.size, x, dilation);
        return floatSums(graph, { ...given, width: given.size, stride: 1, dilation }, seen, [0, 0]);
      },
      each: (given, x, dilation) =>
        depthwiseSums(graph, given, whole(given, given.depthwise!.size, x, dilation), dilation, [0, 0]),
      greatest: (x) => x,
      only: (x) => x,
    });
  }

  /** What the head sees of all steps so far. */
  private pooled(output: Value): Value {
    const { graph, model, state, next, count } = this;
    const { pooling } = model.spec;
    if (pooling === 'none' || pooling === 'last') return output;
    if (pooling === 'mean') {
      const sum = graph.op('Add', [state.get('sum')!, output]);
      next.set('sum', sum);
      return graph.op('Div', [sum, count!]);
    }
    // A softmax that goes on: sums are kept relative to the largest score so far.
    const score = attentionScores(graph, model, output, false);
    const before = state.get('most')!;
    const most = graph.op('Where', [this.isFirst(), score, graph.op('Max', [before, score])]);
    const faded = graph.op('Exp', [graph.op('Sub', [before, most])]);
    const old = graph.op('Where', [this.isFirst(), graph.float(0), faded]);
    const own = graph.op('Exp', [graph.op('Sub', [score, most])]);
    const going = (name: string, fresh: Value): Value => {
      const value = graph.op('Add', [graph.op('Mul', [state.get(name)!, old]), fresh]);
      next.set(name, value);
      return value;
    };
    next.set('most', most);
    return graph.op('Div', [going('sum', graph.op('Mul', [output, own])), going('weight', own)]);
  }

  /** [batch, 1] bool */
  private isFirst(): Value {
    return this.graph.op('Equal', [this.state.get('steps')!, this.graph.float(0)]);
  }

  /** [batch, rows, width] with zeros where the first call's rows lie before the sequence, as convolutions pad. */
  private fromStart(x: Value, rows: number): Value {
    if (rows === 1) return x;
    const { graph } = this;
    const early = graph.op('Less', [
      graph.unsqueeze(graph.range(graph.int(rows)), 0, 2),
      graph.int(rows - 1),
    ]);
    const isBefore = graph.op('And', [early, graph.unsqueeze(this.isFirst(), 2)]);
    return graph.op('Where', [isBefore, graph.float(0), x]);
  }
}
