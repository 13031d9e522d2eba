import type { Licence } from '../../shared/contract/system';
import type { Engine } from './engine.svelte';

/** The works of others in the lab, read when they are first wanted. */
export class Licences {
  readonly #engine: Engine;
  #list = $state.raw<readonly Licence[]>([]);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get list(): readonly Licence[] {
    return this.#list;
  }

  /** @throws UnrollError */
  async load(): Promise<void> {
    if (this.#list.length === 0) this.#list = await this.#engine.client.system.licences({});
  }
}
