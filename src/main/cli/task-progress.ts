import type { Session } from './command';
import { duration } from './output';

const labels = {
  scan: 'reading',
  import: 'preparing',
  predict: 'predicting',
  export: 'exporting',
  sample: 'opening',
};

/** Shows a task's progress until it has ended. */
export async function watchTask({ client, progress }: Session, id: string): Promise<void> {
  const { seq, tasks } = await client.tasks.list({});
  if (tasks.find((task) => task.id === id)?.status !== 'running') return;
  for await (const { task } of await client.tasks.watch({ after: seq })) {
    if (task.id !== id) continue;
    if (task.status !== 'running') return;
    const left = task.secondsLeft === null ? '' : `${duration(task.secondsLeft)} left`;
    progress.show(`${labels[task.kind]} ${task.subject}`, task.progress, left);
  }
}
