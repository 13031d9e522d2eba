import type { Dataset, Unreadable } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import type { Run, RunEvent } from '../../../shared/domain/run';
import type { Home } from '../files/home';
import type { CatalogEntry } from './catalog';
import { isReadable, RunCatalog } from './catalog';
import { EventLog } from './event-log';
import { liveStatuses } from '../../../shared/domain/run';
import type { Batch } from './outbox';
import type { Owner } from './owner';
import { claimOwner, ownerLives, releaseOwner } from './owner';
import { describeData, readRunFolders, RunFolder } from './run-folder';

export interface DatasetSource {
  /** @throws UnrollError DATASET_UNKNOWN */
  get(id: string): Dataset;
}

/** The three places that a run is kept in, always written together: catalog, run folder, watchers. */
export class RunStore {
  readonly catalog: RunCatalog;
  readonly events: EventLog<RunEvent>;
  /** What this engine calls itself in the catalog. */
  readonly owner: Owner = claimOwner();
  readonly #home: Home;
  readonly #datasets: DatasetSource;
  /** Folders without a row in the catalog whose run.json cannot be read. */
  readonly #lost = new Map<string, Unreadable>();
  /** Runs whose end the disk refused. */
  readonly #unsaved = new Map<string, Run>();
  readonly #fileWrites = new Map<string, Promise<void>>();

  /** @throws UnrollError STATE_CORRUPT, OUTPUT_UNWRITABLE */
  constructor(home: Home, datasets: DatasetSource) {
    this.#home = home;
    this.#datasets = datasets;
    this.catalog = new RunCatalog(home.catalogFile);
    this.events = new EventLog((seq) => this.list().map((run) => ({ kind: 'changed', seq, run })));
  }

  folder(id: string): RunFolder {
    return new RunFolder(this.#home.runsDir, id);
  }

  /** @throws UnrollError RUN_UNKNOWN also when it is deleted, unless `deleted` */
  entry(id: string, deleted = false): CatalogEntry {
    const entry = this.catalog.get(id);
    if (entry === undefined || (entry.deletedBy !== null && !deleted)) {
      const lost = this.#lost.get(id);
      if (lost !== undefined) throw corrupt(lost);
      throw failure('RUN_UNKNOWN.id', { run: id });
    }
    if (!isReadable(entry)) throw corrupt(entry);
    return this.#newest(entry);
  }

  /** Runs that lie here and cannot be read. */
  unreadable(): Unreadable[] {
    const rows = this.catalog.unreadable().filter(({ deletedBy }) => deletedBy === null);
    return [...rows, ...this.#lost.values()].map(({ id, reason }) => ({ id, reason }));
  }

  /** Newest first, without those that are deleted. */
  list(): Run[] {
    return this.catalog
      .list()
      .filter(({ deletedBy }) => deletedBy === null)
      .map((entry) => this.#newest(entry).run)
      .reverse();
  }

  /** With what the disk did not take. */
  #newest(entry: CatalogEntry): CatalogEntry {
    if (this.#unsaved.size > 0) this.#saveUnsaved();
    const run = this.#unsaved.get(entry.run.id);
    return run === undefined ? entry : { ...entry, run, owner: null };
  }

  /** Writes a run that changed. It is held by this engine while its status is a live one. */
  save(run: Run): void {
    this.catalog.save(run, liveStatuses.has(run.status) ? this.owner : null);
    this.#unsaved.delete(run.id);
    this.events.emit((seq) => ({ kind: 'changed', seq, run }));
    this.#writeFile(run.id);
  }

  /** The same where the disk may refuse it: then the run is kept in memory and written as soon as it can be. */
  saveWhenPossible(run: Run): void {
    this.#unsaved.set(run.id, run);
    this.#saveUnsaved();
    if (this.#unsaved.has(run.id)) this.events.emit((seq) => ({ kind: 'changed', seq, run }));
  }

  #saveUnsaved(): void {
    try {
      for (const run of [...this.#unsaved.values()]) this.save(run);
    } catch {
      // The disk refuses still. Without it the next start finds that nobody trains the run any more.
    }
  }

  /** Writes a batch of a run in training and tells the watchers. */
  record(run: Run, { steps, epochs, changed }: Batch): void {
    this.catalog.record(run, this.owner, steps, epochs);
    if (steps !== null) this.events.emit((seq) => ({ kind: 'steps', seq, run: run.id, steps }));
    if (epochs !== null) this.events.emit((seq) => ({ kind: 'epoch', seq, run: run.id, epochs }));
    if (changed) this.events.emit((seq) => ({ kind: 'changed', seq, run }));
  }

  /** Goes back to a checkpoint. */
  rewind(id: string, step: number, epoch: number): void {
    this.catalog.truncateMetrics(id, step, epoch);
  }

  /** Copies the curves into the run's folder. */
  writeMetrics(id: string): void {
    this.#inTurn(id, () => this.folder(id).writeMetrics(this.catalog.metrics(id)));
  }

  async delete(id: string): Promise<void> {
    if (this.#lost.delete(id)) await this.folder(id).remove();
    else this.catalog.markDeleted(id, this.owner);
    this.events.emit((seq) => ({ kind: 'deleted', seq, run: id }));
  }

  restore(id: string): Run {
    this.catalog.markDeleted(id, null);
    const { run } = this.entry(id);
    this.events.emit((seq) => ({ kind: 'changed', seq, run }));
    return run;
  }

  /**
   * Puts things in order at the start: takes in run folders that the catalog does not know, frees runs whose engine
   * died, removes for good what was deleted.
   */
  async recover(): Promise<void> {
    await this.#mend();
    const known = new Set([
      ...this.catalog.list().map(({ run }) => run.id),
      ...this.catalog.unreadable().map(({ id }) => id),
    ]);
    const { found, unreadable } = await readRunFolders(this.#home.runsDir, known);
    for (const { folder, file } of found) {
      const { steps, epochs } = await folder.readMetrics();
      this.catalog.record(interrupted(file.run), null, steps, epochs);
    }
    for (const one of unreadable) this.#lost.set(one.id, one);
    this.freeOrphans();
    await this.#purge((deletedBy) => !ownerLives(deletedBy));
  }

  /** A row that cannot be read is written again from its folder's run.json, where that is whole. */
  async #mend(): Promise<void> {
    for (const { id, owner, deletedBy } of this.catalog.unreadable()) {
      const isFree = deletedBy === null && (owner === null || !ownerLives(owner));
      const file = isFree ? await this.folder(id).readRun() : null;
      if (file?.run.id === id) this.catalog.save(interrupted(file.run), null);
    }
  }

  /** Runs that an engine held which is no longer there become `interrupted`. */
  freeOrphans(): void {
    for (const { run, owner } of this.catalog.held())
      if (owner !== null && owner !== this.owner && !ownerLives(owner)) {
        this.save(interrupted(run));
        this.sweep(run.id);
      }
  }

  /** Removes what a worker that was ended in the middle of writing left behind. */
  sweep(id: string): void {
    this.#inTurn(id, () => this.folder(id).sweep());
  }

  /** Waits for all files, removes what this engine deleted, closes the catalog. */
  async close(): Promise<void> {
    this.#saveUnsaved();
    await Promise.all(this.#fileWrites.values());
    await this.#purge((deletedBy) => deletedBy === this.owner);
    this.catalog.close();
    releaseOwner(this.owner);
  }

  async #purge(isDue: (deletedBy: Owner) => boolean): Promise<void> {
    for (const { id, deletedBy } of this.catalog.deleted()) {
      if (!isDue(deletedBy)) continue;
      // The folder first: a folder that is left over would be taken in again as a run.
      await this.folder(id).remove();
      this.catalog.purge(id);
    }
  }

  #writeFile(id: string): void {
    this.#inTurn(id, async () => {
      const { run } = this.entry(id, true);
      const folder = this.folder(id);
      await folder.create();
      await folder.writeRun(run, () => describeData(this.#datasets.get(run.datasetId)));
    });
  }

  /** One file of a run after the other. The catalog has it all, so a copy that fails is left for the next time. */
  #inTurn(id: string, write: () => Promise<void>): void {
    const before = this.#fileWrites.get(id) ?? Promise.resolve();
    const mine = before.then(write).catch(() => {});
    this.#fileWrites.set(id, mine);
    void mine.then(() => {
      if (this.#fileWrites.get(id) === mine) this.#fileWrites.delete(id);
    });
  }
}

function corrupt({ id, reason: { code, message, params } }: Unreadable): UnrollError {
  return new UnrollError('STATE_CORRUPT', message, params ?? { run: id }, { sentence: code });
}

/** A run that nobody trains any more. */
function interrupted(run: Run): Run {
  return liveStatuses.has(run.status) ? { ...run, status: 'interrupted', finishedMs: Date.now() } : run;
}
