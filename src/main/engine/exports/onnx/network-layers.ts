import type { TrainedModel } from '../../models/network/weights-file';
import { layoutOf } from '../../models/network/layout';
import { layersOf, walk } from '../../models/network/stack';
import type { Executor } from '../../models/network/stack';
import type { NetworkSpec } from '../../../../shared/domain/model';
import type { RecurrentWeights } from '../../models/network/recurrent-model';
import { convolved } from './convolution';
import { dense, layerNorm } from './dense';
import { embedded, encoderBlock } from './encoder';
import type { Sequences } from './sequences';
import type { GraphBuilder, Value } from './graph-builder';
import { attentionOf, meanOf, stepAtEnd } from './pooling';
import { recurrentLayer } from './recurrent-layers';
import { residualOver } from './residual';

/** Sequences [batch, time, …], or one row for each of them, [batch, width], on their way through the layers. */
interface Flow extends Sequences {
  /** ONNX' recurrent operators have time first, [time, batch, …]. */
  readonly timeFirst: boolean;
}

/** A network over scaled sequences: logits [batch, outputs], or [batch, time, outputs] where every step is answered. */
export function networkOver(
  graph: GraphBuilder,
  model: TrainedModel,
  given: Sequences,
  quantised: boolean,
): Value {
  const layers = layersOf<NetworkSpec>(model.spec, layoutOf(model.spec, model.shape));
  const executor = graphExecutor(graph, model, quantised);
  return walk(layers, executor, { ...given, timeFirst: false }).values;
}

function graphExecutor(graph: GraphBuilder, model: TrainedModel, quantised: boolean): Executor<Flow> {
  let lengths32: Value | null = null;
  let mask: Value | null = null;
  return {
    convolution: ({ index }, flow) => ({ ...flow, ...convolved(graph, model, index, flow, quantised) }),

    recurrent({ index, onlyFinal }, flow) {
      lengths32 ??= graph.cast(flow.lengths, 'int32');
      const x = flow.timeFirst ? flow.values : graph.transpose(flow.values, 1, 0, 2);
      const own = { lengths: lengths32, quantised };
      const { final, outputs } = recurrentLayer(graph, model as RecurrentWeights, index, x, own);
      return { ...flow, values: onlyFinal ? final : outputs, timeFirst: !onlyFinal };
    },

    embedding(layer, flow) {
      const found = embedded(graph, model, layer, flow, quantised);
      mask = found.mask;
      return { ...flow, values: found.values };
    },

    block: (layer, flow) => ({
      ...flow,
      values: encoderBlock(graph, model, layer, flow.values, mask!, quantised),
    }),

    residual: (layer, flow) => ({ ...flow, values: residualOver(graph, model, layer, flow, quantised) }),

    norm: ({ weights }, flow) => ({ ...flow, values: layerNorm(graph, model, weights, flow.values) }),

    pooling({ how }, { values, lengths, timeFirst }) {
      const sequences = { values: timeFirst ? graph.transpose(values, 1, 0, 2) : values, lengths };
      const pooled = (): Value => {
        if (how === 'mean') return meanOf(graph, sequences);
        if (how === 'attention') return attentionOf(graph, model, sequences, quantised);
        // A recurrent network's final states are pooled already.
        return how === 'none' || model.spec.family === 'recurrent'
          ? sequences.values
          : stepAtEnd(graph, sequences);
      };
      return { values: pooled(), lengths, timeFirst: false };
    },

    head: ({ weights }, flow) => ({
      ...flow,
      values: dense(graph, model, 'head', weights, flow.values, quantised),
    }),
  };
}
