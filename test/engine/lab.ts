import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../../src/main/engine/engine';
import { openEngine } from '../../src/main/engine/engine';
import type { Dataset, PlanEdits } from '../../src/shared/domain/dataset';

/** Three speakers' vowels, 12 channels, 7 to 26 steps (test/fixtures/engine/make.py). */
export const vowelsDir = fileURLToPath(new URL('../fixtures/engine/vowels', import.meta.url));

/** A home folder of its own, and the engines over it. */
export class Lab {
  readonly homeDir = mkdtempSync(join(tmpdir(), 'unroll-engine-'));
  #engine: Engine | null = null;

  async open(): Promise<Engine> {
    this.#engine ??= await openEngine({ homeDir: this.homeDir });
    return this.#engine;
  }

  async close(): Promise<void> {
    await this.#engine?.close();
    this.#engine = null;
  }

  async reopen(): Promise<Engine> {
    await this.close();
    return this.open();
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.homeDir, { recursive: true, force: true });
  }
}

/** Imports a folder the way every face does: scan, wait, commit, wait. */
export async function importFolder(
  { client }: Engine,
  path: string,
  edits: PlanEdits = {},
): Promise<Dataset> {
  const { scan } = await client.scans.start({ paths: [path], edits });
  await client.activities.wait({ activity: scan });
  const { activity } = await client.scans.commit({ scan });
  const { activity: ended, result } = await client.activities.wait({ activity });
  if (result === null) throw new Error(ended.error?.message ?? 'the import made no data set');
  return client.datasets.get({ dataset: result });
}
