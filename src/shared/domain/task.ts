import * as v from 'valibot';
import { classify } from './tasks/classify';
import { forecast } from './tasks/forecast';
import { generate } from './tasks/generate';
import { label } from './tasks/label';
import { regress } from './tasks/regress';
import { regressSteps } from './tasks/regress-steps';
import { tag } from './tasks/tag';
import type { MainScore, ScoreNumber, TaskFacts, TaskTraits } from './tasks/task-facts';

/** The learning tasks, in the order in which they are offered. */
const tasks = { classify, tag, regress, 'regress-steps': regressSteps, forecast, label, generate } as const;

export type Task = keyof typeof tasks;

export const taskNames = Object.keys(tasks) as [Task, ...Task[]];
export const Task = v.picklist(taskNames);

export function traitsOf(task: Task): TaskTraits {
  return tasks[task].traits;
}

/** What a run scored on one part, by its task. */
export type Scores = v.InferOutput<(typeof tasks)[Task]['scores']>;
type AnyFacts = TaskFacts<Task, v.GenericSchema<Scores>>;
const factsOf = (task: Task): AnyFacts => tasks[task] as unknown as AnyFacts;

export const Scores = v.variant(
  'task',
  Object.values(tasks).map(({ scores }) => scores) as unknown as [typeof classify.scores],
) as unknown as v.GenericSchema<Scores>;

/** The one number that a run is known by. */
export const mainOf = (scores: Scores): MainScore => factsOf(scores.task).main(scores);
/** All of its single numbers. */
export const scoreNumbers = (scores: Scores): readonly ScoreNumber[] => factsOf(scores.task).numbers(scores);

/** What needs no learning, of every task. */
export type FloorName = (typeof tasks)[Task]['floors'][number];
export const floorNames = [
  ...new Set(Object.values(tasks).flatMap(({ floors }) => floors as readonly FloorName[])),
];

export const answersWhole = (task: Task): boolean => traitsOf(task).answers === 'whole';
export const answersAhead = (task: Task): boolean => traitsOf(task).answers === 'ahead';
export const answersSteps = (task: Task): boolean => traitsOf(task).answers === 'steps';

/** Whether its outputs are classes, and its answers probabilities of them. */
export const hasClasses = (task: Task): boolean => hasOneClass(task) || tags(task);
/** Whether there is one class for each answer, so that probabilities add up to 1. */
export const hasOneClass = (task: Task): boolean => traitsOf(task).truth === 'class';
/** Whether a sequence may have several labels, and none. */
export const tags = (task: Task): boolean => traitsOf(task).truth === 'classes';
/** What a person calls it: `regress` of one value a sequence and of one a step. */
export const kindOf = (task: Task): Task => traitsOf(task).kindOf ?? task;

export const learnsValue = (task: Task): boolean => traitsOf(task).truth === 'value';
/** Whether the truth is what the channels are later, so that nothing need be written down. */
export const learnsChannels = (task: Task): boolean => traitsOf(task).truth === 'channels';

/** Whether a sequence as a whole has a class. */
export const classifies = (task: Task): boolean => answersWhole(task) && hasOneClass(task);
/** Whether every step has a class. */
export const labelsSteps = (task: Task): boolean => answersSteps(task) && hasOneClass(task);
/** Whether a sequence as a whole has a value. */
export const valuesWhole = (task: Task): boolean => answersWhole(task) && learnsValue(task);
/** Whether every step has a value. */
export const valuesSteps = (task: Task): boolean => answersSteps(task) && learnsValue(task);
/** Whether what every step is answered with stands in a column. */
export const readsSteps = (task: Task): boolean => answersSteps(task) && !learnsChannels(task);
/** Whether every step is followed by the next one's values, so that a sequence can be gone on with. */
export const continues = (task: Task): boolean => answersSteps(task) && learnsChannels(task);
