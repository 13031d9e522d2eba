import type { ForecastScale, TargetScale } from '../../models/scale/forecast-scale';
import { medianOf } from '../../learning/forecast/quantiles';
import type { TrainedModel } from '../../models/network/weights-file';
import type { Sequences } from './sequences';
import { stepAt, stepMask } from './front-end';
import type { GraphBuilder, Value } from './graph-builder';

/** What of a window is needed to turn corrections into a forecast. Per target, [batch, 1]. */
export interface WindowParts {
  readonly unscaled: Sequences;
  readonly last: readonly Value[];
  readonly unit: readonly Value[];
}

/**
 * models/scaling.ts for forecasts: target columns as (x − last value) / (deviation within the window), all else
 * standardised.
 */
export function relativeToWindow(
  graph: GraphBuilder,
  { scaling, shape }: TrainedModel,
  unscaled: Sequences,
  { targets }: ForecastScale,
): { scaled: Sequences; window: WindowParts } {
  const { values, lengths } = unscaled;
  const own = graph.op('Sub', [lengths, graph.int(1)]);
  const ending = stepAt(graph, values, own);
  const last = targets.map(({ column }) => graph.slice(ending, 1, column, column + 1));
  const unit = targets.map((target) => windowDeviation(graph, unscaled, target));
  const isTarget = (column: number): number => targets.findIndex((target) => target.column === column);
  const perColumn = (fixed: (column: number) => number, own: readonly Value[]): Value =>
    graph.concat(
      1,
      ...Array.from({ length: shape.features }, (_, column) => {
        const target = isTarget(column);
        if (target >= 0) return own[target]!;
        return graph.op('Expand', [
          graph.constant(Float32Array.of(fixed(column)), [1, 1]),
          graph.op('Shape', [last[0]!]),
        ]);
      }),
    );
  const origin = perColumn((column) => scaling.mean[column]!, last);
  const deviation = perColumn((column) => scaling.deviation[column]! || 1, unit);
  const centred = graph.op('Sub', [values, graph.unsqueeze(origin, 1)]);
  const scaled = graph.op('Div', [centred, graph.unsqueeze(deviation, 1)]);
  return { scaled: { values: scaled, lengths }, window: { unscaled, last, unit } };
}

/** Standard deviation of a column over each window's own steps, not less than `leastDeviation`: [batch, 1]. */
function windowDeviation(graph: GraphBuilder, window: Sequences, target: TargetScale): Value {
  const column = graph.cast(graph.slice(window.values, 2, target.column, target.column + 1), 'double');
  const relative = graph.op('Sub', [column, graph.slice(column, 1, 0, 1)]);
  const zero = graph.constant(Float64Array.of(0), []);
  const own = graph.op('Where', [stepMask(graph, window), relative, zero]);
  const steps = graph.unsqueeze(graph.cast(window.lengths, 'double'), 1);
  const meanOf = (values: Value): Value =>
    graph.op('Div', [graph.op('ReduceSum', [values, graph.ints(1)], { keepdims: 0 }), steps]);
  const mean = meanOf(own);
  const squares = meanOf(graph.op('Mul', [own, own]));
  const variance = graph.op('Max', [graph.op('Sub', [squares, graph.op('Mul', [mean, mean])]), zero]);
  const least = graph.constant(Float64Array.of(target.leastDeviation), []);
  return graph.cast(graph.op('Max', [graph.op('Sqrt', [variance]), least]), 'float');
}

/** Where each output starts and what its corrections are measured in, [batch, outputs] each, in data units. */
function outputScale(graph: GraphBuilder, scale: ForecastScale, window: WindowParts): [Value, Value] {
  const starts = scale.outputs.map(({ target, step }) => baselineOf(graph, scale, window, target, step));
  const units = scale.targets.map(({ correction }, target) =>
    graph.op('Mul', [window.unit[target]!, graph.float(correction)]),
  );
  return [graph.concat(1, ...starts), graph.concat(1, ...scale.outputs.map(({ target }) => units[target]!))];
}

/**
 * A forecast in data units of the head's corrections [batch, outputs], or of [batch, outputs · quantiles] its quantiles.
 *
 * @returns [batch, outputs], or [batch, quantiles, outputs]
 */
export function forecastOutputs(
  graph: GraphBuilder,
  scale: ForecastScale,
  window: WindowParts,
  corrections: Value,
): Value {
  const [starts, units] = outputScale(graph, scale, window);
  const quantiles = scale.quantiles ?? [];
  if (quantiles.length === 0) return graph.op('Add', [starts, graph.op('Mul', [corrections, units])]);
  const raw = graph.reshape(corrections, 0, scale.outputs.length, quantiles.length);
  const levels = decodedQuantiles(graph, raw, quantiles);
  const changes = graph.op('Mul', [levels, graph.unsqueeze(units, 1)]);
  return graph.op('Add', [graph.unsqueeze(starts, 1), changes]);
}

/** `decodeQuantiles` of models/quantiles.ts: free values [batch, outputs, quantiles] → [batch, quantiles, outputs]. */
function decodedQuantiles(graph: GraphBuilder, raw: Value, quantiles: readonly number[]): Value {
  const middle = medianOf(quantiles);
  const free = quantiles.map((_, k) => graph.slice(raw, 2, k, k + 1));
  const levels = [...free];
  const step = (k: number): Value => graph.op('Softplus', [free[k]!]);
  for (let k = middle + 1; k < levels.length; k++) levels[k] = graph.op('Add', [levels[k - 1]!, step(k)]);
  for (let k = middle - 1; k >= 0; k--) levels[k] = graph.op('Sub', [levels[k + 1]!, step(k)]);
  return graph.transpose(graph.concat(2, ...levels), 0, 2, 1);
}

/** `baselineValue` of models/forecast-scale.ts: [batch, 1]. */
function baselineOf(
  graph: GraphBuilder,
  { targets, seasonSteps }: ForecastScale,
  { unscaled, last }: WindowParts,
  target: number,
  step: number,
): Value {
  const { column, baseline } = targets[target]!;
  if (baseline === 'last') return last[target]!;
  const seasons = Math.ceil(step / seasonSteps);
  const back = (by: number): { value: Value; isThere: Value } => {
    const row = graph.op('Sub', [unscaled.lengths, graph.int(by)]);
    const held = graph.op('Max', [row, graph.int(0)]);
    const value = graph.slice(stepAt(graph, unscaled.values, held), 1, column, column + 1);
    return {
      value,
      isThere: graph.unsqueeze(graph.op('GreaterOrEqual', [row, graph.int(0)]), 1),
    };
  };
  const seasonal = back(1 - step + seasons * seasonSteps);
  if (baseline === 'seasonal') return graph.op('Where', [seasonal.isThere, seasonal.value, last[target]!]);
  const reference = back(1 + seasons * seasonSteps);
  const drifted = graph.op('Add', [seasonal.value, graph.op('Sub', [last[target]!, reference.value])]);
  // The reference lies further back than the season's own value.
  return graph.op('Where', [reference.isThere, drifted, last[target]!]);
}
