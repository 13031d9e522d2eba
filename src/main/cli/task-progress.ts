import { errorFromShape } from '../../shared/domain/error';
import type { Session } from './command';
import { duration } from './output';

const labels = {
  scan: 'reading',
  import: 'preparing',
  predict: 'predicting',
  export: 'exporting',
  sample: 'opening',
  benchmark: 'measuring',
  setup: 'setting up',
  experiment: 'running',
  floors: 'measuring floors of',
};

/** Shows a task's progress until it has ended. */
async function watchTask({ client, progress }: Session, id: string): Promise<void> {
  const { seq, tasks } = await client.tasks.list({});
  if (tasks.find((task) => task.id === id)?.status !== 'running') return;
  for await (const { task } of await client.tasks.watch({ after: seq })) {
    if (task.id !== id) continue;
    if (task.status !== 'running') return;
    const left = task.secondsLeft === null ? '' : `${duration(task.secondsLeft)} left`;
    progress.show(`${labels[task.kind]} ${task.subject}`, task.progress, left);
  }
}

/**
 * Shows a task to its end and answers with its result. Cancels on Ctrl+C, so that nothing half-written stays behind.
 * @throws UnrollError what the task failed of
 */
export async function finishTask(session: Session, task: string): Promise<string | null> {
  const cancel = (): void => void session.client.tasks.cancel({ task });
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  try {
    await watchTask(session, task);
    const { task: ended, result } = await session.client.tasks.wait({ task });
    if (ended.error) throw errorFromShape(ended.error);
    return result;
  } finally {
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  }
}
