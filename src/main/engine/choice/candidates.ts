import type { ModelChoices } from '../../../shared/domain/model';
import { answersAhead, hasClasses, traitsOf } from '../../../shared/domain/task';
import type { Task } from '../../../shared/domain/task';

type Tried = { readonly model: ModelChoices; readonly of: (task: Task) => boolean };

const isClassical = (task: Task): boolean => traitsOf(task).isClassical;
const isClass = (task: Task): boolean => isClassical(task) && hasClasses(task);
const always = (): boolean => true;

/**
 * What is tried, in this order: what takes seconds, then the likeliest networks. Of equals the earlier is chosen, which is the
 * cheaper.
 */
const tried: readonly Tried[] = [
  { model: { family: 'statistics' }, of: (task) => isClassical(task) && !answersAhead(task) },
  { model: { family: 'naive' }, of: (task) => isClassical(task) && answersAhead(task) },
  { model: { family: 'minirocket' }, of: isClass },
  { model: { family: 'quant' }, of: isClass },
  { model: { family: 'ar' }, of: (task) => isClassical(task) && answersAhead(task) },
  { model: { family: 'recurrent', cell: 'gru' }, of: always },
  { model: { family: 'tcn' }, of: always },
  { model: { family: 'recurrent', cell: 'lstm' }, of: always },
  { model: { family: 'dtw' }, of: (task) => isClassical(task) && !answersAhead(task) },
  { model: { family: 'recurrent', cell: 'gru', layers: 2 }, of: always },
  { model: { family: 'transformer' }, of: always },
];

export const candidatesFor = (task: Task): ModelChoices[] =>
  tried.filter(({ of }) => of(task)).map(({ model }) => model);
