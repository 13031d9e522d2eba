import { SvelteMap } from 'svelte/reactivity';
import type { RecipeChoices, RecipeProposal } from '../../../shared/domain/model';
import type { Run } from '../../../shared/domain/run';
import { CurveSettings } from '../../charts/curve-view.svelte';
import type { Engine } from '../../state/engine.svelte';
import { attempt } from '../../state/failures';
import { MOST_OVERLAID, assignSlots } from '../../charts/overlay';
import { engine, runs } from '../../state/lab';
import type { Runs } from '../../state/runs.svelte';

/** What lies on the training desk: a data set's choices and proposal, and which runs are overlaid. Outlives the view. */
export class TrainDesk {
  readonly #engine: Engine;
  readonly #runs: Runs;
  readonly curves = new CurveSettings();
  readonly #choices = new SvelteMap<string, RecipeChoices>();
  #proposal = $state.raw<{ dataset: string; value: RecipeProposal } | null>(null);
  #overlaid = $state.raw<readonly string[]>([]);
  #slots = $state.raw<ReadonlyMap<string, number>>(new Map());
  #asked = 0;

  constructor(engine: Engine, runs: Runs) {
    this.#engine = engine;
    this.#runs = runs;
  }

  choicesFor(dataset: string): RecipeChoices {
    return this.#choices.get(dataset) ?? {};
  }

  /** The latest proposal for a data set; the former one stays until a new one has come. */
  proposalFor(dataset: string): RecipeProposal | null {
    return this.#proposal?.dataset === dataset ? this.#proposal.value : null;
  }

  /** Runs drawn behind the selected one. */
  get overlaid(): readonly string[] {
    return this.#overlaid;
  }

  get slots(): ReadonlyMap<string, number> {
    return this.#slots;
  }

  choose(dataset: string, choices: RecipeChoices): void {
    this.#choices.set(dataset, choices);
  }

  /** Asks the engine what these choices lead to; of several questions only the last one's answer counts. */
  async propose(dataset: string, choices: RecipeChoices): Promise<void> {
    const asked = ++this.#asked;
    const value = await attempt(() => this.#engine.client.runs.propose({ dataset, choices }));
    if (value !== undefined && asked === this.#asked) this.#proposal = { dataset, value };
  }

  start(dataset: string): Promise<Run | undefined> {
    return attempt(() => this.#runs.start(dataset, this.choicesFor(dataset)));
  }

  toggleOverlay(id: string): void {
    this.#overlaid = this.#overlaid.includes(id)
      ? this.#overlaid.filter((other) => other !== id)
      : [...this.#overlaid, id].slice(1 - MOST_OVERLAID);
  }

  /** Runs that are drawn, the selected one last and so on top; gives out their slots. */
  arrange(selected: string | null, known: (id: string) => boolean): void {
    const ids = [
      ...this.#overlaid.filter((id) => id !== selected && known(id)),
      ...(selected === null ? [] : [selected]),
    ];
    this.#slots = assignSlots(this.#slots, ids, (id) => this.#runs.place(id));
  }
}

export const desk = new TrainDesk(engine, runs);
