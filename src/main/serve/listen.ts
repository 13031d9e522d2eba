import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { failure } from '../../shared/sentences/failure';

export const LOOPBACK = '127.0.0.1';

/**
 * Listens on loopback alone.
 *
 * @param port 0 takes any free one
 * @returns the port
 * @throws UnrollError ARGUMENT_INVALID when the port is taken
 */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? failure('ARGUMENT_INVALID.port', { port }) : error),
    );
    server.listen(port, LOOPBACK, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Ends every connection. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
