import type { ComputeSpec, NetworkSpec } from '../../../shared/domain/model';
import { UnrollError } from '../../../shared/domain/error';
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

/** Writes everything that training needs to go on, whole or not at all (docs/file-formats.md). */
export async function writeCheckpoint(
  file: string,
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
    file,
    [
      ['parameters', { shape: length, data: parameters }],
      ['adam/first', { shape: length, data: moments.first }],
      ['adam/second', { shape: length, data: moments.second }],
      ['average', { shape: length, data: average }],
      ['best', { shape: length, data: best }],
      ...tail.tensors(counters),
    ],
    { unroll: JSON.stringify(metadata) },
  );
}

/** @throws UnrollError FILE_MISSING, FILE_CORRUPT, STATE_CORRUPT when it belongs to another network */
export async function readCheckpoint(
  file: string,
  parameters: number,
): Promise<{ state: TrainingState; tail: MetricTail; compute: ComputeSpec | null }> {
  const content = await readSafetensors(file);
  const { tensors, metadata } = content;
  const foreign = new UnrollError('STATE_CORRUPT', `${file} does not belong to this run.`, { file });
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
