import { join } from 'node:path';
import type { ComputeSpec, NetworkSpec } from '../../../shared/domain/model';
import type { Remark } from '../../../shared/domain/dataset';
import type { UnrollError } from '../../../shared/domain/error';
import { toUnrollError } from '../../../shared/domain/error';
import { runFiles } from '../../../shared/run-files';
import { remark } from '../../../shared/sentences/say';
import { failure } from '../../../shared/sentences/failure';
import { readSafetensors, writeSafetensors } from '../files/safetensors';
import type { NetworkShape } from '../models/network/weights';
import { MetricTail } from './metric-tail';
import type { TrainingCounters, TrainingState } from './state';

interface CheckpointMetadata {
  formatVersion: 1;
  spec: NetworkSpec;
  shape: NetworkShape;
  counters: TrainingCounters;
  /** Absent in checkpoints from before kernels were chosen by a trial. */
  compute?: ComputeSpec;
}

/**
 * Writes everything that training needs to go on, whole or not at all (docs/file-formats.md), beside the one before.
 *
 * @param runDir of the run
 * @throws UnrollError DISK_FULL, OUTPUT_UNWRITABLE
 */
export async function writeCheckpoint(
  runDir: string,
  { counters, parameters, moments, average, best }: TrainingState,
  { spec, shape, compute }: Pick<CheckpointMetadata, 'spec' | 'shape' | 'compute'>,
  tail: MetricTail,
): Promise<void> {
  const metadata: CheckpointMetadata = {
    ...{ formatVersion: 1, spec, shape, counters },
    ...(compute !== undefined && { compute }),
  };
  const length = [parameters.length];
  await writeSafetensors(
    join(runDir, runFiles.checkpoint),
    [
      ['parameters', { shape: length, data: parameters }],
      ['adam/first', { shape: length, data: moments.first }],
      ['adam/second', { shape: length, data: moments.second }],
      ['average', { shape: length, data: average }],
      ['best', { shape: length, data: best }],
      ...tail.tensors(counters),
    ],
    { unroll: JSON.stringify(metadata) },
    join(runDir, runFiles.previousCheckpoint),
  );
}

interface Checkpoint {
  readonly state: TrainingState;
  readonly tail: MetricTail;
  readonly compute: ComputeSpec | null;
}

/**
 * The newest checkpoint that is whole, with a word about those that are not; null where none is whole: then training begins
 * anew, which leads to the same weights.
 *
 * @throws UnrollError STATE_CORRUPT when what is there belongs to another network
 */
export async function newestCheckpoint(
  runDir: string,
  parameters: number,
): Promise<{ saved: Checkpoint | null; remarks: Remark[] }> {
  const damaged: UnrollError[] = [];
  for (const name of [runFiles.checkpoint, runFiles.previousCheckpoint]) {
    try {
      const saved = await readCheckpoint(join(runDir, name), parameters);
      const { epoch } = saved.state.counters;
      return {
        saved,
        remarks: damaged.length === 0 ? [] : [remark('training.checkpointDamaged', { epoch })],
      };
    } catch (thrown) {
      const error = toUnrollError(thrown);
      if (!error.code.startsWith('FILE_')) throw error;
      if (error.code !== 'FILE_MISSING') damaged.push(error);
    }
  }
  return { saved: null, remarks: damaged.length === 0 ? [] : [remark('training.checkpointsDamaged')] };
}

/** @throws UnrollError FILE_MISSING, FILE_CORRUPT, STATE_CORRUPT when it belongs to another network */
export async function readCheckpoint(file: string, parameters: number): Promise<Checkpoint> {
  const content = await readSafetensors(file);
  const { tensors, metadata } = content;
  const foreign = failure('STATE_CORRUPT.otherRun', { file });
  const array = (name: string): Float32Array => {
    const data = tensors.get(name)?.data;
    if (!(data instanceof Float32Array) || data.length !== parameters) throw foreign;
    return data;
  };
  const { unroll } = metadata;
  if (unroll === undefined) throw foreign;
  const { formatVersion, counters, compute } = JSON.parse(unroll) as CheckpointMetadata;
  if (formatVersion !== 1) throw foreign;
  const state: TrainingState = {
    counters,
    parameters: array('parameters'),
    moments: { first: array('adam/first'), second: array('adam/second') },
    average: array('average'),
    best: array('best'),
  };
  return { state, tail: MetricTail.from(content), compute: compute ?? null };
}
