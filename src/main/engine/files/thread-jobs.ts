import { parentPort } from 'node:worker_threads';
import { errorToShape, toUnrollError } from '../../../shared/domain/error';
import type { ThreadReply, ThreadRequest } from './thread-pool';

/** The thread's side of {@link ThreadPool}: one job after another, its pieces no faster than they are read. */
export function serveJobs<Job, Piece>(
  run: (job: Job) => AsyncIterable<Piece>,
  transfer: (piece: Piece) => readonly ArrayBuffer[],
): void {
  let allowed = 0;
  let isStopped = false;
  let wake: (() => void) | null = null;
  const reply = (message: ThreadReply<Piece>, moved: readonly ArrayBuffer[] = []): void =>
    parentPort?.postMessage(message, [...moved]);
  const work = async (job: Job): Promise<void> => {
    for await (const piece of run(job)) {
      while (allowed === 0 && !isStopped)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      if (isStopped) return;
      allowed--;
      reply({ kind: 'piece', piece }, transfer(piece));
    }
  };
  parentPort?.on('message', (request: ThreadRequest<Job>) => {
    if (request.kind === 'start') {
      allowed = request.ahead;
      isStopped = false;
      work(request.job).then(
        () => reply({ kind: 'end' }),
        (thrown: unknown) => reply({ kind: 'error', error: errorToShape(toUnrollError(thrown)) }),
      );
      return;
    }
    if (request.kind === 'more') allowed++;
    else isStopped = true;
    wake?.();
  });
}
