import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import type { AnyRouter } from '@orpc/server';
import { createRouterClient } from '@orpc/server';
import { WebSocket, WebSocketServer } from 'ws';
import { serveChannel } from '../../src/main/transport/serve-channel';
import { serveSocket } from '../../src/main/serve/socket';
import type { PortLike } from '../../src/shared/transport/channel';
import { portChannel } from '../../src/shared/transport/channel';
import type { EngineLink } from '../../src/shared/transport/client';
import { channelLink, localLink } from '../../src/shared/transport/client';
import type { SocketLike } from '../../src/shared/transport/socket-channel';
import { socketChannel } from '../../src/shared/transport/socket-channel';

export interface OpenTransport {
  readonly link: EngineLink;
  /** Breaks the connection from the reader's side, as a closed tab does. */
  disconnect(): Promise<void>;
}

export interface Transport {
  readonly name: string;
  /** Whether there is anything between client and engine that can break. */
  readonly canBreak: boolean;
  open(router: AnyRouter): Promise<OpenTransport>;
}

const inProcess: Transport = {
  name: 'in process',
  canBreak: false,
  open: async (router) => ({
    link: localLink(createRouterClient(router, {}) as never),
    disconnect: async () => {},
  }),
};

const messagePort: Transport = {
  name: 'MessagePort',
  canBreak: true,
  async open(router) {
    const { port1, port2 } = new MessageChannel();
    serveChannel(router, portChannel(port1 as unknown as PortLike));
    return {
      link: channelLink(portChannel(port2 as unknown as PortLike)),
      async disconnect() {
        port2.close();
        await once(port1, 'close');
      },
    };
  },
};

const webSocket: Transport = {
  name: 'WebSocket',
  canBreak: true,
  async open(router) {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (socket) => serveSocket(router, socket));
    await once(server, 'listening');
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    socket.binaryType = 'arraybuffer';
    await once(socket, 'open');
    return {
      link: channelLink(socketChannel(socket as unknown as SocketLike)),
      async disconnect() {
        const closed = once(socket, 'close');
        socket.close();
        await closed;
        await new Promise((resolve) => server.close(resolve));
      },
    };
  },
};

export const transports: readonly Transport[] = [inProcess, messagePort, webSocket];
