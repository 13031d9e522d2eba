import type { Experiment, ExperimentOutcome } from '../../../src/main/engine/experiments/experiment';
import { settle, Settings } from '../../../src/main/engine/experiments/settings';
import { infoOf } from '../../../src/main/engine/experiments/specs';
import type { ExperimentName, SettingValues } from '../../../src/shared/domain/experiment';
import type { ExperimentResult } from '../../../src/shared/domain/experiment-results';

/** Runs an experiment in this thread, without a data set. */
export async function runExperiment<Name extends ExperimentName>(
  experiment: Experiment,
  name: Name,
  given: SettingValues,
): Promise<{
  result: Extract<ExperimentResult, { experiment: Name }>;
  findings: ExperimentOutcome['findings'];
}> {
  const settings = new Settings(settle(infoOf(name).settings, given));
  const { result, findings } = await experiment({ settings, data: null }, { report: () => {} });
  return { result: result as Extract<ExperimentResult, { experiment: Name }>, findings };
}
