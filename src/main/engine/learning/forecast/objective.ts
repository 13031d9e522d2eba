import { windowsOf } from '../../models/network/batch';
import { huber, whereKnown } from '../../models/network/loss';
import type { BatchLoss } from '../../models/network/loss';
import { toNetworkUnits } from '../../models/scale/forecast-scale';
import type { Scaling } from '../../models/scale/scaling';
import type { PreparedData } from '../../prepare/prepared';
import { measuredOf } from '../../prepare/measured';
import { meanAbsolute } from '../objective';
import type { Objective } from '../objective';
import { forecastUnits, quantileUnits } from './answers';
import { quantileLoss } from './quantiles';
import { forecastScores, naiveError } from './scores';

/** Of targets in the network's units, each with a forecast or its quantiles; what nobody measured is NaN. */
export function forecastLoss(targets: Float32Array, quantiles: readonly number[]): BatchLoss {
  return whereKnown(
    targets,
    (known) => (quantiles.length > 0 ? quantileLoss(known, quantiles) : huber(known, known.length)),
    Math.max(1, quantiles.length),
  );
}

/** The values of the steps ahead of every window. */
export function forecasting(data: PreparedData, scaling: Scaling): Objective {
  const outputs = data.outputs.length;
  const quantiles = scaling.forecast!.quantiles ?? [];
  const truth = (examples: Int32Array): Float32Array => {
    const rows = new Float32Array(examples.length * outputs);
    examples.forEach((e, k) => rows.set(data.targets.subarray(e * outputs, (e + 1) * outputs), k * outputs));
    return rows;
  };
  const inUnits = (examples: Int32Array, logits: Float32Array): Float32Array =>
    forecastUnits(scaling, windowsOf(data, examples), logits);
  const loss = (examples: Int32Array): BatchLoss => {
    const targets = truth(examples);
    windowsOf(data, examples).forEach((window, k) => {
      const row = targets.subarray(k * outputs, (k + 1) * outputs);
      row.set(toNetworkUnits(window, scaling.forecast!, row));
    });
    return forecastLoss(targets, quantiles);
  };
  // Of the whole training part, and the same for all scores; whoever asks for a loss alone does not need it.
  let naive: number | null = null;
  return {
    loss,
    metric: (examples, logits) => meanAbsolute(inUnits(examples, logits), truth(examples)),
    scores: (examples, logits, intervals = null) => {
      const windows = windowsOf(data, examples);
      const scores = forecastScores(
        inUnits(examples, logits),
        truth(examples),
        outputs,
        (naive ??= naiveError(data)),
        loss(examples)(logits).loss,
        data.horizonSteps,
        quantiles.length === 0
          ? intervals
          : { quantiles, values: quantiles.map((_, q) => quantileUnits(scaling, windows, logits, q)) },
      );
      const measured = measuredOf(data, examples);
      return measured === null ? scores : { ...scores, measured };
    },
  };
}
