import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RequestHandler } from 'sirv';
import sirv from 'sirv';
import { WebSocketServer } from 'ws';
import type { AnyRouter } from '@orpc/server';
import { securityHeaders } from '../security';
import { Access } from './access';
import type { Tls } from './bounded-server';
import { boundedServer, hangUp } from './bounded-server';
import { entryPage } from './entry-page';
import { addressOf } from './target';
import { closeServer, listen, LOOPBACK } from './listen';
import { Rate } from './rate';
import { serveSocket } from './socket';

/** An upload's chunk and a trace are far smaller. */
const MAX_MESSAGE_BYTES = 256 * 2 ** 20;
const MOST_TABS = 64;
/** Requests a second, and at once, of those that were let in; a page is some sixty files. */
const OWN_RATE = [400, 2000] as const;
/** Of all others together, who cannot take the place of the first. */
const STRANGERS_RATE = [20, 100] as const;

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
  readonly tls?: Tls | null;
  /** The token in `url` was used; the new address lets another browser in. */
  readonly onEntered?: (nextUrl: string) => void;
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { ...securityHeaders, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${sentence}\n`);
}

/** Of a page that was open when the lab was started again, and of one that comes without a token. */
function askForAddress(response: ServerResponse, wasGiven: boolean): void {
  response.writeHead(401, {
    ...securityHeaders,
    'Content-Security-Policy': securityHeaders['Content-Security-Policy']!.replace(
      "form-action 'none'",
      "form-action 'self'",
    ),
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(entryPage(wasGiven));
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;

/** People paste the whole address as well as the token alone. */
const tokenIn = (given: string): string => /[?&]token=([^&#\s]*)/.exec(given)?.[1] ?? given.trim();

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
  const { tls = null } = options;
  const scheme = tls === null ? 'http' : 'https';
  const server = boundedServer(undefined, undefined, tls);
  const port = await listen(server, options.port);
  const access = new Access(port, scheme);
  const [own, strangers] = [new Rate(...OWN_RATE), new Rate(...STRANGERS_RATE)];
  const url = (): string => `${scheme}://${LOOPBACK}:${port}/?token=${access.token}`;

  server.on('request', (request, response) => {
    const rate = access.hasSession(request) ? own : strangers;
    const { path, query } = addressOf(request);
    const given = query.get('token');
    const isMeant = access.address.isMeant(request, false);
    const cookie = given === null || !isMeant ? null : access.exchange(tokenIn(given));
    // Whoever has the token gets in, however many others ask.
    if (cookie === null && !rate.take()) {
      response.setHeader('Retry-After', '1');
      return refuse(response, 429, 'There were too many requests; wait a second.');
    }
    if (!isMeant) return refuse(response, 403, 'This address belongs to the lab on this machine alone.');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'Only pages are served here.');
    if (hasBody(request)) {
      // Not read, so nothing can follow on this connection.
      response.setHeader('Connection', 'close');
      response.once('finish', () => request.socket.destroy());
      return refuse(response, 413, 'A page is asked for without a body.');
    }
    if (cookie !== null) {
      response.writeHead(303, { 'Set-Cookie': cookie, Location: '/', 'Cache-Control': 'no-store' });
      response.end();
      options.onEntered?.(url());
      return;
    }
    if (!access.hasSession(request))
      return path === '/'
        ? askForAddress(response, given !== null)
        : refuse(response, 401, 'Open the address that `unroll serve` printed; each works once.');
    pages(request, response, () => refuse(response, 404, 'There is no such page.'));
  });

  server.on('upgrade', (request, socket: Duplex, head) => {
    const isAllowed =
      request.url === '/engine' && access.address.isMeant(request, true) && access.hasSession(request);
    if (!isAllowed && !strangers.take()) socket.destroy();
    else if (!isAllowed) hangUp(socket, 'HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    else if (sockets.clients.size >= MOST_TABS)
      hangUp(socket, 'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
    else sockets.handleUpgrade(request, socket, head, (opened) => serveSocket(options.router, opened));
  });

  return {
    port,
    get url() {
      return url();
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      await closeServer(server);
    },
  };
}
