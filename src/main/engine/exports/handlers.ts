import type { KeptModels } from '../imports/kept-models';
import { rpc } from '../rpc';
import type { ModelImportOptions } from '../imports/import-model';
import { importModel } from '../imports/import-model';
import type { ExportService } from './service';

export function exportHandlers(service: ExportService, models: ModelImportOptions, kept: KeptModels) {
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
    models: {
      list: rpc.models.list.handler(() => kept.list()),
      add: rpc.models.add.handler(({ input }) => kept.add(input.path)),
      remove: rpc.models.remove.handler(async ({ input }) => {
        await kept.remove(input.model);
        return { done: true as const };
      }),
      restore: rpc.models.restore.handler(({ input }) => kept.restore(input.model)),
      import: rpc.models.import.handler(({ input }) => importModel(models, input)),
    },
  };
}
