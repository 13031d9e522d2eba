import { isHigherBetter, mainScore } from '../../shared/domain/main-score';
import type { Floor, Run } from '../../shared/domain/run';
import type { Session } from './command';
import { significant, table } from './output';

/** A floor, and how far above it a run is: in points of the score, or by how much its error is smaller. */
export interface ComparedFloor extends Floor {
  readonly above: number | null;
}

/** The run's own floor, and those of its data set that are known; nothing is measured. */
export async function comparedFloors({ client }: Session, run: Run): Promise<ComparedFloor[]> {
  const known = await client.datasets
    .floors({ dataset: run.datasetId, start: 'nothing' })
    .then(({ table: { floors } }) => floors)
    // A run outlives its data set, and then knows its own floor alone.
    .catch((): Floor[] => []);
  const own = run.floor === null ? [] : [run.floor];
  const scores = run.test ?? run.validation;
  const sign = isHigherBetter(run.task) ? 1 : -1;
  return [...own, ...known.filter(({ name }) => name !== run.floor?.name)].map((floor) => ({
    ...floor,
    above: scores === null ? null : sign * (mainScore(scores) - floor.value),
  }));
}

export function floorsText(floors: readonly ComparedFloor[]): string {
  return table(
    ['floor', 'metric', 'value', 'above it'],
    floors.map(({ name, metric, value, above }) => [
      name,
      metric,
      significant(value),
      above === null ? null : `${above >= 0 ? '+' : ''}${significant(above)}`,
    ]),
  );
}
