import { socketChannel } from '../../shared/transport/socket-channel';
import { Connection } from './connection';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

/** The browser face: one WebSocket to the server that the page came from, opened again whenever it breaks. */
export function connectSocket(): Connection {
  const url = new URL('engine', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = '';
  url.hash = '';
  let retryMs = FIRST_RETRY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let opening = false;

  const open = (): void => {
    if (opening || connection.connected) return;
    clearTimeout(timer);
    opening = true;
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => {
      opening = false;
      retryMs = FIRST_RETRY_MS;
      connection.adopt(socketChannel(socket));
    });
    socket.addEventListener('close', () => {
      opening = false;
      void askForAddressAgain();
      timer = setTimeout(open, retryMs);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    });
  };
  /** A lab that was started again knows this page no longer: its own page asks for the new address. */
  async function askForAddressAgain(): Promise<void> {
    const answer = await fetch('/', { method: 'HEAD', cache: 'no-store' }).catch(() => null);
    if (answer?.status === 401) location.reload();
  }

  const connection = new Connection('browser', open);
  open();
  return connection;
}
