import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Dataset, Example, Unreadable } from '../../../shared/domain/dataset';
import type { RecordingMarks } from '../../../shared/domain/marks';
import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import { remark } from '../../../shared/sentences/say';
import { writeAtomic } from '../files/atomic';
import type { Bin } from '../files/bin';
import { isAlive } from '../files/process-alive';
import { sealed, unsealed } from '../files/sealed';
import type { PreparedData } from '../prepare/prepared';
import { readPrepared, writePrepared } from '../prepare/prepared';
import { readDatasetFile, writeDatasetFile } from './dataset-file';
import type { ExamplesFile, StoredFile } from './stored-files';
import { decodeExamples, encodeExamples } from './stored-files';
import { readMarksFile, writeMarksFile } from './stored-marks';

const FORMAT_VERSION = 1;
/** An empty file in a data set's folder that an earlier lab had deleted: it goes when the engine next starts. */
const DELETED_MARK = 'deleted';
const NEW_PREFIX = '.new-';
const DATASET_FILE = 'dataset.json';
const EXAMPLES_FILE = 'examples.json';
const PREPARED_FILE = 'prepared.safetensors';
const MARKS_FILE = 'marks.json';

/** What the store needs for a new data set. */
export interface NewDataset {
  readonly dataset: Omit<Dataset, 'id' | 'createdMs'>;
  readonly files: readonly StoredFile[];
  readonly examples: readonly Example[];
  readonly data: PreparedData;
  /** What is marked on the recordings, where examples come of it. */
  readonly marks?: readonly RecordingMarks[] | undefined;
}

/**
 * Data sets on the disk, a folder each: dataset.json, files.json, examples.json, prepared.safetensors
 * (docs/file-formats.md). A folder appears under its name only when it is whole. Several processes may share it.
 */
export class DatasetStore {
  readonly #known = new Map<string, Dataset>();
  readonly #examples = new Map<string, Promise<Example[]>>();

  /** @param isFrozen changes nothing: a newer lab wrote this home */
  constructor(
    readonly dir: string,
    private readonly bin: Bin,
    isFrozen = false,
  ) {
    if (!isFrozen) this.#removeRemains();
  }

  /** Newest first. */
  list(): Dataset[] {
    return this.#ids()
      .flatMap((id) => this.#read(id) ?? [])
      .sort((a, b) => b.createdMs - a.createdMs);
  }

  /** @throws UnrollError DATASET_UNKNOWN, STATE_CORRUPT when it is damaged */
  get(id: string): Dataset {
    const dataset = isSafeId(id) ? this.#read(id) : null;
    if (dataset !== null) return dataset;
    const problem = isSafeId(id) ? this.#problemOf(id) : null;
    if (problem === null) throw unknown(id);
    throw failure('STATE_CORRUPT.dataset', { dataset: id, file: DATASET_FILE, problem });
  }

  /** What `list` leaves out, and why. */
  unreadable(): Unreadable[] {
    return this.#ids().flatMap((id) => {
      const problem = this.#read(id) === null ? this.#problemOf(id) : null;
      if (problem === null) return [];
      return [{ id, reason: remark('STATE_CORRUPT.dataset', { dataset: id, file: DATASET_FILE, problem }) }];
    });
  }

  /** Null for a folder that another engine has just removed. */
  #problemOf(id: string): 'missing' | 'newer' | 'damaged' | null {
    const file = join(this.dir, id, DATASET_FILE);
    if (!existsSync(file)) return existsSync(join(this.dir, id)) ? 'missing' : null;
    try {
      const { formatVersion } = unsealed(readFileSync(file), file) as { formatVersion?: unknown };
      return typeof formatVersion === 'number' && formatVersion > FORMAT_VERSION ? 'newer' : 'damaged';
    } catch {
      return 'damaged';
    }
  }

  /** The data set with this fingerprint, also a deleted one, which is brought back. */
  async find(fingerprint: string): Promise<Dataset | null> {
    const found = this.list().find((dataset) => dataset.fingerprint === fingerprint);
    if (found !== undefined) return found;
    for (const { id } of this.bin.list().filter(({ kind }) => kind === 'dataset')) {
      const dir = this.bin.contentOf('dataset', id, id);
      if (dir !== null && readDataset(dir)?.fingerprint === fingerprint) return this.restore(id);
    }
    return null;
  }

  /** Whether all of it can be read; a damaged one is made again by `repair`. */
  async isWhole(id: string): Promise<boolean> {
    try {
      await Promise.all([this.files(id), this.examples(id), readPrepared(this.preparedFile(id))]);
      return true;
    } catch {
      return false;
    }
  }

  preparedFile(id: string): string {
    return join(this.dir, this.get(id).id, PREPARED_FILE);
  }

  async add({ dataset, files, examples, data, marks }: NewDataset): Promise<Dataset> {
    const id = `${slugOf(dataset.understanding.plan.name)}-${randomBytes(4).toString('hex')}`;
    const whole: Dataset = { ...dataset, id, createdMs: Date.now() };
    const newDir = join(this.dir, `${NEW_PREFIX}${process.pid}-${id}`);
    try {
      await mkdir(newDir);
      await writePrepared(join(newDir, PREPARED_FILE), data);
      await writeAtomic(join(newDir, EXAMPLES_FILE), sealed(encodeExamples(examples)));
      await this.#writeFiles(newDir, files);
      if (marks !== undefined) await writeAtomic(join(newDir, MARKS_FILE), writeMarksFile(marks));
      await this.#writeDataset(newDir, whole);
      await rename(newDir, join(this.dir, id));
    } catch (error) {
      await rm(newDir, { recursive: true, force: true });
      throw error;
    }
    this.#known.set(id, whole);
    return whole;
  }

  async rename(id: string, name: string): Promise<Dataset> {
    const dataset = this.get(id);
    const { understanding } = dataset;
    const renamed: Dataset = {
      ...dataset,
      understanding: { ...understanding, plan: { ...understanding.plan, name } },
    };
    await this.#writeDataset(join(this.dir, id), renamed);
    this.#known.set(id, renamed);
    return renamed;
  }

  /** Makes the files of a data set again that was found damaged, under its own id. */
  async repair(id: string, { files, examples, data, marks }: Omit<NewDataset, 'dataset'>): Promise<Dataset> {
    const dir = join(this.dir, this.get(id).id);
    this.#examples.delete(id);
    await writePrepared(join(dir, PREPARED_FILE), data);
    await writeAtomic(join(dir, EXAMPLES_FILE), sealed(encodeExamples(examples)));
    await this.#writeFiles(dir, files);
    if (marks !== undefined) await writeAtomic(join(dir, MARKS_FILE), writeMarksFile(marks));
    return this.get(id);
  }

  /** Into the bin; also one that cannot be read. @throws UnrollError DATASET_UNKNOWN, DISK_FULL, OUTPUT_UNWRITABLE */
  async delete(id: string): Promise<void> {
    const dir = join(this.dir, id);
    if (!isSafeId(id) || !existsSync(dir)) throw unknown(id);
    await this.bin.put('dataset', id, this.#read(id)?.understanding.plan.name ?? id, dir);
    this.#known.delete(id);
    this.#examples.delete(id);
  }

  /** @throws UnrollError DATASET_UNKNOWN when it is already gone for good, STATE_CORRUPT */
  async restore(id: string): Promise<Dataset> {
    if (!isSafeId(id)) throw unknown(id);
    await this.bin.take('dataset', id, join(this.dir, id));
    return this.get(id);
  }

  examples(id: string): Promise<Example[]> {
    const known = this.#examples.get(id);
    if (known !== undefined) return known;
    const read = this.#readJson<ExamplesFile>(id, EXAMPLES_FILE).then(decodeExamples);
    // The lists are long: those of the last few data sets are kept.
    for (const old of [...this.#examples.keys()].slice(0, Math.max(0, this.#examples.size - 3)))
      this.#examples.delete(old);
    this.#examples.set(id, read);
    read.catch(() => this.#examples.delete(id));
    return read;
  }

  async files(id: string): Promise<readonly StoredFile[]> {
    const { files } = await this.#readJson<{ files: StoredFile[] }>(id, 'files.json');
    return files;
  }

  /** What is marked on its recordings; null of a data set that was not made of marks. @throws UnrollError STATE_CORRUPT */
  async marks(id: string): Promise<readonly RecordingMarks[] | null> {
    const file = join(this.dir, this.get(id).id, MARKS_FILE);
    if (!existsSync(file)) return null;
    try {
      return readMarksFile(await readFile(file), file);
    } catch (cause) {
      throw failure('STATE_CORRUPT.datasetFile', { file }, { cause });
    }
  }

  /** The same files at another place. */
  async moveFiles(id: string, files: readonly StoredFile[]): Promise<void> {
    await this.#writeFiles(join(this.dir, this.get(id).id), files);
  }

  /** Data sets that an earlier lab had deleted, and what another engine was writing when it died. */
  #removeRemains(): void {
    for (const name of readdirSync(this.dir)) {
      const pid = name.startsWith(NEW_PREFIX)
        ? Number(name.slice(NEW_PREFIX.length).split('-')[0])
        : Number.NaN;
      const isLeft = Number.isInteger(pid) ? !isAlive(pid) : existsSync(join(this.dir, name, DELETED_MARK));
      if (isLeft) rmSync(join(this.dir, name), { recursive: true, force: true });
    }
  }

  #ids(): string[] {
    return readdirSync(this.dir).filter(isSafeId);
  }

  /** Null for a folder that is no data set, one of a newer lab, or a damaged one. */
  #read(id: string): Dataset | null {
    const dir = join(this.dir, id);
    const known = this.#known.get(id);
    if (known !== undefined && existsSync(join(dir, DATASET_FILE))) return known;
    this.#known.delete(id);
    const dataset = readDataset(dir);
    if (dataset !== null) this.#known.set(id, dataset);
    return dataset;
  }

  async #readJson<T>(id: string, name: string): Promise<T> {
    const file = join(this.dir, this.get(id).id, name);
    try {
      return unsealed(await readFile(file), file) as T;
    } catch (cause) {
      throw failure('STATE_CORRUPT.datasetFile', { file }, { cause });
    }
  }

  async #writeDataset(dir: string, dataset: Dataset): Promise<void> {
    await writeAtomic(join(dir, DATASET_FILE), writeDatasetFile(dataset));
  }

  async #writeFiles(dir: string, files: readonly StoredFile[]): Promise<void> {
    await writeAtomic(join(dir, 'files.json'), sealed({ formatVersion: FORMAT_VERSION, files }));
  }
}

function isSafeId(id: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id);
}

function unknown(id: string): UnrollError {
  return failure('DATASET_UNKNOWN.id', { dataset: id });
}

function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return slug === '' ? 'data' : slug;
}

function readDataset(dir: string): Dataset | null {
  const file = join(dir, DATASET_FILE);
  try {
    const dataset = readDatasetFile(readFileSync(file), file);
    // A folder that was copied under another name is none of ours.
    return dataset.id === basename(dir) ? dataset : null;
  } catch {
    return null;
  }
}
