import type { Sound } from './sound-player';
import { SoundPlayer } from './sound-player';

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
  readonly #sound = new SoundPlayer();
  #frame = 0;
  /** The display's time, in seconds, at which step 0 would have been shown. */
  #origin = 0;

  get steps(): number {
    return this.#steps;
  }

  /** The step under the playhead, 0 … steps − 1. */
  get index(): number {
    return Math.max(0, Math.min(this.#steps - 1, Math.floor(this.step)));
  }

  /** Shows another example from its first step. `stepSeconds` null: the data have no time. */
  load(steps: number, stepSeconds: number | null, sound: Sound | null): void {
    this.pause();
    this.#steps = steps;
    this.#stepSeconds = stepSeconds ?? 1 / FALLBACK_STEPS_PER_SECOND;
    this.step = 0;
    this.stretch = null;
    this.#sound.load(sound);
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
    this.#sound.stop();
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
    this.#sound.dispose();
  }

  /** Seconds of the example that have passed; null while its sound is waited for. */
  #seconds(): number | null {
    return this.#sound.isReady ? this.#sound.seconds : performance.now() / 1000 - this.#origin;
  }

  #startClock(): void {
    const offset = this.step * this.#stepSeconds;
    this.#sound.play(offset);
    this.#origin = performance.now() / 1000 - offset;
  }

  #advance(): void {
    if (!this.playing) return;
    const end = this.stretch?.to ?? this.#steps;
    const seconds = this.#seconds();
    const step = seconds === null ? this.step : seconds / this.#stepSeconds;
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
