import { continues } from '../../../shared/domain/task';
import { resolve } from 'node:path';
import type { Clamp, Continuation, Trace } from '../../../shared/domain/trace';
import { failure } from '../../../shared/sentences/failure';
import { writeAtomic } from '../files/atomic';
import type { GenerateInput, GenerateOutput } from './generate-job';
import { modelFilesOf, stepSecondsOf } from './looked-at';
import type { LookedAt } from './looked-at';
import type { TraceFormat } from './trace-file';
import { encodeTrace, formatOf } from './trace-file';
import type { TraceInput, TraceOutput } from './trace-job';

interface InspectionOptions extends LookedAt {
  readonly compute: {
    call(name: 'trace', input: TraceInput): Promise<TraceOutput>;
    call(name: 'generate', input: GenerateInput): Promise<GenerateOutput>;
  };
}

export interface GenerateOptions {
  readonly steps: number;
  readonly seedSteps?: number | undefined;
  readonly temperature?: number | undefined;
  readonly seed?: number | undefined;
}

/** Looks inside trained networks. All computing is done in the compute worker. */
export class InspectionService {
  readonly #options: InspectionOptions;

  constructor(options: InspectionOptions) {
    this.#options = options;
  }

  /** @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, DATASET_UNKNOWN, EXAMPLE_UNKNOWN, ARGUMENT_INVALID */
  async trace(id: string, index: number, clamp?: Clamp): Promise<Trace> {
    const { runs, datasets, compute } = this.#options;
    const run = runs.get(id);
    const files = await modelFilesOf(run, this.#options);
    const example = await datasets.example(run.datasetId, index);
    const stepSeconds = stepSecondsOf(run, this.#options);
    const found = await compute.call('trace', {
      ...{ ...files, example: index, clamp: clamp ?? null },
      seed: run.recipe.training.seed,
    });
    return { run: id, task: run.task, example, stepSeconds, ...found };
  }

  /** @throws UnrollError as `trace`, ARGUMENT_INVALID for a run that learnt something else */
  async generate(id: string, index: number, options: GenerateOptions): Promise<Continuation> {
    const { runs, datasets, compute } = this.#options;
    const run = runs.get(id);
    if (!continues(run.task))
      throw failure('ARGUMENT_INVALID.notGenerative', { run: id, task: run.task, name: run.name });
    const files = await modelFilesOf(run, this.#options);
    await datasets.example(run.datasetId, index);
    const scores = run.validation ?? run.test;
    const stepSeconds = stepSecondsOf(run, this.#options);
    const written = await compute.call('generate', {
      ...files,
      example: index,
      steps: options.steps,
      seedSteps: options.seedSteps ?? null,
      temperature: options.temperature ?? 0,
      seed: options.seed ?? 1,
      residuals: scores !== null && 'residuals' in scores ? scores.residuals : [],
    });
    return { ...written, stepSeconds };
  }

  /** @returns the absolute path. @throws UnrollError as `trace`, ARGUMENT_INVALID, OUTPUT_UNWRITABLE */
  async save(id: string, index: number, path: string): Promise<string> {
    const file = resolve(path);
    const bytes = encodeTrace(await this.trace(id, index), formatOf(file));
    try {
      await writeAtomic(file, bytes);
    } catch (cause) {
      throw failure('OUTPUT_UNWRITABLE.file', { file }, { cause });
    }
    return file;
  }

  async download(
    id: string,
    index: number,
    format: TraceFormat,
  ): Promise<{ name: string; bytes: Uint8Array }> {
    const bytes = encodeTrace(await this.trace(id, index), format);
    return { name: `${id}-example-${index}.${format}`, bytes };
  }
}
