import type { PredictionEvent } from '../../../shared/contract/predict';
import type { Unseen } from '../../../shared/domain/detection';
import { failure } from '../../../shared/sentences/failure';

export interface UnseenOptions {
  /** As it was given. */
  readonly place: string;
  /** Of the model; null where steps have no time. */
  readonly stepSeconds: number | null;
  /** What can be said; without what is nothing. */
  readonly labels: readonly string[];
}

/**
 * Counts what a model says of recordings that hold nothing: every event of it is a false alarm.
 *
 * @param heard of recordings from their beginning to their end
 * @throws UnrollError ARGUMENT_INVALID where steps have no time, DATASET_EMPTY when nothing could be heard
 */
export async function countUnseen(
  heard: AsyncIterable<PredictionEvent>,
  { place, stepSeconds, labels }: UnseenOptions,
): Promise<Unseen> {
  if (stepSeconds === null) throw failure('ARGUMENT_INVALID.noEvents');
  const counts = new Map(labels.map((label) => [label, 0]));
  let [recordings, steps] = [0, 0];
  for await (const event of heard) {
    if (event.kind === 'segment' && counts.has(event.label))
      counts.set(event.label, counts.get(event.label)! + 1);
    if (event.kind !== 'prediction') continue;
    const { prediction } = event;
    recordings++;
    if (prediction.kind === 'labels') steps += prediction.steps;
    else if (prediction.kind === 'label') steps += prediction.timeline?.steps ?? 0;
  }
  if (steps === 0) throw failure('ARGUMENT_INVALID.nothingHeard', { place });
  const perLabel = [...counts].map(([label, falseAlarms]) => ({ label, falseAlarms }));
  const falseAlarms = perLabel.reduce((sum, own) => sum + own.falseAlarms, 0);
  const seconds = steps * stepSeconds;
  return {
    ...{ place, recordings, seconds, falseAlarms, perLabel },
    falseAlarmsPerHour: (3600 * falseAlarms) / seconds,
  };
}
