import { errorFromShape } from '../../shared/domain/error';
import { m } from '../i18n';
import type { Engine } from './engine.svelte';
import { toasts } from './toasts.svelte';

/** Gets a TensorFlow runtime unless there is one; its progress stands in the activity bar. @throws UnrollError */
export async function setUpTensorflow(engine: Engine, cuda: boolean): Promise<void> {
  const { activity } = await engine.client.system.setUpTensorflow({ cuda });
  if (activity === null) {
    toasts.show(m.shell_tensorflow_there());
    return;
  }
  const { activity: ended } = await engine.client.activities.wait({ activity });
  if (ended.error !== null) throw errorFromShape(ended.error);
  toasts.show(m.shell_tensorflow_done(), 'good');
}
