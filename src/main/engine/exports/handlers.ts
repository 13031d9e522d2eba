import type { ActivityRegistry } from '../activities/activity-registry';
import { rpc } from '../rpc';
import type { ExportService } from './service';

/**
 * An export runs for seconds, since it is checked: it stands among the activities while the caller waits for it.
 * @throws what `work` throws
 */
async function shown<T>(
  activities: ActivityRegistry,
  subject: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  let made: { readonly value: T } | undefined;
  let thrown: unknown;
  const id = activities.run('export', subject, async (_progress, signal) => {
    try {
      made = { value: await work(signal) };
    } catch (error) {
      thrown = error;
      throw error;
    }
    return null;
  });
  await activities.wait(id);
  if (made === undefined) throw thrown;
  return made.value;
}

export function exportHandlers(service: ExportService, activities: ActivityRegistry) {
  return {
    exports: {
      create: rpc.exports.create.handler(({ input }) =>
        shown(activities, input.format, (signal) =>
          service.create(
            input.run,
            input.format,
            input.outDir,
            input.frontEnd,
            input.replace,
            input.language,
            signal,
          ),
        ),
      ),
      report: rpc.exports.report.handler(({ input }) => service.report(input.run, input.language)),
      download: rpc.exports.download.handler(({ input }) =>
        shown(activities, input.format, (signal) =>
          service.download(input.run, input.format, input.frontEnd, input.language, signal),
        ),
      ),
    },
  };
}
