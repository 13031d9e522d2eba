import type { AlikeExamples } from '../../../shared/domain/alike';
import type { Engine } from '../../state/engine.svelte';

export type Moment = AlikeExamples['moments'][number];

/** What stretches were looked for. */
export interface AlikeQuestion {
  readonly run: string;
  readonly example: number;
  /** First step, and one past the last; null: the whole example. */
  readonly stretch: { readonly from: number; readonly to: number } | null;
  /** Unit of the last hidden layer that alone must be alike, backward ones behind the forward ones; null: all. */
  readonly unit: number | null;
}

/** Stretches of a run's examples in which its network was as in one that a person chose. They stay until others are looked for. */
export class AlikeSearch {
  readonly #engine: Engine;
  #request = 0;
  #question = $state.raw<AlikeQuestion | null>(null);
  #found = $state.raw<AlikeExamples | null>(null);
  #chosen = $state<number | null>(null);
  #busy = $state(false);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** What {@link found} answers, or what is being looked for. */
  get question(): AlikeQuestion | null {
    return this.#question;
  }
  get found(): AlikeExamples | null {
    return this.#found;
  }
  /** Row of the moment that was opened. */
  get chosen(): number | null {
    return this.#chosen;
  }
  get busy(): boolean {
    return this.#busy;
  }

  /** An answer to an older question is dropped. @throws whatever the engine throws */
  async look(question: AlikeQuestion): Promise<void> {
    const request = ++this.#request;
    this.#question = question;
    this.#found = null;
    this.#chosen = null;
    this.#busy = true;
    const { run, example, stretch, unit } = question;
    try {
      const found = await this.#engine.client.alike.examples({
        ...{ run, example },
        ...(stretch !== null && { from: Math.floor(stretch.from), to: Math.ceil(stretch.to) }),
        ...(unit !== null && { units: [unit] }),
        count: 100,
      });
      if (request === this.#request) this.#found = found;
    } finally {
      if (request === this.#request) this.#busy = false;
    }
  }

  /** @returns the moment of a row, which is now the chosen one */
  choose(row: number): Moment | null {
    this.#chosen = row;
    return this.#found?.moments[row] ?? null;
  }
}
