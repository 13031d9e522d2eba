import type { Remark } from '../../../shared/domain/dataset';
import type { ExperimentName, SettingValues } from '../../../shared/domain/experiment';
import type { ExperimentResult } from '../../../shared/domain/experiment-results';
import type { Experiment, ExperimentData } from './experiment';
import { flipFlop } from './flip-flop/flip-flop';
import { gates } from './gates/gates';
import { lstmOrGru } from './lstm-or-gru/lstm-or-gru';
import { memory } from './memory/memory';
import { road } from './road/road';
import { Settings } from './settings';
import { unrolled } from './unrolled/unrolled';
import { vanishing } from './vanishing/vanishing';

export interface ExperimentJobInput {
  readonly name: ExperimentName;
  /** Settled (`settings.ts`). */
  readonly settings: SettingValues;
  readonly data: ExperimentData | null;
}

export interface ExperimentJobOutput {
  readonly result: ExperimentResult;
  readonly findings: readonly Remark[];
  readonly done: number;
  readonly total: number;
}

const table: Readonly<Record<ExperimentName, Experiment>> = {
  unrolled,
  vanishing,
  memory,
  gates,
  'flip-flop': flipFlop,
  'lstm-or-gru': lstmOrGru,
  road,
};

/** At most ten times a second: each report is the whole result. */
const REPORT_INTERVAL_MS = 100;

/** Runs one experiment. A long job of the compute worker. */
export async function experimentJob(
  { name, settings, data }: ExperimentJobInput,
  report: (partial: ExperimentJobOutput) => void,
): Promise<ExperimentJobOutput> {
  let lastMs = -Infinity;
  const outcome = await table[name](
    { settings: new Settings(settings), data },
    {
      report(result, findings, done, total) {
        if (performance.now() - lastMs < REPORT_INTERVAL_MS) return;
        lastMs = performance.now();
        report({ result, findings, done, total });
      },
    },
  );
  return { ...outcome, done: 1, total: 1 };
}
