import type { EngineClient } from '../../shared/contract';
import type { Engine } from './engine.svelte';

/**
 * Follows a live stream for as long as the window lives: opens it whenever the engine is ready, hands every
 * event to `each`, and leaves an ended stream to the engine's next readiness.
 */
export function follow<E>(
  engine: Engine,
  open: (client: EngineClient) => Promise<AsyncIterable<E>>,
  each: (event: E) => void,
): void {
  let generation = 0;
  engine.onReady((client) => {
    const mine = ++generation;
    void (async () => {
      try {
        for await (const event of await open(client)) {
          if (mine !== generation) return;
          each(event);
        }
      } catch {
        // The connection is gone; `engine` says so to the person and opens the next one.
      }
    })();
  });
}
