import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { STATUS_CODES } from 'node:http';
import { securityHeaders } from '../security';
import { hangUp } from '../serve/bounded-server';
import type { ServiceError } from './service-error';
import { jsonOf } from '../../shared/domain/measured';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const jsonAnswer = (value: object, status = 200, headers: Answer['headers'] = {}): Answer => ({
  ...{ status, headers },
  type: 'application/json; charset=utf-8',
  body: jsonOf(value),
});

export const failureAnswer = ({ body, status, headers }: ServiceError): Answer =>
  jsonAnswer(body, status, headers);

const headersOf = ({ type, body, headers }: Answer): Record<string, string> => ({
  ...securityHeaders,
  'Cache-Control': 'no-store',
  'Content-Type': type,
  'Content-Length': String(Buffer.byteLength(body)),
  ...headers,
});

export function send(response: ServerResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(answer.status, headersOf(answer));
  response.end(answer.body);
}

/** An answer where there is only a connection: to an upgrade, or to what is no HTTP. */
export function sendRaw(socket: Duplex, answer: Answer): void {
  if (!socket.writable) return;
  const lines = Object.entries({ ...headersOf(answer), Connection: 'close' });
  hangUp(
    socket,
    [
      `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
      ...lines.map(([name, value]) => `${name}: ${value}`),
      '',
      answer.body,
    ].join('\r\n'),
  );
}
