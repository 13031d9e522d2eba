import { rpc } from '../rpc';
import type { InspectionService } from './service';

export function inspectionHandlers(inspection: InspectionService) {
  return {
    inspection: {
      trace: rpc.inspection.trace.handler(({ input }) =>
        inspection.trace(input.run, input.example, input.clamp),
      ),
      generate: rpc.inspection.generate.handler(({ input: { run, example, ...how } }) =>
        inspection.generate(run, example, how),
      ),
      save: rpc.inspection.save.handler(async ({ input }) => ({
        file: await inspection.save(input.run, input.example, input.file),
      })),
      download: rpc.inspection.download.handler(({ input }) =>
        inspection.download(input.run, input.example, input.format),
      ),
    },
  };
}
