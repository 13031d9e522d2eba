import type { UnrollBridge } from '../../shared/bridge';
import type { EngineConnection } from './connection';
import { connectPort } from './port';
import { connectSocket } from './socket';

export type { EngineConnection } from './connection';

declare global {
  interface Window {
    /** Only in Electron. */
    readonly unroll?: UnrollBridge;
  }
}

/** Joins the page to its engine: over Electron's port where there is one, else over a WebSocket. */
export async function connect(): Promise<EngineConnection> {
  const connection = window.unroll ? connectPort(window.unroll) : connectSocket();
  await connection.reconnect();
  return connection;
}
