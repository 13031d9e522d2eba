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
  study: 'studying',
  choice: 'choosing for',
  insight: 'looking into',
};

/** Shows an activity's progress until it has ended. */
async function watchActivity({ client, progress }: Session, id: string): Promise<void> {
  const { seq, activities } = await client.activities.list({});
  if (activities.find((activity) => activity.id === id)?.status !== 'running') return;
  for await (const { activity } of await client.activities.watch({ after: seq })) {
    if (activity.id !== id) continue;
    if (activity.status !== 'running') return;
    const left = activity.secondsLeft === null ? '' : `${duration(activity.secondsLeft)} left`;
    progress.show(`${labels[activity.kind]} ${activity.subject}`, activity.progress, left);
  }
}

/**
 * Shows an activity to its end and answers with its result. Cancels on Ctrl+C, so that nothing half-written stays behind.
 * @throws UnrollError what the activity failed of
 */
export async function finishActivity(session: Session, activity: string): Promise<string | null> {
  const cancel = (): void => void session.client.activities.cancel({ activity });
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  try {
    await watchActivity(session, activity);
    const { activity: ended, result } = await session.client.activities.wait({ activity });
    if (ended.error) throw errorFromShape(ended.error);
    return result;
  } finally {
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  }
}
