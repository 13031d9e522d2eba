import type { WebSocket } from 'ws';
import { keepAlive } from '../serve/socket';
import type { ServiceError } from './service-error';
import { toServiceError } from './service-error';
import type { ServedStream } from './stream';
import type { StreamEvent } from './stream-schemas';
import { jsonOf } from '../../shared/domain/measured';

/** WebSocket's own codes: what was sent breaks the rules; something broke here (RFC 6455, section 7.4.1). */
const POLICY = 1008;
const FAULT = 1011;

/**
 * Hears one socket until it closes. Messages are taken one after the other, and none is read while one is worked on, so that a
 * sender who is faster than the model, or does not read what it says, is slowed down.
 */
export async function hearSocket(
  socket: WebSocket,
  open: () => Promise<ServedStream>,
  onFault: (thrown: unknown) => void,
): Promise<void> {
  keepAlive(socket);
  socket.binaryType = 'arraybuffer';
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const say = async (events: readonly StreamEvent[]): Promise<void> => {
    for (const event of events)
      await new Promise<void>((resolve) => socket.send(jsonOf(event), () => resolve()));
  };
  const refuse = async (thrown: unknown): Promise<void> => {
    const error: ServiceError = toServiceError(thrown);
    if (error.status === 500) onFault(thrown);
    await say([{ kind: 'error', ...error.body }]);
    socket.close(error.status === 500 ? FAULT : POLICY, error.code);
  };
  socket.pause();
  let stream: ServedStream;
  try {
    stream = await open();
  } catch (thrown) {
    socket.resume();
    return refuse(thrown);
  }
  let isRefused = false;
  let waiting = 0;
  let work = say([stream.opened]);
  socket.on('message', (data: ArrayBuffer | Buffer, isBinary) => {
    socket.pause();
    waiting++;
    work = work.then(async () => {
      if (isRefused) return;
      try {
        await say(isBinary ? await stream.samples(data as ArrayBuffer) : await stream.command(textOf(data)));
      } catch (thrown) {
        isRefused = true;
        socket.resume();
        await refuse(thrown);
      }
      waiting--;
      // What was read with the last message may hold several.
      if (waiting === 0) socket.resume();
    });
  });
  socket.resume();
  await closed;
  await work;
  await stream.close().catch(() => {});
}

const textOf = (data: ArrayBuffer | Buffer): string => Buffer.from(data as ArrayBuffer).toString('utf8');
