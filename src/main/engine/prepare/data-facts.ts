import type { Modality } from '../../../shared/domain/dataset';
import type { Task } from '../../../shared/domain/task';

/** What the defaults look at. Nothing here is read from the validation or test part but how many examples they have. */
export interface DataFacts {
  readonly task: Task;
  readonly modality: Modality;
  readonly trainExamples: number;
  readonly validationExamples: number;
  readonly features: number;
  /** Features but for those that are another's changes. */
  readonly channels: number;
  readonly outputs: number;
  readonly medianSteps: number;
  readonly longestSteps: number;
  /** Of a forecast; 1 when there is none. */
  readonly seasonSteps: number;
  /** Examples of the largest class over those of the smallest that occurs. */
  readonly imbalance: number;
}
