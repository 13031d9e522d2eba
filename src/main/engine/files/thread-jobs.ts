import { parentPort } from 'node:worker_threads';
import { errorToShape, toUnrollError } from '../../../shared/domain/error';
import type { ThreadReply, ThreadRequest } from './thread-pool';

/**
 * The thread's side of {@link ThreadPool}: one job after another, its pieces no faster than they are read.
 *
 * @param run is handed the parts of the job's input as they come; of a job without one there are none
 */
export function serveJobs<Job, Piece, Part = never>(
  run: (job: Job, input: AsyncIterable<Part>) => AsyncIterable<Piece>,
  transfer: (piece: Piece) => readonly ArrayBuffer[],
): void {
  let allowed = 0;
  let isStopped = false;
  let isFed = false;
  let parts: Part[] = [];
  let wake: (() => void) | null = null;
  const reply = (message: ThreadReply<Piece>, moved: readonly ArrayBuffer[] = []): void =>
    parentPort?.postMessage(message, [...moved]);
  const wait = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  async function* input(): AsyncGenerator<Part> {
    while (!isStopped) {
      const part = parts.shift();
      if (part !== undefined) {
        reply({ kind: 'taken' });
        yield part;
      } else if (isFed) return;
      else await wait();
    }
  }
  const work = async (job: Job): Promise<void> => {
    for await (const piece of run(job, input())) {
      while (allowed === 0 && !isStopped) await wait();
      if (isStopped) return;
      allowed--;
      reply({ kind: 'piece', piece }, transfer(piece));
    }
  };
  parentPort?.on('message', (request: ThreadRequest<Job>) => {
    if (request.kind === 'start') {
      allowed = request.ahead;
      isStopped = false;
      isFed = false;
      parts = [];
      work(request.job).then(
        () => reply({ kind: 'end' }),
        (thrown: unknown) => reply({ kind: 'error', error: errorToShape(toUnrollError(thrown)) }),
      );
      return;
    }
    if (request.kind === 'more') allowed++;
    else if (request.kind === 'stop') isStopped = true;
    else if (request.part === undefined) isFed = true;
    else parts.push(request.part as Part);
    wake?.();
  });
}
