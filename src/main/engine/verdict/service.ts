import type { Dataset } from '../../../shared/domain/dataset';
import type { Floors, MetricsSnapshot, Run } from '../../../shared/domain/run';
import { liveStatuses } from '../../../shared/domain/run';
import { rankFloors } from '../../../shared/domain/ranked-floors';
import type { Verdict } from '../../../shared/domain/verdict';
import { verdictOf } from './verdict';

export interface VerdictSources {
  readonly runs: { get(id: string): Run; metrics(id: string): MetricsSnapshot };
  readonly datasets: { get(id: string): Dataset };
  readonly floors: { floors(id: string, start: 'nothing'): Promise<Floors> };
}

const noFloors: Floors = { table: { floors: [], refused: [] }, activity: null, waiting: [] };

/** Says of finished runs what their numbers come to, as far as they are known. */
export class VerdictService {
  constructor(private readonly sources: VerdictSources) {}

  /** Null while a run is under way and where it has no scores. Measures nothing. @throws UnrollError RUN_UNKNOWN */
  async verdict(id: string): Promise<Verdict | null> {
    const { runs } = this.sources;
    const run = runs.get(id);
    const scores = run.test ?? run.validation;
    if (scores === null || liveStatuses.has(run.status)) return null;
    const { epochs } = runs.metrics(id);
    return verdictOf({ run, scores, epochs, ...(await this.#ofDataset(run)) });
  }

  /** A run outlives its data set, and then knows its own floor alone. */
  async #ofDataset(run: Run) {
    const { task, floor } = run;
    const one = { task, floor, family: run.recipe.model.family };
    try {
      const { warnings, classes } = this.sources.datasets.get(run.datasetId).understanding;
      const floors = await this.sources.floors.floors(run.datasetId, 'nothing');
      return { warnings, classes, ...rankFloors(one, floors) };
    } catch {
      return { warnings: [], classes: [], ...rankFloors(one, noFloors) };
    }
  }
}
