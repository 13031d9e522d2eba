import type { Dataset, Example, SplitName, Unreadable } from '../../../shared/domain/dataset';
import type { RecordingMarks } from '../../../shared/domain/marks';
import type { PlanFile } from '../../../shared/domain/plan-file';
import { planFileOf } from '../../../shared/domain/plan-file';
import { failure } from '../../../shared/sentences/failure';
import type { ExampleSignal } from '../../../shared/domain/trace';
import { readSpan } from '../examples/read-span';
import type { Signal } from '../features/signal';
import { previewExample } from '../prepare/preview';
import type { KnownFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import { requireUnchanged } from '../scan/unchanged';
import type { StoredFile } from '../store/stored-files';
import type { DatasetStore } from '../store/store';
import type { AudioSamples, Page, Stretch } from './examples';
import { listenedTo, page, soundOf, unknownExample, WHOLE } from './examples';

/** Who needs a data set, told by the rooms above this one. */
export interface Dependents {
  /** Names of the runs that need it. */
  names(dataset: string): Promise<readonly string[]>;
  /** Deletes them, undoably. */
  delete(dataset: string): Promise<void>;
}

/** Data sets that were made: what is in them, and what becomes of them. */
export class DatasetService {
  readonly #store: DatasetStore;
  readonly #sources: Sources;
  #dependents: Dependents | null = null;

  constructor({ store, sources }: { readonly store: DatasetStore; readonly sources: Sources }) {
    this.#store = store;
    this.#sources = sources;
  }

  setDependents(dependents: Dependents): void {
    this.#dependents = dependents;
  }

  /** Names of the runs that need a data set. */
  async dependents(id: string): Promise<readonly string[]> {
    return (await this.#dependents?.names(id)) ?? [];
  }

  list(): Dataset[] {
    return this.#store.list();
  }

  /** What `list` leaves out, and why. */
  unreadable(): Unreadable[] {
    return this.#store.unreadable();
  }

  /** @throws UnrollError DATASET_UNKNOWN, STATE_CORRUPT */
  get(id: string): Dataset {
    return this.#store.get(id);
  }

  /** Absolute path of the data set's prepared.safetensors. @throws UnrollError DATASET_UNKNOWN */
  preparedFile(id: string): string {
    return this.#store.preparedFile(id);
  }

  rename(id: string, name: string): Promise<Dataset> {
    return this.#store.rename(id, name);
  }

  /** @throws UnrollError DATASET_UNKNOWN, DATASET_IN_USE */
  async delete(id: string, withRuns = false): Promise<void> {
    const runs = await this.dependents(id);
    // One that cannot be read holds nobody up: its runs cannot go on either way, and look as they did.
    if (this.#store.unreadable().some((lost) => lost.id === id)) return this.#store.delete(id);
    const { understanding } = this.#store.get(id);
    if (runs.length > 0 && !withRuns)
      throw failure(runs.length === 1 ? 'DATASET_IN_USE.run' : 'DATASET_IN_USE.runs', {
        dataset: id,
        name: understanding.plan.name,
        run: runs[0]!,
        runs: runs.length,
      });
    if (runs.length > 0) await this.#dependents?.delete(id);
    await this.#store.delete(id);
  }

  restore(id: string): Promise<Dataset> {
    return this.#store.restore(id);
  }

  /** @throws UnrollError DATASET_UNKNOWN, ARGUMENT_INVALID where it holds recordings of the lab's own */
  plan(id: string): PlanFile {
    const { understanding, source, places = [source], background, grown } = this.#store.get(id);
    if (grown !== undefined) throw failure('ARGUMENT_INVALID.planGrown', { base: grown.base });
    return planFileOf(understanding, { places, background });
  }

  async examples(
    id: string,
    split: SplitName | undefined,
    offset: number,
    limit: number,
  ): Promise<Page<Example>> {
    const all = await this.#store.examples(this.#store.get(id).id);
    return page(split === undefined ? all : all.filter((example) => example.split === split), offset, limit);
  }

  /** @throws UnrollError DATASET_UNKNOWN, EXAMPLE_UNKNOWN */
  async example(id: string, index: number): Promise<Example> {
    const example = (await this.#store.examples(this.#store.get(id).id))[index];
    if (example === undefined) throw unknownExample(index);
    return example;
  }

  /** In their order. @throws UnrollError DATASET_UNKNOWN */
  allExamples(id: string): Promise<readonly Example[]> {
    return this.#store.examples(this.#store.get(id).id);
  }

  /** What is marked on its recordings, every track; null where it was not made of marks. @throws UnrollError DATASET_UNKNOWN */
  marks(id: string): Promise<readonly RecordingMarks[] | null> {
    return this.#store.marks(id);
  }

  /** Of what it was made. */
  files(id: string): Promise<readonly StoredFile[]> {
    return this.#store.files(id);
  }

  async signal(id: string, index: number, columns: number): Promise<ExampleSignal> {
    const example = await this.example(id, index);
    const file = await this.#file(id, example);
    return previewExample(this.#sources, file, example, this.#store.get(id).understanding.plan, columns);
  }

  /** One example as the features want it: at the plan's rate, the plan's channels. @throws UnrollError FILE_*, DATASET_FILES_CHANGED */
  async recording(id: string, index: number): Promise<Signal> {
    const example = await this.example(id, index);
    const { plan } = this.#store.get(id).understanding;
    return readSpan(this.#sources, await this.#file(id, example), plan, example);
  }

  /** A stretch of an example as it would be heard: sound at its own rate. [n, channels] */
  async heard(
    id: string,
    index: number,
    stretch: Stretch = WHOLE,
  ): Promise<{ rateHz: number | null; channels: number; length: number; samples: Float32Array }> {
    const { plan } = this.#store.get(id).understanding;
    const channels = plan.channels.length;
    if (plan.modality === 'audio') {
      const found = await this.example(id, index);
      return {
        ...(await soundOf(this.#sources, await this.#file(id, found), found, plan.channels, stretch)),
        channels,
      };
    }
    const { rateHz, data, length } = await this.recording(id, index);
    const samples = data.slice(stretch.start * channels, (stretch.start + stretch.count) * channels);
    return { rateHz, channels, length, samples };
  }

  async audio(id: string, index: number, stretch = WHOLE): Promise<AudioSamples> {
    const example = await this.example(id, index);
    const { plan } = this.#store.get(id).understanding;
    return soundOf(this.#sources, await this.#file(id, example), example, listenedTo(plan), stretch);
  }

  /** The file of an example, as it was when it was imported. @throws UnrollError FILE_MISSING, DATASET_FILES_CHANGED */
  async #file(id: string, { file: shown }: Example): Promise<KnownFile> {
    const files = await this.#store.files(id);
    const file = files.find((stored) => stored.shown === shown);
    if (file === undefined) throw failure('FILE_MISSING.notOfSet', { file: shown });
    await requireUnchanged([file, ...files.filter(({ partOf }) => partOf === shown)], this.#sources);
    const { rows } = this.#store.get(id).understanding.plan;
    return rows === undefined ? file : { ...file, rows };
  }
}
