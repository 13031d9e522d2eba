import { readUndecoded } from '../readers/sound/undecoded';
import { rpc } from '../rpc';
import { findUndecoded } from '../scan/undecoded';
import type { ScanService } from './scan-service';

const done = { done: true as const };

/** The contract's rooms `samples`, `uploads` and `scans`. */
export function scanHandlers(service: ScanService) {
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
        scan: service.start(input.paths, input.edits, input),
      })),
      undecoded: rpc.scans.undecoded.handler(async ({ input }) => ({
        files: await findUndecoded(input.paths),
      })),
      readUndecoded: rpc.scans.readUndecoded.handler(async ({ input }) => ({
        bytes: await readUndecoded(input.path, input.offset),
      })),
      get: rpc.scans.get.handler(({ input }) => service.get(input.scan)),
      revise: rpc.scans.revise.handler(({ input }) => service.revise(input.scan, input.edits)),
      examples: rpc.scans.examples.handler(({ input }) =>
        service.examples(input.scan, input.offset, input.limit),
      ),
      signal: rpc.scans.signal.handler(({ input }) =>
        service.signal(input.scan, input.example, input.columns, input.edits),
      ),
      around: rpc.scans.around.handler(async ({ input }) => ({
        stretch: await service.around(input.scan, input.example, input.columns),
      })),
      audio: rpc.scans.audio.handler(({ input }) => service.audio(input.scan, input.example, input)),
      plan: rpc.scans.plan.handler(({ input }) => service.plan(input.scan)),
      commit: rpc.scans.commit.handler(({ input }) => ({
        activity: service.commit(input.scan, input.questions),
      })),
      discard: rpc.scans.discard.handler(({ input }) => {
        service.discard(input.scan);
        return done;
      }),
    },
  };
}
