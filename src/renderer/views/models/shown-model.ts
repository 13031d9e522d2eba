import type { KeptModel } from '../../../shared/contract/models';
import type { Dataset, ImportPlan } from '../../../shared/domain/dataset';
import type { Recipe } from '../../../shared/domain/model';
import type { Run } from '../../../shared/domain/run';

/** What the Models view shows of a model, whether it is a run of this lab or came as a file. */
export interface ShownModel extends Pick<Run, 'name' | 'note' | 'task' | 'parameters' | 'test' | 'floor'> {
  /** Names it to the engine wherever it wants a model. */
  readonly id: string;
  readonly recipe: Recipe;
  readonly datasetName: string;
  /** Undefined when the data set is gone. */
  readonly plan: ImportPlan | undefined;
  readonly examples: number;
  readonly outputs: readonly string[];
  readonly features: number;
  readonly epochs: number;
  readonly bestEpoch: number | null;
  readonly computedBy: string;
  readonly seconds: number;
  readonly trainedMs: number;
  readonly bytes: number;
}

export function shownRun(run: Run, dataset: Dataset | undefined): ShownModel {
  const { understanding } = dataset ?? {};
  return {
    ...run,
    plan: understanding?.plan,
    examples: understanding?.examples ?? 0,
    outputs: understanding?.classes.map(({ label }) => label) ?? [],
    features: understanding?.features.length ?? 0,
    epochs: run.epoch,
    bestEpoch: run.bestEpoch,
    computedBy: [run.kernel, run.backend].filter(Boolean).join(' · '),
    seconds: run.timing.seconds,
    trainedMs: run.finishedMs ?? run.createdMs,
    // As 32-bit numbers, which is what most formats mostly are.
    bytes: 4 * run.parameters,
  };
}

export function shownFile({ id, bytes, card }: KeptModel): ShownModel {
  const { input, training, metrics, data } = card;
  const { train, validation, test } = data.examples;
  return {
    ...{ id, bytes, name: card.name, note: card.note, task: card.task, outputs: card.outputs },
    ...{ test: metrics.test ?? metrics.validation, floor: metrics.floor },
    ...{ recipe: training.recipe, epochs: training.epochs, bestEpoch: training.bestEpoch },
    parameters: (card.network ?? card.fitted)?.parameters ?? 0,
    datasetName: data.name,
    plan: input.plan,
    examples: train + validation + test,
    features: input.featureNames.length,
    computedBy: [training.kernel, training.backend].filter(Boolean).join(' · '),
    seconds: training.seconds,
    trainedMs: Date.parse(card.trained),
  };
}
