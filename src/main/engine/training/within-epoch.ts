import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComputeSpec } from '../../../shared/domain/model';
import { runFiles } from '../../../shared/run-files';
import { readSafetensors, writeSafetensors } from '../files/safetensors';
import { MetricTail } from './metric-tail';
import type { TrainingCounters, TrainingState } from './state';

/** How far an epoch is. */
export interface EpochProgress {
  /** Optimiser steps done of it. */
  readonly steps: number;
  /** Of loss and metric over its examples so far. */
  readonly lossSum: number;
  readonly metricSum: number;
}

/** An epoch under way: what has changed since the checkpoint at the end of the one before. */
export interface WithinEpoch {
  readonly state: TrainingState;
  readonly progress: EpochProgress;
  readonly tail: MetricTail;
}

interface Metadata {
  readonly formatVersion: 1;
  readonly counters: TrainingCounters;
  readonly progress: EpochProgress;
  readonly compute: ComputeSpec;
}

/**
 * Long epochs are kept by time too. The file stands beside the checkpoint that it goes on from, which stays as it is: when it
 * is damaged, training goes on from there.
 *
 * @throws UnrollError DISK_FULL, OUTPUT_UNWRITABLE
 */
export async function writeWithin(
  runDir: string,
  { counters, parameters, moments, average }: TrainingState,
  progress: EpochProgress,
  compute: ComputeSpec,
  tail: MetricTail,
): Promise<void> {
  const metadata: Metadata = { formatVersion: 1, counters, progress, compute };
  const shape = [parameters.length];
  await writeSafetensors(
    join(runDir, runFiles.withinEpoch),
    [
      ['parameters', { shape, data: parameters }],
      ['adam/first', { shape, data: moments.first }],
      ['adam/second', { shape, data: moments.second }],
      ['average', { shape, data: average }],
      ...tail.tensors(counters),
    ],
    { unroll: JSON.stringify(metadata) },
  );
}

/** Null when there is none that goes on from `from`, also when it is damaged: then the epoch begins anew. */
export async function readWithin(
  runDir: string,
  from: TrainingState,
  compute: ComputeSpec | null,
): Promise<WithinEpoch | null> {
  try {
    const content = await readSafetensors(join(runDir, runFiles.withinEpoch));
    const stored = JSON.parse(content.metadata['unroll']!) as Metadata;
    const { counters, progress } = stored;
    const { epoch, step, retries } = from.counters;
    const goesOn =
      stored.formatVersion === 1 &&
      counters.epoch === epoch &&
      counters.retries === retries &&
      counters.step === step + progress.steps &&
      stored.compute.kernel === compute?.kernel &&
      stored.compute.backend === compute.backend;
    if (!goesOn) return null;
    const array = (name: string): Float32Array => {
      const data = content.tensors.get(name)?.data;
      if (!(data instanceof Float32Array) || data.length !== from.parameters.length)
        throw new RangeError(`${name} belongs to another network`);
      return data;
    };
    const state: TrainingState = {
      counters,
      parameters: array('parameters'),
      moments: { first: array('adam/first'), second: array('adam/second') },
      average: array('average'),
      best: from.best.slice(),
    };
    return { state, progress, tail: MetricTail.from(content) };
  } catch {
    return null;
  }
}

/** A run that is complete has no epoch under way. */
export const removeWithin = (runDir: string): Promise<void> =>
  rm(join(runDir, runFiles.withinEpoch), { force: true });
