import type { RecipeChoices } from '../../shared/domain/model';
import type { Study, StudyComparison, StudyDesign } from '../../shared/domain/study';
import type { Activities } from './activities.svelte';
import type { Engine } from './engine.svelte';

/** Repeated trainings, and what they came to so far. */
export class Studies {
  readonly #engine: Engine;
  readonly #activities: Activities;
  #list = $state.raw<readonly Study[]>([]);
  #loaded = $state(false);
  /** Changes when a training of a study ended. */
  #mark = $derived.by(() =>
    this.#activities.running
      .filter(({ kind }) => kind === 'study')
      .map(({ id, done }) => `${id}:${Math.floor(done)}`)
      .join(),
  );

  constructor(engine: Engine, activities: Activities) {
    this.#engine = engine;
    this.#activities = activities;
  }

  get list(): readonly Study[] {
    return this.#list;
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  get mark(): string {
    return this.#mark;
  }

  /** @throws UnrollError */
  async load(): Promise<void> {
    this.#list = await this.#engine.client.studies.list({});
    this.#loaded = true;
  }

  async start(dataset: string, choices: RecipeChoices, design: StudyDesign): Promise<Study> {
    const study = await this.#engine.client.studies.start({ dataset, choices, design });
    this.#list = [study, ...this.#list];
    return study;
  }

  async resume(study: string): Promise<void> {
    await this.#engine.client.studies.resume({ study });
    await this.load();
  }

  /** What is done of it stays. */
  async stop({ activity }: Study): Promise<void> {
    if (activity === null) return;
    await this.#activities.cancel(activity);
    await this.#engine.client.activities.wait({ activity });
    await this.load();
  }

  async delete(study: string): Promise<void> {
    await this.#engine.client.studies.delete({ study });
    await this.load();
  }

  compare(first: string, second: string): Promise<StudyComparison> {
    return this.#engine.client.studies.compare({ first: [first], second: [second] });
  }
}
