import * as v from 'valibot';

export type MetricName = 'accuracy' | 'step_accuracy' | 'average_precision' | 'mae' | 'mae_scaled';

/** What everything outside a task's own folder may know of it. */
export interface TaskTraits {
  /** One answer of a whole sequence, of a window for the steps ahead of it, or at every step. */
  readonly answers: 'whole' | 'ahead' | 'steps';
  /** What the truth is: a class or a value that somebody wrote down, or the channels themselves, later. */
  readonly truth: 'class' | 'value' | 'channels';
  /** What the network's last layer ends in. */
  readonly head: 'softmax' | 'linear';
  /** What the curves of a training show beside the loss. */
  readonly metric: 'accuracy' | 'mae';
  /** What these curves are called: steps are counted, channels are each in their own units. */
  readonly metricName: MetricName;
  /** What the main score of a finished run is called, where its scores allow it (`mainMetric`). */
  readonly mainMetric: MetricName;
  /** How people read these: 97.3%, 0.412, or in the data's own units. */
  readonly scoreFormat: 'percent' | 'fraction' | 'number';
  /** Whether a larger metric, and a larger main score, is a better one; else it is an error. */
  readonly isHigherBetter: boolean;
  /** Whether sound can be learnt so: it has neither columns to label its steps nor a series to forecast. */
  readonly isForSound: boolean;
  /** Whether models without a network learn it. */
  readonly isClassical: boolean;
  /**
   * Which features a network may see. any; undifferenced: changes of another level do not fit a window that is scaled by
   * its own; values: what comes out goes in again.
   */
  readonly features: 'any' | 'undifferenced' | 'values';
  /** What a linear head's outputs are scaled by (`models/scale`): the values' spread, the channels' changes, the window's own. */
  readonly outputScale: 'none' | 'values' | 'changes' | 'window';
  /** What the answer is called in exported models. */
  readonly answerName: 'probabilities' | 'value' | 'forecast' | 'next';
  /** Kind of a `Prediction` that the answer to a recording becomes. */
  readonly prediction: 'label' | 'value' | 'forecast' | 'labels';
}

/**
 * What is learnt of a sequence. classify: one label; regress: one value; forecast: the next values; label: one label
 * per step; generate: the continuation, one step after the other. What a task does is in `engine/learning`.
 */
const tasks = {
  classify: {
    answers: 'whole',
    truth: 'class',
    head: 'softmax',
    metric: 'accuracy',
    metricName: 'accuracy',
    mainMetric: 'accuracy',
    scoreFormat: 'percent',
    isHigherBetter: true,
    isForSound: true,
    isClassical: true,
    features: 'any',
    outputScale: 'none',
    answerName: 'probabilities',
    prediction: 'label',
  },
  regress: {
    answers: 'whole',
    truth: 'value',
    head: 'linear',
    metric: 'mae',
    metricName: 'mae',
    mainMetric: 'mae',
    scoreFormat: 'number',
    isHigherBetter: false,
    isForSound: true,
    isClassical: false,
    features: 'any',
    outputScale: 'values',
    answerName: 'value',
    prediction: 'value',
  },
  forecast: {
    answers: 'ahead',
    truth: 'channels',
    head: 'linear',
    metric: 'mae',
    metricName: 'mae',
    mainMetric: 'mae',
    scoreFormat: 'number',
    isHigherBetter: false,
    isForSound: false,
    isClassical: true,
    features: 'undifferenced',
    outputScale: 'window',
    answerName: 'forecast',
    prediction: 'forecast',
  },
  label: {
    answers: 'steps',
    truth: 'class',
    head: 'softmax',
    metric: 'accuracy',
    metricName: 'step_accuracy',
    mainMetric: 'average_precision',
    scoreFormat: 'fraction',
    isHigherBetter: true,
    isForSound: false,
    isClassical: false,
    features: 'any',
    outputScale: 'none',
    answerName: 'probabilities',
    prediction: 'labels',
  },
  generate: {
    answers: 'steps',
    truth: 'channels',
    head: 'linear',
    metric: 'mae',
    metricName: 'mae_scaled',
    mainMetric: 'mae_scaled',
    scoreFormat: 'number',
    isHigherBetter: false,
    isForSound: true,
    isClassical: false,
    features: 'values',
    outputScale: 'changes',
    answerName: 'next',
    prediction: 'forecast',
  },
} as const satisfies Record<string, TaskTraits>;

export type Task = keyof typeof tasks;

/** In the order in which they are offered. */
export const taskNames = Object.keys(tasks) as [Task, ...Task[]];
export const Task = v.picklist(taskNames);

export function traitsOf(task: Task): TaskTraits {
  return tasks[task];
}

export const answersWhole = (task: Task): boolean => traitsOf(task).answers === 'whole';
export const answersAhead = (task: Task): boolean => traitsOf(task).answers === 'ahead';
export const answersSteps = (task: Task): boolean => traitsOf(task).answers === 'steps';

export const hasClasses = (task: Task): boolean => traitsOf(task).truth === 'class';
export const learnsValue = (task: Task): boolean => traitsOf(task).truth === 'value';
/** Whether the truth is what the channels are later, so that nothing need be written down. */
export const learnsChannels = (task: Task): boolean => traitsOf(task).truth === 'channels';

/** Whether a sequence as a whole has a class. */
export const classifies = (task: Task): boolean => answersWhole(task) && hasClasses(task);
/** Whether every step has a class. */
export const labelsSteps = (task: Task): boolean => answersSteps(task) && hasClasses(task);
/** Whether every step is followed by the next one's values, so that a sequence can be gone on with. */
export const continues = (task: Task): boolean => answersSteps(task) && learnsChannels(task);
