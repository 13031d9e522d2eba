import type { Run } from '../../../shared/domain/run';

interface Selected {
  readonly runId: string | null;
  readonly datasetId: string | null;
}

/** Only networks whose best weights are on the disk can be looked into. */
export function lookableRuns(runs: readonly Run[]): readonly Run[] {
  return runs.filter((run) => run.test !== null);
}

/**
 * The run that *Look* opens: the chosen one, else the newest of the chosen data set, else, where no data set is chosen, the
 * newest. Another data set's run is never shown in its place.
 *
 * @param known whether there is such a data set: an address may name one that is gone
 */
export function lookRun(
  runs: readonly Run[],
  { runId, datasetId }: Selected,
  known: (dataset: string) => boolean,
): Run | null {
  const lookable = lookableRuns(runs);
  const dataset = datasetId !== null && known(datasetId) ? datasetId : null;
  const chosen = runs.find((run) => run.id === runId);
  const wanted = dataset ?? chosen?.datasetId ?? null;
  const own = wanted === null ? lookable : lookable.filter((run) => run.datasetId === wanted);
  return own.find((run) => run.id === runId) ?? own[0] ?? null;
}
