import { rpc } from '../rpc';
import type { ExportService } from './service';

export function exportHandlers(service: ExportService) {
  return {
    exports: {
      create: rpc.exports.create.handler(({ input }) =>
        service.create(input.run, input.format, input.outDir, input.frontEnd),
      ),
      download: rpc.exports.download.handler(({ input }) =>
        service.download(input.run, input.format, input.frontEnd),
      ),
    },
    predict: {
      files: rpc.predict.files.handler(({ input, signal }) =>
        service.predict(input.model, input.paths, signal),
      ),
    },
  };
}
