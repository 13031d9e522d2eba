import type { Verdict } from '../../../shared/domain/verdict';
import type { Engine } from '../../state/engine.svelte';

/** What the numbers of the run that is looked at come to. */
export class RunVerdict {
  readonly #engine: Engine;
  #told = $state.raw<{ run: string; verdict: Verdict | null } | null>(null);
  #asked = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Null while it is not known, and of a run that has none. */
  of(run: string): Verdict | null {
    return this.#told?.run === run ? this.#told.verdict : null;
  }

  /** Of several questions only the last one's answer counts. @throws UnrollError */
  async load(run: string): Promise<void> {
    const asked = ++this.#asked;
    const verdict = await this.#engine.client.runs.verdict({ run });
    if (asked === this.#asked) this.#told = { run, verdict };
  }
}
