import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';

/** Everything on this machine that a page might try to reach, and how often it was. */
export class Outside {
  readonly hits: string[] = [];
  readonly #http: Server;
  readonly #tcp = createTcpServer((socket) => {
    this.hits.push('tcp');
    socket.on('error', () => {});
  });
  readonly #udp = createSocket('udp4', () => this.hits.push('udp'));

  constructor() {
    this.#http = createServer((request, response) => {
      this.hits.push(`http ${request.url}`);
      response.end('<title>outside</title>');
    });
  }

  async open(): Promise<this> {
    this.#http.listen(0, '127.0.0.1');
    this.#tcp.listen(0, '127.0.0.1');
    this.#udp.bind(0, '127.0.0.1');
    await Promise.all([
      once(this.#http, 'listening'),
      once(this.#tcp, 'listening'),
      once(this.#udp, 'listening'),
    ]);
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  get tcpPort(): number {
    return (this.#tcp.address() as AddressInfo).port;
  }

  get udpPort(): number {
    return this.#udp.address().port;
  }

  close(): void {
    this.#http.closeAllConnections?.();
    this.#http.close();
    this.#tcp.close();
    this.#udp.close();
  }
}

/** What the page's policy must be, word for word: whoever loosens it says so here. */
export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "frame-src 'none'",
  "worker-src 'self'",
].join('; ');
