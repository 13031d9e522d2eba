import { existsSync } from 'node:fs';
import type { Dataset, Unreadable } from '../../../shared/domain/dataset';
import type { UnrollError } from '../../../shared/domain/error';
import { errorFromShape } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import type { Run, RunEvent } from '../../../shared/domain/run';
import { remark } from '../../../shared/sentences/say';
import { Bin, isOverdue } from '../files/bin';
import type { Home } from '../files/home';
import { epochLayout, stepLayout, uniteRows } from '../training/metric-columns';
import type { CatalogEntry } from './catalog';
import { isReadable, RunCatalog } from './catalog';
import { isNewer } from './database';
import type { Curves } from './metric-store';
import type { ReadableCopy } from './newer-catalog';
import { copyReadable } from './newer-catalog';
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

  readonly #bin: Bin;
  /** Where what a newer lab wrote was copied to; null when the home is ours. */
  readonly #readable: ReadableCopy | null;

  /** @throws UnrollError STATE_CORRUPT, OUTPUT_UNWRITABLE */
  constructor(home: Home, datasets: DatasetSource) {
    this.#home = home;
    this.#datasets = datasets;
    this.#bin = new Bin(home.binDir);
    this.#readable = isNewer(home.catalogFile) ? copyReadable(home.catalogFile) : null;
    this.catalog = new RunCatalog(this.#readable?.file ?? home.catalogFile);
    this.events = new EventLog((seq) => this.list().map((run) => ({ kind: 'changed', seq, run })));
  }

  /** A newer lab wrote this home: it is shown as far as it can be read, and nothing in it is changed. */
  get isFrozen(): boolean {
    return this.#readable !== null;
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
    this.#inTurn(id, async () => {
      const curves = this.catalog.metrics(id);
      // What is damaged here may be whole there.
      if (curves.isWhole) await this.folder(id).writeMetrics(curves);
    });
  }

  /**
   * The curves. What is damaged in the catalog is taken from the run's folder; what is damaged in both is said once, among the
   * run's decisions.
   */
  curves(id: string): Curves {
    const stored = this.catalog.metrics(id);
    const { run, owner } = this.entry(id);
    const isKnown = run.decisions.some(({ remark: { code } }) => code === 'training.curvesDamaged');
    // A run that has epochs has their curve.
    const isWhole = (curves: Curves): boolean =>
      curves.isWhole && (curves.epochs.epoch.at(-1) ?? 0) >= run.epoch;
    if (isWhole(stored) || isKnown || owner !== null || this.isFrozen) return stored;
    const copy = this.folder(id).readMetrics();
    const united: Curves = {
      steps: uniteRows(stepLayout, stored.steps, copy.steps),
      epochs: uniteRows(epochLayout, stored.epochs, copy.epochs),
      isWhole: copy.isWhole,
    };
    this.catalog.replaceMetrics(id, united);
    if (isWhole(united)) return united;
    const left = { steps: united.steps.step.length, epochs: united.epochs.epoch.length };
    const said = remark('training.curvesDamaged', left);
    const decision = { atMs: Date.now(), epoch: run.epoch, level: 'warning' as const, remark: said };
    this.save({ ...run, decisions: [...run.decisions, decision] });
    return united;
  }

  /** Into the bin. @throws UnrollError DISK_FULL, OUTPUT_UNWRITABLE */
  async delete(id: string): Promise<void> {
    const { dir } = this.folder(id);
    const entry = this.catalog.get(id);
    // The mark first: a folder without it would be taken in again.
    const isRow = entry !== undefined && isReadable(entry);
    if (isRow) this.catalog.markDeleted(id, this.owner);
    await this.#fileWrites.get(id);
    try {
      await this.#bin.put('run', id, isRow ? entry.run.name : id, dir);
    } catch (thrown) {
      if (isRow) this.catalog.markDeleted(id, null);
      throw thrown;
    }
    // Of a row that cannot be read the folder is all that there is.
    if (!isRow) this.catalog.purge(id);
    this.#lost.delete(id);
    this.events.emit((seq) => ({ kind: 'deleted', seq, run: id }));
  }

  /** @throws UnrollError RUN_UNKNOWN when it is gone for good, STATE_CORRUPT, OUTPUT_UNWRITABLE */
  async restore(id: string): Promise<Run> {
    await this.#bin.take('run', id, this.folder(id).dir);
    if (this.catalog.get(id) === undefined) await this.#takeIn();
    else this.catalog.markDeleted(id, null);
    const { run } = this.entry(id);
    this.events.emit((seq) => ({ kind: 'changed', seq, run }));
    return run;
  }

  /** Forgets deleted runs: those that were kept long enough, or all. Their files go with the bin. */
  forget(nowMs: number, all = false): void {
    for (const { id, deletedMs } of this.catalog.deleted())
      if (all || isOverdue(deletedMs ?? nowMs, nowMs)) {
        this.#bin.remove('run', id);
        this.catalog.purge(id);
      }
  }

  /**
   * Puts things in order at the start: takes in run folders that the catalog does not know, frees runs whose engine
   * died, removes for good what was deleted long ago.
   */
  async recover(): Promise<void> {
    if (this.isFrozen) return;
    await this.#mend();
    await this.#takeIn();
    this.freeOrphans();
    // An engine that was killed between the mark and the move.
    for (const { id } of this.catalog.deleted()) if (existsSync(this.folder(id).dir)) await this.delete(id);
    this.forget(Date.now());
  }

  async #takeIn(): Promise<void> {
    const known = new Set(this.catalog.ids());
    const { found, unreadable } = await readRunFolders(this.#home.runsDir, known);
    for (const { folder, file } of found) {
      const { steps, epochs } = folder.readMetrics();
      this.catalog.record(interrupted(file.run), null, steps, epochs);
    }
    for (const one of unreadable) this.#lost.set(one.id, one);
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

  /** Waits for all files, closes the catalog. */
  async close(): Promise<void> {
    this.#saveUnsaved();
    await Promise.all(this.#fileWrites.values());
    this.catalog.close();
    this.#readable?.remove();
    releaseOwner(this.owner);
  }

  #writeFile(id: string): void {
    this.#inTurn(id, async () => {
      const { run, deletedBy } = this.entry(id, true);
      if (deletedBy !== null) return;
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
  return errorFromShape({
    code: 'STATE_CORRUPT',
    message,
    details: params ?? { run: id },
    sentence: code,
  });
}

/** A run that nobody trains any more. */
function interrupted(run: Run): Run {
  return liveStatuses.has(run.status) ? { ...run, status: 'interrupted', finishedMs: Date.now() } : run;
}
