import type { Recipe } from '../../../shared/domain/model';
import type { Task } from '../../../shared/domain/task';
import type { Scaling } from '../models/scale/scaling';
import type { PreparedData } from '../prepare/prepared';
import { classify } from './classify/task';
import { forecast } from './forecast/task';
import { generate } from './generate/task';
import { label } from './label/task';
import type { Objective } from './objective';
import { regressSteps } from './regress-steps/task';
import { regress } from './regress/task';
import { tag } from './tag/task';
import type { LearningTask } from './task';

const tasks = {
  classify,
  tag,
  regress,
  'regress-steps': regressSteps,
  forecast,
  label,
  generate,
} as const satisfies Record<Task, LearningTask>;

export function learningTask(name: Task): LearningTask {
  return tasks[name];
}

export function objectiveFor(data: PreparedData, scaling: Scaling, { training }: Recipe): Objective {
  return learningTask(data.task).objective(data, scaling, training);
}
