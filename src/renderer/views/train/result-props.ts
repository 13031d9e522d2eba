import type { Dataset, SplitName } from '../../../shared/domain/dataset';
import type { Floor, Run, Scores } from '../../../shared/domain/run';
import type { Task } from '../../../shared/domain/task';

export interface ResultProps<T extends Task = Task> {
  readonly run: Run;
  readonly dataset: Dataset | undefined;
  readonly split: Exclude<SplitName, 'train'>;
  readonly scores: Extract<Scores, { task: T }>;
  readonly floor: Floor | null;
  readonly finished: boolean;
}
