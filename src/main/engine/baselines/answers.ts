import { hasClasses } from '../../../shared/domain/task';
import type { PreparedData } from '../prepare/prepared';
import { softmaxRows } from '../models/network/loss';
import { toNetworkUnits } from '../models/scale/forecast-scale';
import type { Window } from '../models/scale/forecast-scale';
import type { Scaling } from '../models/scale/scaling';
import type { FittedModel } from './family';
import type { ForecastOutput, Standard } from './sequences';
import { forecastAnswers } from './sequences';

/**
 * A model's answers as a network's head would give them, [windows, outputs]: class scores as they are, forecasts as
 * corrections in network units. So one objective judges all.
 */
export function asHeadOutputs(
  { task, outputs }: Pick<PreparedData, 'task' | 'outputs'>,
  scaling: Scaling,
  windows: readonly Window[],
  answers: Float32Array,
): Float32Array {
  if (hasClasses(task)) return answers;
  const k = outputs.length;
  const converted = new Float32Array(answers.length);
  windows.forEach((window, row) => {
    const own = answers.subarray(row * k, (row + 1) * k);
    converted.set(toNetworkUnits(window, scaling.forecast!, own), row * k);
  });
  return converted;
}

/** [windows, outputs]: class probabilities, or forecasts in data units. */
export async function fittedAnswers(fitted: FittedModel, windows: readonly Window[]): Promise<Float32Array> {
  const { task, outputs } = fitted.description;
  const answers = await fitted.predict(windows);
  return hasClasses(task) ? softmaxRows(answers, outputs.length) : answers;
}

/** A model of sequences that gives each class a likelihood, or goes on by itself. */
interface SequenceModel {
  readonly description: Pick<PreparedData, 'task'>;
  readonly facts: { readonly factor: number; readonly forecast: readonly ForecastOutput[] };
  readonly standard: Standard;
  /** ln p(sequence | class) + ln p(class), [windows, classes]. */
  scores(windows: readonly Window[]): Float64Array;
}

/**
 * Calibrated class scores [windows, classes], or the answers of a forecast [windows, outputs].
 *
 * @param forecast the next steps of a window in data units, [horizon, width]
 */
export function sequenceAnswers(
  model: SequenceModel,
  windows: readonly Window[],
  forecast: (window: Window, horizon: number) => Float64Array,
): Float32Array {
  const { description, facts, standard } = model;
  return hasClasses(description.task)
    ? Float32Array.from(model.scores(windows), (score) => score * facts.factor)
    : forecastAnswers(facts.forecast, standard.columns.length, windows, forecast);
}
