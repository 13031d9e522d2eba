import type { Engine } from '../../state/engine.svelte';
import { attempt } from '../../state/failures';

/** Plays one example of a data set at a time. */
export class Sound {
  readonly #engine: Engine;
  /** Index of the example that is heard; null in silence. */
  #playing = $state<number | null>(null);
  #context: AudioContext | null = null;
  #source: AudioBufferSourceNode | null = null;

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
    const audio = await attempt(() => this.#engine.client.datasets.audio({ dataset, example }));
    if (this.#playing !== example) return;
    if (audio === undefined || audio.samples.length === 0) {
      this.#playing = null;
      return;
    }
    this.#context ??= new AudioContext();
    const buffer = this.#context.createBuffer(1, audio.samples.length, audio.rateHz);
    buffer.getChannelData(0).set(audio.samples);
    const source = this.#context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.#context.destination);
    source.onended = () => {
      if (this.#source === source) this.stop();
    };
    this.#source = source;
    source.start();
  }

  stop(): void {
    const source = this.#source;
    this.#source = null;
    this.#playing = null;
    source?.stop();
    source?.disconnect();
  }

  dispose(): void {
    this.stop();
    void this.#context?.close();
    this.#context = null;
  }
}
