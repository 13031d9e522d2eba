import { classifies } from '../../../shared/domain/task';
import type { Understanding } from '../../../shared/domain/dataset';
import type { Floor } from '../../../shared/domain/run';

/**
 * Test accuracy of always answering with the most frequent class of the training part, known before anything is trained;
 * null when forecasting or without test examples.
 */
export function majorityFloor({ plan, classes }: Pick<Understanding, 'plan' | 'classes'>): Floor | null {
  const tested = classes.reduce((sum, count) => sum + count.test, 0);
  if (!classifies(plan.task) || tested === 0) return null;
  const majority = classes.reduce((most, count) => (count.train > most.train ? count : most));
  return { name: 'majority', metric: 'accuracy', value: majority.test / tested };
}
