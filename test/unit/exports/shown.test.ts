import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { ActivityRegistry } from '../../../src/main/engine/activities/activity-registry';
import { exportHandlers } from '../../../src/main/engine/exports/handlers';
import type { ExportService } from '../../../src/main/engine/exports/service';
import { failure } from '../../../src/shared/sentences/failure';

/** Protects: an export, which takes seconds, stands among the activities and can be called off. */

function exporting(download: (signal: AbortSignal) => Promise<unknown>) {
  const activities = new ActivityRegistry();
  const service = {
    download: (...given: unknown[]) => download(given.at(-1) as AbortSignal),
  } as unknown as ExportService;
  const client = createRouterClient(exportHandlers(service, activities));
  return { activities, ask: () => client.exports.download({ run: 'run-1', format: 'onnx' }) };
}

describe('an export', () => {
  it('is an activity for as long as it runs', async () => {
    let end = (_made: unknown): void => {};
    const { activities, ask } = exporting(() => new Promise((resolve) => (end = resolve)));
    const asked = ask();
    await expect.poll(() => activities.list().activities[0]?.status).toBe('running');
    expect(activities.list().activities[0]).toMatchObject({ kind: 'export', subject: 'onnx' });
    const made = { name: 'a.zip', bytes: new Uint8Array(1), proof: null };
    end(made);
    expect(await asked).toEqual(made);
    expect(activities.list().activities[0]?.status).toBe('done');
  });

  it('that is cancelled or fails tells its caller why', async () => {
    const { activities, ask } = exporting(
      (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(failure('CANCELLED.work')));
        }),
    );
    const asked = ask();
    const refused = expect(asked).rejects.toThrow('This was cancelled.');
    await expect.poll(() => activities.list().activities.length).toBe(1);
    activities.cancel(activities.list().activities[0]!.id);
    await refused;
    expect(activities.list().activities[0]?.status).toBe('cancelled');
  });
});
