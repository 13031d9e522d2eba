import { resolve } from 'node:path';
import type { Dataset, Example } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import type { Run } from '../../../shared/domain/run';
import type { Trace } from '../../../shared/domain/trace';
import { writeAtomic } from '../files/atomic';
import { weightsOf } from './predictions';
import type { TraceFormat } from './trace-file';
import { encodeTrace, formatOf } from './trace-file';
import type { TraceInput, TraceOutput } from './trace-job';

export interface InspectionOptions {
  readonly runs: { get(id: string): Run; runDir(id: string): string };
  readonly datasets: {
    get(id: string): Dataset;
    preparedFile(id: string): string;
    example(id: string, index: number): Example | Promise<Example>;
  };
  readonly compute: { call(name: 'trace', input: TraceInput): Promise<TraceOutput> };
}

/** Looks inside trained networks. All computing is done in the compute worker. */
export class InspectionService {
  readonly #options: InspectionOptions;

  constructor(options: InspectionOptions) {
    this.#options = options;
  }

  /** @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, DATASET_UNKNOWN, EXAMPLE_UNKNOWN */
  async trace(id: string, index: number): Promise<Trace> {
    const { runs, datasets, compute } = this.#options;
    const run = runs.get(id);
    const weightsFile = await weightsOf(run, runs.runDir(id));
    const example = await datasets.example(run.datasetId, index);
    const { stepSeconds } = datasets.get(run.datasetId).understanding;
    const preparedFile = datasets.preparedFile(run.datasetId);
    const found = await compute.call('trace', { weightsFile, preparedFile, example: index });
    return { run: id, task: run.task, example, stepSeconds, ...found };
  }

  /** @returns the absolute path. @throws UnrollError as `trace`, ARGUMENT_INVALID, OUTPUT_UNWRITABLE */
  async save(id: string, index: number, path: string): Promise<string> {
    const file = resolve(path);
    const bytes = encodeTrace(await this.trace(id, index), formatOf(file));
    try {
      await writeAtomic(file, bytes);
    } catch (cause) {
      throw new UnrollError('OUTPUT_UNWRITABLE', `${file} cannot be written.`, { file }, { cause });
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
