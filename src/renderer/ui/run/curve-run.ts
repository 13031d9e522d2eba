import type { Run } from '../../../shared/domain/run';
import type { CurveRun } from '../../charts/curves';
import { isLive } from '../../state/runs.svelte';
import { runs } from '../../state/lab';

/** A run as its curves are drawn; reads the run's series, so that what reads this follows it. */
export function curveRun(run: Run, slot: number): CurveRun {
  const series = runs.series(run.id);
  return {
    id: run.id,
    slot,
    steps: series.steps,
    epochs: series.epochs,
    stepsPerEpoch: run.stepsPerEpoch,
    bestEpoch: run.bestEpoch,
    live: isLive(run),
  };
}
