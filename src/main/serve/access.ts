import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const SECRET_BYTES = 32;

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Who may talk to the server. A person gets in with a one-time token from the printed address; it is exchanged for
 * a cookie. `Host` keeps out DNS rebinding, `Origin` other pages in the same browser.
 */
export class Access {
  #token = newSecret();
  #session = newSecret();
  readonly #hosts: ReadonlySet<string>;
  readonly #cookieName: string;

  constructor(port: number) {
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]);
    // Cookies do not keep ports apart; two labs on one machine must not log each other out.
    this.#cookieName = `unroll-${port}`;
  }

  get token(): string {
    return this.#token;
  }

  /** Exchanges the token for a `Set-Cookie` value, once; null when it is not the token. */
  exchange(token: string): string | null {
    if (!equal(token, this.#token)) return null;
    this.#token = newSecret();
    return `${this.#cookieName}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`;
  }

  hasSession(request: IncomingMessage): boolean {
    return (request.headers.cookie ?? '').split(';').some((part) => {
      const [name, value] = part.trim().split('=');
      return name === this.#cookieName && value !== undefined && equal(value, this.#session);
    });
  }

  isHostOurs(request: IncomingMessage): boolean {
    return this.#hosts.has(request.headers.host ?? '');
  }

  /** A browser always names the page that opens a socket; pages and files may be asked for without. */
  isOriginOurs(request: IncomingMessage, required: boolean): boolean {
    const { origin, host } = request.headers;
    return origin === undefined ? !required : origin === `http://${host}`;
  }
}
