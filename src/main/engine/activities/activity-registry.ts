import { randomBytes } from 'node:crypto';
import type { UnrollError } from '../../../shared/domain/error';
import { errorToShape, toUnrollError } from '../../../shared/domain/error';
import type { Activity, ActivityEvent } from '../../../shared/domain/activity';
import { failure } from '../../../shared/sentences/failure';
import { rpc } from '../rpc';

/** How a piece of work tells how far it is. */
export interface ActivityProgress {
  /** `done` of `total` units of work; `total` null while it is unknown. Throws CANCELLED once the activity was cancelled. */
  report(done: number, total: number | null): void;
}

/** Long work; answers with the id of what it made, or null. */
export type ActivityWork = (progress: ActivityProgress, signal: AbortSignal) => Promise<string | null>;

interface Entry {
  activity: Activity;
  seq: number;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
  result: string | null;
  lastEventMs: number;
}

const KEPT_ACTIVITIES = 200;
const EVENT_INTERVAL_MS = 50;
/** A rate seen for a shorter time than this says nothing about the time left. */
const MIN_ELAPSED_MS = 400;

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw failure('CANCELLED.work');
}

/** Long work that is not a run. Every change of an activity has a sequence number; readers join with {@link watch}. */
export class ActivityRegistry {
  readonly #entries = new Map<string, Entry>();
  readonly #watchers = new Set<() => void>();
  #seq = 0;

  /** Starts `work` at once. Answers with the activity's id. */
  run(kind: Activity['kind'], subject: string, work: ActivityWork): string {
    const id = `activity-${randomBytes(8).toString('hex')}`;
    const abort = new AbortController();
    const activity: Activity = {
      id,
      kind,
      subject,
      status: 'running',
      progress: null,
      done: 0,
      total: null,
      startedMs: Date.now(),
      secondsLeft: null,
      error: null,
    };
    const progress: ActivityProgress = {
      report: (done, total) => {
        throwIfCancelled(abort.signal);
        this.#progress(id, done, total);
      },
    };
    // The entry must be there before the work's first report.
    const ended = Promise.resolve()
      .then(() => work(progress, abort.signal))
      .then(
        (result) => this.#end(id, 'done', result, null),
        (thrown: unknown) => {
          const error = toUnrollError(thrown);
          const cancelled = abort.signal.aborted || error.code === 'CANCELLED';
          this.#end(id, cancelled ? 'cancelled' : 'failed', null, error);
        },
      );
    this.#entries.set(id, { activity, seq: 0, abort, ended, result: null, lastEventMs: 0 });
    this.#changed(id, activity);
    return id;
  }

  list(): { seq: number; activities: Activity[] } {
    return { seq: this.#seq, activities: [...this.#entries.values()].map(({ activity }) => activity) };
  }

  /**
   * The newest state of every activity that changed after `after`, then each change as it comes. Changes that a slow
   * reader missed are merged: it sees the newest. Ends when `signal` is aborted.
   */
  async *watch(after = this.#seq, signal?: AbortSignal): AsyncGenerator<ActivityEvent, void, undefined> {
    let seen = after;
    let wake = (): void => {};
    const notify = (): void => wake();
    this.#watchers.add(notify);
    signal?.addEventListener('abort', notify);
    try {
      while (signal?.aborted !== true) {
        const changed = [...this.#entries.values()].filter(({ seq }) => seq > seen);
        for (const { seq, activity } of changed.sort((a, b) => a.seq - b.seq)) {
          seen = seq;
          yield { seq, activity };
        }
        if (changed.length === 0 && !signal?.aborted)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      this.#watchers.delete(notify);
      signal?.removeEventListener('abort', notify);
    }
  }

  /** Asks the work to end; harmless when it has ended. @throws UnrollError ACTIVITY_UNKNOWN */
  cancel(id: string): void {
    this.#entry(id).abort.abort();
  }

  /** Waits for the end, whatever it is. @throws UnrollError ACTIVITY_UNKNOWN */
  async wait(id: string): Promise<{ activity: Activity; result: string | null }> {
    const entry = this.#entry(id);
    await entry.ended;
    return { activity: entry.activity, result: entry.result };
  }

  /** Cancels what runs and waits until all of it has ended. */
  async close(): Promise<void> {
    for (const { abort } of this.#entries.values()) abort.abort();
    await Promise.all([...this.#entries.values()].map(({ ended }) => ended));
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw failure('ACTIVITY_UNKNOWN.id', { activity: id });
    return entry;
  }

  #changed(id: string, activity: Activity): void {
    const entry = this.#entry(id);
    entry.activity = activity;
    entry.seq = ++this.#seq;
    entry.lastEventMs = Date.now();
    for (const notify of [...this.#watchers]) notify();
  }

  #progress(id: string, done: number, total: number | null): void {
    const entry = this.#entry(id);
    const elapsedMs = Date.now() - entry.activity.startedMs;
    const known = total !== null && total > 0;
    const activity: Activity = {
      ...entry.activity,
      done,
      total,
      progress: known ? Math.min(1, done / total) : null,
      secondsLeft:
        known && done > 0 && elapsedMs > MIN_ELAPSED_MS
          ? ((elapsedMs / done) * Math.max(0, total - done)) / 1000
          : null,
    };
    if (Date.now() - entry.lastEventMs >= EVENT_INTERVAL_MS) this.#changed(id, activity);
    else entry.activity = activity;
  }

  #end(id: string, status: Activity['status'], result: string | null, error: UnrollError | null): void {
    const entry = this.#entry(id);
    entry.result = result;
    this.#changed(id, {
      ...entry.activity,
      status,
      progress: status === 'done' ? 1 : entry.activity.progress,
      secondsLeft: null,
      error: error === null ? null : errorToShape(error),
    });
    const over = [...this.#entries].filter(([, { activity }]) => activity.status !== 'running');
    for (const [old] of over.slice(0, Math.max(0, over.length - KEPT_ACTIVITIES))) this.#entries.delete(old);
  }
}

export function activityHandlers(registry: ActivityRegistry) {
  return {
    activities: {
      list: rpc.activities.list.handler(() => registry.list()),
      watch: rpc.activities.watch.handler(({ input, signal }) => registry.watch(input.after, signal)),
      cancel: rpc.activities.cancel.handler(({ input }) => {
        registry.cancel(input.activity);
        return { done: true as const };
      }),
      wait: rpc.activities.wait.handler(({ input }) => registry.wait(input.activity)),
    },
  };
}
