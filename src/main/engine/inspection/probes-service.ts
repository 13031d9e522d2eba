import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ProbeFrame, ProbeHistory } from '../../../shared/domain/probes';
import { runFiles } from '../../../shared/run-files';
import { failure } from '../../../shared/sentences/failure';
import { stepSecondsOf } from './looked-at';
import type { LookedAt } from './looked-at';
import type { ProbeFrameInput, ProbeHistoryInput } from './probes-job';

interface ProbesOptions extends LookedAt {
  readonly compute: {
    call(name: 'probeHistory', input: ProbeHistoryInput): Promise<ProbeHistory>;
    call(name: 'probeFrame', input: ProbeFrameInput): Promise<ProbeFrame>;
  };
}

/** What was seen of a run while it learnt; files are read in the compute worker. */
export class ProbesService {
  constructor(private readonly options: ProbesOptions) {}

  /** Null where nothing was looked at, or not yet. @throws UnrollError RUN_UNKNOWN, FILE_CORRUPT */
  async history(id: string): Promise<ProbeHistory | null> {
    const run = this.options.runs.get(id);
    const file = this.#fileOf(id);
    if (!existsSync(file)) return null;
    const stepSeconds = stepSecondsOf(run, this.options);
    return this.options.compute.call('probeHistory', { file, recipe: run.recipe, stepSeconds });
  }

  /** @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, FILE_CORRUPT, ARGUMENT_INVALID */
  async frame(id: string, step: number, probe: number): Promise<ProbeFrame> {
    const run = this.options.runs.get(id);
    const file = this.#fileOf(id);
    if (!existsSync(file)) throw failure('ARGUMENT_INVALID.probesNone', { run: run.name });
    return this.options.compute.call('probeFrame', { file, step, probe });
  }

  #fileOf(id: string): string {
    return join(this.options.runs.runDir(id), runFiles.probes);
  }
}
