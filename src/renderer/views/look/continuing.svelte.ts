import type { Continuation, Trace } from '../../../shared/domain/trace';
import type { Engine } from '../../state/engine.svelte';

export interface ContinueSettings {
  readonly steps: number;
  readonly temperature: number;
  readonly seed: number;
}

/** What a network that generates makes of the end of a trace. */
export class Continuing {
  readonly #engine: Engine;
  #written = $state.raw<Continuation | null>(null);
  #busy = $state(false);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get written(): Continuation | null {
    return this.#written;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** @throws UnrollError; what was written before then stays */
  async write({ run, example }: Trace, settings: ContinueSettings): Promise<Continuation> {
    this.#busy = true;
    try {
      const asked = { run, example: example.index, ...settings };
      this.#written = await this.#engine.client.inspection.generate(asked);
      return this.#written;
    } finally {
      this.#busy = false;
    }
  }
}
