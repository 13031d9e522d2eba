import { medianOf } from '../../../src/main/engine/learning/forecast/quantiles';
import type { TrainedModel } from '../../../src/main/engine/models/network/weights-file';
import { plainForward, softmax } from './plain-forward';
import type { Rows } from './plain-layers';

function deviationOf(rows: Rows, column: number, least: number): number {
  const own = rows.map((row) => row[column]!);
  const mean = own.reduce((a, b) => a + b) / own.length;
  const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length;
  return Math.max(Math.sqrt(variance), least);
}

/** Unscaled rows as a network sees them. */
export function scaledRows({ scaling }: TrainedModel, rows: Rows): number[][] {
  return rows.map((row) =>
    row.map((value, f) => {
      const target = scaling.forecast?.targets.find(({ column }) => column === f);
      if (target === undefined) return (value - scaling.mean[f]!) / scaling.deviation[f]!;
      return (value - rows.at(-1)![f]!) / deviationOf(rows, f, target.leastDeviation);
    }),
  );
}

/** What a model says of unscaled rows, in data units, by the formulas of docs/file-formats.md. */
export function plainAnswer(model: TrainedModel, rows: Rows): number[] {
  const { scaling, task, outputs, featureNames } = model;
  const { forecast, values } = scaling;
  const last = rows.at(-1)!;
  const logits = plainForward(model, scaledRows(model, rows));
  const width = outputs.length;
  if (task === 'classify') return softmax(logits);
  if (task === 'label')
    return Array.from({ length: logits.length / width }, (_, t) =>
      softmax(logits.slice(t * width, (t + 1) * width)),
    ).flat();
  if (task === 'regress') return [values!.mean[0]! + values!.deviation[0]! * logits[0]!];
  if (task === 'generate')
    return logits.map((change, k) => {
      const column = featureNames.indexOf(outputs[k % width]!);
      return rows[Math.floor(k / width)]![column]! + values!.deviation[k % width]! * change;
    });
  const levels = forecast!.quantiles ?? [];
  const inUnits = (correction: number, k: number): number => {
    const target = forecast!.targets[forecast!.outputs[k]!.target]!;
    const unit = target.correction * deviationOf(rows, target.column, target.leastDeviation);
    return last[target.column]! + unit * correction;
  };
  if (levels.length === 0) return logits.map(inUnits);
  const middle = medianOf(levels);
  const softplus = (x: number): number => Math.log1p(Math.exp(x));
  const decoded = outputs.map((_, k) => {
    const raw = logits.slice(k * levels.length, (k + 1) * levels.length);
    return levels.map((__, q) => {
      const between = raw.filter((___, j) => (q > middle ? j > middle && j <= q : j < middle && j >= q));
      return raw[middle]! + Math.sign(q - middle) * between.reduce((sum, value) => sum + softplus(value), 0);
    });
  });
  return levels.flatMap((_, q) => decoded.map((own, k) => inUnits(own[q]!, k)));
}
