import type { FloorService } from '../baselines/floors/service';
import { rpc } from '../rpc';
import type { DatasetService } from './service';
import { findUndecoded, readUndecoded } from '../readers/sound/undecoded';

const done = { done: true as const };

/** The contract's rooms `samples`, `uploads`, `scans` and `datasets`. */
export function datasetHandlers(service: DatasetService, floors: FloorService) {
  return {
    samples: {
      list: rpc.samples.list.handler(() => service.samples()),
      open: rpc.samples.open.handler(({ input }) => ({ scan: service.openSample(input.name) })),
    },
    uploads: {
      begin: rpc.uploads.begin.handler(async () => ({ upload: await service.uploads.begin() })),
      write: rpc.uploads.write.handler(async ({ input }) => {
        await service.uploads.write(input.upload, input.path, input.offset, input.bytes);
        return done;
      }),
      finish: rpc.uploads.finish.handler(async ({ input }) => ({
        paths: await service.uploads.finish(input.upload),
      })),
    },
    scans: {
      start: rpc.scans.start.handler(({ input }) => ({
        scan: service.startScan(input.paths, input.edits, 'scan', input.decoded),
      })),
      undecoded: rpc.scans.undecoded.handler(async ({ input }) => ({
        files: await findUndecoded(input.paths),
      })),
      readUndecoded: rpc.scans.readUndecoded.handler(async ({ input }) => ({
        bytes: await readUndecoded(input.path, input.offset),
      })),
      get: rpc.scans.get.handler(({ input }) => service.scan(input.scan)),
      revise: rpc.scans.revise.handler(({ input }) => service.revise(input.scan, input.edits)),
      examples: rpc.scans.examples.handler(({ input }) =>
        service.scanExamples(input.scan, input.offset, input.limit),
      ),
      signal: rpc.scans.signal.handler(({ input }) =>
        service.scanSignal(input.scan, input.example, input.columns),
      ),
      audio: rpc.scans.audio.handler(({ input }) => service.scanAudio(input.scan, input.example)),
      commit: rpc.scans.commit.handler(({ input }) => ({ activity: service.commit(input.scan) })),
      discard: rpc.scans.discard.handler(({ input }) => {
        service.discard(input.scan);
        return done;
      }),
    },
    datasets: {
      list: rpc.datasets.list.handler(() => service.list()),
      get: rpc.datasets.get.handler(({ input }) => service.get(input.dataset)),
      rename: rpc.datasets.rename.handler(({ input }) => service.rename(input.dataset, input.name)),
      delete: rpc.datasets.delete.handler(async ({ input }) => {
        await service.delete(input.dataset, input.withRuns);
        return done;
      }),
      restore: rpc.datasets.restore.handler(({ input }) => service.restore(input.dataset)),
      floors: rpc.datasets.floors.handler(({ input }) => floors.floors(input.dataset, input.start)),
      examples: rpc.datasets.examples.handler(({ input }) =>
        service.examples(input.dataset, input.split, input.offset, input.limit),
      ),
      signal: rpc.datasets.signal.handler(({ input }) =>
        service.signal(input.dataset, input.example, input.columns),
      ),
      audio: rpc.datasets.audio.handler(({ input }) => service.audio(input.dataset, input.example)),
      recording: rpc.datasets.recording.handler(({ input }) => service.heard(input.dataset, input.example)),
      addRecordings: rpc.datasets.addRecordings.handler(({ input }) => ({
        activity: service.addRecordings(input.dataset, input.name, input.recordings),
      })),
    },
  };
}
