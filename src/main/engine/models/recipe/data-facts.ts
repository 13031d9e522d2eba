import type { Modality, Task } from '../../../../shared/domain/dataset';
import type { PreparedData } from '../../prepare/prepared';
import { channelColumns } from '../../baselines/sequences';
import { examplesOf } from '../../prepare/examples-of';
import { stepClasses } from '../../learning/step-targets';

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

export function factsOf(data: PreparedData, modality: Modality): DataFacts {
  const train = examplesOf(data, 'train');
  const lengths = Array.from(train, (example) => data.lengths[example]!).sort((a, b) => a - b);
  const counts = new Map<number, number>();
  if (data.task === 'classify')
    train.forEach((example) =>
      counts.set(data.labels[example]!, (counts.get(data.labels[example]!) ?? 0) + 1),
    );
  if (data.task === 'label')
    for (const label of stepClasses(data, train))
      if (label >= 0) counts.set(label, (counts.get(label) ?? 0) + 1);
  const perClass = [...counts.values()];
  return {
    task: data.task,
    modality,
    trainExamples: train.length,
    validationExamples: examplesOf(data, 'validation').length,
    features: data.featureNames.length,
    channels: channelColumns(data.featureNames).length,
    outputs: data.outputs.length,
    medianSteps: lengths[Math.floor(lengths.length / 2)] ?? 1,
    longestSteps: lengths[lengths.length - 1] ?? 1,
    seasonSteps: data.seasonSteps,
    imbalance: perClass.length === 0 ? 1 : Math.max(...perClass) / Math.min(...perClass),
  };
}
