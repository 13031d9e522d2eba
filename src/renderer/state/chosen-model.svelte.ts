import type { KeptModel } from '../../shared/contract/models';
import type { Dataset } from '../../shared/domain/dataset';
import type { Run } from '../../shared/domain/run';
import { app } from './app.svelte';
import { datasets } from './datasets.svelte';
import { keptModels } from './kept-models.svelte';
import { liveFile, liveRun } from './live-model';
import type { LiveModel } from './live-model';
import { runs } from './runs.svelte';

/** The model that the address names, or the one that stands for it: a run that is kept, else one that came as a file. */
class ChosenModel {
  #runs = $derived(runs.list.filter((run) => run.kept && run.test !== null));
  #run = $derived(this.#runs.find((run) => run.id === app.runId) ?? this.#runs[0]);
  #file = $derived(keptModels.get(app.modelId) ?? (this.#run === undefined ? keptModels.list[0] : undefined));

  /** Runs that are kept as models. */
  get runs(): readonly Run[] {
    return this.#runs;
  }

  get run(): Run | undefined {
    return this.#run;
  }

  get dataset(): Dataset | undefined {
    return datasets.get(this.#run?.datasetId ?? null);
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

export const chosenModel = new ChosenModel();
