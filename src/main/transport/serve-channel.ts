import type { AnyRouter } from '@orpc/server';
import { StandardRPCHandler } from '@orpc/server/standard';
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import type { BaseMessageFormat } from '@orpc/standard-server-peer';
import {
  deserializeRequestMessage,
  experimental_ServerPeerWithoutCodec as ServerPeer,
  MessageType,
  serializeResponseMessage,
} from '@orpc/standard-server-peer';
import { errorToShape, toUnrollError } from '../../shared/domain/error';
import type { Channel } from '../../shared/transport/channel';

type RequestMessage = Parameters<typeof deserializeRequestMessage>[0];
type ResponseType = Parameters<typeof serializeResponseMessage>[1];
type Response = Awaited<ReturnType<ReturnType<typeof createServerPeerHandleRequestFn>>>;

function isStream(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** The head of an answer whose body is a stream: the events follow as messages of their own. */
function withoutStream(response: Response): Response {
  if (!isStream(response.body)) return response;
  return {
    ...response,
    headers: { ...response.headers, 'content-type': 'text/event-stream' },
    body: undefined,
  };
}

/** An answer that says why there is none, so that whoever asked hears of it; in a stream, its end. */
function failed(id: string, type: ResponseType, thrown: unknown): BaseMessageFormat {
  const error = toUnrollError(thrown);
  const { message } = error;
  const json = { defined: true, code: 'UNROLL', status: 500, message, data: errorToShape(error) };
  const body = { json, meta: [] };
  return type === MessageType.EVENT_ITERATOR
    ? serializeResponseMessage(id, type, { event: 'error', data: body })
    : serializeResponseMessage(id, MessageType.RESPONSE, { status: 500, headers: {}, body });
}

/**
 * Answers calls that arrive on `channel` until it closes; then every call in progress is aborted and every
 * stream ends. `onMalformed` hears of messages that are not calls.
 */
export function serveChannel(
  router: AnyRouter,
  channel: Channel,
  onMalformed: (error: unknown) => void = () => {},
): void {
  const handle = createServerPeerHandleRequestFn(new StandardRPCHandler(router, {}), { context: {} });
  let closed = false;
  const peer = new ServerPeer(async ([id, type, payload]) => {
    if (closed) return;
    const isResponse = typeof payload === 'object' && payload !== null && 'status' in payload;
    try {
      await channel.send({
        ...serializeResponseMessage(id, type, isResponse ? withoutStream(payload) : payload),
      });
    } catch (thrown) {
      // What holds a function, or is too large, cannot be sent. Where nothing can, the second try says so.
      await channel.send({ ...failed(id, type, thrown) });
      throw thrown;
    }
  });
  channel.onMessage((message) => {
    let request: ReturnType<typeof deserializeRequestMessage>;
    try {
      request = deserializeRequestMessage(message as unknown as RequestMessage);
    } catch (error) {
      onMalformed(error);
      return;
    }
    // What a handler throws is an answer; only sending can fail here, and then the reader is gone.
    peer.message(request, handle).catch(() => {});
  });
  channel.onClose(() => {
    closed = true;
    peer.close();
  });
}
