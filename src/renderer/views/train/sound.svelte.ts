import type { Engine } from '../../state/engine.svelte';
import { attempt } from '../../state/failures';
import { openSound, SoundPlayer } from '../../state/sound-player';

/** Plays one example of a data set at a time. */
export class Sound {
  readonly #engine: Engine;
  readonly #player = new SoundPlayer(() => this.stop());
  /** Index of the example that is heard; null in silence. */
  #playing = $state<number | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get playing(): number | null {
    return this.#playing;
  }

  async toggle(dataset: string, example: number): Promise<void> {
    const wasPlaying = this.#playing === example;
    this.stop();
    if (wasPlaying) return;
    this.#playing = example;
    const { datasets } = this.#engine.client;
    const sound = await attempt(() =>
      openSound((stretch) => datasets.audio({ dataset, example, ...stretch })),
    );
    if (this.#playing !== example) return;
    this.#player.load(sound ?? null);
    if (this.#player.isReady) this.#player.play(0);
    else this.#playing = null;
  }

  stop(): void {
    this.#playing = null;
    this.#player.stop();
  }

  dispose(): void {
    this.stop();
    this.#player.dispose();
  }
}
