import { createRouterClient } from '@orpc/server';
import type { EngineClient } from '../../shared/contract';
import { contract } from '../../shared/contract';
import { UnrollError } from '../../shared/domain/error';
import type { Home } from './files/home';
import { openHome } from './files/home';
import { rpc } from './rpc';

export interface EngineOptions {
  /** Where the lab keeps everything; else `UNROLL_HOME`, else the platform's user-data folder. */
  readonly homeDir?: string;
}

export interface Engine {
  readonly home: Home;
  /** The complete contract, for a transport's handler. */
  readonly router: EngineRouter;
  /** The same in this process, with the same validation. */
  readonly client: EngineClient;
  /** Ends training (runs in progress become resumable) and closes every file. */
  close(): Promise<void>;
}

function assemble(parts: Record<string, object>) {
  const absent = (name: string) => () => {
    throw new UnrollError('INTERNAL', `${name} is not there yet.`);
  };
  const rooms: Record<string, object> = {};
  for (const [room, procedures] of Object.entries(contract)) {
    const builder = rpc as unknown as Record<string, Record<string, { handler: (f: () => never) => object }>>;
    rooms[room] =
      parts[room] ??
      Object.fromEntries(
        Object.keys(procedures).map((name) => [
          name,
          builder[room]![name]!.handler(absent(`${room}.${name}`)),
        ]),
      );
  }
  return rpc.router(rooms as unknown as Parameters<typeof rpc.router>[0]);
}
export type EngineRouter = ReturnType<typeof assemble>;

export async function openEngine(options: EngineOptions = {}): Promise<Engine> {
  const home = openHome(options.homeDir);
  const router = assemble({});
  const client = createRouterClient(router) as EngineClient;
  return { home, router, client, close: async () => {} };
}
