import { rpc } from '../rpc';
import type { StudyService } from './service';

export function studyHandlers(service: StudyService) {
  return {
    studies: {
      start: rpc.studies.start.handler(({ input: { dataset, choices, design, name } }) =>
        service.start(dataset, choices, design, name),
      ),
      list: rpc.studies.list.handler(() => service.list()),
      get: rpc.studies.get.handler(({ input }) => service.get(input.study)),
      resume: rpc.studies.resume.handler(({ input }) => service.resume(input.study)),
      delete: rpc.studies.delete.handler(async ({ input }) => {
        await service.delete(input.study);
        return { done: true as const };
      }),
      compare: rpc.studies.compare.handler(({ input }) => service.compare(input.first, input.second)),
    },
  };
}
