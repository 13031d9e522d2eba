import { m } from '../i18n';
import { app } from './app.svelte';
import { engine } from './engine.svelte';
import { toasts } from './toasts.svelte';

interface WaitingModel {
  /** Where the engine finds it. */
  readonly path: string;
  readonly name: string;
}

/** A model made elsewhere that waits to be told which data set its inputs and classes are of. */
class ForeignModel {
  #waiting = $state.raw<WaitingModel | null>(null);

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
    const { run } = await engine.client.models.import({ path, dataset, unscaled });
    this.#waiting = null;
    toasts.show(m.models_taken_in({ name: run.name }), 'good');
    app.goLook(run.id, dataset);
  }
}

export const foreignModel = new ForeignModel();
