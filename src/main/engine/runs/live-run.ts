import { mkdirSync } from 'node:fs';
import { errorToShape, toUnrollError } from '../../../shared/domain/error';
import type { ErrorCode, ErrorShape } from '../../../shared/domain/error';
import type { Decision, Run } from '../../../shared/domain/run';
import { remark } from '../../../shared/sentences/say';
import type { Trainer, TrainingEvent, TrainingHandle, TrainingJob } from '../training/job';
import { Outbox } from './outbox';
import { liveStatuses } from '../../../shared/domain/run';
import { failure } from '../../../shared/sentences/failure';
import { causedBy } from '../../../shared/sentences/why';
import type { RunStore } from './run-store';

/** How often the curves of a run in training are copied into its folder; long curves, which cost more, less often. */
const METRICS_FILE_INTERVAL_MS = 30_000;
const CHEAP_STEPS = 200_000;

/** Room can be made and disks mended: the run goes on from its last checkpoint, or from the start. */
const diskFaults: ReadonlySet<string> = new Set<ErrorCode>(['DISK_FULL', 'OUTPUT_UNWRITABLE']);

/** A kernel that was there when the run began may be there again. */
const machineFaults: ReadonlySet<string> = new Set<ErrorCode>([
  'COMPUTE_FAILED',
  'KERNEL_UNAVAILABLE',
  'BACKEND_UNAVAILABLE',
]);

/** An epoch is shown only once its checkpoint is on the disk, so one that is behind was lost since. */
function goneSince(shown: number, epoch: number): Decision[] {
  if (epoch >= shown) return [];
  return [
    {
      atMs: Date.now(),
      epoch,
      level: 'warning',
      remark: remark('training.checkpointGone', { shown, epoch }),
    },
  ];
}

/** What of a data set a run trains on. */
export type TrainingData = Pick<TrainingJob, 'preparedFile' | 'stepSeconds'>;

/** What of a run can change without its being trained. */
export type RunEdits = Partial<Pick<Run, 'name' | 'note' | 'kept' | 'tags' | 'detection' | 'unseen'>>;

/** A run from the queue to its end in this engine: turns what the worker says into the run's state. */
export class LiveRun {
  readonly #store: RunStore;
  readonly #outbox: Outbox;
  readonly #ended: () => void;
  #run: Run;
  #handle: TrainingHandle | null = null;
  #watchers: (() => void)[] = [];
  #metricsFileMs = Date.now();
  /** Whoever waits for the end was told; the status alone does not say, since writing it may have failed. */
  #over = false;

  /** @param ended called once, when the run is no longer live */
  constructor(store: RunStore, run: Run, ended: () => void) {
    this.#store = store;
    this.#ended = ended;
    this.#outbox = new Outbox((batch) => this.#guard(() => store.record(this.#run, batch)));
    this.#run = run;
    this.#change({ status: 'queued', finishedMs: null, error: null });
  }

  get run(): Run {
    return this.#run;
  }

  get live(): boolean {
    return liveStatuses.has(this.#run.status);
  }

  /** Its turn has come: starts the worker, or lets a paused one go on. */
  proceed(trainer: Trainer, data: () => TrainingData, choicesFile: string): void {
    if (this.#handle !== null) {
      this.#change({ status: 'running' });
      this.#handle.command('resume');
      return;
    }
    try {
      const { dir: runDir, hasCheckpoint: resume } = this.#store.folder(this.#run.id);
      mkdirSync(runDir, { recursive: true });
      const { id: run, recipe } = this.#run;
      const job: TrainingJob = { run, runDir, ...data(), recipe, resume, choicesFile };
      this.#change({ status: 'running' });
      this.#handle = trainer.train(job, (event) => this.#guard(() => this.#take(event)));
      void this.#handle.done.then(() => this.#afterAll());
    } catch (thrown) {
      this.#guard(() => this.#fail(errorToShape(toUnrollError(thrown))));
    }
  }

  /** Settles when the worker holds still, or the run ended meanwhile. */
  async pause(): Promise<void> {
    this.#handle?.command('pause');
    await this.until((run) => run.status !== 'running');
  }

  /** A paused run waits for its turn. */
  requeue(): void {
    this.#change({ status: 'queued' });
  }

  /** Settles when the best weights are scored and kept. */
  async stop(): Promise<void> {
    if (this.#handle === null) this.#guard(() => this.#end({ status: 'stopped' }));
    else this.#handle.command('stop');
    await this.until((run) => !liveStatuses.has(run.status));
  }

  /** Ends the worker without waiting for anything; the run goes on from its last checkpoint when it is resumed. */
  async abandon(): Promise<void> {
    if (!this.live) return;
    const ending = this.#handle?.terminate();
    this.#guard(() => this.#end({ status: 'interrupted' }));
    await ending;
    this.#store.sweep(this.#run.id);
  }

  edit(changes: RunEdits): void {
    this.#change(changes);
  }

  /** Settles as soon as `holds`. */
  async until(holds: (run: Run) => boolean): Promise<void> {
    while (!holds(this.#run)) await new Promise<void>((resolve) => this.#watchers.push(resolve));
  }

  #take(event: TrainingEvent): void {
    if (!this.live) return;
    switch (event.kind) {
      case 'started': {
        const { kind: _, step, isDamaged, ...facts } = event;
        const shown = isDamaged === true ? 0 : this.#run.epoch;
        this.#store.rewind(this.#run.id, step, facts.epoch);
        const decisions = this.#run.decisions.filter(({ epoch }) => epoch <= facts.epoch);
        this.#change({
          ...facts,
          status: 'running',
          decisions: [...decisions, ...goneSince(shown, facts.epoch)],
        });
        break;
      }
      case 'paused':
        this.#change({ status: 'paused' });
        this.#store.writeMetrics(this.#run.id);
        break;
      case 'resumed':
        this.#change({ status: 'running' });
        break;
      case 'steps':
        this.#outbox.addSteps(event.steps);
        break;
      case 'epoch': {
        const { epochs, bestEpoch, timing, validation } = event;
        const epoch = epochs.epoch.at(-1) ?? this.#run.epoch;
        this.#run = {
          ...this.#run,
          epoch,
          bestEpoch,
          timing,
          validation: validation ?? this.#run.validation,
        };
        this.#outbox.addEpoch(epochs);
        this.#outbox.noteChange();
        this.#copyMetrics();
        break;
      }
      case 'progress':
        this.#run = { ...this.#run, progress: event.share };
        this.#outbox.noteChange();
        break;
      case 'decision':
        this.#run = { ...this.#run, decisions: [...this.#run.decisions, event.decision] };
        this.#outbox.noteChange();
        break;
      case 'finished': {
        const { kind: _, ...facts } = event;
        this.#end(facts);
        break;
      }
      case 'failed':
        this.#fail(event.error);
        break;
    }
  }

  #copyMetrics(): void {
    const { epoch, stepsPerEpoch } = this.#run;
    const dueMs = METRICS_FILE_INTERVAL_MS * Math.max(1, (epoch * stepsPerEpoch) / CHEAP_STEPS);
    if (Date.now() - this.#metricsFileMs < dueMs) return;
    this.#metricsFileMs = Date.now();
    this.#store.writeMetrics(this.#run.id);
  }

  /** The last event has come: a run that is live still was told of no end. */
  #afterAll(): void {
    const early = failure('COMPUTE_FAILED.workerEnded');
    if (this.live) this.#guard(() => this.#fail(errorToShape(early)));
  }

  /** A fault of the machine leaves a run that can be resumed; a fault of the recipe does not. */
  #fail(error: ErrorShape): void {
    const { hasCheckpoint } = this.#store.folder(this.#run.id);
    const resumable = diskFaults.has(error.code) || (machineFaults.has(error.code) && hasCheckpoint);
    this.#end({ status: resumable ? 'interrupted' : 'failed', error });
  }

  #end(changes: Partial<Run>): void {
    this.#change({ ...changes, finishedMs: Date.now() });
    this.#store.writeMetrics(this.#run.id);
    this.#finish();
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#ended();
  }

  #change(changes: Partial<Run>): void {
    this.#outbox.flush();
    this.#run = { ...this.#run, ...changes };
    this.#store.save(this.#run);
    for (const wake of this.#watchers.splice(0)) wake();
  }

  /** What cannot be written (a full disk) must not go on unnoticed: the run ends with the reason. */
  #guard(act: () => void): void {
    try {
      act();
    } catch (thrown) {
      if (this.#over) return;
      void this.#handle?.terminate();
      const why = toUnrollError(thrown);
      const error = diskFaults.has(why.code) ? why : failure('OUTPUT_UNWRITABLE.run', { ...causedBy(why) });
      this.#run = { ...this.#run, status: 'interrupted', error: errorToShape(error), finishedMs: Date.now() };
      this.#store.saveWhenPossible(this.#run);
      for (const wake of this.#watchers.splice(0)) wake();
      this.#finish();
    }
  }
}
