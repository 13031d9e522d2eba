import * as v from 'valibot';
import type { ExperimentName } from '../../../shared/domain/experiment';
import { ExperimentResult } from '../../../shared/domain/experiment-results';

/** What `scripts/record-experiments.mjs` has kept of runs with the default settings on a sample set. */
const files: Readonly<Partial<Record<ExperimentName, () => Promise<{ default: unknown }>>>> = {
  unrolled: () => import('../../../../resources/experiments/unrolled.json'),
  vanishing: () => import('../../../../resources/experiments/vanishing.json'),
  gates: () => import('../../../../resources/experiments/gates.json'),
  'flip-flop': () => import('../../../../resources/experiments/flip-flop.json'),
  'lstm-or-gru': () => import('../../../../resources/experiments/lstm-or-gru.json'),
};

/** What an experiment came to elsewhere, for the card of one that nobody has run here; null where none was kept. */
export async function recordedResult(name: ExperimentName): Promise<ExperimentResult | null> {
  const file = files[name];
  return file === undefined ? null : v.parse(ExperimentResult, (await file()).default);
}
