import { answersSteps, hasClasses } from '../../../shared/domain/task';
import type { TrainedModel } from '../models/network/weights-file';
import type { Window } from '../models/scale/forecast-scale';
import type { Answering } from './task';
import { learningTask } from './tasks';

type OfTask = Answering & Pick<TrainedModel, 'task'>;

/** What a network's logits say, for people ({@link LearningTask.answers}). */
export function answersOf(model: OfTask, windows: readonly Window[], logits: Float32Array): Float32Array {
  return learningTask(model.task).answers(model, windows, logits);
}

/** The same of outputs that other software gives: probabilities as they are, else in data units. */
export function valuesInUnits(
  model: OfTask,
  windows: readonly Window[],
  outputs: Float32Array,
): Float32Array {
  return hasClasses(model.task) ? outputs : answersOf(model, windows, outputs);
}

/** How many numbers {@link answersOf} says of a window. */
export function answerSize({ task, scaling, outputs }: OfTask, { steps }: Window): number {
  return (
    outputs.length * (answersSteps(task) ? steps : Math.max(1, scaling.forecast?.quantiles?.length ?? 0))
  );
}
