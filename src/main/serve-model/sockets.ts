import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import * as v from 'valibot';
import { WebSocketServer } from 'ws';
import type { EngineClient } from '../../shared/contract';
import { addressOf } from '../serve/target';
import { failureAnswer, sendRaw } from './answer';
import type { Bearer } from './bearer';
import { refusal, toServiceError } from './service-error';
import { ServedStream } from './stream';
import { StreamQuery } from './stream-schemas';
import { hearSocket } from './stream-socket';

const PATH = '/stream';
const MOST_STREAMS = 16;
/** Four minutes of sound at once. */
const MOST_MESSAGE_BYTES = 2 ** 24;
const GOING_AWAY = 1001;

export interface SocketsOptions {
  readonly bearer: Bearer;
  /** What the engine knows the model by. */
  readonly model: string;
  readonly streams: EngineClient['streams'];
  readonly onFault: (thrown: unknown) => void;
}

/** The server's WebSockets: one recording after the other on each. */
export class Sockets {
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES });
  readonly #options: SocketsOptions;
  /** Sockets that are heard, until their streams are closed. */
  readonly #heard = new Set<Promise<void>>();
  #isEnding = false;

  constructor(server: Server, options: SocketsOptions) {
    this.#options = options;
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Hangs up on all of them. */
  async close(): Promise<void> {
    this.#isEnding = true;
    for (const socket of this.#sockets.clients) {
      socket.close(GOING_AWAY, 'the service ends');
      socket.terminate();
    }
    await Promise.all(this.#heard);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    try {
      const query = this.#require(request);
      const { streams, model, onFault } = this.#options;
      this.#sockets.handleUpgrade(request, socket, head, (opened) => {
        const heard = hearSocket(opened, () => ServedStream.open(streams, model, query), onFault);
        this.#heard.add(heard);
        void heard.finally(() => this.#heard.delete(heard));
      });
    } catch (thrown) {
      sendRaw(socket, failureAnswer(toServiceError(thrown)));
    }
  }

  /** @throws ServiceError FORBIDDEN, UNAUTHORIZED, NOT_FOUND, REQUEST_INVALID, BUSY */
  #require(request: IncomingMessage): StreamQuery {
    const { bearer } = this.#options;
    bearer.requireMeant(request);
    bearer.requireToken(request);
    const { path, query } = addressOf(request);
    if (path !== PATH) throw refusal('NOT_FOUND', `Only ${PATH} is a WebSocket.`);
    const parsed = v.safeParse(StreamQuery, Object.fromEntries(query));
    if (!parsed.success) {
      const [issue] = parsed.issues;
      throw refusal(
        'REQUEST_INVALID',
        `${v.getDotPath(issue) ?? 'The query'} is not valid: ${issue.message}.`,
      );
    }
    if (this.#isEnding || this.#heard.size >= MOST_STREAMS)
      throw refusal('BUSY', `At most ${MOST_STREAMS} streams are heard at once; close one.`, {
        'Retry-After': '1',
      });
    return parsed.output;
  }
}
