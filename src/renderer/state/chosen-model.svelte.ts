import type { KeptModel } from '../../shared/contract/models';
import type { Dataset } from '../../shared/domain/dataset';
import type { Run } from '../../shared/domain/run';
import { app } from './app.svelte';
import type { Datasets } from './datasets.svelte';
import type { KeptModels } from './kept-models.svelte';
import { liveFile, liveRun } from './live-model';
import type { LiveModel } from './live-model';
import type { Runs } from './runs.svelte';

/** The model that the address names, or the one that stands for it: a run that is kept, else one that came as a file. */
export class ChosenModel {
  readonly #allRuns: Runs;
  readonly #datasets: Datasets;
  readonly #keptModels: KeptModels;
  #runs = $derived.by(() => this.#allRuns.list.filter((run) => run.kept && run.test !== null));
  #run = $derived.by(() => this.#runs.find((run) => run.id === app.runId) ?? this.#runs[0]);
  #file = $derived.by(
    () =>
      this.#keptModels.get(app.modelId) ?? (this.#run === undefined ? this.#keptModels.list[0] : undefined),
  );

  constructor(runs: Runs, datasets: Datasets, keptModels: KeptModels) {
    this.#allRuns = runs;
    this.#datasets = datasets;
    this.#keptModels = keptModels;
  }

  /** Runs that are kept as models. */
  get runs(): readonly Run[] {
    return this.#runs;
  }

  get run(): Run | undefined {
    return this.#run;
  }

  get dataset(): Dataset | undefined {
    return this.#datasets.get(this.#run?.datasetId ?? null);
  }

  /** A model without a run is shown when it was chosen, or when there is no other. */
  get file(): KeptModel | undefined {
    return this.#file;
  }

  /** What listens once it is told to. */
  get live(): LiveModel | undefined {
    const { file, run, dataset } = this;
    return file ? liveFile(file) : run && dataset ? liveRun(run, dataset) : undefined;
  }
}
