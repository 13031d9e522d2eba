import { join } from 'node:path';
import type { LstmOrGruResult } from '../../../../shared/domain/experiment-results';
import type { RecipeOf, TrainingSpec } from '../../../../shared/domain/model';
import { meanWithInterval } from '../../../../shared/statistics/student';
import { selectCompute } from '../../kernels/choose/select';
import { readPrepared, writePrepared } from '../../prepare/prepared';
import type { PreparedData } from '../../prepare/prepared';
import { examplesOf } from '../../prepare/examples-of';
import { proposeRecipe } from '../../models/recipe/propose';
import { shapeFor } from '../../models/network/weights';
import { unitsForBudget } from '../budget';
import { trainOnce, withFolder } from '../dataset-training';
import type { Experiment, ExperimentData } from '../experiment';
import { judgedExamples, metricOf, requireData } from '../judged';
import type { Settings } from '../settings';
import { lstmOrGruFindings } from './findings';
import { withTrainingShare } from './subset';

type Contestant = LstmOrGruResult['models'][number];
const contestants = ['lstm', 'gru'] as const;

function recipeFor(
  data: PreparedData,
  { modality }: ExperimentData,
  model: Contestant['model'],
  training: Partial<TrainingSpec>,
  units?: number,
): RecipeOf<'recurrent'> {
  const choices = { model: { cell: model, ...(units !== undefined && { units }) }, training };
  return proposeRecipe(data, choices, modality).recipe as RecipeOf<'recurrent'>;
}

/** As many units as the budget of parameters allows, all else as the lab proposes it. */
function contestant(
  data: PreparedData,
  source: ExperimentData,
  model: Contestant['model'],
  parameters: number,
): Contestant {
  const recipe = recipeFor(data, source, model, {});
  const shape = shapeFor(data, recipe.training.quantiles);
  const size = unitsForBudget((units) => ({ ...recipe.model, units }), shape, parameters);
  return { model, ...size, secondsPerEpoch: null };
}

/** Differences of pairs that are complete, LSTM minus GRU, for each size of the training part. */
function differencesOf(trainings: LstmOrGruResult['trainings']): LstmOrGruResult['differences'] {
  const sizes = [...new Set(trainings.map(({ examples }) => examples))];
  return sizes.flatMap((examples) => {
    const scoreOf = (model: string, seed: number): number | null =>
      trainings.find((one) => one.model === model && one.seed === seed && one.examples === examples)!.score;
    const seeds = new Set(trainings.filter((one) => one.examples === examples).map(({ seed }) => seed));
    const pairs = [...seeds].flatMap((seed) => {
      const [lstm, gru] = [scoreOf('lstm', seed), scoreOf('gru', seed)];
      return lstm === null || gru === null ? [] : [lstm - gru];
    });
    return pairs.length === 0 ? [] : [{ examples, ...meanWithInterval(pairs) }];
  });
}

function planned(data: PreparedData, settings: Settings): LstmOrGruResult['trainings'] {
  const sizes = settings.number('sizes');
  const shares = Array.from({ length: sizes }, (_, k) => 2 ** (k + 1 - sizes));
  const seeds = Array.from({ length: settings.number('seeds') }, (_, k) => settings.number('seed') + k);
  return shares.flatMap((share) => {
    const examples = examplesOf(withTrainingShare(data, share, seeds[0]!), 'train').length;
    return seeds.flatMap((seed) =>
      contestants.map((model) => ({ model, examples, seed, score: null as number | null })),
    );
  });
}

/** LSTM against GRU on a person's data: equal budgets, equal seeds, growing training parts. */
export const lstmOrGru: Experiment = async ({ settings, data: given }, progress) => {
  const source = requireData(given);
  const data = await readPrepared(source.preparedFile);
  const all = examplesOf(data, 'train').length;
  const { backend, kernel } = await selectCompute({ backend: 'auto', kernel: 'auto' });
  const models = contestants.map((model) => contestant(data, source, model, settings.number('parameters')));
  const trainings = planned(data, settings);
  const spent = new Map<string, { seconds: number; epochs: number }>();
  let floor: number | null = null;
  const resultSoFar = (): LstmOrGruResult => ({
    experiment: 'lstm-or-gru',
    dataset: source.name,
    metric: metricOf(data),
    testExamples: judgedExamples(data),
    floor,
    models: models.map((model) => {
      const cost = spent.get(model.model);
      return { ...model, secondsPerEpoch: cost === undefined ? null : cost.seconds / cost.epochs };
    }),
    trainings: trainings.map((training) => ({ ...training })),
    differences: differencesOf(trainings),
  });
  const epochs = settings.number('epochs');
  const total = trainings.reduce((sum, { examples }) => sum + examples, 0);
  let done = 0;
  for (const training of trainings) {
    const { model, seed, examples } = training;
    const { units } = models.find((one) => one.model === model)!;
    const subset = withTrainingShare(data, examples / all, seed);
    const recipe = recipeFor(subset, source, model, { seed, ...(epochs > 0 && { epochs }) }, units);
    const outcome = await withFolder(async (dir) => {
      const preparedFile = examples === all ? source.preparedFile : join(dir, 'prepared.safetensors');
      if (examples !== all) await writePrepared(preparedFile, subset);
      return trainOnce(preparedFile, { ...recipe, compute: { backend, kernel: kernel.name } }, (share) =>
        progress.report(resultSoFar(), [], done + share * examples, total),
      );
    });
    training.score = outcome.score;
    floor = outcome.floor?.value ?? null;
    if (examples === all) {
      const before = spent.get(model) ?? { seconds: 0, epochs: 0 };
      spent.set(model, {
        seconds: before.seconds + outcome.seconds,
        epochs: before.epochs + outcome.epochs,
      });
    }
    done += examples;
    progress.report(resultSoFar(), [], done, total);
  }
  const result = resultSoFar();
  return { result, findings: lstmOrGruFindings(result) };
};
