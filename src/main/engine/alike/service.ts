import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AlikeExamples, AlikeRecordings } from '../../../shared/domain/alike';
import type { Dataset, Example, ImportPlan } from '../../../shared/domain/dataset';
import { errorFromShape, toUnrollError } from '../../../shared/domain/error';
import type { Run } from '../../../shared/domain/run';
import { failure } from '../../../shared/sentences/failure';
import type { ActivityRegistry } from '../activities/activity-registry';
import type { JobCaller } from '../activities/job-caller';
import { stepSeconds } from '../features/step-seconds';
import type { Recording } from '../inference/recording';
import { weightsOf } from '../models/trained/weights-of';
import type { FindAlikeInput } from './alike-jobs';
import { exampleStates, markIn, markOf, recordingStates } from './building';
import type { StateSource } from './building';
import type { alikeJobs } from './jobs';
import { keepSmall } from './keep-small';
import type { FoundStretch } from './search';
import { IndexWriter, readIndex } from './state-index';
import type { IndexedItem, StateIndex } from './state-index';

interface AlikeOptions {
  readonly runs: { get(id: string): Run; runDir(id: string): string };
  readonly datasets: {
    get(id: string): Dataset;
    preparedFile(id: string): string;
    allExamples(id: string): Promise<readonly Example[]>;
  };
  readonly compute: JobCaller<typeof alikeJobs>;
  readonly activities: Pick<ActivityRegistry, 'run' | 'wait'>;
  /** The recordings of a file as a model hears them. */
  readonly read: (path: string, plan: ImportPlan, signal?: AbortSignal) => Promise<readonly Recording[]>;
  /** statesDir/<run>-<weights>-<examples or files>/ */
  readonly statesDir: string;
}

/** Cells a second, where steps have a time; else cells of a window that the network was trained on. */
const CELL_SECONDS = 0.25;
const CELLS_OF_WINDOW = 8;

/** How it is looked for. */
interface Asked {
  readonly units?: readonly number[] | undefined;
  readonly count: number;
}

/** A stretch of a recording, in seconds. */
export interface Place {
  readonly recording: string;
  readonly from: number;
  readonly to: number;
}

/** One set of weights, and what it was trained on. */
interface Opened {
  readonly run: Run;
  readonly dataset: Dataset;
  readonly weightsFile: string;
  readonly name: string;
}

interface Found {
  readonly index: StateIndex;
  readonly found: readonly FoundStretch[];
  readonly elapsedMs: number;
}

/** Finds stretches in which a network was in a state like that of another, by an index in the home's cache. */
export class AlikeService {
  readonly #options: AlikeOptions;
  /** By folder: who writes an index last. */
  readonly #writing = new Map<string, Promise<unknown>>();

  constructor(options: AlikeOptions) {
    this.#options = options;
  }

  /**
   * @param from step of the example; its beginning when left out
   * @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, EXAMPLE_UNKNOWN, ARGUMENT_INVALID (also for a model that is no network), CANCELLED
   */
  async examples(
    id: string,
    example: number,
    { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
    asked: Asked,
  ): Promise<AlikeExamples> {
    const opened = await this.#open(id);
    const { weightsFile, dataset } = opened;
    const { datasets, compute } = this.#options;
    const all = await datasets.allExamples(dataset.id);
    const own = all[example];
    if (own === undefined) throw failure('EXAMPLE_UNKNOWN.index', { example });
    const preparedFile = datasets.preparedFile(dataset.id);
    const source = exampleStates(all, { compute, weightsFile, preparedFile });
    const place = (step: number): number =>
      own.start + (Math.min(step, own.steps) * (own.end - own.start)) / own.steps;
    const answer = await this.#search(opened, 'examples', source, () => ({
      ...{ ...asked, key: String(example), from: place(from ?? 0), to: place(to ?? own.steps) },
    }));
    return {
      ...factsOf(answer, asked, answer.index.items),
      moments: answer.found.map(({ key, score, ...where }) => {
        const { index, file, label, start, end, steps } = all[Number(key)]!;
        const step = (at: number): number => Math.round(((at - start) * steps) / (end - start));
        return { example: index, file, label, from: step(where.from), to: step(where.to), score };
      }),
    };
  }

  /** @param from seconds @throws UnrollError as {@link examples}, FILE_* */
  async recordings(
    id: string,
    paths: readonly string[],
    { recording, from, to }: Place,
    asked: Asked,
  ): Promise<AlikeRecordings> {
    const opened = await this.#open(id);
    const { compute, read } = this.#options;
    const marks = new Map<string, string>();
    for (const path of [recording, ...paths]) marks.set(resolve(path), await markOf(resolve(path)));
    const wanted = new Set(marks.values());
    const isWanted = ({ key }: Pick<IndexedItem, 'key'>): boolean => wanted.has(markIn(key));
    const source = recordingStates(marks, opened.dataset, { compute, read, ...opened });
    const answer = await this.#search(opened, 'files', source, ({ items }) => ({
      ...{ ...asked, key: `${marks.get(resolve(recording))!}#0`, from, to },
      among: items.filter(isWanted).map(({ key }) => key),
    }));
    return {
      ...factsOf(answer, asked, answer.index.items.filter(isWanted)),
      moments: answer.found.map((one) => ({
        recording: one.file,
        from: one.from,
        to: one.to,
        score: one.score,
      })),
    };
  }

  /**
   * How little each place is like anything known (`novelty.ts`).
   *
   * @throws UnrollError as {@link recordings}
   */
  async novelty(id: string, known: readonly Place[], places: readonly Place[]): Promise<Float64Array> {
    const opened = await this.#open(id);
    const { compute, read } = this.#options;
    const marks = new Map<string, string>();
    for (const path of new Set([...known, ...places].map(({ recording }) => resolve(recording))))
      marks.set(path, await markOf(path));
    const stretchOf = ({ recording, from, to }: Place) => ({
      key: `${marks.get(resolve(recording))!}#0`,
      ...{ from, to },
    });
    const source = recordingStates(marks, opened.dataset, { compute, read, ...opened });
    return this.#with(opened, 'files', source, (dir) =>
      compute.call('stateNovelty', { dir, known: known.map(stretchOf), places: places.map(stretchOf) }),
    );
  }

  async #open(id: string): Promise<Opened> {
    const { runs, datasets } = this.#options;
    const run = runs.get(id);
    const weightsFile = await weightsOf(run, runs.runDir(run.id));
    const hash = createHash('sha256')
      .update(await readFile(weightsFile))
      .digest('hex');
    return {
      ...{ run, weightsFile, dataset: datasets.get(run.datasetId) },
      name: `${run.id}-${hash.slice(0, 12)}`,
    };
  }

  async #search(
    opened: Opened,
    what: 'examples' | 'files',
    source: StateSource,
    ask: (index: StateIndex) => FindAlikeInput['question'],
  ): Promise<Found> {
    return this.#with(opened, what, source, async (dir, index) => {
      const begun = performance.now();
      const found = await this.#options.compute.call('findAlike', { dir, question: ask(index) });
      return { index, found, elapsedMs: Math.round(performance.now() - begun) };
    });
  }

  /** Computes what is missing of an index, then does `work` with it. A damaged index is made anew. */
  async #with<T>(
    opened: Opened,
    what: 'examples' | 'files',
    source: StateSource,
    work: (dir: string, index: StateIndex) => Promise<T>,
    isSecond = false,
  ): Promise<T> {
    const { statesDir } = this.#options;
    const name = `${opened.name}-${what}`;
    const dir = join(statesDir, name);
    const before = this.#writing.get(dir) ?? Promise.resolve();
    const writing = before.catch(() => {}).then(() => this.#complete(dir, opened, source));
    this.#writing.set(dir, writing);
    const index = await writing;
    try {
      const done = await work(dir, index);
      await keepSmall(statesDir, name);
      return done;
    } catch (thrown) {
      if (isSecond || toUnrollError(thrown).code !== 'FILE_CORRUPT') throw thrown;
      await rm(dir, { recursive: true, force: true });
      return this.#with(opened, what, source, work, true);
    }
  }

  async #complete(dir: string, opened: Opened, source: StateSource): Promise<StateIndex> {
    const { activities } = this.#options;
    const there = await readIndex(dir);
    const known = new Set(there?.items.map(({ key }) => key));
    if (there !== null && source.isWhole(known)) return there;
    let made = there;
    const activity = activities.run('insight', opened.run.name, async (progress, signal) => {
      const index = there ?? (await this.#begin(dir, opened));
      const writer = new IndexWriter(index);
      try {
        await source.add({ writer, ...index, known, progress, signal });
      } finally {
        made = await writer.close();
      }
      return null;
    });
    const ended = await activities.wait(activity);
    if (ended.activity.error !== null) throw errorFromShape(ended.activity.error);
    return made!;
  }

  async #begin(dir: string, { dataset, weightsFile }: Opened): Promise<StateIndex> {
    const { plan, lengths } = dataset.understanding;
    const seconds = stepSeconds(plan);
    const window = plan.windows?.steps ?? lengths.median;
    const wanted = seconds === null ? window / CELLS_OF_WINDOW : CELL_SECONDS / seconds;
    // A window has some cells, however short it is.
    const cellSteps = Math.max(1, Math.round(Math.min(wanted, window / 4)));
    const preparedFile = this.#options.datasets.preparedFile(dataset.id);
    const facts = await this.#options.compute.call('stateFacts', { weightsFile, preparedFile, cellSteps });
    const { mean, deviation, units } = facts;
    return {
      ...{ dir, units, cellSteps: facts.cellSteps },
      ...{ centre: { mean, deviation }, items: [], blocks: [] },
    };
  }
}

function factsOf({ index, elapsedMs }: Found, { units }: Asked, items: readonly IndexedItem[]) {
  return {
    measure: units === undefined || units.length === 0 ? ('cosine' as const) : ('deviations' as const),
    ...{ cellSteps: index.cellSteps, units: index.units, elapsedMs },
    items: items.length,
    cells: items.reduce((sum, { rows }) => sum + rows, 0),
  };
}
