import { flushSync } from 'svelte';
import type { EngineConnection } from '../../../src/renderer/client/connect';
import type { EngineClient } from '../../../src/shared/contract';
import type { Engine } from '../../../src/renderer/state/engine.svelte';
import { fakeEngine } from './engine';

export const quick = { scanMs: 40, epochMs: 4 };

export async function until(true_: () => boolean): Promise<void> {
  // The test's own time is the bound.
  while (!true_()) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    flushSync();
  }
}

/** An engine that can be lost and come back, with the same or another engine behind it. */
export function connection(client: EngineClient = fakeEngine(quick)): {
  readonly lose: () => void;
  readonly restore: () => void;
  readonly connect: () => Promise<EngineConnection>;
} {
  const gone = new Set<() => void>();
  const back = new Set<() => void>();
  return {
    lose: () => gone.forEach((each) => each()),
    restore: () => back.forEach((each) => each()),
    connect: async () => ({
      client,
      face: 'browser' as const,
      connected: true,
      onGone: (each: () => void) => (gone.add(each), () => gone.delete(each)),
      onReconnect: (each: () => void) => (back.add(each), () => back.delete(each)),
      reconnect: () => Promise.resolve(),
    }),
  };
}

/** The same engine but for some procedures of one domain. */
export function withDomain<K extends keyof EngineClient>(
  client: EngineClient,
  domain: K,
  procedures: Partial<EngineClient[K]>,
): EngineClient {
  const own = new Proxy(client[domain], {
    get: (whole, name) => Reflect.get(procedures, name) ?? Reflect.get(whole, name),
  });
  return new Proxy(client, { get: (whole, name) => (name === domain ? own : Reflect.get(whole, name)) });
}

/** An engine to be handed to a store that only calls. */
export function handed(client: EngineClient): Engine {
  return { client } as Engine;
}
