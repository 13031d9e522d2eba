import type { SplitName } from '../../../shared/domain/dataset';
import type { SplitPredictions } from '../../../shared/domain/run';
import { asHeadOutputs } from '../baselines/answers';
import type { FittedModel } from '../baselines/family';
import { predictLogits } from '../learning/predict';
import type { Answered } from '../learning/task';
import { learningTask } from '../learning/tasks';
import { windowsOf } from '../models/network/batch';
import { fitScaling } from '../models/scale/scaling';
import { loadFitted, loadModel, loadPrepared } from '../models/trained/loaded';
import type { PreparedData } from '../prepare/prepared';
import { withSplits } from '../prepare/with-splits';
import { answeredExamples } from '../prepare/examples-of';
import type { ModelFiles } from './looked-at';

export interface PredictionsInput extends ModelFiles {
  readonly split: SplitName;
  /** [examples] parts in place of the data set's own. */
  readonly splits?: Uint8Array;
}
export type PredictionsOutput = Omit<SplitPredictions, 'split'>;

/** Runs the best weights over one split. A job of the compute worker. */
export async function predictionsJob(input: PredictionsInput): Promise<PredictionsOutput> {
  const fitted = await loadFitted(input.weightsFile);
  if (fitted !== null) return judgeFitted(fitted, input);
  const { network, model } = await loadModel(input.weightsFile);
  const data = await dataFor(input);
  const example = answeredExamples(data, input.split);
  const windows = windowsOf(data, example);
  const logits = await predictLogits(network, model.scaling, windows);
  return judged({ data, example, windows, scaling: model.scaling, logits });
}

/** A model without a network, by the networks' own measures. */
async function judgeFitted(fitted: FittedModel, input: PredictionsInput): Promise<PredictionsOutput> {
  const data = await dataFor(input);
  const example = answeredExamples(data, input.split);
  const windows = windowsOf(data, example);
  const scaling = fitScaling(data);
  const logits = asHeadOutputs(data, scaling, windows, await fitted.predict(windows));
  return judged({ data, example, windows, scaling, logits });
}

async function dataFor({ preparedFile, splits }: PredictionsInput): Promise<PreparedData> {
  const data = await loadPrepared(preparedFile);
  return splits === undefined ? data : withSplits(data, splits);
}

const judged = (answered: Answered): PredictionsOutput => ({
  example: answered.example,
  ...learningTask(answered.data.task).judge(answered),
});
