import { answersSteps, answersWhole } from '../../../../shared/domain/task';
import type { Pooling } from '../../../../shared/domain/model';
import type { DataFacts } from '../../prepare/data-facts';
import { because } from '../../../../shared/sentences/reasoned';

/** What the head sees, of every network. */
export function poolingDefault({ task }: DataFacts): ReturnType<typeof because<Pooling>> {
  if (answersSteps(task)) return because<Pooling>('none', 'default.poolingNone');
  return because<Pooling>(answersWhole(task) ? 'mean' : 'last', 'default.pooling');
}
