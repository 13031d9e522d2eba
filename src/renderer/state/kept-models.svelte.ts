import type { KeptModel } from '../../shared/contract/models';
import type { Unreadable } from '../../shared/domain/dataset';
import { m } from '../i18n';
import { app } from './app.svelte';
import type { Engine } from './engine.svelte';
import { reportFailure } from './failures';
import { toasts } from './toasts.svelte';

/** Models that came as files and have no run, newest first. */
export class KeptModels {
  readonly #engine: Engine;
  #list = $state.raw<readonly KeptModel[]>([]);
  #unreadable = $state.raw<readonly Unreadable[]>([]);

  constructor(from: Engine) {
    this.#engine = from;
  }

  get list(): readonly KeptModel[] {
    return this.#list;
  }

  /** Files of models that cannot be read. */
  get unreadable(): readonly Unreadable[] {
    return this.#unreadable;
  }

  get(id: string | null): KeptModel | undefined {
    return this.#list.find((model) => model.id === id);
  }

  /** Starts to follow the engine. Called once. */
  open(): void {
    this.#engine.onReady(() => void this.#load().catch(reportFailure));
  }

  /** Keeps bundles and shows the last of them. One that cannot be read does not keep the others out. */
  async add(paths: readonly string[]): Promise<void> {
    let shown: KeptModel | null = null;
    for (const path of paths) {
      try {
        shown = await this.#engine.client.models.add({ path });
      } catch (thrown) {
        reportFailure(thrown);
      }
    }
    if (shown === null) return;
    await this.#load();
    app.goModel(shown.id);
  }

  async removeUnreadable(id: string): Promise<void> {
    await this.#engine.client.models.remove({ model: id });
    await this.#load();
  }

  /** At once, with a way back. */
  async remove({ id, card }: KeptModel): Promise<void> {
    await this.#engine.client.models.remove({ model: id });
    await this.#load();
    toasts.undo(m.models_let_go({ name: card.name }), async () => {
      await this.#engine.client.models.restore({ model: id });
      await this.#load();
    });
  }

  async #load(): Promise<void> {
    this.#list = await this.#engine.client.models.list({});
    this.#unreadable = await this.#engine.client.models.unreadable({});
  }
}
