import type { AnyRouter } from '@orpc/server';
import type { WebSocket } from 'ws';
import { encodeMessage } from '../../shared/transport/codec';
import type { SocketLike } from '../../shared/transport/socket-channel';
import { socketChannel } from '../../shared/transport/socket-channel';
import { serveChannel } from '../transport/serve-channel';

const PING_MS = 30_000;

/** A socket that does not answer a ping is taken for dead and ended. */
export function keepAlive(socket: WebSocket): void {
  let alive = true;
  socket.on('pong', () => (alive = true));
  socket.on('error', () => socket.terminate());
  const pings = setInterval(() => {
    if (!alive) socket.terminate();
    alive = false;
    socket.ping();
  }, PING_MS);
  socket.on('close', () => clearInterval(pings));
}

/** One tab. */
export function serveSocket(router: AnyRouter, socket: WebSocket): void {
  keepAlive(socket);
  socket.binaryType = 'arraybuffer';
  const channel = socketChannel(
    socket as unknown as SocketLike,
    // Waits until the bytes are with the system, so that a slow reader slows its streams down.
    (message) =>
      new Promise((resolve, reject) =>
        socket.send(encodeMessage(message), (error) => (error ? reject(error) : resolve())),
      ),
  );
  serveChannel(router, channel, () => socket.close(1003, 'not a call'));
}
