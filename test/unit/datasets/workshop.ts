import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { HeldData } from '../../../src/main/engine/prepare/prepared';
import { readHeld } from '../../../src/main/engine/prepare/prepared';
import { Bin } from '../../../src/main/engine/files/bin';
import { openDatasets } from '../../../src/main/engine/datasets/open';
import { Sources } from '../../../src/main/engine/readers/sources';
import type { Home } from '../../../src/main/engine/files/home';
import { openHome } from '../../../src/main/engine/files/home';
import { ActivityRegistry } from '../../../src/main/engine/activities/activity-registry';
import type { Dataset, PlanEdits, Understanding } from '../../../src/shared/domain/dataset';
import { errorFromShape } from '../../../src/shared/domain/error';

/** A data set service over folders of its own. */
export class Workshop {
  readonly dir = mkdtempSync(join(tmpdir(), 'unroll-datasets-'));
  readonly dataDir = join(this.dir, 'data');
  readonly home: Home = openHome(join(this.dir, 'home'));
  readonly activities = new ActivityRegistry();
  sources = new Sources(this.home.cacheDir);
  #opened = this.#open();

  get service() {
    return this.#opened.datasets;
  }

  get scans() {
    return this.#opened.scans;
  }

  get recordings() {
    return this.#opened.recordings;
  }

  put(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.dataDir, path)), { recursive: true });
      writeFileSync(join(this.dataDir, path), content);
    }
  }

  /** As another start of the lab would. */
  async reopen(): Promise<void> {
    await this.#close();
    this.sources = new Sources(this.home.cacheDir);
    this.#opened = this.#open();
  }

  async scan(
    edits: PlanEdits = {},
    path = this.dataDir,
  ): Promise<{ scan: string; understanding: Understanding }> {
    const scan = this.scans.start([path], edits);
    const { activity } = await this.activities.wait(scan);
    if (activity.error !== null) throw errorFromShape(activity.error);
    const { understanding } = await this.scans.get(scan);
    if (understanding === null) throw new Error('nothing was understood');
    return { scan, understanding };
  }

  async understand(edits: PlanEdits = {}, path?: string): Promise<Understanding> {
    return (await this.scan(edits, path)).understanding;
  }

  async import(edits: PlanEdits = {}, path?: string): Promise<{ dataset: Dataset; data: HeldData }> {
    const { scan } = await this.scan(edits, path);
    const { activity, result } = await this.activities.wait(this.scans.commit(scan));
    if (activity.error !== null) throw errorFromShape(activity.error);
    if (result === null) throw new Error('no data set was made');
    return { dataset: this.service.get(result), data: await readHeld(this.service.preparedFile(result)) };
  }

  async remove(): Promise<void> {
    await this.activities.close();
    await this.#close();
    rmSync(this.dir, { recursive: true });
  }

  #open() {
    const { home, activities, sources } = this;
    return openDatasets({ home, activities, sources, bin: new Bin(home.binDir) });
  }

  async #close(): Promise<void> {
    this.#opened.close();
    await this.sources.close();
  }
}

/** A table of `rows` rows with the given columns. */
export function csv(
  rows: number,
  columns: Readonly<Record<string, (row: number) => string | number>>,
): string {
  const names = Object.keys(columns);
  const lines = Array.from({ length: rows }, (_, row) => names.map((name) => columns[name]!(row)).join(','));
  return `${[names.join(','), ...lines].join('\n')}\n`;
}

/** A mono PCM16 WAV file (RIFF, as in Microsoft's Multimedia Programming Interface 1.0). */
export function wav(rateHz: number, samples: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + 2 * samples.length, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rateHz, 24);
  bytes.writeUInt32LE(2 * rateHz, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * samples.length, 40);
  for (const [k, sample] of samples.entries()) bytes.writeInt16LE(Math.round(sample * 32_767), 44 + 2 * k);
  return bytes;
}

export function tone(rateHz: number, seconds: number, hz: number): number[] {
  return Array.from(
    { length: Math.round(rateHz * seconds) },
    (_, t) => 0.5 * Math.sin((2 * Math.PI * hz * t) / rateHz),
  );
}
