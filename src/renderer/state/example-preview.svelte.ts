import type { ExampleSignal, MarkedStretch } from '../../shared/domain/trace';
import { failureSentence } from './failures';
import { Playhead } from './playhead.svelte';
import type { Sound } from './sound-player';

/** Enough columns for the widest screen; more would not be seen. */
const PREVIEW_COLUMNS = 2048;

/** Where the examples of a scan or a data set come from. */
export interface ExampleSource {
  signal(example: number, columns: number): Promise<ExampleSignal>;
  sound(example: number): Promise<Sound>;
  /** Where it lies among the marks of its recording; absent where examples come of none. */
  around?(example: number, columns: number): Promise<MarkedStretch | null>;
}

/** One example, looked at and listened to. The signal before stays until the next has come, so nothing flickers. */
export class ExamplePreview {
  readonly playhead = new Playhead();
  #signal = $state.raw<ExampleSignal | null>(null);
  #around = $state.raw<MarkedStretch | null>(null);
  #failure = $state<string | null>(null);
  #loading = $state(false);
  #source: ExampleSource | null = null;
  #withSound: number | null = null;
  #asked = 0;

  get signal(): ExampleSignal | null {
    return this.#signal;
  }

  get around(): MarkedStretch | null {
    return this.#around;
  }

  /** Why the example could not be opened. */
  get failure(): string | null {
    return this.#failure;
  }

  get loading(): boolean {
    return this.#loading;
  }

  /** Shows one example; what was asked for earlier and has not come yet is forgotten. */
  async show(source: ExampleSource, example: number): Promise<void> {
    const asked = ++this.#asked;
    this.#source = source;
    this.#failure = null;
    this.#loading = true;
    try {
      const signal = await source.signal(example, PREVIEW_COLUMNS);
      if (asked !== this.#asked) return;
      this.#signal = signal;
      this.#withSound = null;
      this.playhead.load(signal.steps, signal.stepSeconds, null);
      const around = (await source.around?.(example, PREVIEW_COLUMNS)) ?? null;
      if (asked === this.#asked) this.#around = around;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      // What was shown is another example.
      this.#signal = null;
      this.#around = null;
      this.#failure = failureSentence(thrown);
    } finally {
      if (asked === this.#asked) this.#loading = false;
    }
  }

  clear(): void {
    this.#asked += 1;
    this.#signal = null;
    this.#around = null;
    this.#failure = null;
    this.#loading = false;
    this.playhead.load(0, null, null);
  }

  /** Plays or pauses. The sound is fetched when it is first wanted. */
  async toggle(hasSound: boolean): Promise<void> {
    const signal = this.#signal;
    if (signal === null) return;
    if (hasSound && this.#withSound !== signal.example.index && this.#source !== null) {
      const asked = this.#asked;
      const { step, stretch } = this.playhead;
      const sound = await this.#source.sound(signal.example.index);
      if (asked !== this.#asked) return;
      this.#withSound = signal.example.index;
      this.playhead.load(signal.steps, signal.stepSeconds, sound);
      this.playhead.seek(step);
      this.playhead.stretch = stretch;
    }
    this.playhead.toggle();
  }

  dispose(): void {
    this.#asked += 1;
    this.playhead.dispose();
  }
}
