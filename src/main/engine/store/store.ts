import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset, Example } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import { writeAtomic } from '../files/atomic';
import type { PreparedData } from '../prepare/prepared';
import { writePrepared } from '../prepare/prepared';
import { readDatasetFile, writeDatasetFile } from './dataset-file';
import type { ExamplesFile, StoredFile } from './stored-files';
import { decodeExamples, encodeExamples } from './stored-files';

const FORMAT_VERSION = 1;
/** An empty file in a data set's folder: it was deleted and goes when the engine next starts or closes. */
const DELETED_MARK = 'deleted';
const NEW_PREFIX = '.new-';

/** What the store needs for a new data set. */
export interface NewDataset {
  readonly dataset: Omit<Dataset, 'id' | 'createdMs'>;
  readonly files: readonly StoredFile[];
  readonly examples: readonly Example[];
  readonly data: PreparedData;
}

/**
 * Data sets on the disk, a folder each: dataset.json, files.json, examples.json, prepared.safetensors
 * (docs/file-formats.md). A folder appears under its name only when it is whole. Several processes may share it.
 */
export class DatasetStore {
  readonly #known = new Map<string, Dataset>();
  readonly #examples = new Map<string, Promise<Example[]>>();

  constructor(readonly dir: string) {
    this.#removeRemains();
  }

  /** Newest first. */
  list(): Dataset[] {
    return this.#ids()
      .flatMap((id) => this.#read(id) ?? [])
      .sort((a, b) => b.createdMs - a.createdMs);
  }

  /** @throws UnrollError DATASET_UNKNOWN */
  get(id: string): Dataset {
    const dataset = isSafeId(id) && !this.#isDeleted(id) ? this.#read(id) : null;
    if (dataset === null) throw unknown(id);
    return dataset;
  }

  /** The data set with this fingerprint, also a deleted one. */
  find(fingerprint: string): Dataset | null {
    for (const id of this.#ids(true)) {
      const dataset = this.#read(id);
      if (dataset?.fingerprint === fingerprint) return dataset;
    }
    return null;
  }

  preparedFile(id: string): string {
    return join(this.dir, this.get(id).id, 'prepared.safetensors');
  }

  async add({ dataset, files, examples, data }: NewDataset): Promise<Dataset> {
    const id = `${slugOf(dataset.understanding.plan.name)}-${randomBytes(4).toString('hex')}`;
    const whole: Dataset = { ...dataset, id, createdMs: Date.now() };
    const newDir = join(this.dir, `${NEW_PREFIX}${process.pid}-${id}`);
    try {
      await mkdir(newDir);
      await writePrepared(join(newDir, 'prepared.safetensors'), data);
      await writeAtomic(join(newDir, 'examples.json'), JSON.stringify(encodeExamples(examples)));
      await this.#writeFiles(newDir, files);
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

  delete(id: string): void {
    writeFileSync(join(this.dir, this.get(id).id, DELETED_MARK), '');
  }

  /** @throws UnrollError DATASET_UNKNOWN when it is already gone */
  restore(id: string): Dataset {
    const dataset = isSafeId(id) ? this.#read(id) : null;
    if (dataset === null) throw unknown(id);
    rmSync(join(this.dir, id, DELETED_MARK), { force: true });
    return dataset;
  }

  examples(id: string): Promise<Example[]> {
    const known = this.#examples.get(id);
    if (known !== undefined) return known;
    const read = this.#readJson<ExamplesFile>(id, 'examples.json').then(decodeExamples);
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

  /** The same files at another place. */
  async moveFiles(id: string, files: readonly StoredFile[]): Promise<void> {
    await this.#writeFiles(join(this.dir, this.get(id).id), files);
  }

  /** Removes what was deleted. */
  purge(): void {
    for (const id of this.#ids(true))
      if (this.#isDeleted(id)) {
        rmSync(join(this.dir, id), { recursive: true, force: true });
        this.#known.delete(id);
      }
  }

  /** Deleted data sets, and what another engine was writing when it died. */
  #removeRemains(): void {
    this.purge();
    for (const name of readdirSync(this.dir)) {
      const pid = name.startsWith(NEW_PREFIX)
        ? Number(name.slice(NEW_PREFIX.length).split('-')[0])
        : Number.NaN;
      if (Number.isInteger(pid) && !isAlive(pid))
        rmSync(join(this.dir, name), { recursive: true, force: true });
    }
  }

  #ids(withDeleted = false): string[] {
    return readdirSync(this.dir).filter((name) => isSafeId(name) && (withDeleted || !this.#isDeleted(name)));
  }

  #isDeleted(id: string): boolean {
    return existsSync(join(this.dir, id, DELETED_MARK));
  }

  /** Null for a folder that is no data set, or one of a newer lab. */
  #read(id: string): Dataset | null {
    const known = this.#known.get(id);
    const file = join(this.dir, id, 'dataset.json');
    if (known !== undefined && existsSync(file)) return known;
    this.#known.delete(id);
    try {
      const dataset = readDatasetFile(readFileSync(file, 'utf8'));
      this.#known.set(id, dataset);
      return dataset;
    } catch {
      return null;
    }
  }

  async #readJson<T>(id: string, name: string): Promise<T> {
    const file = join(this.dir, this.get(id).id, name);
    try {
      return JSON.parse(await readFile(file, 'utf8')) as T;
    } catch (cause) {
      throw new UnrollError(
        'STATE_CORRUPT',
        `${file} is missing or damaged; import the data again.`,
        { file },
        { cause },
      );
    }
  }

  async #writeDataset(dir: string, dataset: Dataset): Promise<void> {
    await writeAtomic(join(dir, 'dataset.json'), writeDatasetFile(dataset));
  }

  async #writeFiles(dir: string, files: readonly StoredFile[]): Promise<void> {
    await writeAtomic(join(dir, 'files.json'), JSON.stringify({ formatVersion: FORMAT_VERSION, files }));
  }
}

function isSafeId(id: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id);
}

function unknown(id: string): UnrollError {
  return new UnrollError('DATASET_UNKNOWN', `There is no data set ${id}.`, { dataset: id });
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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
