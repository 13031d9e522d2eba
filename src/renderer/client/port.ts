import type { Channel, WireMessage } from '../../shared/transport/channel';
import { enginePortMessage } from '../../shared/bridge';
import type { UnrollBridge } from '../../shared/bridge';
import { portChannel } from '../../shared/transport/channel';
import { Connection } from './connection';

/** A port does not tell in every Chromium that its other end is gone; Electron's main process does. */
function closable(port: MessagePort): Channel & { close(): void } {
  const inner = portChannel(port);
  const closing = new Set<() => void>();
  const close = (): void => {
    port.close();
    for (const listener of closing) listener();
    closing.clear();
  };
  inner.onClose(close);
  return {
    send: (message: WireMessage) => inner.send(message),
    onMessage: (listener) => inner.onMessage(listener),
    onClose: (listener) => void closing.add(listener),
    close,
  };
}

/** The Electron face: a port to the engine process, a new one for each engine. */
export function connectPort(bridge: UnrollBridge): Connection {
  const connection = new Connection('electron');
  let current: ReturnType<typeof closable> | null = null;
  window.addEventListener('message', (event) => {
    const [port] = event.ports;
    if (event.source !== window || event.data !== enginePortMessage || port === undefined) return;
    current?.close();
    current = closable(port);
    connection.adopt(current);
  });
  bridge.onEngineGone(() => {
    current?.close();
    current = null;
  });
  bridge.requestEngine();
  return connection;
}
