import type { IncomingMessage } from 'node:http';
import { OwnAddress } from '../serve/own-address';
import { Rate } from '../serve/rate';
import { isSecret, newSecret } from '../serve/secret';
import { refusal } from './service-error';

/** Who may use the model: programs of this machine that were given the token. */
export class Bearer {
  readonly token = newSecret();
  readonly #address: OwnAddress;
  /** Who knows the token is never among them. */
  readonly #strangers = new Rate(20, 100);

  constructor(port: number, scheme: 'http' | 'https' = 'http') {
    this.#address = new OwnAddress(port, scheme);
  }

  /** @throws ServiceError FORBIDDEN for another host, or for a page of another origin */
  requireMeant(request: IncomingMessage): void {
    if (!this.#address.isMeant(request, false))
      throw refusal('FORBIDDEN', 'This service belongs to programs on this machine alone.');
  }

  /** @throws ServiceError UNAUTHORIZED */
  requireToken({ headers: { authorization } }: IncomingMessage): void {
    const [, given] = /^Bearer +([\w-]+)$/i.exec(authorization ?? '') ?? [];
    if (given !== undefined && isSecret(given, this.token)) return;
    if (!this.#strangers.take())
      throw refusal('BUSY', 'There were too many requests without the token; wait a second.', {
        'Retry-After': '1',
      });
    throw refusal('UNAUTHORIZED', 'Send the header "Authorization: Bearer …" with the printed token.', {
      'WWW-Authenticate': 'Bearer',
    });
  }
}
