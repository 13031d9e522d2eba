import type { EngineConnection } from '../../../src/renderer/client/connect';
import { fakeEngine } from './engine';

/** Stands for `src/renderer/client/connect.ts` while looking at the window: `?empty` has no data sets yet. */
export async function connect(): Promise<EngineConnection> {
  const client = fakeEngine(undefined, !location.search.includes('empty'));
  return {
    client,
    face: 'browser',
    connected: true,
    onGone: () => () => {},
    onReconnect: () => () => {},
    reconnect: () => Promise.resolve(),
  };
}
