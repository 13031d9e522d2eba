import { isHigherBetter, mainScore } from '../../shared/domain/main-score';
import { rankFloors } from '../../shared/domain/ranked-floors';
import type { Floor, Run } from '../../shared/domain/run';
import { finishActivity } from './activity-progress';
import type { Session } from './command';
import { significant, table } from './output';
import { heading } from './language';

/** A floor, and how far above it a run is: in points of the score, or by how much its error is smaller. */
export interface ComparedFloor extends Floor {
  readonly above: number | null;
}

/**
 * Begins to measure what needs no network, beside a training and without taking its time; what takes long is left out. The
 * answer waits for the end of it, or gives up where the floors could not be measured: a run is not worth less for that.
 */
export async function quickFloors(session: Session, dataset: string): Promise<() => Promise<void>> {
  const { activity } = await session.client.datasets.floors({ dataset, start: 'quick' });
  return async () => {
    if (activity !== null) await finishActivity(session, activity).catch(() => null);
  };
}

/** The run's own floor, and those of its data set that are known; nothing is measured. */
export async function comparedFloors({ client }: Session, run: Run): Promise<ComparedFloor[]> {
  const known = await client.datasets
    .floors({ dataset: run.datasetId, start: 'nothing' })
    // A run outlives its data set, and then knows its own floor alone.
    .catch(() => ({ table: { floors: [], refused: [] }, waiting: [] }));
  const { task, floor, recipe } = run;
  const scores = run.test ?? run.validation;
  const sign = isHigherBetter(task) ? 1 : -1;
  return rankFloors({ task, floor, family: recipe.model.family }, known).floors.map((one) => ({
    ...one,
    above: scores === null ? null : sign * (mainScore(scores) - one.value),
  }));
}

export function floorsText(floors: readonly ComparedFloor[]): string {
  return table(
    [heading('floor'), heading('metric'), heading('value'), heading('aboveIt')],
    floors.map(({ name, metric, value, above }) => [
      name,
      metric,
      significant(value),
      above === null ? null : `${above >= 0 ? '+' : ''}${significant(above)}`,
    ]),
  );
}
