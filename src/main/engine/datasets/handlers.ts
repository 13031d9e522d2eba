import { rpc } from '../rpc';
import type { DatasetService } from './service';

const done = { done: true as const };

/** The contract's room `datasets`. */
export function datasetHandlers(service: DatasetService) {
  return {
    list: rpc.datasets.list.handler(() => service.list()),
    unreadable: rpc.datasets.unreadable.handler(() => service.unreadable()),
    get: rpc.datasets.get.handler(({ input }) => service.get(input.dataset)),
    rename: rpc.datasets.rename.handler(({ input }) => service.rename(input.dataset, input.name)),
    delete: rpc.datasets.delete.handler(async ({ input }) => {
      await service.delete(input.dataset, input.withRuns);
      return done;
    }),
    restore: rpc.datasets.restore.handler(({ input }) => service.restore(input.dataset)),
    plan: rpc.datasets.plan.handler(({ input }) => service.plan(input.dataset)),
    examples: rpc.datasets.examples.handler(({ input }) =>
      service.examples(input.dataset, input.split, input.offset, input.limit),
    ),
    marks: rpc.datasets.marks.handler(async ({ input }) => {
      const recordings = await service.marks(input.dataset);
      return { recordings: recordings === null ? null : [...recordings] };
    }),
    signal: rpc.datasets.signal.handler(({ input }) =>
      service.signal(input.dataset, input.example, input.columns),
    ),
    audio: rpc.datasets.audio.handler(({ input }) => service.audio(input.dataset, input.example, input)),
    recording: rpc.datasets.recording.handler(({ input }) =>
      service.heard(input.dataset, input.example, input),
    ),
  };
}
