import { rpc } from '../rpc';
import type { AlikeService } from './service';

export function alikeHandlers(alike: AlikeService) {
  return {
    alike: {
      examples: rpc.alike.examples.handler(({ input: { run, example, units, count, ...place } }) =>
        alike.examples(run, example, place, { units, count }),
      ),
      recordings: rpc.alike.recordings.handler(({ input: { run, paths, units, count, ...place } }) =>
        alike.recordings(run, paths, place, { units, count }),
      ),
    },
  };
}
