import { describe, expect, it } from 'vitest';
import { TaskRegistry } from '../../../src/main/engine/work/work-registry';
import { UnrollError } from '../../../src/shared/domain/error';

const gate = (): { open: () => void; opened: Promise<void> } => {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

describe('TaskRegistry', () => {
  it('runs work to its end and keeps what it made', async () => {
    const tasks = new TaskRegistry();
    const id = tasks.run('import', 'vowels', async (progress) => {
      progress.report(1, 4);
      return 'dataset-1';
    });
    expect(tasks.list().tasks).toMatchObject([{ id, status: 'running', subject: 'vowels' }]);
    const { task, result } = await tasks.wait(id);
    expect(result).toBe('dataset-1');
    expect(task).toMatchObject({ status: 'done', progress: 1, error: null });
  });

  it('keeps a failure as its code and sentence', async () => {
    const tasks = new TaskRegistry();
    const id = tasks.run('scan', 'x', () =>
      Promise.reject(new UnrollError('DATASET_EMPTY', 'Nothing here.')),
    );
    expect((await tasks.wait(id)).task).toMatchObject({
      status: 'failed',
      error: { code: 'DATASET_EMPTY', message: 'Nothing here.' },
    });
    const broken = tasks.run('scan', 'x', () => {
      throw new TypeError('boom');
    });
    expect((await tasks.wait(broken)).task.error?.code).toBe('INTERNAL');
  });

  it('cancels work at its next report', async () => {
    const tasks = new TaskRegistry();
    const id = tasks.run('scan', 'x', async (progress) => {
      for (let k = 0; ; k++) {
        progress.report(k, null);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    });
    tasks.cancel(id);
    expect((await tasks.wait(id)).task).toMatchObject({ status: 'cancelled' });
    tasks.cancel(id);
    expect(() => tasks.cancel('task-unknown')).toThrow(expect.objectContaining({ code: 'TASK_UNKNOWN' }));
  });

  it('shows a reader every task’s newest state after a snapshot, in order', async () => {
    const tasks = new TaskRegistry();
    const { open, opened } = gate();
    const id = tasks.run('scan', 'x', () => opened.then(() => null));
    const { seq } = tasks.list();
    const early = tasks.watch(0);
    expect((await early.next()).value).toMatchObject({ seq, task: { id, status: 'running' } });
    const live = tasks.watch(seq);
    const next = live.next();
    open();
    const event = (await next).value;
    expect(event).toMatchObject({ task: { id, status: 'done' } });
    expect(event?.seq).toBeGreaterThan(seq);
  });

  it('ends a reader that waits when its signal is aborted', async () => {
    const reader = new AbortController();
    const events = new TaskRegistry().watch(undefined, reader.signal);
    const next = events.next();
    reader.abort();
    expect(await next).toEqual({ value: undefined, done: true });
  });

  it('estimates the time left', async () => {
    const tasks = new TaskRegistry();
    const { open, opened } = gate();
    const id = tasks.run('import', 'x', async (progress) => {
      await new Promise((resolve) => setTimeout(resolve, 450));
      progress.report(1, 4);
      await opened;
      return null;
    });
    await new Promise((resolve) => setTimeout(resolve, 550));
    const [task] = tasks.list().tasks;
    expect(task).toMatchObject({ id, progress: 0.25, done: 1, total: 4 });
    expect(task!.secondsLeft).toBeGreaterThan(1);
    open();
    await tasks.close();
  });
});
