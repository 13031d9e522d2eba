import { createORPCClient } from '@orpc/client';
import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client';
import { StandardRPCLink } from '@orpc/client/standard';
import {
  deserializeResponseMessage,
  experimental_ClientPeerWithoutCodec as ClientPeer,
  serializeRequestMessage,
} from '@orpc/standard-server-peer';
import type { EngineClient } from '../contract';
import type { Channel } from './channel';
import { engineGone, toEngineError } from './failure';

export type EngineLink = ClientLink<ClientContext>;

type ResponseMessage = Parameters<typeof deserializeResponseMessage>[0];

/** Calls over a channel. Once it is closed, every pending and every later call fails with ENGINE_GONE. */
export function channelLink(channel: Channel): EngineLink {
  let closed = false;
  const peer = new ClientPeer(([id, type, payload]) => {
    if (closed) throw engineGone();
    return channel.send({ ...serializeRequestMessage(id, type, payload) });
  });
  channel.onMessage(
    (message) => void peer.message(deserializeResponseMessage(message as unknown as ResponseMessage)),
  );
  channel.onClose(() => {
    closed = true;
    peer.close({ reason: engineGone() });
  });
  const link = new StandardRPCLink(
    {
      async call(request) {
        const response = await peer.request(request);
        return { ...response, body: () => Promise.resolve(response.body) };
      },
    },
    { url: 'http://unroll' },
  );
  return translated(link, () => closed);
}

/** Calls in the same process: `client` is a router's own client. */
export function localLink(client: EngineClient): EngineLink {
  type Call = (input: unknown, options: ClientOptions<ClientContext>) => Promise<unknown>;
  return translated({
    call: (path, input, options) => {
      const call = path.reduce<unknown>((room, name) => (room as Record<string, unknown>)[name], client);
      return (call as Call)(input, options);
    },
  });
}

/** The engine as seen through a link; whatever it throws is an `UnrollError`. */
export function engineClient(link: EngineLink): EngineClient {
  return createORPCClient<EngineClient>(link);
}

function isStream(value: unknown): value is AsyncIterator<unknown> & AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** Makes every failure of `link`, in calls and in streams, an `UnrollError`. */
function translated(link: EngineLink, isGone = () => false): EngineLink {
  const failure = (thrown: unknown): unknown => (isGone() ? engineGone() : toEngineError(thrown));
  return {
    async call(path, input, options) {
      let output: unknown;
      try {
        output = await link.call(path, input, options);
      } catch (thrown) {
        throw failure(thrown);
      }
      return isStream(output) ? translatedStream(output, failure, options.signal) : output;
    },
  };
}

/**
 * Ends the source also when `signal` is aborted while nobody waits for an event. Not an async generator: its
 * `return` must reach the source even while a `next` is pending.
 */
function translatedStream(
  source: AsyncIterator<unknown>,
  failure: (thrown: unknown) => unknown,
  signal: AbortSignal | undefined,
): AsyncIterableIterator<unknown> {
  signal?.addEventListener('abort', () => void source.return?.().catch(() => {}), { once: true });
  const stream: AsyncIterableIterator<unknown> = {
    async next() {
      try {
        return await source.next();
      } catch (thrown) {
        throw failure(thrown);
      }
    },
    return: async (value) => (await source.return?.(value)) ?? { done: true, value },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}
