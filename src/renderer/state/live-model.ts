import type { KeptModel } from '../../shared/contract/models';
import type { Dataset, ImportPlan } from '../../shared/domain/dataset';
import type { Scaler } from '../../shared/domain/features';
import type { Run } from '../../shared/domain/run';

/** What listens: a run of this lab, or a model that came as a file. */
export interface LiveModel {
  /** Names it to the engine. */
  readonly id: string;
  readonly name: string;
  readonly plan: ImportPlan;
  readonly stepSeconds: number | null;
  readonly scaler: Scaler;
  /** Where it was trained, if that was here: its test part can be played to it, and it can be taught. */
  readonly trained: { readonly run: Run; readonly dataset: Dataset } | null;
}

export function liveRun(run: Run, dataset: Dataset): LiveModel {
  const { plan, stepSeconds } = dataset.understanding;
  const { id, name } = run;
  return { id, name, plan, stepSeconds, scaler: dataset.scaler, trained: { run, dataset } };
}

export function liveFile({ id, card }: KeptModel): LiveModel {
  const { plan, stepSeconds, scaler } = card.input;
  return { id, name: card.name, plan, stepSeconds, scaler, trained: null };
}
