import { attempt } from '../../state/failures';
import type { Sound } from '../../state/sound-player';
import { SoundPlayer } from '../../state/sound-player';
import type { Sink, Source } from '../../sound/source';

/** What is played: [n, channels] interleaved; what is not here is read while it is played. */
export interface Playable extends Omit<Sound, 'rateHz'> {
  readonly rateHz: number | null;
  readonly channels: number;
}

const TICK_MS = 40;
/** Rows that are read at a time, and how many of them are left when the next are. */
const BLOCK_ROWS = 2 ** 19;
const LEAST_ROWS = 2 ** 18;

/** Plays a recording as if it were live: as fast as it was recorded, sound to be heard too. It waits for a busy engine. */
export class Playback implements Source {
  readonly patient = true;
  readonly rateHz: number | null;
  readonly channels: number;
  readonly #rowsPerSecond: number;
  readonly #player = new SoundPlayer();
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param rowsPerSecond of a recording without time */
  constructor(
    readonly recording: Playable,
    rowsPerSecond: number,
    readonly audible: boolean,
  ) {
    this.rateHz = recording.rateHz;
    this.channels = recording.channels;
    this.#rowsPerSecond = recording.rateHz ?? rowsPerSecond;
  }

  start({ take, room, ended }: Sink): void {
    const rows = new Rows(this.recording);
    let [played, sent] = [0, 0];
    let tickMs = performance.now();
    this.#sound();
    this.#timer = setInterval(() => {
      const nowMs = performance.now();
      // What is waited for is not made up.
      if (room()) played += nowMs - tickMs;
      tickMs = nowMs;
      const wanted = Math.floor((played / 1000) * this.#rowsPerSecond);
      const due = Math.min(rows.end, wanted);
      if (due < Math.min(wanted, rows.count)) played = (due / this.#rowsPerSecond) * 1000;
      if (due > sent) take(rows.take(due));
      sent = due;
      if (sent < rows.count) return;
      clearInterval(this.#timer);
      ended();
    }, TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#player.dispose();
  }

  #sound(): void {
    const { rateHz } = this.recording;
    if (!this.audible || rateHz === null) return;
    this.#player.load({ ...this.recording, rateHz });
    this.#player.play(0);
  }
}

/** The rows of a recording in their order, a block or two of them in memory. */
class Rows {
  readonly count: number;
  /** Rows that are here, or were. */
  end: number;
  #waiting: Float32Array;
  #isAsking = false;

  constructor(readonly recording: Playable) {
    const { samples, channels, length } = recording;
    this.#waiting = samples;
    this.end = samples.length / channels;
    this.count = length ?? this.end;
  }

  /** All rows before one that were not taken yet: a copy, since what is sent may be handed on to another thread. */
  take(before: number): Float32Array {
    const { channels } = this.recording;
    const left = (this.end - before) * channels;
    const taken = this.#waiting.slice(0, this.#waiting.length - left);
    this.#waiting = this.#waiting.subarray(this.#waiting.length - left);
    if (this.end < this.count && this.end - before < LEAST_ROWS) void this.#ask();
    return taken;
  }

  async #ask(): Promise<void> {
    const { read, channels } = this.recording;
    if (this.#isAsking || read === undefined) return;
    this.#isAsking = true;
    const more = await attempt(() => read(this.end, BLOCK_ROWS));
    this.#isAsking = false;
    if (more === undefined || more.length === 0) return;
    const waiting = new Float32Array(this.#waiting.length + more.length);
    waiting.set(this.#waiting);
    waiting.set(more, this.#waiting.length);
    this.#waiting = waiting;
    this.end += more.length / channels;
  }
}
