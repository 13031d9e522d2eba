import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { EngineClient } from '../../shared/contract';
import type { UnrollError } from '../../shared/domain/error';
import { failure } from '../../shared/sentences/failure';
import { KeptModels } from './imports/kept-models';
import { CellCache } from './desk/cell-cache';
import { DeskStore } from './desk/desk-store';
import { deskHandlers } from './desk/handlers';
import { DeskService } from './desk/service';
import { alikeHandlers } from './alike/handlers';
import { AlikeService } from './alike/service';
import { ComputePool } from './workers/pool';
import { datasetHandlers } from './datasets/handlers';
import { openDatasets } from './datasets/open';
import { recordingHandlers } from './datasets/recording-handlers';
import { scanHandlers } from './datasets/scan-handlers';
import { experimentHandlers } from './experiments/handlers';
import { ExperimentService } from './experiments/service';
import { importHandlers } from './imports/handlers';
import { exportHandlers } from './exports/handlers';
import { ExportedModels } from './exports/exported-models';
import { ExportService } from './exports/service';
import { Bin } from './files/bin';
import type { Home } from './files/home';
import { floorHandlers } from './runs/floor-handlers';
import { FloorService } from './training/floor-service';
import { openHome } from './files/home';
import { inferenceHandlers } from './inference/handlers';
import { recordingReader } from './inference/recordings';
import { PredictionService } from './inference/service';
import { StreamService } from './inference/stream-service';
import { inspectionHandlers } from './inspection/handlers';
import { EventService, eventHandlers } from './inspection/events';
import { SplitPredictor } from './inspection/predictions';
import { markHandlers } from './marks/handlers';
import { InsightService } from './inspection/insight-service';
import { ProbesService } from './inspection/probes-service';
import { InspectionService } from './inspection/service';
import { choiceHandlers } from './choice/handlers';
import { ChoiceService } from './choice/service';
import { studyHandlers } from './studies/handlers';
import { reviewHandlers } from './review/handlers';
import { ReviewStore } from './review/review-store';
import { ReviewService } from './review/service';
import { StudyService } from './studies/service';
import { StudyStore } from './studies/study-store';
import { Sources } from './readers/sources';
import { frozen, rpc } from './rpc';
import { isNewer } from './runs/database';
import { runHandlers } from './runs/handlers';
import { verdictHandlers } from './verdict/handlers';
import { VerdictService } from './verdict/service';
import { SpeedGauge } from './runs/machine-speed';
import { Proposer } from './runs/proposer';
import { RunService } from './runs/service';
import { benchmarkHandlers, Benchmarks } from './benchmarks/benchmarks';
import { binHandlers } from './system/bin-handlers';
import { systemHandlers } from './system/handlers';
import { SystemService } from './system/service';
import { SettingsFile } from './system/settings';
import { ActivityRegistry, activityHandlers } from './activities/activity-registry';

export interface EngineOptions {
  /** Where the lab keeps everything; else `UNROLL_HOME`, else the platform's user-data folder. */
  readonly homeDir?: string;
}

export interface Engine {
  readonly home: Home;
  /** The complete contract, for a transport's handler. */
  readonly router: EngineRouter;
  /** The same in this process, with the same validation. */
  readonly client: EngineClient;
  /** What a person should know of the start, such as that a damaged catalog was rebuilt. */
  readonly notices: readonly UnrollError[];
  /** Ends training (runs in progress become resumable) and closes every file. */
  close(): Promise<void>;
}

/** All rooms of the engine, each given what it needs of the others. */
async function openRooms(home: Home) {
  const compute = new ComputePool({ tensorflowDir: home.tensorflowDir });
  const activities = new ActivityRegistry();
  const sources = new Sources(home.cacheDir);
  const bin = new Bin(home.binDir);
  const isFrozen = isNewer(home.catalogFile);
  const opened = openDatasets({ home, activities, sources, bin, isFrozen });
  const { datasets } = opened;
  const settings = new SettingsFile(home.settingsFile);
  const speed = new SpeedGauge({ compute, file: home.speedFile });
  const proposer = new Proposer(datasets, settings, speed);
  const runs = await RunService.open({
    home,
    datasets,
    compute,
    settle: (dataset, choices) => proposer.settle(dataset, choices),
  });
  datasets.setDependents({
    names: async (dataset) => runs.list(dataset).map(({ name }) => name),
    delete: async (dataset) => {
      for (const { id } of runs.list(dataset)) await runs.delete(id);
    },
  });
  const floors = new FloorService({
    datasets,
    activities,
    compute: new ComputePool({ tensorflowDir: home.tensorflowDir }),
    settle: (dataset, choices) => proposer.settle(dataset, choices),
  });
  const notices = runs.damage === null ? [] : [runs.damage];
  const damagedSettings = await settings.damage();
  if (damagedSettings !== null) notices.push(damagedSettings);
  if (isFrozen) notices.push(failure('STATE_CORRUPT.newer', { folder: home.rootDir }));
  else bin.empty(Date.now());
  const system = new SystemService({ home, compute, activities, settings, notices });
  const predictor = new SplitPredictor({ runs, datasets, compute });
  const inspection = new InspectionService({ runs, datasets, compute });
  const insight = new InsightService({ runs, datasets, compute, activities });
  const events = new EventService({ runs, datasets, compute });
  const exported = new ExportService({
    runs,
    datasets,
    compute,
    predictions: (run, split) => predictor.predictions(run, split),
  });
  const kept = new KeptModels(home, bin);
  if (!isFrozen) await kept.tidy();
  const models = { runs, datasets, exported: new ExportedModels(home, kept) };
  const streams = new StreamService({
    ...models,
    compute: new ComputePool({ tensorflowDir: home.tensorflowDir }),
  });
  const predictions = new PredictionService({ ...models, sources, compute, streams });
  const alike = new AlikeService({
    ...{ runs, datasets, compute, activities },
    read: recordingReader(sources),
    statesDir: home.statesDir,
  });
  const reviews = new ReviewService({
    store: new ReviewStore(home.reviewsDir),
    ...{ runs, datasets, activities },
    predict: (question, signal) => predictions.watch(question, signal),
    novelty: (run, known, places) => alike.novelty(run, known, places),
  });
  const desk = new DeskService({
    ...{ sources, datasets },
    store: new DeskStore(home.desksDir, bin),
    cells: new CellCache(join(home.cacheDir, 'desk'), sources),
  });
  const experiments = new ExperimentService({ home, datasets, compute, activities });
  const studies = new StudyService({
    store: new StudyStore(home.studiesDir),
    datasets,
    activities,
    compute: new ComputePool({ tensorflowDir: home.tensorflowDir }),
    settle: (dataset, choices) => proposer.settle(dataset, choices),
    choicesFile: home.choicesFile,
  });
  const choices = new ChoiceService({
    datasets,
    groups: (dataset) => studies.groups(dataset),
    activities,
    compute: new ComputePool({ tensorflowDir: home.tensorflowDir }),
    settle: (dataset, wanted) => proposer.settle(dataset, wanted),
    choicesFile: home.choicesFile,
    start: (dataset, wanted, name, decisions) => runs.start(dataset, wanted, name, decisions),
  });
  const router = rpc.router({
    ...systemHandlers(system),
    ...scanHandlers(opened.scans),
    datasets: {
      ...datasetHandlers(datasets),
      ...recordingHandlers(opened.recordings),
      ...floorHandlers(floors),
    },
    ...activityHandlers(activities),
    runs: {
      ...runHandlers(runs, proposer, predictor),
      ...verdictHandlers(new VerdictService({ runs, datasets, floors })),
    },
    ...inspectionHandlers(inspection, insight, new ProbesService({ runs, datasets, compute })),
    ...alikeHandlers(alike),
    ...reviewHandlers(reviews),
    ...eventHandlers(events),
    ...exportHandlers(exported, activities),
    ...importHandlers({ home, datasets, runs, compute }, kept),
    ...markHandlers,
    ...deskHandlers(desk),
    ...inferenceHandlers(predictions, streams, runs),
    ...benchmarkHandlers(new Benchmarks({ compute, activities })),
    ...experimentHandlers(experiments),
    ...studyHandlers(studies),
    ...choiceHandlers(choices),
    ...binHandlers({
      bin,
      restore: {
        run: (id) => runs.restore(id),
        dataset: (id) => datasets.restore(id),
        model: (id) => kept.restore(id),
        desk: (id) => desk.restore(id),
      },
      forget: () => runs.forgetDeleted(),
    }),
  });
  return {
    router: isFrozen ? (frozen(home.rootDir).router(router) as typeof router) : router,
    notices,
    async close() {
      // Runs first: they still have to write; the files of deleted data sets go last.
      await floors.close();
      await activities.close();
      await studies.close();
      await choices.close();
      await runs.close();
      await compute.close();
      await streams.close();
      opened.close();
      await sources.close();
    },
  };
}

type EngineRouter = Awaited<ReturnType<typeof openRooms>>['router'];

/**
 * Opens the lab over a home folder. Several engines may share one; each trains its own runs (docs/architecture.md).
 *
 * @throws UnrollError STATE_CORRUPT when a newer version wrote the catalog, OUTPUT_UNWRITABLE
 */
export async function openEngine(options: EngineOptions = {}): Promise<Engine> {
  const home = openHome(options.homeDir);
  const { router, notices, close } = await openRooms(home);
  return { home, router, client: createRouterClient(router), notices, close };
}
