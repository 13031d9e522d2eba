import type { ImportPlan } from '../../../shared/domain/dataset';
import type { EventDecision, Reject } from '../../../shared/domain/detection';
import type { ModelSource } from './predict-job';

/** What is needed to run files through a trained network. */
export interface PredictionModel {
  readonly plan: ImportPlan;
  readonly featureNames: readonly string[];
  readonly outputs: readonly string[];
  /** Of a forecast; empty for points. */
  readonly quantiles: readonly number[];
  /** Of several labels (`Scaling.thresholds`). */
  readonly thresholds?: readonly number[] | undefined;
  /** How its probabilities become events; absent where nobody decided. */
  readonly decision?: EventDecision | undefined;
  /** From where on its answers count; absent where no class is none of the others. */
  readonly reject?: Reject | undefined;
  readonly source: ModelSource;
}
