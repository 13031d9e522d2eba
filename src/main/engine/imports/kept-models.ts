import { existsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { KeptModel } from '../../../shared/contract/models';
import type { Remark, Unreadable } from '../../../shared/domain/dataset';
import type { UnrollError } from '../../../shared/domain/error';
import { toUnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import { writeAtomic } from '../files/atomic';
import type { Bin } from '../files/bin';
import type { Home } from '../files/home';
import { BUNDLE_ENDING, readBundle, readBundleBytes, readBundleFile } from '../formats/bundle/bundle-file';

/** Behind the file of a model that an earlier lab had removed. */
const REMOVED_ENDING = '.removed';
const MOST_NAME_LENGTH = 40;
const HASH_LENGTH = 8;
const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Models that were opened from files: each bundle lies as it is in a folder of the home. */
export class KeptModels {
  readonly #dir: string;
  /** What was read of each file, until the file changes. */
  readonly #known = new Map<string, { readonly mark: string; readonly model: KeptModel }>();

  constructor(
    { modelsDir }: Pick<Home, 'modelsDir'>,
    private readonly bin: Bin,
  ) {
    this.#dir = modelsDir;
  }

  /** Deletes what an earlier lab had removed. */
  async tidy(): Promise<void> {
    const names = await readdir(this.#dir);
    const removed = names.filter((name) => name.endsWith(REMOVED_ENDING));
    await Promise.all(removed.map((name) => rm(join(this.#dir, name), { force: true })));
  }

  /** The bundle of a kept model; null when there is none of this id. */
  fileOf(id: string): string | null {
    if (!ID.test(id)) return null;
    const file = join(this.#dir, `${id}${BUNDLE_ENDING}`);
    return existsSync(file) ? file : null;
  }

  /** Newest first. A file that cannot be read, as one of a newer version, is left alone and out. */
  async list(): Promise<KeptModel[]> {
    const models = await this.#readAll();
    return models.flatMap(({ model }) => model ?? []).sort((a, b) => b.addedMs - a.addedMs);
  }

  /** What `list` leaves out, and why. */
  async unreadable(): Promise<Unreadable[]> {
    return (await this.#readAll()).flatMap(({ id, error }) => {
      if (error === undefined) return [];
      const { code, sentence = code, message, details } = error;
      const facts = Object.entries(details).filter(
        ([, fact]) => typeof fact === 'string' || typeof fact === 'number',
      );
      return {
        id,
        reason: { code: sentence, message, params: Object.fromEntries(facts) as Remark['params'] },
      };
    });
  }

  async #readAll(): Promise<{ id: string; model?: KeptModel; error?: UnrollError }[]> {
    const names = await readdir(this.#dir);
    const ids = names.flatMap((name) =>
      name.endsWith(BUNDLE_ENDING) ? [name.slice(0, -BUNDLE_ENDING.length)] : [],
    );
    return Promise.all(
      ids.map((id) =>
        this.#read(id).then(
          (model) => ({ id, model }),
          (thrown: unknown) => ({ id, error: toUnrollError(thrown) }),
        ),
      ),
    );
  }

  /**
   * Takes a bundle in, as it is. The same bundle is kept once.
   *
   * @throws UnrollError FILE_MISSING, MODEL_UNREADABLE
   */
  async add(path: string): Promise<KeptModel> {
    const bytes = await readBundleBytes(path);
    const { card, hash } = readBundle(bytes, basename(path));
    const id = `${slug(card.name)}-${hash.slice(0, HASH_LENGTH)}`;
    if (this.fileOf(id) === null) await writeAtomic(join(this.#dir, `${id}${BUNDLE_ENDING}`), bytes);
    return this.#read(id);
  }

  /** @throws UnrollError MODEL_UNKNOWN, MODEL_UNREADABLE */
  get(id: string): Promise<KeptModel> {
    return this.#read(id);
  }

  /** Into the bin. @throws UnrollError MODEL_UNKNOWN, DISK_FULL, OUTPUT_UNWRITABLE */
  async remove(id: string): Promise<void> {
    const file = this.#require(id);
    const name = await this.#read(id).then(
      ({ card }) => card.name,
      () => id,
    );
    await this.bin.put('model', id, name, file);
  }

  /** @throws UnrollError MODEL_UNKNOWN */
  async restore(id: string): Promise<KeptModel> {
    if (!ID.test(id)) throw unknown(id);
    await this.bin.take('model', id, join(this.#dir, `${id}${BUNDLE_ENDING}`));
    return this.#read(id);
  }

  #require(id: string): string {
    const file = this.fileOf(id);
    if (file === null) throw unknown(id);
    return file;
  }

  async #read(id: string): Promise<KeptModel> {
    const file = this.#require(id);
    const { size, mtimeMs } = await stat(file);
    const mark = `${size}:${mtimeMs}`;
    const known = this.#known.get(id);
    if (known?.mark === mark) return known.model;
    const { card } = await readBundleFile(file);
    const model = { id, addedMs: mtimeMs, bytes: size, card };
    this.#known.set(id, { mark, model });
    return model;
  }
}

function unknown(id: string): UnrollError {
  return failure('MODEL_UNKNOWN.kept', { model: id });
}

/** A name as the beginning of an id and of a file: `GRU 2 × 64` → `gru-2-64`. */
function slug(name: string): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return plain.slice(0, MOST_NAME_LENGTH).replace(/^-+|-+$/g, '') || 'model';
}
