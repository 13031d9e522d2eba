import { errorFromShape } from '../../shared/domain/error';
import { m } from '../i18n';
import { engine } from './engine.svelte';
import { toasts } from './toasts.svelte';

/** Gets a TensorFlow runtime unless there is one; its progress stands in the task bar. @throws UnrollError */
export async function setUpTensorflow(cuda: boolean): Promise<void> {
  const { task } = await engine.client.system.setUpTensorflow({ cuda });
  if (task === null) {
    toasts.show(m.shell_tensorflow_there());
    return;
  }
  const { task: ended } = await engine.client.tasks.wait({ task });
  if (ended.error !== null) throw errorFromShape(ended.error);
  toasts.show(m.shell_tensorflow_done(), 'good');
}
