import type { Study, StudyComparison } from '../../../shared/domain/study';
import { attempt } from '../../state/failures';
import type { Studies } from '../../state/studies.svelte';

/** One study that is looked at, or two that are compared. */
export class ChosenStudies {
  readonly #all: Studies;
  #ids = $state.raw<readonly string[]>([]);
  #told = $state.raw<{ of: string; comparison: StudyComparison } | null>(null);
  #studies = $derived.by((): readonly Study[] => {
    const known = this.#ids.flatMap((id) => this.#all.list.find((study) => study.id === id) ?? []);
    return known.length > 0 ? known : this.#all.list.slice(0, 1);
  });

  constructor(all: Studies) {
    this.#all = all;
  }

  /** In the order in which they were chosen; the newest where nothing was. */
  get studies(): readonly Study[] {
    return this.#studies;
  }

  has(id: string): boolean {
    return this.#studies.some((study) => study.id === id);
  }

  /** Null of one study, and of two that were not made alike. */
  get comparison(): StudyComparison | null {
    return this.#told?.of === this.#ids.join() ? this.#told.comparison : null;
  }

  /** Whether two that are chosen can be compared: the same data set, dealt out alike. */
  get areAlike(): boolean {
    const [first, ...others] = this.#studies.map(({ datasetId, design }) =>
      JSON.stringify([datasetId, { ...design, seeds: 0 }]),
    );
    return others.every((other) => other === first);
  }

  /** The third takes the place of the first. */
  toggle(id: string): void {
    const ids = this.#studies.map((study) => study.id);
    this.#ids = ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id].slice(-2);
    const [first, second] = this.#ids;
    if (first !== undefined && second !== undefined && this.areAlike)
      void attempt(() => this.#compare(first, second));
  }

  async #compare(first: string, second: string): Promise<void> {
    const of = this.#ids.join();
    this.#told = { of, comparison: await this.#all.compare(first, second) };
  }
}
