import { Activities } from './activities.svelte';
import { ChosenModel } from './chosen-model.svelte';
import { Datasets } from './datasets.svelte';
import { Engine } from './engine.svelte';
import { Experiments } from './experiments.svelte';
import { ForeignModel } from './foreign-model.svelte';
import { Intake } from './intake';
import { KeptModels } from './kept-models.svelte';
import { Licences } from './licences.svelte';
import { Notices } from './notices.svelte';
import { PredictFiles } from './predict-files';
import { Preferences } from './preferences.svelte';
import { Runs } from './runs.svelte';
import { Studies } from './studies.svelte';
import { Scan } from './scan.svelte';
import { Uploads } from './uploads';

/** Every store that needs an engine, each handed what it works with: the only place that knows them all. */
export function createLab(engine: Engine) {
  const activities = new Activities(engine);
  const runs = new Runs(engine);
  const datasets = new Datasets(engine, runs);
  const scan = new Scan(engine, activities, datasets);
  const keptModels = new KeptModels(engine);
  const foreignModel = new ForeignModel(engine);
  const uploads = new Uploads(engine, activities);
  return {
    engine,
    activities,
    runs,
    datasets,
    scan,
    keptModels,
    foreignModel,
    uploads,
    experiments: new Experiments(engine, activities),
    studies: new Studies(engine, activities),
    preferences: new Preferences(engine),
    licences: new Licences(engine),
    notices: new Notices(),
    chosenModel: new ChosenModel(runs, datasets, keptModels),
    intake: new Intake({ engine, scan, keptModels, foreignModel, uploads }),
    predictFiles: new PredictFiles(engine, uploads),
  };
}

/** Those of this window. */
export const {
  engine,
  activities,
  runs,
  datasets,
  scan,
  keptModels,
  foreignModel,
  experiments,
  studies,
  preferences,
  licences,
  notices,
  chosenModel,
  intake,
  predictFiles,
} = createLab(new Engine());
