import { rpc } from '../rpc';
import type { Proposer } from './proposer';
import type { RunService } from './service';
import type { SplitName } from '../../../shared/domain/dataset';
import type { SplitPredictions } from '../../../shared/domain/run';

const done = { done: true } as const;

interface Predictor {
  /** What a run's model says of every example of a split. */
  predictions(run: string, split: SplitName): Promise<SplitPredictions>;
}

/** Of the contract's room `runs`. */
export function runHandlers(runs: RunService, proposer: Proposer, predictor: Predictor) {
  return {
    propose: rpc.runs.propose.handler(({ input }) => proposer.propose(input.dataset, input.choices)),
    start: rpc.runs.start.handler(({ input }) => runs.start(input.dataset, input.choices, input.name)),
    list: rpc.runs.list.handler(({ input }) => runs.list(input.dataset)),
    unreadable: rpc.runs.unreadable.handler(() => runs.unreadable()),
    get: rpc.runs.get.handler(({ input }) => runs.get(input.run)),
    pause: rpc.runs.pause.handler(({ input }) => runs.pause(input.run)),
    resume: rpc.runs.resume.handler(({ input }) => runs.resume(input.run)),
    stop: rpc.runs.stop.handler(({ input }) => runs.stop(input.run)),
    wait: rpc.runs.wait.handler(({ input, signal }) => runs.wait(input.run, signal)),
    edit: rpc.runs.edit.handler(({ input: { run, name, note, kept, tags } }) =>
      runs.edit(run, {
        ...(name !== undefined && { name }),
        ...(note !== undefined && { note }),
        ...(kept !== undefined && { kept }),
        ...(tags !== undefined && { tags }),
      }),
    ),
    delete: rpc.runs.delete.handler(async ({ input }) => {
      await runs.delete(input.run);
      return done;
    }),
    restore: rpc.runs.restore.handler(({ input }) => runs.restore(input.run)),
    metrics: rpc.runs.metrics.handler(({ input }) => runs.metrics(input.run)),
    watch: rpc.runs.watch.handler(({ input, signal }) => runs.watch(input.after, signal)),
    predictions: rpc.runs.predictions.handler(({ input }) => predictor.predictions(input.run, input.split)),
  };
}
