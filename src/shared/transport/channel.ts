/** A message of the RPC protocol: plain data and typed arrays, no functions, streams or blobs. */
export type WireMessage = Readonly<Record<string, unknown>>;

/** What both ends of any transport look like. Messages arrive whole and in order. */
export interface Channel {
  /** Resolves once the message is on its way; the sender of a stream waits for it. */
  send(message: WireMessage): void | Promise<void>;
  onMessage(listener: (message: WireMessage) => void): void;
  /** Called once, when nothing can be sent or will arrive any more. */
  onClose(listener: () => void): void;
}

/**
 * The parts that a DOM `MessagePort`, Node's and Electron's `MessagePortMain` need not share: the first two
 * have `addEventListener`, Electron's has `on`.
 */
export interface PortLike {
  postMessage(message: unknown): void;
  start?(): void;
  addEventListener?(type: string, listener: (event: { data: unknown }) => void): void;
  on?(type: string, listener: (event: { data: unknown }) => void): void;
}

/** Typed arrays cross a port by structured clone: whole, as themselves, one memory copy. */
export function portChannel(port: PortLike): Channel {
  const listen = (type: string, listener: (event: { data: unknown }) => void): void => {
    if (port.addEventListener) port.addEventListener(type, listener);
    else port.on?.(type, listener);
  };
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => {
      listen('message', ({ data }) => listener(data as WireMessage));
      port.start?.();
    },
    onClose: (listener) => listen('close', listener),
  };
}
