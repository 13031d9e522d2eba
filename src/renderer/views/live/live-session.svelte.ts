import type { Stream } from '../../../shared/contract/streams';
import type { Scaler } from '../../../shared/domain/features';
import type { Engine } from '../../state/engine.svelte';
import { Backlog } from './backlog';
import { Heard } from './heard';
import type { Source } from '../../sound/source';

export type LiveStatus = 'idle' | 'starting' | 'listening' | 'ending';

/** What is told of listening, a few times a second. */
export interface LiveFacts {
  /** Heard so far, on the axis. */
  readonly heard: number;
  /** Share of the time that the engine needs to keep up; above 1 it cannot. Null before it is known. */
  readonly load: number | null;
  /** From a sound to the answer to it; null before it is known. */
  readonly delayMs: number | null;
  /** Rows that were left out because the engine was busy. */
  readonly dropped: number;
  readonly badLines: number;
  /** The newest answer, [K]; empty before it. */
  readonly latest: Float32Array;
}

const nothing: LiveFacts = {
  heard: 0,
  load: null,
  delayMs: null,
  dropped: 0,
  badLines: 0,
  latest: new Float32Array(0),
};
const FACTS_EVERY_MS = 200;
/** Behind by more than this, the oldest sound is left out until this much is left. */
const MOST_BEHIND_SECONDS = 1.5;
const LEFT_BEHIND_SECONDS = 0.25;
/** Of a signal without time. */
const ASSUMED_ROWS_PER_SECOND = 100;
/** So much is pushed at a time, so that answers come while an old backlog is worked off. */
const PUSH_SECONDS = 0.5;
/** Weight of the newest measurement in the running means. */
const NEWEST = 0.1;

/** Listens to a source with a model: one at a time, from pressing Listen to pressing Stop. */
export class LiveSession {
  readonly #engine: Pick<Engine, 'client'>;
  readonly #failed: (thrown: unknown) => void;
  #status = $state<LiveStatus>('idle');
  #facts = $state.raw<LiveFacts>(nothing);
  #heard = $state.raw<Heard | null>(null);
  /** The answer to a recording as a whole, once it has ended; [K]. */
  #final = $state.raw<Float32Array | null>(null);
  #source: Source | null = null;
  #backlog = new Backlog(1);
  #pushing: Promise<void> | null = null;
  #load: number | null = null;
  #delayMs: number | null = null;
  #dropped = 0;
  #toldMs = 0;
  /** Counts sessions, so that what belongs to an ended one is known. */
  #turn = 0;
  /** Called when answers have come. */
  onanswer: ((heard: Heard) => void) | null = null;

  constructor(engine: Pick<Engine, 'client'>, failed: (thrown: unknown) => void) {
    this.#engine = engine;
    this.#failed = failed;
  }

  get status(): LiveStatus {
    return this.#status;
  }

  get facts(): LiveFacts {
    return this.#facts;
  }

  /** Stays after listening, to be looked at; null before it. */
  get heard(): Heard | null {
    return this.#heard;
  }

  get final(): Float32Array | null {
    return this.#final;
  }

  /** @throws SourceFailure, UnrollError */
  async start(model: string, scaler: Scaler | null, open: () => Promise<Source>): Promise<void> {
    if (this.#status !== 'idle') return;
    const turn = ++this.#turn;
    this.#status = 'starting';
    let source: Source | null = null;
    try {
      source = await open();
      const { rateHz, channels } = source;
      if (turn !== this.#turn) return source.stop();
      const stream = await this.#engine.client.streams.open({ model, rateHz, channels });
      if (turn !== this.#turn) {
        source.stop();
        this.#close(stream);
        return;
      }
      this.#begin(source, new Heard(stream, rateHz, channels, scaler));
    } catch (thrown) {
      source?.stop();
      if (turn === this.#turn) this.#status = 'idle';
      throw thrown;
    }
  }

  /** Ends listening; what was heard until now is still answered, and stays to be looked at. */
  async stop(): Promise<void> {
    const heard = this.#heard;
    if (this.#status === 'starting') {
      this.#turn += 1;
      this.#status = 'idle';
    }
    if (this.#status !== 'listening' || heard === null) return;
    const turn = this.#turn;
    this.#status = 'ending';
    this.#stopSource();
    await this.#pushing;
    try {
      const { final, ...rest } = await this.#engine.client.streams.finish({ stream: heard.stream.stream });
      if (turn !== this.#turn) return;
      heard.answer(rest);
      this.onanswer?.(heard);
      this.#final = final.some(Number.isNaN) ? null : final;
    } catch (thrown) {
      if (turn === this.#turn) this.#failed(thrown);
    } finally {
      this.#close(heard.stream);
      if (turn === this.#turn) {
        this.#tell(true);
        this.#status = 'idle';
      }
    }
  }

  /** Begins anew, as if nothing had been heard yet. */
  async forget(): Promise<void> {
    const heard = this.#heard;
    if (this.#status !== 'listening' || heard === null) return;
    await this.#engine.client.streams.reset({ stream: heard.stream.stream });
    this.#backlog.clear();
    this.#heard = new Heard(heard.stream, heard.rateHz, heard.samples.width, heard.scaler);
    this.#tell(true);
  }

  /** Ends at once, without an answer to what was heard last. */
  dispose(): void {
    const heard = this.#heard;
    const isOpen = this.#status === 'listening';
    this.#turn += 1;
    this.#status = 'idle';
    this.#stopSource();
    this.#backlog.clear();
    if (isOpen && heard !== null) this.#close(heard.stream);
  }

  #begin(source: Source, heard: Heard): void {
    this.#source = source;
    this.#heard = heard;
    this.#final = null;
    this.#backlog = new Backlog(source.channels);
    [this.#load, this.#delayMs, this.#dropped] = [null, null, 0];
    this.#status = 'listening';
    this.#facts = nothing;
    this.#tell(true);
    source.start({
      take: (samples) => this.#take(samples),
      room: () => this.#backlog.rows < this.#rowsIn(PUSH_SECONDS),
      ended: () => void this.stop(),
    });
  }

  #rowsIn(seconds: number): number {
    const rate = this.#heard?.rateHz ?? this.#heard?.stream.rateHz ?? ASSUMED_ROWS_PER_SECOND;
    return Math.max(1, Math.round(rate * seconds));
  }

  #take(samples: Float32Array): void {
    if (this.#status !== 'listening') return;
    this.#backlog.add(samples, performance.now());
    if (this.#source?.patient === false) {
      const dropped = this.#backlog.shorten(
        this.#rowsIn(MOST_BEHIND_SECONDS),
        this.#rowsIn(LEFT_BEHIND_SECONDS),
      );
      if (dropped > 0) this.#heard?.gap();
      this.#dropped += dropped;
    }
    this.#pushing ??= this.#push().finally(() => (this.#pushing = null));
  }

  /** Pushes one piece after the other until none is left. */
  async #push(): Promise<void> {
    const turn = this.#turn;
    try {
      while (turn === this.#turn && this.#backlog.rows > 0) {
        const heard = this.#heard!;
        const { samples, heardMs } = this.#backlog.take(this.#rowsIn(PUSH_SECONDS));
        heard.add(samples);
        const chunk = await this.#engine.client.streams.push({ stream: heard.stream.stream, samples });
        // Forgotten or over meanwhile.
        if (turn !== this.#turn || heard !== this.#heard) continue;
        heard.answer(chunk);
        this.onanswer?.(heard);
        const seconds = samples.length / heard.samples.width / this.#rowsIn(1);
        this.#load = mean(this.#load, chunk.computeMs / 1000 / seconds);
        this.#delayMs = mean(this.#delayMs, performance.now() - heardMs + seconds * 1000);
        this.#tell(false);
      }
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.#failed(thrown);
      this.dispose();
    }
  }

  #tell(now: boolean): void {
    if (!now && performance.now() - this.#toldMs < FACTS_EVERY_MS) return;
    this.#toldMs = performance.now();
    const heard = this.#heard;
    if (heard === null) return;
    const { delaySteps, stepSeconds } = heard.stream;
    const ahead = delaySteps * (stepSeconds ?? 0) * 1000;
    this.#facts = {
      heard: heard.end,
      load: this.#load,
      delayMs: this.#delayMs === null ? null : this.#delayMs + ahead,
      dropped: this.#dropped,
      badLines: this.#source?.badLines?.() ?? this.#facts.badLines,
      latest: heard.outputs.read(heard.outputs.end - 1, heard.outputs.end),
    };
  }

  #stopSource(): void {
    this.#source?.stop();
    this.#source = null;
  }

  #close({ stream }: Stream): void {
    // It may be gone with its engine.
    void this.#engine.client.streams.close({ stream }).catch(() => {});
  }
}

function mean(before: number | null, newest: number): number {
  return before === null ? newest : before + NEWEST * (newest - before);
}
