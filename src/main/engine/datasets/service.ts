import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { NewRecording, SampleSet } from '../../../shared/contract/datasets';
import type { Dataset, Example, PlanEdits, SplitName, Understanding } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import type { ExampleSignal } from '../../../shared/domain/trace';
import type { Signal } from '../features/signal';
import type { Home } from '../files/home';
import { resourcesDir } from '../files/places';
import type { ActivityRegistry } from '../activities/activity-registry';
import type { FileRef } from '../readers/content-reader';
import { ContentReader } from '../readers/content-reader';
import { fingerprintOf } from '../scan/fingerprint';
import type { RecordedFile } from '../store/grow';
import { grow, requireGrowable } from '../store/grow';
import { prepare } from '../prepare/prepare';
import { readPrepared } from '../prepare/prepared';
import { previewExample } from '../prepare/preview';
import { readSpan } from '../examples/read-span';
import { safeName, writeRecording } from '../store/recorded';
import { SampleShelf } from './samples';
import { Scan } from './scan';
import { DatasetStore } from '../store/store';
import type { StoredFile } from '../store/stored-files';
import { toStored } from '../store/stored-files';
import { requireUnchanged } from '../scan/unchanged';
import { UploadStore } from '../scan/uploads';

/** Who needs a data set, told by the rooms above this one. */
export interface Dependents {
  /** Names of the runs that need it. */
  names(dataset: string): Promise<readonly string[]>;
  /** Deletes them, undoably. */
  delete(dataset: string): Promise<void>;
}

export interface AudioSamples {
  readonly rateHz: number;
  readonly samples: Float32Array;
}

export interface Page<T> {
  readonly total: number;
  readonly examples: T[];
}

/** A file whose sound a window has decoded, and where that lies. */
export interface Decoded {
  readonly path: string;
  readonly decoded: string;
}

const MAX_SCANS = 16;
const MAX_PAGE = 10_000;

/** Scans, data sets, samples and uploads: everything from files to prepared features. */
export class DatasetService {
  readonly #activities: ActivityRegistry;
  readonly #store: DatasetStore;
  readonly #reader: ContentReader;
  readonly #uploads: UploadStore;
  readonly #shelf: SampleShelf;
  readonly #recordingsDir: string;
  readonly #scans = new Map<string, Scan>();
  #dependents: Dependents | null = null;

  constructor({ home, activities, samplesDir }: { home: Home; activities: ActivityRegistry; samplesDir?: string }) {
    this.#activities = activities;
    this.#store = new DatasetStore(home.datasetsDir);
    this.#reader = new ContentReader(home.cacheDir);
    this.#uploads = new UploadStore(home.uploadsDir);
    this.#recordingsDir = home.recordingsDir;
    this.#shelf = new SampleShelf(samplesDir ?? join(resourcesDir(), 'samples'));
    // Old uploads cost space and nothing else: if one cannot be removed now, the next start tries again.
    this.#cleanUploads().catch(() => {});
  }

  setDependents(dependents: Dependents): void {
    this.#dependents = dependents;
  }

  // Scans

  /** @returns the id of the scan, which is also its activity's */
  startScan(
    paths: readonly string[],
    edits: PlanEdits = {},
    kind: 'scan' | 'sample' = 'scan',
    decoded: readonly Decoded[] = [],
  ): string {
    const places = new Map(decoded.map((one) => [one.path, one.decoded]));
    const scan = new Scan(paths, edits, this.#reader, places);
    const subject = paths.length === 1 ? basename(paths[0]!) : `${paths.length} places`;
    const id = this.#activities.run(kind, subject, async (progress, signal) => {
      await scan.run((done, total) => progress.report(done, total), signal);
      return id;
    });
    this.#scans.set(id, scan);
    for (const [old, { isComplete }] of this.#scans)
      if (this.#scans.size > MAX_SCANS && isComplete) this.#scans.delete(old);
    return id;
  }

  async scan(id: string): Promise<{ scan: string; complete: boolean; understanding: Understanding | null }> {
    const scan = this.#scan(id);
    const complete = scan.isComplete;
    return { scan: id, complete, understanding: await scan.understanding() };
  }

  revise(id: string, edits: PlanEdits): Promise<Understanding> {
    return this.#scan(id).revise(edits);
  }

  async scanExamples(id: string, offset: number, limit: number): Promise<Page<Example>> {
    return page(await this.#scan(id).examples(), offset, limit);
  }

  async scanSignal(id: string, example: number, columns: number): Promise<ExampleSignal> {
    const { file, example: found, plan } = await this.#scanExample(id, example);
    return previewExample(this.#reader, file, found, plan, columns);
  }

  async scanAudio(id: string, example: number): Promise<AudioSamples> {
    const { file, example: found } = await this.#scanExample(id, example);
    return this.#audio(file, found);
  }

  /**
   * Computes all features and writes the data set; where the same files under the same plan already are one, it is
   * that one.
   *
   * @returns the id of the activity, whose result is the data set's id
   */
  commit(id: string): string {
    const scan = this.#scan(id);
    const name = scan.edits.name ?? basename(scan.paths[0]!);
    return this.#activities.run('import', name, async (progress, signal) => {
      const interpretation = await scan.interpretation();
      const { material, understanding } = interpretation;
      const fingerprint = fingerprintOf(understanding.plan, material.files);
      const files = material.files.map(toStored);
      const known = this.#store.find(fingerprint);
      if (known !== null) {
        this.#store.restore(known.id);
        await this.#store.moveFiles(known.id, files);
        return known.id;
      }
      await requireUnchanged(files, this.#reader);
      const prepared = await prepare(
        interpretation,
        this.#reader,
        (done, total) => progress.report(done, total),
        signal,
      );
      const { id: dataset } = await this.#store.add({
        dataset: {
          source: material.source,
          understanding: prepared.understanding,
          scaler: prepared.scaler,
          fingerprint,
        },
        files,
        examples: prepared.examples,
        data: prepared.data,
      });
      return dataset;
    });
  }

  /** Forgets a scan; one that is still reading is cancelled. */
  discard(id: string): void {
    const scan = this.#scan(id);
    if (!scan.isComplete) this.#activities.cancel(id);
    this.#scans.delete(id);
  }

  // Data sets

  list(): Dataset[] {
    return this.#store.list();
  }

  /** @throws UnrollError DATASET_UNKNOWN */
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
    const { understanding } = this.#store.get(id);
    const runs = (await this.#dependents?.names(id)) ?? [];
    if (runs.length > 0 && !withRuns)
      throw new UnrollError(
        'DATASET_IN_USE',
        `${runs.length === 1 ? `The run ${runs[0]!} needs` : `${runs.length} runs need`} "${understanding.plan.name}"; delete ${runs.length === 1 ? 'it' : 'them'} too, or keep it.`,
        { dataset: id, runs: runs.length },
      );
    if (runs.length > 0) await this.#dependents?.delete(id);
    this.#store.delete(id);
  }

  restore(id: string): Dataset {
    return this.#store.restore(id);
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

  async signal(id: string, index: number, columns: number): Promise<ExampleSignal> {
    const example = await this.example(id, index);
    const file = await this.#file(id, example);
    return previewExample(this.#reader, file, example, this.#store.get(id).understanding.plan, columns);
  }

  /** One example as the features want it: at the plan's rate, the plan's channels. @throws UnrollError FILE_*, DATASET_FILES_CHANGED */
  async recording(id: string, index: number): Promise<Signal> {
    const example = await this.example(id, index);
    const { plan } = this.#store.get(id).understanding;
    return readSpan(this.#reader, await this.#file(id, example), plan, example);
  }

  /** One example as it would be heard: sound at its own rate. [length, channels] */
  async heard(
    id: string,
    index: number,
  ): Promise<{ rateHz: number | null; channels: number; samples: Float32Array }> {
    if (this.#store.get(id).understanding.plan.modality === 'audio')
      return { channels: 1, ...(await this.audio(id, index)) };
    const { rateHz, channels, data } = await this.recording(id, index);
    return { rateHz, channels: channels.length, samples: data };
  }

  /**
   * Makes a data set of an old one and new recordings, which are written as files first. It takes the old one's place
   * when that had grown in the same way and no run needs it.
   *
   * @returns the id of the activity, whose result is the data set's id
   * @throws UnrollError DATASET_UNKNOWN, ARGUMENT_INVALID
   */
  addRecordings(id: string, name: string, recordings: readonly NewRecording[]): string {
    const dataset = this.#store.get(id);
    const { plan } = dataset.understanding;
    requireGrowable(plan, recordings);
    const dir = join(this.#recordingsDir, safeName(dataset.grown?.base ?? plan.name));
    return this.#activities.run('import', name, async (progress) => {
      const recorded: RecordedFile[] = [];
      try {
        for (const recording of recordings) {
          const { label, recordedMs, heard } = recording;
          const file = await writeRecording(recording, plan, dir, this.#reader);
          recorded.push({ file, label, from: { atMs: recordedMs, heard } });
          progress.report(recorded.length, recordings.length + 1);
        }
        const base = {
          dataset,
          files: await this.#store.files(id),
          examples: await this.#store.examples(id),
          data: await readPrepared(this.#store.preparedFile(id)),
        };
        const { id: made } = await this.#store.add(await grow(base, name, recorded, this.#reader));
        if (dataset.grown && ((await this.#dependents?.names(id)) ?? []).length === 0) this.#store.delete(id);
        return made;
      } catch (thrown) {
        // Whoever sent them still has them, and may send them again.
        for (const { file } of recorded) await rm(file.path, { force: true });
        throw thrown;
      }
    });
  }

  async audio(id: string, index: number): Promise<AudioSamples> {
    const example = await this.example(id, index);
    return this.#audio(await this.#file(id, example), example);
  }

  // Samples and uploads

  samples(): SampleSet[] {
    return this.#shelf.list();
  }

  /** @returns the id of the scan @throws UnrollError ARGUMENT_INVALID */
  openSample(name: string): string {
    return this.startScan([this.#shelf.dirOf(name)], {}, 'sample');
  }

  get uploads(): UploadStore {
    return this.#uploads;
  }

  async close(): Promise<void> {
    this.#scans.clear();
    this.#store.purge();
    await this.#reader.close();
  }

  #scan(id: string): Scan {
    const scan = this.#scans.get(id);
    if (scan === undefined)
      throw new UnrollError('SCAN_UNKNOWN', 'This scan is over; import the files again.', { scan: id });
    return scan;
  }

  async #scanExample(id: string, index: number) {
    const scan = this.#scan(id);
    const { material, understanding, drafts } = await scan.interpretation();
    const example = await scan.example(index);
    const draft = drafts[index];
    if (example === null || draft === undefined) throw unknownExample(index);
    return { file: material.files[draft.file]!, example, plan: understanding.plan };
  }

  async #audio(file: FileRef, { start, end }: Example): Promise<AudioSamples> {
    if (file.content.kind !== 'audio')
      throw new UnrollError('ARGUMENT_INVALID', `${file.shown} has no sound to play.`, { file: file.shown });
    const { rateHz, samples } = await this.#reader.audio(file.path);
    return { rateHz, samples: samples.slice(start, end) };
  }

  /** The file of an example, as it was when it was imported. @throws UnrollError FILE_MISSING, DATASET_FILES_CHANGED */
  async #file(id: string, { file: shown }: Example): Promise<FileRef> {
    const file = (await this.#store.files(id)).find((stored) => stored.shown === shown);
    if (file === undefined)
      throw new UnrollError('FILE_MISSING', `${shown} does not belong to this data set.`, { file: shown });
    await requireUnchanged([file], this.#reader);
    return { path: file.path, shown, content: refContent(file) };
  }

  async #cleanUploads(): Promise<void> {
    const paths = new Set<string>();
    for (const { id } of this.#store.list())
      for (const { path } of await this.#store.files(id).catch(() => [])) paths.add(path);
    await this.#uploads.clean(paths);
  }
}

function refContent({ kind, format }: StoredFile): FileRef['content'] {
  return { kind, format } as FileRef['content'];
}

function page(all: readonly Example[], offset: number, limit: number): Page<Example> {
  const start = Math.max(0, Math.floor(offset));
  return {
    total: all.length,
    examples: all.slice(start, start + Math.min(MAX_PAGE, Math.max(0, Math.floor(limit)))),
  };
}

function unknownExample(index: number): UnrollError {
  return new UnrollError('EXAMPLE_UNKNOWN', `There is no example ${index} in this data set.`, {
    example: index,
  });
}
