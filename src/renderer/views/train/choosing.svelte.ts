import type { Choice } from '../../../shared/domain/choice';
import type { Engine } from '../../state/engine.svelte';
import { engine } from '../../state/lab';

const POLL_MS = 500;
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, POLL_MS));

/** The lab's choice for the data sets that it was asked for. Outlives the view. */
class BestHere {
  readonly #engine: Engine;
  #choice = $state.raw<Choice | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The last one of a data set; null where there is none. */
  of(dataset: string): Choice | null {
    return this.#choice?.datasetId === dataset ? this.#choice : null;
  }

  get isLooking(): boolean {
    return this.#choice !== null && !this.#choice.ended;
  }

  /** @returns the run that follows; null where nothing could be chosen. @throws UnrollError */
  async look(dataset: string, budgetSeconds: number): Promise<string | null> {
    const { client } = this.#engine;
    let choice = await client.choices.start({ dataset, budgetSeconds });
    for (this.#choice = choice; !choice.ended; this.#choice = choice) {
      await pause();
      choice = await client.choices.get({ activity: choice.activity });
    }
    return choice.run;
  }

  /** Takes the best so far. @throws UnrollError */
  async enough(): Promise<void> {
    if (this.#choice !== null)
      await this.#engine.client.activities.cancel({ activity: this.#choice.activity });
  }
}

export const bestHere = new BestHere(engine);
