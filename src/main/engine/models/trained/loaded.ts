import { stat } from 'node:fs/promises';
import { selectCompute } from '../../kernels/choose/select';
import type { PreparedData } from '../../prepare/prepared';
import { readPrepared } from '../../prepare/prepared';
import { variantOf } from '../network/layout';
import { familyOf } from '../../baselines/families';
import type { FittedModel } from '../../baselines/family';
import { readModel } from '../../baselines/model-file';
import { Network } from '../network/network';
import type { TrainedModel } from '../network/weights-file';
import { readWeights } from '../network/weights-file';

/** A trained network, ready to run in this worker. */
export interface LoadedModel {
  readonly network: Network;
  readonly model: TrainedModel;
}

/** What was read of a file, until the file changes; the least recently used goes first. */
class FileCache<T> {
  readonly #entries = new Map<string, { mark: string; value: T }>();

  constructor(
    private readonly capacity: number,
    private readonly read: (file: string) => Promise<T>,
    private readonly drop: (value: T) => void = () => {},
  ) {}

  async get(file: string): Promise<T> {
    // Clocks of file systems tick every few milliseconds; a file that was written anew is also another inode.
    const { size, mtimeMs, ino } = await stat(file);
    const mark = `${size}:${mtimeMs}:${ino}`;
    const entry = this.#entries.get(file);
    const value = entry?.mark === mark ? entry.value : await this.read(file);
    if (entry !== undefined && entry.value !== value) this.drop(entry.value);
    this.#entries.delete(file);
    this.#entries.set(file, { mark, value });
    for (const [oldest, { value: old }] of this.#entries) {
      if (this.#entries.size <= this.capacity) break;
      this.#entries.delete(oldest);
      this.drop(old);
    }
    return value;
  }
}

const models = new FileCache<LoadedModel>(
  4,
  async (file) => {
    const model = await readWeights(file);
    const { kernel } = await selectCompute(
      { backend: 'auto', kernel: 'auto' },
      undefined,
      variantOf(model.spec),
    );
    return { model, network: Network.fromWeights(model, kernel) };
  },
  ({ network }) => network.dispose(),
);

const fitted = new FileCache<FittedModel | null>(
  4,
  async (file) => {
    const stored = await readModel(file);
    return stored === null ? null : familyOf(stored.spec.family).restore(stored);
  },
  (model) => model?.dispose?.(),
);

/** A model without a network, or null when the file holds one. @throws UnrollError FILE_CORRUPT, MODEL_UNREADABLE */
export function loadFitted(weightsFile: string): Promise<FittedModel | null> {
  return fitted.get(weightsFile);
}

/** Data sets are large: the one that is looked at, and one to compare with. */
const prepared = new FileCache<PreparedData>(2, (file) => readPrepared(file));

/** For jobs in the compute worker. @throws UnrollError FILE_CORRUPT, MODEL_UNREADABLE */
export function loadModel(weightsFile: string): Promise<LoadedModel> {
  return models.get(weightsFile);
}

/** For jobs in the compute worker. @throws UnrollError FILE_CORRUPT */
export function loadPrepared(preparedFile: string): Promise<PreparedData> {
  return prepared.get(preparedFile);
}
