import { errorFromShape } from '../../../shared/domain/error';
import type { Memory, Saliency, StateSpace } from '../../../shared/domain/insight';
import { failure } from '../../../shared/sentences/failure';
import type { ActivityRegistry } from '../activities/activity-registry';
import type {
  MemoryJobInput,
  MemoryJobOutput,
  SaliencyJobInput,
  StateSpaceJobInput,
  StateSpaceJobOutput,
} from './insight-jobs';
import { modelFilesOf, stepSecondsOf } from './looked-at';
import type { LookedAt } from './looked-at';

interface StateSpacePartial {
  readonly done: number;
  readonly total: number;
  readonly found: StateSpaceJobOutput | null;
}

interface InsightOptions extends LookedAt {
  readonly compute: {
    call(name: 'saliency', input: SaliencyJobInput): Promise<Saliency>;
    call(name: 'memory', input: MemoryJobInput): Promise<MemoryJobOutput>;
    work(
      name: 'stateSpace',
      input: StateSpaceJobInput,
      onPartial: (partial: StateSpacePartial) => void,
      signal: AbortSignal,
    ): Promise<StateSpacePartial>;
  };
  readonly activities: Pick<ActivityRegistry, 'run' | 'wait'>;
}

export interface StateSpaceQuestion extends Pick<
  StateSpaceJobInput,
  'layer' | 'direction' | 'starts' | 'seed'
> {
  readonly input?: { readonly example: number; readonly step: number } | undefined;
}

/** What follows from a trained network's numbers; all computing is done in the compute worker. */
export class InsightService {
  readonly #options: InsightOptions;

  constructor(options: InsightOptions) {
    this.#options = options;
  }

  /** @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, DATASET_UNKNOWN, EXAMPLE_UNKNOWN, ARGUMENT_INVALID */
  async saliency(
    id: string,
    example: number,
    what: Pick<SaliencyJobInput, 'output' | 'at'>,
  ): Promise<Saliency> {
    const run = this.#options.runs.get(id);
    const input = await modelFilesOf(run, this.#options);
    await this.#options.datasets.example(run.datasetId, example);
    return this.#options.compute.call('saliency', { ...input, example, ...what });
  }

  /** @throws UnrollError as {@link saliency} */
  async memory(id: string): Promise<Memory> {
    const run = this.#options.runs.get(id);
    const input = await modelFilesOf(run, this.#options);
    const found = await this.#options.compute.call('memory', { ...input, seed: run.recipe.training.seed });
    return { stepSeconds: stepSecondsOf(run, this.#options), ...found };
  }

  /** @throws UnrollError as {@link saliency}, CANCELLED */
  async stateSpace(id: string, { input: stays, ...question }: StateSpaceQuestion): Promise<StateSpace> {
    const { runs, datasets, compute, activities } = this.#options;
    const run = runs.get(id);
    const files = await modelFilesOf(run, this.#options);
    if (stays !== undefined) await datasets.example(run.datasetId, stays.example);
    let found: StateSpaceJobOutput | null = null;
    const activity = activities.run('insight', run.name, async (progress, signal) => {
      const job = { ...files, ...question, input: stays ?? null };
      const onPartial = ({ done, total }: StateSpacePartial): void => {
        if (!signal.aborted) progress.report(done, total);
      };
      ({ found } = await compute.work('stateSpace', job, onPartial, signal));
      return null;
    });
    const ended = await activities.wait(activity);
    if (found === null)
      throw ended.activity.error === null ? failure('CANCELLED.work') : errorFromShape(ended.activity.error);
    return { stepSeconds: stepSecondsOf(run, this.#options), ...(found as StateSpaceJobOutput) };
  }
}
