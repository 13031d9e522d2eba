import { tags } from './task';
import type { Task } from './task';

/** The labels of an example one by one: several where a task gives several, `dog|siren` as they are stored. */
export function labelsOf(task: Task, label: string | null): readonly string[] {
  if (label === null || label === '') return [];
  return tags(task) ? label.split('|') : [label];
}
