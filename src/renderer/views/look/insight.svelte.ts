import type { Memory, Saliency, StateSpace } from '../../../shared/domain/insight';
import type { LayerTrace } from '../../../shared/domain/trace';
import type { Engine } from '../../state/engine.svelte';

/** What of a run is looked at: one example's steps, why it was answered so, where else it was so, how long it remembers, where its state goes. */
export const lenses = ['steps', 'why', 'alike', 'memory', 'states'] as const;
export type Lens = (typeof lenses)[number];

/** Starts of a search that nobody has asked more of. */
export const FEW_STARTS = 200;
export const MANY_STARTS = 1000;

/** What was asked last of each kind; an answer to an older question is dropped. */
class Asked<T> {
  #key = $state<string | null>(null);
  #value = $state.raw<T | null>(null);
  #busy = $state(false);

  get value(): T | null {
    return this.#value;
  }
  get busy(): boolean {
    return this.#busy;
  }

  /** Asks unless this is what was asked last. @throws whatever `ask` throws, unless something else was asked since */
  async about(key: string, ask: () => Promise<T>): Promise<void> {
    if (key === this.#key) return;
    this.#key = key;
    this.#value = null;
    this.#busy = true;
    try {
      const value = await ask();
      if (key === this.#key) this.#value = value;
    } catch (thrown) {
      if (key !== this.#key) return;
      this.#key = null;
      throw thrown;
    } finally {
      if (key === this.#key || this.#key === null) this.#busy = false;
    }
  }

  forget(): void {
    this.#key = null;
    this.#value = null;
    this.#busy = false;
  }
}

/** What follows from a network's numbers, asked when it is looked at. */
export class Insight {
  readonly #engine: Engine;
  readonly #saliency = new Asked<Saliency>();
  readonly #memory = new Asked<Memory>();
  readonly #states = new Asked<StateSpace>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get saliency(): Saliency | null {
    return this.#saliency.value;
  }
  get memory(): Memory | null {
    return this.#memory.value;
  }
  get states(): StateSpace | null {
    return this.#states.value;
  }
  get busy(): boolean {
    return this.#saliency.busy || this.#memory.busy || this.#states.busy;
  }

  /** Why an example was answered so; by default what was said of it. */
  why(run: string, example: number, output: number | null): Promise<void> {
    return this.#saliency.about(`${run}/${example}/${output ?? ''}`, () =>
      this.#engine.client.inspection.saliency({ run, example, ...(output !== null && { output }) }),
    );
  }

  remember(run: string): Promise<void> {
    return this.#memory.about(run, () => this.#engine.client.inspection.memory({ run }));
  }

  /** Ways and fixed points of one recurrence. */
  settle(
    run: string,
    { layer, direction }: Pick<LayerTrace, 'layer' | 'direction'>,
    starts: number,
  ): Promise<void> {
    return this.#states.about(`${run}/${layer}/${direction}/${starts}`, () =>
      this.#engine.client.inspection.stateSpace({ run, layer, direction, starts }),
    );
  }
}
