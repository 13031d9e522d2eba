import type { Modality } from '../../../../shared/domain/dataset';
import { hasOneClass } from '../../../../shared/domain/task';
import type { DataFacts } from '../../prepare/data-facts';
import type { PreparedData } from '../../prepare/prepared';
import { channelColumns } from '../../features/channel-columns';
import { examplesOf } from '../../prepare/examples-of';
import { answerClasses } from '../../prepare/answer-classes';

export function factsOf(data: PreparedData, modality: Modality): DataFacts {
  const train = examplesOf(data, 'train');
  const lengths = Array.from(train, (example) => data.lengths[example]!).sort((a, b) => a - b);
  const counts = new Map<number, number>();
  if (hasOneClass(data.task))
    for (const label of answerClasses(data, train))
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
