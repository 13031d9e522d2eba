import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { EngineClient } from '../../shared/contract';
import type { RecordingAnswer, RecordingInput } from '../../shared/contract/recordings';
import type { ModelDescription } from '../../shared/domain/model-description';
import type { Tls } from '../serve/bounded-server';
import { boundedServer } from '../serve/bounded-server';
import { closeServer, listen, LOOPBACK } from '../serve/listen';
import type { Answer } from './answer';
import { failureAnswer, jsonAnswer, send, sendRaw } from './answer';
import { Bearer } from './bearer';
import { openApiDocument } from './openapi';
import { Predictions } from './predictions';
import type { Routes } from './routes';
import { pageRoutes, routeOf } from './routes';
import type { Health } from './schemas';
import { refusal, toServiceError } from './service-error';
import { Sockets } from './sockets';

const MOST_REQUESTS = 128;
/** How long what is in progress may take when the service ends. */
const GRACE_MS = 10_000;

export interface ModelService {
  readonly port: number;
  readonly url: string;
  /** For the header `Authorization: Bearer …`. */
  readonly token: string;
  /** Takes nothing new, answers what is in progress, and ends. */
  close(): Promise<void>;
}

export interface ModelServiceOptions {
  /** What the engine knows the model by. */
  readonly model: string;
  readonly description: ModelDescription;
  /** The lab's. */
  readonly version: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly predict: (recordings: readonly RecordingInput[]) => Promise<readonly RecordingAnswer[]>;
  readonly streams: EngineClient['streams'];
  /** A fault of the lab, for the log. */
  readonly onFault?: (thrown: unknown) => void;
  readonly mostRequests?: number;
  readonly requestTimeoutMs?: number;
  readonly tls?: Tls | null;
}

/**
 * A trained model as a service on loopback: HTTP for whole recordings, a WebSocket for those that are still coming.
 *
 * @throws UnrollError ARGUMENT_INVALID when the port is taken
 */
export async function startModelService(options: ModelServiceOptions): Promise<ModelService> {
  const { description, tls = null, onFault = () => {} } = options;
  const scheme = tls === null ? 'http' : 'https';
  const server = boundedServer(options.requestTimeoutMs, sayBroken, tls);
  const port = await listen(server, options.port);
  const url = `${scheme}://${LOOPBACK}:${port}`;
  const bearer = new Bearer(port, scheme);
  const predictions = new Predictions({
    modality: description.input.modality,
    compute: options.predict,
    mostRequests: options.mostRequests ?? MOST_REQUESTS,
  });
  const { model, streams } = options;
  const sockets = new Sockets(server, { bearer, model, streams, onFault });
  const document = openApiDocument(description, options.version, url);
  let isEnding = false;
  const health = (): Health => ({
    status: isEnding ? 'ending' : 'ok',
    inProgress: predictions.inProgress,
  });
  const routes: Routes = {
    ...pageRoutes,
    '/health': { method: 'GET', isOpen: true, handle: () => jsonAnswer(health()) },
    '/model': { method: 'GET', handle: () => jsonAnswer(description) },
    '/openapi.json': { method: 'GET', handle: () => jsonAnswer(document) },
    '/predict': {
      method: 'POST',
      handle: async (request, signal) => jsonAnswer(await predictions.answer(request, signal)),
    },
  };

  async function answer(request: IncomingMessage, signal: AbortSignal): Promise<Answer> {
    const route = routeOf(routes, bearer, request);
    if (isEnding && route.isOpen !== true) throw refusal('BUSY', 'The service is ending.');
    return route.handle(request, signal);
  }

  server.on('request', (request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort(refusal('REQUEST_INVALID', 'Whoever asked is gone.')));
    answer(request, gone.signal).then(
      (given) => send(response, given),
      (thrown: unknown) => {
        const error = toServiceError(thrown);
        if (error.status === 500 && !gone.signal.aborted) onFault(thrown);
        send(response, failureAnswer(error));
        // What was not read is thrown away, so that whoever still sends hears the answer.
        request.resume();
      },
    );
  });

  return {
    port,
    url,
    token: bearer.token,
    async close() {
      isEnding = true;
      const patience = new Promise<void>((resolve) => setTimeout(resolve, GRACE_MS).unref());
      await Promise.race([predictions.finish(), patience]);
      await sockets.close();
      await closeServer(server);
      await predictions.close();
    },
  };
}

/** Who sends what is no HTTP, or too slowly, is told. */
function sayBroken(socket: Duplex, isSlow: boolean): void {
  const refused = isSlow
    ? refusal('REQUEST_TIMEOUT', 'The request came too slowly.')
    : refusal('REQUEST_INVALID', 'This is no HTTP request that can be served.');
  sendRaw(socket, failureAnswer(refused));
}
