import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { RequestHandler } from 'sirv';
import sirv from 'sirv';
import { WebSocketServer } from 'ws';
import { UnrollError } from '../../shared/domain/error';
import type { AnyRouter } from '@orpc/server';
import { securityHeaders } from '../security';
import { Access } from './access';
import { serveSocket } from './socket';

const LOOPBACK = '127.0.0.1';
/** An upload's chunk and a trace are far smaller. */
const MAX_MESSAGE_BYTES = 256 * 2 ** 20;

export interface LabServer {
  readonly port: number;
  /** The address with the one-time token that is valid now. */
  readonly url: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly router: AnyRouter;
  readonly pagesDir: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** The token in `url` was used; the new address lets another browser in. */
  readonly onEntered?: (nextUrl: string) => void;
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { ...securityHeaders, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${sentence}\n`);
}

/** Listens on loopback alone. @throws UnrollError ARGUMENT_INVALID when the port is taken */
async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new UnrollError('ARGUMENT_INVALID', `Port ${port} is taken; choose another with --port.`, {
              port,
            })
          : error,
      ),
    );
    server.listen(port, LOOPBACK, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** The list of files is read once: a path that is not in it cannot be asked for. */
function pagesIn(dir: string): RequestHandler {
  return sirv(dir, {
    etag: true,
    setHeaders: (response, pathname) => {
      for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
      const isHashed = pathname.startsWith('/assets/');
      response.setHeader('Cache-Control', isHashed ? 'private, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/**
 * The browser face: the page's files and one WebSocket per tab, on loopback alone.
 * @throws UnrollError ARGUMENT_INVALID when the port is taken
 */
export async function startServer(options: ServeOptions): Promise<LabServer> {
  const pages = pagesIn(options.pagesDir);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const server = createServer();
  const port = await listen(server, options.port);
  const access = new Access(port);
  const url = (): string => `http://${LOOPBACK}:${port}/?token=${access.token}`;

  server.on('request', (request, response) => {
    if (!access.isHostOurs(request) || !access.isOriginOurs(request, false))
      return refuse(response, 403, 'This address belongs to the lab on this machine alone.');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'Only pages are served here.');
    const token = new URL(request.url ?? '/', 'http://lab').searchParams.get('token');
    const cookie = token === null ? null : access.exchange(token);
    if (cookie !== null) {
      response.writeHead(303, { 'Set-Cookie': cookie, Location: '/', 'Cache-Control': 'no-store' });
      response.end();
      options.onEntered?.(url());
      return;
    }
    if (!access.hasSession(request))
      return refuse(response, 401, 'Open the address that `unroll serve` printed; each works once.');
    pages(request, response, () => refuse(response, 404, 'There is no such page.'));
  });

  server.on('upgrade', (request, socket: Duplex, head) => {
    const isAllowed =
      request.url === '/engine' &&
      access.isHostOurs(request) &&
      access.isOriginOurs(request, true) &&
      access.hasSession(request);
    if (isAllowed)
      sockets.handleUpgrade(request, socket, head, (opened) => serveSocket(options.router, opened));
    else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  });

  return {
    port,
    get url() {
      return url();
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
