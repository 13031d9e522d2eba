import { resolve } from 'node:path';
import { rpc } from '../rpc';
import type { DeskService } from './service';

export function deskHandlers(service: DeskService) {
  return {
    desk: {
      list: rpc.desk.list.handler(() => service.list()),
      openPaths: rpc.desk.openPaths.handler(({ input }) => service.openPaths(input.paths)),
      openDataset: rpc.desk.openDataset.handler(({ input }) => service.openDataset(input.dataset)),
      get: rpc.desk.get.handler(({ input }) => service.get(input.desk)),
      write: rpc.desk.write.handler(({ input }) => service.write(input.desk, input.steps)),
      peaks: rpc.desk.peaks.handler(({ input: { desk, recording, ...part } }) =>
        service.peaks(desk, recording, part),
      ),
      spectrogram: rpc.desk.spectrogram.handler(({ input: { desk, recording, ...part } }) =>
        service.spectrogram(desk, recording, part),
      ),
      audio: rpc.desk.audio.handler(({ input: { desk, recording, start, count } }) =>
        service.audio(desk, recording, start, count),
      ),
      above: rpc.desk.above.handler(({ input: { desk, recording, ...question } }) =>
        service.above(desk, recording, question),
      ),
      save: rpc.desk.save.handler(({ input: { desk, outDir, ...how } }) =>
        service.save(desk, { ...how, outDir: resolve(outDir) }),
      ),
      delete: rpc.desk.delete.handler(async ({ input }) => {
        await service.delete(input.desk);
        return { done: true as const };
      }),
    },
  };
}
