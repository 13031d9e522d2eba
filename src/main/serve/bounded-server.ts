import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** More connections than this are not accepted. */
const MOST_CONNECTIONS = 512;
/** Of these, so many may be silent or between requests; the one that has been so for longest makes room for the next. */
const MOST_WAITING = 128;
/** A whole request must have come within this time. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 5_000;
const CHECK_MS = 1_000;
const LINGER_MS = 2_000;
const HANDSHAKE_MS = 10_000;
/** Of all headers together. */
const MOST_HEADER_BYTES = 16 * 2 ** 10;

/** A certificate and its key, PEM. */
export interface Tls {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * A server that nobody can end, hold, or lock others out of: whoever is slow is hung up on, and whoever says nothing has his
 * place taken. By address alone nothing could be kept apart, since all who come are this machine.
 */
export function boundedServer(
  requestTimeoutMs = REQUEST_TIMEOUT_MS,
  sayBroken: (socket: Duplex, isSlow: boolean) => void = sayBadRequest,
  tls: Tls | null = null,
): Server {
  const limits = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeoutMs),
    keepAliveTimeout: Math.min(KEEP_ALIVE_MS, requestTimeoutMs),
    connectionsCheckingInterval: Math.min(CHECK_MS, requestTimeoutMs),
    maxHeaderSize: MOST_HEADER_BYTES,
  };
  const server =
    tls === null
      ? createServer(limits)
      : createSecureServer({ ...limits, ...tls, handshakeTimeout: HANDSHAKE_MS, minVersion: 'TLSv1.2' });
  server.maxConnections = MOST_CONNECTIONS;
  /** The longest waiting first. By port, since an encrypted connection is another object than the one below it. */
  const waiting = new Map<number | undefined, Socket>();
  const wait = (socket: Socket): void => {
    if (socket.destroyed) return;
    waiting.set(socket.remotePort, socket);
    const [longest] = waiting.values();
    if (waiting.size > MOST_WAITING) longest!.destroy();
  };
  server.on('connection', (socket: Socket) => {
    const { remotePort } = socket;
    socket.on('close', () => waiting.delete(remotePort));
    // A handshake that fails resets, and nobody else listens yet.
    if (tls !== null) socket.on('error', () => socket.destroy());
    wait(socket);
  });
  server.on('request', ({ socket }, response) => {
    waiting.delete(socket.remotePort);
    response.on('close', () => wait(socket));
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('upgrade', ({ socket }) => {
    waiting.delete(socket.remotePort);
    // Without a listener, one that resets while it is refused would end the process.
    socket.on('error', () => socket.destroy());
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const isSlow = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
    if (!socket.writable) socket.destroy();
    else {
      // Nothing of a slow request is waited for.
      if (isSlow) socket.once('finish', () => socket.destroy());
      sayBroken(socket, isSlow);
    }
  });
  return server;
}

/** The last that is said on a connection, whose other end may leave it open. */
export function hangUp(socket: Duplex, lastWords: string): void {
  socket.end(lastWords);
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(timer));
}

function sayBadRequest(socket: Duplex): void {
  hangUp(socket, 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
}
