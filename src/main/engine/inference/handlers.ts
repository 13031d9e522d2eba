import type { Run } from '../../../shared/domain/run';
import { rpc } from '../rpc';
import type { PredictionService } from './service';
import type { StreamService } from './stream-service';

interface Keeper {
  edit(id: string, changes: Pick<Run, 'unseen'>): Run;
}

export function inferenceHandlers(predictions: PredictionService, streams: StreamService, runs: Keeper) {
  return {
    predict: {
      unseen: rpc.predict.unseen.handler(async ({ input: { run, paths, keep }, signal }) => {
        const unseen = await predictions.unseen(run, paths, signal);
        if (keep) runs.edit(run, { unseen });
        return unseen;
      }),
      files: rpc.predict.files.handler(({ input, signal }) => predictions.predict(input, signal)),
      watch: rpc.predict.watch.handler(({ input, signal }) => predictions.watch(input, signal)),
      recordings: rpc.predict.recordings.handler(({ input, signal }) =>
        predictions.recordings(input.model, input.path, signal),
      ),
      describe: rpc.predict.describe.handler(({ input }) => predictions.describe(input.model)),
      answer: rpc.predict.answer.handler(async ({ input, signal }) => ({
        answers: await predictions.answer(input.model, input.recordings, signal),
      })),
    },
    streams: {
      open: rpc.streams.open.handler(({ input }) => streams.open(input)),
      push: rpc.streams.push.handler(({ input }) => streams.push(input.stream, input.samples)),
      finish: rpc.streams.finish.handler(({ input }) => streams.finish(input.stream)),
      reset: rpc.streams.reset.handler(async ({ input }) => {
        await streams.reset(input.stream);
        return { done: true as const };
      }),
      close: rpc.streams.close.handler(async ({ input }) => {
        await streams.closeStream(input.stream);
        return { done: true as const };
      }),
    },
  };
}
