import { rpc } from '../rpc';
import type { ModelImportOptions } from './import-model';
import { importModel } from './import-model';
import type { ExportService } from './service';

export function exportHandlers(service: ExportService, models: ModelImportOptions) {
  return {
    exports: {
      create: rpc.exports.create.handler(({ input }) =>
        service.create(input.run, input.format, input.outDir, input.frontEnd, input.replace),
      ),
      report: rpc.exports.report.handler(({ input }) => service.report(input.run)),
      download: rpc.exports.download.handler(({ input }) =>
        service.download(input.run, input.format, input.frontEnd),
      ),
    },
    models: {
      import: rpc.models.import.handler(({ input }) => importModel(models, input)),
    },
  };
}
