import type { EpochMetrics, StepMetrics } from '../../../shared/domain/run';
import type { RunStore } from './run-store';
import { liveStatuses } from '../../../shared/domain/run';

const POLL_MS = 500;
/** How often it looks whether the engines that hold runs still live. */
const ORPHANS_EVERY = 10;

/**
 * Tells this engine's watchers what another engine on the same home does, such as a training on the command line
 * beside an open window. Answers with a function that ends it.
 */
export function followOthers(store: RunStore): () => void {
  let version = store.catalog.dataVersion();
  let revision = store.catalog.newestRevision();
  let polls = 0;
  const reached = new Map<string, { step: number; epoch: number }>();

  function poll(): void {
    if (++polls % ORPHANS_EVERY === 0) store.freeOrphans();
    const current = store.catalog.dataVersion();
    if (current === version) return;
    version = current;
    for (const { run, owner, deletedBy, revision: at } of store.catalog.changedSince(revision)) {
      revision = at;
      if (owner === store.owner || deletedBy === store.owner) continue;
      if (deletedBy !== null) {
        store.events.emit((seq) => ({ kind: 'deleted', seq, run: run.id }));
        continue;
      }
      tellCurves(run.id, liveStatuses.has(run.status));
      store.events.emit((seq) => ({ kind: 'changed', seq, run }));
    }
  }

  function tellCurves(run: string, live: boolean): void {
    const from = reached.get(run) ?? { step: 0, epoch: 0 };
    const { steps, epochs } = store.catalog.metricsAfter(run, from.step, from.epoch);
    if (steps.step.length > 0) store.events.emit((seq) => ({ kind: 'steps', seq, run, steps }));
    if (epochs.epoch.length > 0) store.events.emit((seq) => ({ kind: 'epoch', seq, run, epochs }));
    if (live) reached.set(run, end(steps, epochs, from));
    else reached.delete(run);
  }

  // A catalog that cannot be read now (a full or unplugged disk, a newer lab's row) is tried again; a throw in a timer would
  // end the engine, and with it what trains.
  const timer = setInterval(() => {
    try {
      poll();
    } catch {
      version = -1;
    }
  }, POLL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function end(
  steps: StepMetrics,
  epochs: EpochMetrics,
  from: { step: number; epoch: number },
): { step: number; epoch: number } {
  return { step: steps.step.at(-1) ?? from.step, epoch: epochs.epoch.at(-1) ?? from.epoch };
}
