import { rpc } from '../rpc';
import type { InsightService } from './insight-service';
import type { ProbesService } from './probes-service';
import type { InspectionService } from './service';

export function inspectionHandlers(
  inspection: InspectionService,
  insight: InsightService,
  probes: ProbesService,
) {
  return {
    inspection: {
      trace: rpc.inspection.trace.handler(({ input }) =>
        inspection.trace(input.run, input.example, input.clamp),
      ),
      saliency: rpc.inspection.saliency.handler(({ input: { run, example, ...what } }) =>
        insight.saliency(run, example, what),
      ),
      memory: rpc.inspection.memory.handler(({ input }) => insight.memory(input.run)),
      stateSpace: rpc.inspection.stateSpace.handler(({ input: { run, ...what } }) =>
        insight.stateSpace(run, what),
      ),
      probes: rpc.inspection.probes.handler(({ input }) => probes.history(input.run)),
      probeFrame: rpc.inspection.probeFrame.handler(({ input: { run, step, probe } }) =>
        probes.frame(run, step, probe),
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
