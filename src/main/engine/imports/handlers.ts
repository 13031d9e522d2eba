import { rpc } from '../rpc';
import { importModel } from './import-model';
import type { ModelImportOptions } from './import-model';
import type { KeptModels } from './kept-models';
import { isModelFile } from './model-thread';

export function importHandlers(models: ModelImportOptions, kept: KeptModels) {
  return {
    models: {
      list: rpc.models.list.handler(() => kept.list()),
      unreadable: rpc.models.unreadable.handler(() => kept.unreadable()),
      add: rpc.models.add.handler(({ input }) => kept.add(input.path)),
      remove: rpc.models.remove.handler(async ({ input }) => {
        await kept.remove(input.model);
        return { done: true as const };
      }),
      restore: rpc.models.restore.handler(({ input }) => kept.restore(input.model)),
      recognise: rpc.models.recognise.handler(async ({ input }) => ({
        isModel: await isModelFile(input.path),
      })),
      import: rpc.models.import.handler(({ input }) => importModel(models, input)),
    },
  };
}
