import type { RoadModel, RoadResult, RoadRow } from '../../../../shared/domain/experiment-results';
import { toUnrollError } from '../../../../shared/domain/error';
import type { ModelChoices } from '../../../../shared/domain/model';
import type { Floor } from '../../../../shared/domain/run';
import { selectCompute } from '../../kernels/choose/select';
import { readPrepared } from '../../prepare/prepared';
import type { PreparedData } from '../../prepare/prepared';
import { proposeRecipe } from '../../models/recipe/propose';
import { trainOnce } from '../dataset-training';
import type { TrainingOutcome } from '../dataset-training';
import type { Experiment, ExperimentData } from '../experiment';
import { judgedExamples, metricOf, requireData } from '../judged';
import type { Settings } from '../settings';
import { roadFindings } from './findings';

interface Station {
  /** Step of the road (docs/user-guide.md). */
  readonly step: number;
  readonly choices: ModelChoices;
  /** Whether it begins with random numbers, so that another seed gives another score. */
  readonly random?: true;
}

/** From what ignores time to attention; the floors that need no network come first. */
const stations: Readonly<Record<RoadModel, Station>> = {
  statistics: { step: 0, choices: { family: 'statistics' } },
  dtw: { step: 0, choices: { family: 'dtw' } },
  minirocket: { step: 0, choices: { family: 'minirocket' }, random: true },
  quant: { step: 0, choices: { family: 'quant' }, random: true },
  naive: { step: 1, choices: { family: 'naive' } },
  ar: { step: 2, choices: { family: 'ar' } },
  'ar-mlp': { step: 2, choices: { family: 'ar', hidden: 16 }, random: true },
  markov: { step: 3, choices: { family: 'markov' } },
  latent: { step: 4, choices: { family: 'latent' } },
  'latent-gru': { step: 4, choices: { family: 'latent', transition: 'gru' }, random: true },
  rnn: { step: 5, choices: { cell: 'rnn' }, random: true },
  lstm: { step: 6, choices: { cell: 'lstm' }, random: true },
  gru: { step: 7, choices: { cell: 'gru' }, random: true },
  transformer: { step: 9, choices: { family: 'transformer' }, random: true },
};

/** What a model is not made for, or what would not fit into memory, is no failure of the experiment. */
const skipping: ReadonlySet<string> = new Set(['MODEL_UNSUITABLE', 'MODEL_TOO_LARGE', 'ARGUMENT_INVALID']);

const waiting = (model: RoadModel): RoadRow => ({
  step: stations[model].step,
  model,
  status: 'waiting',
  parameters: null,
  seconds: null,
  score: null,
  interval: null,
  scores: [],
  reason: null,
});

interface Track {
  readonly data: PreparedData;
  readonly source: ExperimentData;
  readonly settings: Settings;
  readonly compute: Parameters<typeof selectCompute>[0];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The row of a model after some of its seeds. */
function rowOf(model: RoadModel, outcomes: readonly TrainingOutcome[], isLast: boolean): RoadRow {
  const scores = outcomes.map(({ score }) => score);
  return {
    ...waiting(model),
    status: isLast ? 'done' : 'training',
    parameters: outcomes[0]!.parameters,
    seconds: mean(outcomes.map(({ seconds }) => seconds)),
    score: mean(scores),
    interval: [
      mean(outcomes.map(({ interval: [low] }) => low)),
      mean(outcomes.map(({ interval: [, high] }) => high)),
    ],
    scores,
  };
}

/** Trains one model with every seed. @param onRow after each, and while it trains, how far all of it is */
async function travel(
  model: RoadModel,
  { data, source, settings, compute }: Track,
  onRow: (row: RoadRow, share: number, floor: Floor | null) => void,
): Promise<void> {
  const { choices, random } = stations[model];
  const epochs = settings.number('epochs');
  const seeds = random === true ? settings.number('seeds') : 1;
  const outcomes: TrainingOutcome[] = [];
  try {
    for (let k = 0; k < seeds; k++) {
      const training = { seed: settings.number('seed') + k, ...(epochs > 0 && { epochs }) };
      const { recipe } = proposeRecipe(data, { model: choices, training, compute }, source.modality);
      const before: RoadRow =
        k === 0 ? { ...waiting(model), status: 'training' } : rowOf(model, outcomes, false);
      onRow(before, k / seeds, null);
      outcomes.push(
        await trainOnce(source.preparedFile, recipe, (share) => onRow(before, (k + share) / seeds, null)),
      );
      onRow(rowOf(model, outcomes, k === seeds - 1), (k + 1) / seeds, outcomes[0]!.floor);
    }
  } catch (thrown) {
    const error = toUnrollError(thrown);
    if (!skipping.has(error.code)) throw error;
    const reason = { code: `error.${error.code}`, message: error.message };
    onRow({ ...waiting(model), status: 'skipped', reason }, 1, null);
  }
}

/** Every model of the lab on one data set, with the lab's own defaults. */
export const road: Experiment = async ({ settings, data: given }, progress) => {
  const source = requireData(given);
  const data = await readPrepared(source.preparedFile);
  const { backend, kernel } = await selectCompute({ backend: 'auto', kernel: 'auto' });
  const track: Track = { data, source, settings, compute: { backend, kernel: kernel.name } };
  const models = settings.texts<RoadModel>('models');
  const rows = models.map(waiting);
  let floor: RoadResult['floor'] = null;
  const resultSoFar = (): RoadResult => ({
    experiment: 'road',
    dataset: source.name,
    metric: metricOf(data),
    testExamples: judgedExamples(data),
    floor,
    rows: [...rows],
  });
  for (const [index, model] of models.entries())
    await travel(model, track, (row, share, own) => {
      rows[index] = row;
      if (own !== null) floor ??= { name: own.name, value: own.value };
      progress.report(resultSoFar(), [], index + share, models.length);
    });
  const result = resultSoFar();
  return { result, findings: roadFindings(result) };
};
