import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Dataset, Unreadable } from '../../../shared/domain/dataset';
import type {
  ExperimentEvent,
  ExperimentInfo,
  ExperimentName,
  SettingValues,
} from '../../../shared/domain/experiment';
import { experimentNames, ExperimentReport } from '../../../shared/domain/experiment';
import { writeAtomic } from '../files/atomic';
import { sealed, unsealed } from '../files/sealed';
import type { Home } from '../files/home';
import type { ActivityRegistry } from '../activities/activity-registry';
import type { ExperimentData } from './experiment';
import type { ExperimentJobInput, ExperimentJobOutput } from './experiment-job';
import { settle } from './settings';
import { infoOf } from './specs';
import { failure } from '../../../shared/sentences/failure';
import { remark } from '../../../shared/sentences/say';

export interface ExperimentServiceOptions {
  readonly home: Home;
  readonly datasets: { list(): Dataset[]; get(id: string): Dataset; preparedFile(id: string): string };
  readonly compute: {
    work(
      name: 'experiment',
      input: ExperimentJobInput,
      onPartial: (partial: ExperimentJobOutput) => void,
      signal: AbortSignal,
    ): Promise<ExperimentJobOutput>;
  };
  readonly activities: ActivityRegistry;
}

/** One run of an experiment, for whoever watches it. */
class RunningExperiment {
  report: ExperimentReport | null = null;
  seq = 0;
  ended = false;
  readonly #watchers = new Set<() => void>();

  changed(report: ExperimentReport | null, ended: boolean): void {
    this.report = report ?? this.report;
    if (report !== null) this.seq++;
    this.ended = ended;
    for (const notify of [...this.#watchers]) notify();
  }

  async *watch(after: number, signal?: AbortSignal): AsyncGenerator<ExperimentEvent, void, undefined> {
    let seen = after;
    let wake = (): void => {};
    const notify = (): void => wake();
    this.#watchers.add(notify);
    signal?.addEventListener('abort', notify);
    try {
      while (signal?.aborted !== true) {
        if (this.seq > seen && this.report !== null) {
          seen = this.seq;
          yield { seq: seen, report: this.report };
        } else if (this.ended) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      this.#watchers.delete(notify);
      signal?.removeEventListener('abort', notify);
    }
  }
}

const KEPT_RUNS = 20;

/** The experiments: their settings, their runs in the compute worker, and what they last came to. */
export class ExperimentService {
  readonly #options: ExperimentServiceOptions;
  readonly #running = new Map<string, RunningExperiment>();

  constructor(options: ExperimentServiceOptions) {
    this.#options = options;
  }

  list(): ExperimentInfo[] {
    return experimentNames.map(infoOf);
  }

  /** @throws UnrollError ARGUMENT_INVALID, DATASET_UNKNOWN */
  start(name: ExperimentName, given: SettingValues): { activity: string; settings: SettingValues } {
    const { settings: specs, needsDataset } = infoOf(name);
    const settings = settle(specs, given);
    const data = specs.some(({ kind }) => kind === 'dataset') ? this.#data(settings) : null;
    if (needsDataset && data === null) throw failure('DATASET_UNKNOWN.neededOrSample');
    const running = new RunningExperiment();
    const startMs = Date.now();
    const activity = this.#options.activities.run('experiment', name, async (progress, signal) => {
      const keep = (output: ExperimentJobOutput, complete: boolean): ExperimentReport => {
        const { result, findings } = output;
        const seconds = (Date.now() - startMs) / 1000;
        const report: ExperimentReport = {
          formatVersion: 1,
          name,
          settings,
          complete,
          seconds,
          findings: [...findings],
          result,
        };
        running.changed(report, false);
        return report;
      };
      try {
        const output = await this.#options.compute.work(
          'experiment',
          { name, settings, data },
          (partial) => {
            if (signal.aborted) return;
            progress.report(partial.done, partial.total);
            keep(partial, false);
          },
          signal,
        );
        await this.#save(keep(output, true));
        return name;
      } finally {
        running.changed(null, true);
      }
    });
    this.#running.set(activity, running);
    const [oldest] = this.#running.keys();
    if (this.#running.size > KEPT_RUNS && oldest !== undefined) this.#running.delete(oldest);
    return { activity, settings };
  }

  /** @throws UnrollError ACTIVITY_UNKNOWN */
  watch(
    activity: string,
    after: number,
    signal?: AbortSignal,
  ): AsyncGenerator<ExperimentEvent, void, undefined> {
    const running = this.#running.get(activity);
    if (running === undefined) throw failure('ACTIVITY_UNKNOWN.id', { activity });
    return running.watch(after, signal);
  }

  async latest(): Promise<ExperimentReport[]> {
    const reports = await Promise.all(experimentNames.map((name) => this.#read(name)));
    return reports.filter((report): report is ExperimentReport => report !== null && report !== 'damaged');
  }

  /** What `latest` leaves out, and why. */
  async unreadable(): Promise<Unreadable[]> {
    const reports = await Promise.all(experimentNames.map((name) => this.#read(name)));
    return experimentNames.flatMap((name, k) => {
      const facts = { experiment: name, file: `${name}.json` };
      return reports[k] === 'damaged'
        ? [{ id: name, reason: remark('STATE_CORRUPT.experiment', facts) }]
        : [];
    });
  }

  #fileOf(name: ExperimentName): string {
    return join(this.#options.home.experimentsDir, `${name}.json`);
  }

  async #save(report: ExperimentReport): Promise<void> {
    await writeAtomic(this.#fileOf(report.name), sealed(report));
  }

  /** Null when there is none. */
  async #read(name: ExperimentName): Promise<ExperimentReport | 'damaged' | null> {
    const file = this.#fileOf(name);
    try {
      return v.parse(ExperimentReport, unsealed(await readFile(file), file));
    } catch (thrown) {
      return (thrown as NodeJS.ErrnoException).code === 'ENOENT' ? null : 'damaged';
    }
  }

  #data(settings: SettingValues): ExperimentData | null {
    const { datasets } = this.#options;
    const chosen = settings['dataset'];
    const newest = [...datasets.list()].sort((a, b) => b.createdMs - a.createdMs)[0];
    const dataset = typeof chosen === 'string' && chosen !== '' ? datasets.get(chosen) : newest;
    if (dataset === undefined) return null;
    const { name, modality } = dataset.understanding.plan;
    return { id: dataset.id, name, modality, preparedFile: datasets.preparedFile(dataset.id) };
  }
}
