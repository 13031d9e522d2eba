import { app } from './app.svelte';
import { filesBelow, filesOf, takeEntries } from './dropped-files';
import type { DroppedFile } from './dropped-files';
import type { DropTaker } from './drop-taker.svelte';
import type { Engine } from './engine.svelte';
import { attempt } from './failures';
import type { ForeignModel } from './foreign-model.svelte';
import type { KeptModels } from './kept-models.svelte';
import { modelsAmong } from './model-files';
import type { PlanFile } from '../../shared/domain/plan-file';
import type { FoundPlan } from './dropped-plan';
import { beside, planAmong } from './dropped-plan';
import type { Scan } from './scan.svelte';
import { decodeForEngine } from './undecoded';
import type { Uploads } from './uploads';
import { failure } from '../../shared/sentences/failure';

interface IntakeParts {
  readonly engine: Engine;
  readonly scan: Scan;
  readonly keptModels: KeptModels;
  readonly foreignModel: ForeignModel;
  readonly uploads: Uploads;
}

/** Where files come in: dropped, picked, or opened with the lab by the system. */
export class Intake {
  readonly #engine: Engine;
  readonly #scan: Scan;
  readonly #keptModels: KeptModels;
  readonly #foreignModel: ForeignModel;
  readonly #uploads: Uploads;

  constructor({ engine, scan, keptModels, foreignModel, uploads }: IntakeParts) {
    this.#engine = engine;
    this.#scan = scan;
    this.#keptModels = keptModels;
    this.#foreignModel = foreignModel;
    this.#uploads = uploads;
  }

  /**
   * What was dropped on the window: as paths in Electron, as an upload in a browser. Models are opened whatever is shown; data
   * go to `taker`, or are imported. Call it within the drop event.
   */
  async takeDrop(transfer: DataTransfer, taker: Pick<DropTaker, 'take'> | null = null): Promise<void> {
    const files = [...transfer.files];
    const isModel = modelsAmong(files.map(({ name }) => name)) !== null;
    if (taker !== null && !isModel) return taker.take(transfer);
    const { unroll } = window;
    if (unroll !== undefined) {
      const paths = files.map((file) => unroll.pathFor(file));
      const found = isModel ? null : await planAmong(files);
      await (found === null
        ? this.openPaths(paths.filter((path) => path !== ''))
        : this.#openPlanAt(unroll.pathFor(found.file), found.plan, paths));
      return;
    }
    const drop = takeEntries(transfer);
    const subject = [...drop.entries, ...drop.files].map(({ name }) => name).join(', ');
    if (isModel) return this.#openModels(await this.#uploads.upload(subject, await filesBelow(drop)));
    const found = await planAmong(files);
    if (found === null) await this.#scanFiles(subject, () => filesBelow(drop));
    else await this.#openPlanWith(found, await filesBelow(drop));
  }

  /** Files from an `<input type="file">`. */
  async takePicked(picked: FileList): Promise<void> {
    const files = filesOf(picked);
    const [first] = files;
    if (first === undefined) return;
    if (modelsAmong(files.map(({ path }) => path)) !== null)
      return this.#openModels(await this.#uploads.upload(first.path, files));
    const found = await planAmong([...picked]);
    if (found !== null) return this.#openPlanWith(found, files);
    const folder = first.path.split('/')[0]!;
    await this.#scanFiles(files.length === 1 || first.path.includes('/') ? folder : `${files.length}`, () =>
      Promise.resolve(files),
    );
  }

  /** Asks with the system's own dialog. Only in Electron. */
  async pickPaths(kind: 'files' | 'folders'): Promise<void> {
    await this.openPaths((await window.unroll?.pickPaths(kind)) ?? []);
  }

  /** Asks for files of any kind, in whatever way this face has. */
  async pickAnything(): Promise<void> {
    if (window.unroll !== undefined) return this.pickPaths('files');
    const picked = await askFiles();
    if (picked !== null) await this.takePicked(picked);
  }

  /** Asks for a folder of what is none of the classes, and reads it beside what is looked at. */
  async addBackground(): Promise<void> {
    const { unroll } = window;
    const paths = unroll !== undefined ? await unroll.pickPaths('folders') : await this.#uploadFolder();
    if (paths.length > 0) await this.#scan.withBackground(paths);
  }

  async #uploadFolder(): Promise<string[]> {
    const picked = await askFiles('folder');
    if (picked === null || picked.length === 0) return [];
    const files = filesOf(picked);
    return this.#uploads.upload(files[0]!.path.split('/')[0]!, files);
  }

  /** Asks for files, and shows a data set as it would be with them. */
  async addFiles(dataset: string): Promise<void> {
    const { unroll } = window;
    if (unroll !== undefined) {
      const paths = await unroll.pickPaths('files');
      if (paths.length > 0) await this.openPlan(dataset, paths);
      return;
    }
    const picked = await askFiles();
    if (picked === null || picked.length === 0) return;
    const files = filesOf(picked);
    await this.openPlan(dataset, await this.#uploads.upload(`${files.length}`, files));
  }

  /** Models become models, all else is looked at as data: what is dropped, picked, or opened with the lab by the system. */
  async openPaths(paths: string[]): Promise<void> {
    if (paths.length === 0) return;
    await this.#engine.settled();
    if (modelsAmong(paths) !== null) return this.#openModels(paths);
    await this.#scanPaths(paths);
  }

  /** The files of a data set once more, under its plan, to be changed and made anew; `more` are added to them. */
  async openPlan(dataset: string, more: readonly string[] = []): Promise<void> {
    const plan = await this.#engine.client.datasets.plan({ dataset });
    await this.#scanPaths([...plan.places, ...more], plan);
  }

  /** A plan on this machine: with what was dropped beside it, else with its own places. */
  async #openPlanAt(path: string, plan: PlanFile, dropped: readonly string[]): Promise<void> {
    const others = dropped.filter((other) => other !== '' && other !== path);
    const places = others.length > 0 ? others : plan.places.map((place) => beside(path, place));
    if (places.length === 0) return this.#want(plan);
    const background = plan.background?.map((place) => beside(path, place));
    await this.#engine.settled();
    await this.#scanPaths(places, { ...plan, ...(background !== undefined && { background }) });
  }

  /** A plan from a browser, which knows no places: with what came with it, else it waits. */
  async #openPlanWith({ file, plan }: FoundPlan, all: readonly DroppedFile[]): Promise<void> {
    const files = all.filter((one) => one.path !== file.name);
    if (files.length === 0) return this.#want(plan);
    await this.#scanFiles(`${files.length}`, () => Promise.resolve(files), plan);
  }

  #want(plan: PlanFile): void {
    app.go('data', { dataset: null, run: null, example: null });
    this.#scan.want(plan);
  }

  async #scanPaths(paths: string[], wanted?: PlanFile): Promise<void> {
    const plan = wanted ?? this.#scan.kept;
    app.go('data', { dataset: null, run: null, example: null });
    await attempt(() =>
      this.#scan.start(
        async (client, edits, { followLinks, background }) => {
          const decoded = await decodeForEngine(client, this.#uploads, [...paths, ...(background ?? [])]);
          return client.scans.start({ paths, edits, decoded, followLinks, background });
        },
        plan === null ? {} : { plan },
      ),
    );
  }

  /** @param paths of which `modelsAmong` has said that they are models, where the engine finds them */
  async #openModels(paths: readonly string[]): Promise<void> {
    const models = modelsAmong(paths);
    if (models?.kind === 'bundles') await this.#keptModels.add(models.names);
    if (models?.kind !== 'foreign') return;
    const { name, mayBeData } = models;
    await this.#engine.settled();
    const isData = mayBeData && !(await this.#engine.client.models.recognise({ path: name })).isModel;
    if (isData) await this.#scanPaths([...paths]);
    else this.#foreignModel.ask(name);
  }

  async #scanFiles(
    subject: string,
    list: () => Promise<readonly DroppedFile[]>,
    wanted?: PlanFile,
  ): Promise<void> {
    const plan = wanted ?? this.#scan.kept;
    app.go('data', { dataset: null, run: null, example: null });
    await attempt(() =>
      this.#scan.start(
        async (client, edits, { background }) => {
          const files = await list();
          if (files.length === 0) throw failure('DATASET_EMPTY.dropped');
          const paths = await this.#uploads.upload(subject, files);
          return client.scans.start({ paths, edits, background });
        },
        plan === null ? {} : { plan },
      ),
    );
  }

  /** What was recorded here, a folder for each label: read as if it had been dropped. */
  takeRecorded(name: string, files: readonly DroppedFile[]): Promise<void> {
    return this.#scanFiles(name, () => Promise.resolve(files));
  }

  /** The short way in: a sample set, read, imported with the lab's own plan, and ready to train. */
  async trySample(name: string): Promise<void> {
    await attempt(async () => {
      await this.#scan.start((client) => client.samples.open({ name }), { straight: true });
      app.goTrain(await this.#scan.commit());
    });
  }
}

/** A browser's own dialog; null when it was closed. */
function askFiles(kind: 'files' | 'folder' = 'files'): Promise<FileList | null> {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.webkitdirectory = kind === 'folder';
  return new Promise((resolve) => {
    input.onchange = () => resolve(input.files);
    input.oncancel = () => resolve(null);
    input.click();
  });
}
