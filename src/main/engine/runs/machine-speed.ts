import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { machineMark } from '../kernels/choose/choices-file';
import { writeAtomic } from '../files/atomic';
import type { MachineSpeed } from '../models/cost/model-cost';

const SpeedFile = v.object({
  formatVersion: v.literal(1),
  /** Of machine, versions and kernels that it was measured with. */
  mark: v.string(),
  network: v.number(),
  features: v.number(),
});

export interface SpeedOptions {
  readonly compute: { call(name: 'speed', input: undefined): Promise<MachineSpeed> };
  /** cache/machine-speed.json of the home folder (`docs/file-formats.md`). */
  readonly file: string;
}

/** How fast this machine runs networks: measured once, and again when machine, version or kernels have changed. */
export class SpeedGauge {
  #speed: Promise<MachineSpeed | null> | null = null;

  constructor(private readonly options: SpeedOptions) {}

  /** Null when it could not be measured; the next call tries again. */
  async read(): Promise<MachineSpeed | null> {
    this.#speed ??= this.#find();
    const speed = await this.#speed;
    if (speed === null) this.#speed = null;
    return speed;
  }

  async #find(): Promise<MachineSpeed | null> {
    const mark = machineMark();
    const stored = await this.#stored();
    if (stored?.mark === mark) return stored;
    try {
      const { network, features } = await this.options.compute.call('speed', undefined);
      const content = { formatVersion: 1, mark, network, features };
      // A speed that cannot be kept is measured again the next time.
      await writeAtomic(this.options.file, `${JSON.stringify(content, null, 1)}\n`).catch(() => {});
      return { network, features };
    } catch {
      return null;
    }
  }

  async #stored(): Promise<v.InferOutput<typeof SpeedFile> | null> {
    try {
      return v.parse(SpeedFile, JSON.parse(await readFile(this.options.file, 'utf8')));
    } catch {
      return null;
    }
  }
}
