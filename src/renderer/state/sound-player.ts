import { attempt } from './failures';

/** Sound that can be played: its beginning is here, the rest is read while it is heard. */
export interface Sound {
  readonly rateHz: number;
  /** One where it does not say. */
  readonly channels?: number;
  /** [n, channels] interleaved, from the beginning on. */
  readonly samples: Float32Array;
  /** Samples of a channel; those that are here where it does not say. */
  readonly length?: number;
  /** [count, channels], fewer at the end. */
  readonly read?: (start: number, count: number) => Promise<Float32Array>;
}

/** Samples that are read at a time; a channel has no more of them in memory than three times as many. */
const BLOCK = 2 ** 19;
/** What is heard so soon is read by now. */
const LEAD_SECONDS = 5;

interface Answer {
  readonly rateHz: number;
  readonly length: number;
  readonly samples: Float32Array;
}

/** Sound whose stretches are asked for as they are wanted; the first one now. */
export async function openSound(
  ask: (stretch: { readonly start: number; readonly count: number }) => Promise<Answer>,
): Promise<Sound> {
  const first = await ask({ start: 0, count: BLOCK });
  return { ...first, read: async (start, count) => (await ask({ start, count })).samples };
}

/** Plays one sound at a time, block after block, by the sound card's clock. */
export class SoundPlayer {
  #context: AudioContext | null = null;
  #sound: Sound | null = null;
  #beginning: AudioBuffer | null = null;
  readonly #sources = new Set<AudioBufferSourceNode>();
  /** The card's time at which the first sample was heard, or would have been; null while it is not known. */
  #origin: number | null = null;
  #turn = 0;

  /** @param ended the last sample was heard */
  constructor(readonly ended: () => void = () => {}) {}

  /** Whether there is something to be heard. */
  get isReady(): boolean {
    return this.#beginning !== null;
  }

  /** The moment of the sound that is heard now; null while its samples are waited for. */
  get seconds(): number | null {
    return this.#context === null || this.#origin === null ? null : this.#context.currentTime - this.#origin;
  }

  load(sound: Sound | null): void {
    this.stop();
    this.#sound = sound;
    this.#beginning = null;
    if (sound === null || sound.samples.length === 0) return;
    this.#context ??= new AudioContext();
    this.#beginning = this.#buffer(sound, sound.samples);
  }

  play(fromSeconds: number): void {
    this.stop();
    const [context, sound, beginning] = [this.#context, this.#sound, this.#beginning];
    if (context === null || sound === null || beginning === null) return;
    void context.resume();
    const here = sound.samples.length / (sound.channels ?? 1);
    const first = Math.floor(fromSeconds * sound.rateHz);
    if (first < here || sound.read === undefined) {
      this.#origin = context.currentTime - fromSeconds;
      this.#start(beginning, 0, Math.min(fromSeconds, beginning.duration), this.#isLast(here));
      void this.#goOn(this.#turn, here);
    } else void this.#goOn(this.#turn, first);
  }

  stop(): void {
    this.#turn++;
    this.#origin = null;
    for (const source of this.#sources) {
      source.onended = null;
      source.stop();
      source.disconnect();
    }
    this.#sources.clear();
  }

  dispose(): void {
    this.stop();
    void this.#context?.close();
    this.#context = null;
  }

  /** Reads and plays what comes from a sample on. */
  async #goOn(turn: number, from: number): Promise<void> {
    const [context, sound] = [this.#context, this.#sound];
    if (context === null || sound?.read === undefined) return;
    for (let next = from; !this.#isLast(next);) {
      const ahead = this.#origin === null ? 0 : this.#origin + next / sound.rateHz - context.currentTime;
      if (ahead > LEAD_SECONDS)
        await new Promise((resolve) => setTimeout(resolve, (ahead - LEAD_SECONDS) * 1000));
      if (turn !== this.#turn) return;
      const { read } = sound;
      const samples = await attempt(() => read(next, BLOCK));
      if (turn !== this.#turn) return;
      if (samples === undefined || samples.length === 0) return this.ended();
      // What came too late is heard late, and all after it.
      const due = this.#origin === null ? 0 : this.#origin + next / sound.rateHz;
      const at = Math.max(context.currentTime, due);
      this.#origin = at - next / sound.rateHz;
      next += samples.length / (sound.channels ?? 1);
      this.#start(this.#buffer(sound, samples), at, 0, this.#isLast(next));
    }
  }

  #isLast(next: number): boolean {
    const { samples, channels = 1, length } = this.#sound!;
    return next >= (length ?? samples.length / channels);
  }

  #start(buffer: AudioBuffer, at: number, offset: number, isLast: boolean): void {
    const context = this.#context!;
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    source.onended = () => {
      this.#sources.delete(source);
      source.disconnect();
      if (isLast) this.ended();
    };
    this.#sources.add(source);
    source.start(at, offset);
  }

  /** Of more than two channels the first two are heard. */
  #buffer({ rateHz, channels = 1 }: Sound, samples: Float32Array): AudioBuffer {
    const rows = samples.length / channels;
    const buffer = this.#context!.createBuffer(Math.min(2, channels), rows, rateHz);
    for (let c = 0; c < Math.min(2, channels); c++) {
      const own = buffer.getChannelData(c);
      for (let t = 0; t < rows; t++) own[t] = samples[t * channels + c]!;
    }
    return buffer;
  }
}
