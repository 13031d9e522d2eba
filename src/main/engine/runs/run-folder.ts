import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { FeaturePlan, Scaler } from '../../../shared/domain/features';
import { SplitPlan } from '../../../shared/domain/dataset';
import type { Dataset, Unreadable } from '../../../shared/domain/dataset';
import { Run } from '../../../shared/domain/run';
import { runFiles } from '../../../shared/run-files';
import { writeAtomic } from '../files/atomic';
import { sealed, unsealed } from '../files/sealed';
import { version } from '../version';
import { unreadable } from './unreadable';
import type { Curves } from './metric-store';
import { readMetrics, writeMetrics } from './metrics-file';

/** run.json: what one needs to know to repeat a run, or to read its folder without the lab (`docs/file-formats.md`). */
const RunFile = v.object({
  formatVersion: v.literal(1),
  run: Run,
  data: v.object({
    fingerprint: v.string(),
    source: v.string(),
    classes: v.array(v.string()),
    featureNames: v.array(v.string()),
    features: FeaturePlan,
    split: SplitPlan,
    scaler: Scaler,
  }),
  versions: v.object({ unroll: v.string(), node: v.string(), platform: v.string() }),
});
export type RunFile = v.InferOutput<typeof RunFile>;

/** One run's folder, runsDir/<run>. Every file in it is written atomically. */
export class RunFolder {
  readonly dir: string;

  constructor(runsDir: string, id: string) {
    this.dir = join(runsDir, id);
  }

  get weightsFile(): string {
    return join(this.dir, runFiles.weights);
  }

  get hasCheckpoint(): boolean {
    return [runFiles.checkpoint, runFiles.previousCheckpoint].some((name) =>
      existsSync(join(this.dir, name)),
    );
  }

  async create(): Promise<void> {
    await mkdir(this.dir, { recursive: true });
  }

  /** Removes temporary files (`files/atomic.ts`) whose writer is gone. */
  async sweep(): Promise<void> {
    const names = existsSync(this.dir) ? await readdir(this.dir) : [];
    for (const name of names.filter((each) => each.endsWith('.part'))) await rm(join(this.dir, name));
  }

  async remove(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }

  /** @param data what is known of the data set; called when run.json does not say it yet */
  async writeRun(run: Run, describe: () => RunFile['data']): Promise<void> {
    const data = (await this.readRun())?.data ?? describe();
    const versions = {
      unroll: version,
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
    };
    const file: RunFile = { formatVersion: 1, run, data, versions };
    await writeAtomic(join(this.dir, runFiles.run), sealed(file, 2));
  }

  /** Null when there is no readable run.json. */
  async readRun(): Promise<RunFile | null> {
    const read = await this.#readRun();
    return read?.success ? read.output : null;
  }

  /** Why run.json cannot be read; null when it can, or when there is none. */
  async whyUnreadable(): Promise<Unreadable['reason'] | null> {
    const [read, id] = [await this.#readRun(), basename(this.dir)];
    return read === null || (read.success && read.output.run.id === id) ? null : unreadable(id, read.issues);
  }

  async #readRun() {
    const file = join(this.dir, runFiles.run);
    let bytes: Buffer;
    try {
      bytes = await readFile(file);
    } catch {
      return null;
    }
    try {
      return v.safeParse(RunFile, unsealed(bytes, file));
    } catch {
      return v.safeParse(RunFile, null);
    }
  }

  /** The curves once more, so that a folder is whole without the catalog. */
  async writeMetrics(curves: Pick<Curves, 'steps' | 'epochs'>): Promise<void> {
    await writeMetrics(this.#metricsFile, curves);
  }

  /** What is whole of them. */
  readMetrics(): Curves {
    return readMetrics(this.#metricsFile);
  }

  get #metricsFile(): string {
    return join(this.dir, runFiles.metrics);
  }
}

export function describeData({ fingerprint, source, understanding, scaler }: Dataset): RunFile['data'] {
  const { plan, classes, features } = understanding;
  return {
    fingerprint,
    source,
    classes: classes.map(({ label }) => label),
    featureNames: features,
    features: plan.features,
    split: plan.split,
    scaler,
  };
}

/** Every run, but the `known`, that has a folder with a run.json. */
export async function readRunFolders(
  runsDir: string,
  known: ReadonlySet<string>,
): Promise<{ found: { folder: RunFolder; file: RunFile }[]; unreadable: Unreadable[] }> {
  const [found, lost]: [{ folder: RunFolder; file: RunFile }[], Unreadable[]] = [[], []];
  for (const id of await readdir(runsDir)) {
    if (known.has(id)) continue;
    const folder = new RunFolder(runsDir, id);
    const file = await folder.readRun();
    if (file?.run.id === id) found.push({ folder, file });
    const reason = await folder.whyUnreadable();
    if (reason !== null) lost.push({ id, reason });
  }
  return { found, unreadable: lost };
}
