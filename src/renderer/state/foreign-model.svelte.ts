import { m } from '../i18n';
import { app } from './app.svelte';
import type { Engine } from './engine.svelte';
import { toasts } from './toasts.svelte';

interface WaitingModel {
  /** Where the engine finds it. */
  readonly path: string;
  readonly name: string;
}

/** A model made elsewhere that waits to be told which data set its inputs and classes are of. */
export class ForeignModel {
  readonly #engine: Engine;
  #waiting = $state.raw<WaitingModel | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get waiting(): WaitingModel | null {
    return this.#waiting;
  }

  ask(path: string): void {
    this.#waiting = { path, name: path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1) };
  }

  forget(): void {
    this.#waiting = null;
  }

  /** Makes it a run of this data set and looks inside. @throws UnrollError */
  async takeIn(dataset: string, unscaled: boolean): Promise<void> {
    if (this.#waiting === null) return;
    const { path } = this.#waiting;
    const { run } = await this.#engine.client.models.import({ path, dataset, unscaled });
    this.#waiting = null;
    toasts.show(m.models_taken_in({ name: run.name }), 'good');
    app.goLook(run.id, dataset);
  }
}
