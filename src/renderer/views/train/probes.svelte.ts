import type { ProbeFrame, ProbeHistory } from '../../../shared/domain/probes';
import type { Engine } from '../../state/engine.svelte';

/** Milliseconds between two pictures of the film. */
const FILM_MS = 160;

/** What a few examples did while a run learnt, and the moment that is looked at. */
export class Probes {
  history = $state.raw<ProbeHistory | null>(null);
  frame = $state.raw<ProbeFrame | null>(null);
  /** Of the history's probes. */
  probe = $state(0);
  /** Index of the moment; null follows the newest. */
  #chosen = $state<number | null>(null);
  isPlaying = $state(false);
  #run: string | null = null;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly engine: Engine) {}

  /** Index of the moment that is shown; −1 where there is none. */
  get at(): number {
    const last = (this.history?.moments.length ?? 0) - 1;
    return this.#chosen === null ? last : Math.min(this.#chosen, last);
  }

  get isNewest(): boolean {
    return this.#chosen === null;
  }

  /** @throws UnrollError */
  async load(run: string): Promise<void> {
    if (run !== this.#run) {
      this.#run = run;
      [this.history, this.frame, this.probe, this.#chosen] = [null, null, 0, null];
    }
    const found = await this.engine.client.inspection.probes({ run });
    if (run !== this.#run) return;
    this.history = found;
    await this.#show();
  }

  /** @param index of a moment; the last one follows what comes @throws UnrollError */
  async seek(index: number): Promise<void> {
    const last = (this.history?.moments.length ?? 0) - 1;
    this.#chosen = index >= last ? null : Math.max(0, index);
    await this.#show();
  }

  /** @throws UnrollError */
  async choose(probe: number): Promise<void> {
    this.probe = probe;
    await this.#show();
  }

  /** Plays from here to the newest moment, from the first one where that is shown already. */
  play(): void {
    if (this.isPlaying) return this.pause();
    this.isPlaying = true;
    const next = async (index: number): Promise<void> => {
      await this.seek(index).catch(() => this.pause());
      if (!this.isPlaying || this.isNewest) return this.pause();
      this.#timer = setTimeout(() => void next(this.at + 1), FILM_MS);
    };
    void next(this.isNewest ? 0 : this.at + 1);
  }

  pause(): void {
    this.isPlaying = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Of several questions only the last one's answer counts; a probe that joined later has no earlier pictures. */
  async #show(): Promise<void> {
    const { history, probe } = this;
    const moment = history?.moments[this.at];
    const asked = ++this.#asked;
    if (this.#run === null || moment === undefined || probe >= moment.losses.length) {
      this.frame = null;
      return;
    }
    if (this.frame?.step === moment.step && this.#shown === probe) return;
    const found = await this.engine.client.inspection.probeFrame({
      run: this.#run,
      step: moment.step,
      probe,
    });
    if (asked !== this.#asked) return;
    this.frame = found;
    this.#shown = probe;
  }
  #shown = -1;
}
