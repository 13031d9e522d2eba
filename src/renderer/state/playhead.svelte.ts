/** A stretch of time steps, first and one past the last. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Steps per second when the data have no time of their own, or when real time would be too fast or slow to follow. */
const FALLBACK_STEPS_PER_SECOND = 20;

/**
 * The one playhead of an example: everything that shows its time reads `step`. With sound it follows the
 * sound card's clock, otherwise the display's.
 */
export class Playhead {
  /** Position in time steps, 0 … steps; fractional while playing. */
  step = $state(0);
  playing = $state(false);
  /** Played in a loop when set. */
  stretch = $state.raw<Stretch | null>(null);
  #steps = $state(0);
  #stepSeconds = 1 / FALLBACK_STEPS_PER_SECOND;
  #buffer: AudioBuffer | null = null;
  #context: AudioContext | null = null;
  #source: AudioBufferSourceNode | null = null;
  #frame = 0;
  /** Clock reading, in seconds, at which step 0 would have been played. */
  #origin = 0;

  get steps(): number {
    return this.#steps;
  }

  /** The step under the playhead, 0 … steps − 1. */
  get index(): number {
    return Math.max(0, Math.min(this.#steps - 1, Math.floor(this.step)));
  }

  /** Shows another example from its first step. `stepSeconds` null: the data have no time. */
  load(
    steps: number,
    stepSeconds: number | null,
    sound: { samples: Float32Array; rateHz: number } | null,
  ): void {
    this.pause();
    this.#steps = steps;
    this.#stepSeconds = stepSeconds ?? 1 / FALLBACK_STEPS_PER_SECOND;
    this.step = 0;
    this.stretch = null;
    this.#buffer = null;
    if (sound !== null && sound.samples.length > 0) {
      this.#context ??= new AudioContext();
      this.#buffer = this.#context.createBuffer(1, sound.samples.length, sound.rateHz);
      this.#buffer.getChannelData(0).set(sound.samples);
    }
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  play(): void {
    if (this.#steps === 0) return;
    const from = this.stretch?.from ?? 0;
    const to = this.stretch?.to ?? this.#steps;
    if (this.step < from || this.step >= to - 0.5) this.step = from;
    this.playing = true;
    this.#startClock();
    this.#frame = requestAnimationFrame(() => this.#advance());
  }

  pause(): void {
    this.playing = false;
    cancelAnimationFrame(this.#frame);
    this.#source?.stop();
    this.#source?.disconnect();
    this.#source = null;
  }

  seek(step: number): void {
    this.step = Math.max(0, Math.min(this.#steps, step));
    if (this.playing) this.#startClock();
  }

  /** Moves by whole steps and stops playing. */
  move(by: number): void {
    this.pause();
    this.step = Math.max(0, Math.min(this.#steps - 1, this.index + by));
  }

  select(stretch: Stretch | null): void {
    this.stretch = stretch;
    if (stretch !== null) this.seek(stretch.from);
  }

  dispose(): void {
    this.pause();
    void this.#context?.close();
    this.#context = null;
  }

  #clock(): number {
    return this.#source !== null && this.#context !== null
      ? this.#context.currentTime
      : performance.now() / 1000;
  }

  #startClock(): void {
    this.#source?.stop();
    this.#source?.disconnect();
    this.#source = null;
    const offset = this.step * this.#stepSeconds;
    if (this.#buffer !== null && this.#context !== null) {
      void this.#context.resume();
      this.#source = this.#context.createBufferSource();
      this.#source.buffer = this.#buffer;
      this.#source.connect(this.#context.destination);
      this.#source.start(0, Math.min(offset, this.#buffer.duration));
    }
    this.#origin = this.#clock() - offset;
  }

  #advance(): void {
    if (!this.playing) return;
    const end = this.stretch?.to ?? this.#steps;
    const step = (this.#clock() - this.#origin) / this.#stepSeconds;
    if (step < end) {
      this.step = Math.max(0, step);
    } else if (this.stretch !== null) {
      this.step = this.stretch.from;
      this.#startClock();
    } else {
      this.pause();
      this.step = end;
      return;
    }
    this.#frame = requestAnimationFrame(() => this.#advance());
  }
}
