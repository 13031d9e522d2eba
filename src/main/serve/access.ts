import type { IncomingMessage } from 'node:http';
import { OwnAddress } from './own-address';
import { isSecret, newSecret } from './secret';

/** Who may talk to the lab. A person gets in with a one-time token from the printed address; it is exchanged for a cookie. */
export class Access {
  readonly address: OwnAddress;
  #token = newSecret();
  #session = newSecret();
  readonly #cookieName: string;

  constructor(port: number, scheme: 'http' | 'https' = 'http') {
    this.address = new OwnAddress(port, scheme);
    // Cookies do not keep ports apart; two labs on one machine must not log each other out.
    this.#cookieName = `unroll-${port}`;
  }

  get token(): string {
    return this.#token;
  }

  /** Exchanges the token for a `Set-Cookie` value, once; null when it is not the token. */
  exchange(token: string): string | null {
    if (!isSecret(token, this.#token)) return null;
    this.#token = newSecret();
    return `${this.#cookieName}=${this.#session}; HttpOnly; SameSite=Strict; Path=/${this.address.scheme === 'https' ? '; Secure' : ''}`;
  }

  hasSession(request: IncomingMessage): boolean {
    return (request.headers.cookie ?? '').split(';').some((part) => {
      const [name, value] = part.trim().split('=');
      return name === this.#cookieName && value !== undefined && isSecret(value, this.#session);
    });
  }
}
