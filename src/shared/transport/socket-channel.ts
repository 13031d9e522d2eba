import type { Channel, WireMessage } from './channel';
import { decodeMessage, encodeMessage } from './codec';

/** The parts that a browser's `WebSocket` and the `ws` package's share. `binaryType` must be `arraybuffer`. */
export interface SocketLike {
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** WebSocket close code "received data of a type it cannot accept" (RFC 6455, 7.4.1). */
const UNSUPPORTED_DATA = 1003;

/** One binary WebSocket message per message. A peer that sends anything else is disconnected. */
export function socketChannel(
  socket: SocketLike,
  send: Channel['send'] = (message) => socket.send(encodeMessage(message)),
): Channel {
  return {
    send,
    onMessage: (listener) =>
      socket.addEventListener('message', ({ data }) => {
        let message: WireMessage;
        try {
          message = decodeMessage(data as ArrayBuffer);
        } catch {
          socket.close(UNSUPPORTED_DATA, 'not a message');
          return;
        }
        listener(message);
      }),
    onClose: (listener) => socket.addEventListener('close', () => listener()),
  };
}
