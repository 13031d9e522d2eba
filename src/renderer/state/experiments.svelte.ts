import { SvelteMap } from 'svelte/reactivity';
import type { EngineClient } from '../../shared/contract';
import type { Unreadable } from '../../shared/domain/dataset';
import type {
  ExperimentInfo,
  ExperimentName,
  ExperimentReport,
  SettingValue,
  SettingValues,
} from '../../shared/domain/experiment';
import type { Activities } from './activities.svelte';
import type { Engine } from './engine.svelte';
import { attempt, failureOf, reportFailure } from './failures';

/** Sliders are moved in many small steps; one that answers at once is asked when the hand rests. */
const REST_MS = 150;

/** The experiments: what can be set, what each last came to, and what runs now. */
export class Experiments {
  readonly #engine: Engine;
  readonly #activities: Activities;
  #infos = $state.raw<readonly ExperimentInfo[]>([]);
  readonly #unreadable = new SvelteMap<string, Unreadable>();
  readonly #reports = new SvelteMap<ExperimentName, ExperimentReport>();
  /** The activity of each; null while it is being started. */
  readonly #running = new SvelteMap<ExperimentName, string | null>();
  readonly #chosen = new SvelteMap<ExperimentName, SettingValues>();
  /** Settings that were moved while an earlier run was still under way. */
  readonly #waiting = new Set<ExperimentName>();
  readonly #timers = new Map<ExperimentName, ReturnType<typeof setTimeout>>();

  constructor(engine: Engine, activities: Activities) {
    this.#engine = engine;
    this.#activities = activities;
  }

  get infos(): readonly ExperimentInfo[] {
    return this.#infos;
  }

  /** Starts to follow the engine. Called once. */
  open(): void {
    this.#engine.onReady((client) => void this.#load(client).catch(reportFailure));
  }

  info(name: ExperimentName): ExperimentInfo | undefined {
    return this.#infos.find((info) => info.name === name);
  }

  report(name: ExperimentName): ExperimentReport | undefined {
    return this.#reports.get(name);
  }

  /** Why what it last came to cannot be shown; undefined when it can, or never was. */
  unreadable(name: ExperimentName): Unreadable | undefined {
    return this.#unreadable.get(name);
  }

  isRunning(name: ExperimentName): boolean {
    return this.#running.has(name);
  }

  /** What the settings stand at: what was chosen, else the default. */
  settings(name: ExperimentName): SettingValues {
    const specs = this.info(name)?.settings ?? [];
    const chosen = this.#chosen.get(name) ?? {};
    return Object.fromEntries(specs.map((spec) => [spec.key, chosen[spec.key] ?? spec.value]));
  }

  /** A quick experiment is computed again at once, the others when they are asked to. */
  set(name: ExperimentName, key: string, value: SettingValue): void {
    this.#chosen.set(name, { ...this.#chosen.get(name), [key]: value });
    this.#follow(name);
  }

  reset(name: ExperimentName): void {
    this.#chosen.delete(name);
    this.#follow(name);
  }

  /** Runs it, or, while it runs, runs it again afterwards with the settings as they then are. */
  async run(name: ExperimentName): Promise<void> {
    if (this.#running.has(name)) {
      this.#waiting.add(name);
      return;
    }
    // Said at once, so that nobody starts it twice.
    this.#running.set(name, null);
    const { client } = this.#engine;
    const settings = this.settings(name);
    try {
      const { activity } = await client.experiments.start({ name, settings });
      this.#running.set(name, activity);
      for await (const { report } of await client.experiments.watch({ activity }))
        this.#reports.set(name, report);
      const { activity: ended } = await client.activities.wait({ activity });
      if (ended.error !== null && ended.status === 'failed') reportFailure(failureOf(ended.error));
      // A quick one runs by itself when it is first seen, and what was lost is still to be said.
      if (ended.status === 'done' && this.info(name)?.quick !== true) this.#unreadable.delete(name);
    } finally {
      this.#running.delete(name);
    }
    if (this.#waiting.delete(name)) await this.run(name);
  }

  /** Runs it unless it was run or runs already. */
  async runOnce(name: ExperimentName): Promise<void> {
    if (!this.#reports.has(name) && !this.#running.has(name)) await this.run(name);
  }

  async stop(name: ExperimentName): Promise<void> {
    this.#waiting.delete(name);
    const activity = this.#running.get(name);
    if (activity !== undefined && activity !== null) await this.#activities.cancel(activity);
  }

  #follow(name: ExperimentName): void {
    if (this.info(name)?.quick !== true) return;
    clearTimeout(this.#timers.get(name));
    this.#timers.set(
      name,
      setTimeout(() => void attempt(() => this.run(name)), REST_MS),
    );
  }

  async #load(client: EngineClient): Promise<void> {
    const { experiments } = client;
    const [infos, latest, lost] = await Promise.all([
      experiments.list({}),
      experiments.latest({}),
      experiments.unreadable({}),
    ]);
    this.#infos = infos;
    this.#unreadable.clear();
    for (const each of lost) this.#unreadable.set(each.id, each);
    this.#running.clear();
    for (const report of latest) {
      if (!this.#reports.has(report.name)) this.#reports.set(report.name, report);
      if (!this.#chosen.has(report.name)) this.#chosen.set(report.name, report.settings);
    }
  }
}
