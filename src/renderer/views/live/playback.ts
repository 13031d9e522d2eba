import type { Sink, Source } from './source';

/** What is played: [n, channels] interleaved. */
export interface Playable {
  readonly rateHz: number | null;
  readonly channels: number;
  readonly samples: Float32Array;
}

const TICK_MS = 40;

/** Plays a recording as if it were live: as fast as it was recorded, sound to be heard too. It waits for a busy engine. */
export class Playback implements Source {
  readonly patient = true;
  readonly rateHz: number | null;
  readonly channels: number;
  readonly #rowsPerSecond: number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #context: AudioContext | null = null;

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
    const { samples, channels } = this.recording;
    const rows = samples.length / channels;
    let [played, sent] = [0, 0];
    let tickMs = performance.now();
    this.#sound();
    this.#timer = setInterval(() => {
      const nowMs = performance.now();
      // What is waited for is not made up.
      if (room()) played += nowMs - tickMs;
      tickMs = nowMs;
      const due = Math.min(rows, Math.floor((played / 1000) * this.#rowsPerSecond));
      // A copy: what is sent may be handed on to another thread.
      if (due > sent) take(samples.slice(sent * channels, due * channels));
      sent = due;
      if (sent < rows) return;
      clearInterval(this.#timer);
      ended();
    }, TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    void this.#context?.close();
    this.#context = null;
  }

  #sound(): void {
    const { samples, rateHz, channels } = this.recording;
    if (!this.audible || rateHz === null || samples.length === 0) return;
    const context = new AudioContext();
    const rows = samples.length / channels;
    // Of more than two channels the first two are heard.
    const buffer = context.createBuffer(Math.min(2, channels), rows, rateHz);
    for (let c = 0; c < buffer.numberOfChannels; c++)
      buffer.copyToChannel(
        Float32Array.from({ length: rows }, (_, t) => samples[t * channels + c]!),
        c,
      );
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    source.start();
    this.#context = context;
  }
}
