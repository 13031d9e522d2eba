import type { IncomingMessage } from 'node:http';
import { refusal } from './service-error';

const MEBI = 2 ** 20;

/** A request's body, chunk by chunk; the connection stays when it is refused. @throws ServiceError BODY_TOO_LARGE */
export async function* bodyOf(request: IncomingMessage, mostBytes: number): AsyncGenerator<Buffer> {
  const tooLarge = refusal(
    'BODY_TOO_LARGE',
    `The body is larger than ${mostBytes / MEBI} MiB; send shorter recordings, or stream them.`,
  );
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge;
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw tooLarge;
    yield chunk;
  }
}
