import { rpc } from '../rpc';
import type { ExperimentService } from './service';

export function experimentHandlers(experiments: ExperimentService) {
  return {
    experiments: {
      list: rpc.experiments.list.handler(() => experiments.list()),
      start: rpc.experiments.start.handler(({ input }) => experiments.start(input.name, input.settings)),
      watch: rpc.experiments.watch.handler(({ input, signal }) =>
        experiments.watch(input.activity, input.after ?? 0, signal),
      ),
      latest: rpc.experiments.latest.handler(() => experiments.latest()),
      unreadable: rpc.experiments.unreadable.handler(() => experiments.unreadable()),
    },
  };
}
