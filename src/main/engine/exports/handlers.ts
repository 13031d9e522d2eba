import { rpc } from '../rpc';
import type { ExportService } from './service';

export function exportHandlers(service: ExportService) {
  return {
    exports: {
      create: rpc.exports.create.handler(({ input }) =>
        service.create(input.run, input.format, input.outDir, input.frontEnd, input.replace, input.language),
      ),
      report: rpc.exports.report.handler(({ input }) => service.report(input.run, input.language)),
      download: rpc.exports.download.handler(({ input }) =>
        service.download(input.run, input.format, input.frontEnd, input.language),
      ),
    },
  };
}
