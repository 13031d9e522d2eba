import { describe, expect, it } from 'vitest';
import { ActivityRegistry } from '../../../src/main/engine/activities/activity-registry';
import { UnrollError } from '../../../src/shared/domain/error';

const gate = (): { open: () => void; opened: Promise<void> } => {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

describe('ActivityRegistry', () => {
  it('runs work to its end and keeps what it made', async () => {
    const activities = new ActivityRegistry();
    const id = activities.run('import', 'vowels', async (progress) => {
      progress.report(1, 4);
      return 'dataset-1';
    });
    expect(activities.list().activities).toMatchObject([{ id, status: 'running', subject: 'vowels' }]);
    const { activity, result } = await activities.wait(id);
    expect(result).toBe('dataset-1');
    expect(activity).toMatchObject({ status: 'done', progress: 1, error: null });
  });

  it('keeps a failure as its code and sentence', async () => {
    const activities = new ActivityRegistry();
    const id = activities.run('scan', 'x', () =>
      Promise.reject(new UnrollError('DATASET_EMPTY', 'Nothing here.')),
    );
    expect((await activities.wait(id)).activity).toMatchObject({
      status: 'failed',
      error: { code: 'DATASET_EMPTY', message: 'Nothing here.' },
    });
    const broken = activities.run('scan', 'x', () => {
      throw new TypeError('boom');
    });
    expect((await activities.wait(broken)).activity.error?.code).toBe('INTERNAL');
  });

  it('cancels work at its next report', async () => {
    const activities = new ActivityRegistry();
    const id = activities.run('scan', 'x', async (progress) => {
      for (let k = 0; ; k++) {
        progress.report(k, null);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    });
    activities.cancel(id);
    expect((await activities.wait(id)).activity).toMatchObject({ status: 'cancelled' });
    activities.cancel(id);
    expect(() => activities.cancel('activity-unknown')).toThrow(
      expect.objectContaining({ code: 'ACTIVITY_UNKNOWN' }),
    );
  });

  it('shows a reader every activity’s newest state after a snapshot, in order', async () => {
    const activities = new ActivityRegistry();
    const { open, opened } = gate();
    const id = activities.run('scan', 'x', () => opened.then(() => null));
    const { seq } = activities.list();
    const early = activities.watch(0);
    expect((await early.next()).value).toMatchObject({ seq, activity: { id, status: 'running' } });
    const live = activities.watch(seq);
    const next = live.next();
    open();
    const event = (await next).value;
    expect(event).toMatchObject({ activity: { id, status: 'done' } });
    expect(event?.seq).toBeGreaterThan(seq);
  });

  it('ends a reader that waits when its signal is aborted', async () => {
    const reader = new AbortController();
    const events = new ActivityRegistry().watch(undefined, reader.signal);
    const next = events.next();
    reader.abort();
    expect(await next).toEqual({ value: undefined, done: true });
  });

  it('estimates the time left', async () => {
    const activities = new ActivityRegistry();
    const { open, opened } = gate();
    const id = activities.run('import', 'x', async (progress) => {
      await new Promise((resolve) => setTimeout(resolve, 450));
      progress.report(1, 4);
      await opened;
      return null;
    });
    await new Promise((resolve) => setTimeout(resolve, 550));
    const [activity] = activities.list().activities;
    expect(activity).toMatchObject({ id, progress: 0.25, done: 1, total: 4 });
    expect(activity!.secondsLeft).toBeGreaterThan(1);
    open();
    await activities.close();
  });
});
