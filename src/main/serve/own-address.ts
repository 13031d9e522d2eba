import type { IncomingMessage } from 'node:http';

/** Whether a request means this server: `Host` keeps out DNS rebinding, `Origin` other pages in the same browser. */
export class OwnAddress {
  readonly #hosts: ReadonlySet<string>;

  constructor(
    port: number,
    readonly scheme: 'http' | 'https' = 'http',
  ) {
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]);
  }

  /** A browser always names the page that opens a socket; pages and files may be asked for without. */
  isMeant({ headers: { host, origin } }: IncomingMessage, originRequired: boolean): boolean {
    if (!this.#hosts.has(host ?? '')) return false;
    return origin === undefined ? !originRequired : origin === `${this.scheme}://${host}`;
  }
}
