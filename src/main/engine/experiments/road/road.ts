import type { RoadResult, RoadRow } from '../../../../shared/domain/experiment-results';
import { toUnrollError } from '../../../../shared/domain/error';
import type { ModelChoices } from '../../../../shared/domain/model';
import { selectCompute } from '../../compute/select';
import { readPrepared } from '../../datasets/prepared';
import type { PreparedData } from '../../datasets/prepared';
import { proposeRecipe } from '../../models/propose';
import { trainOnce } from '../dataset-training';
import type { Experiment, ExperimentData } from '../experiment';
import { judgedExamples, metricOf, requireData } from '../judged';
import type { Settings } from '../settings';
import { roadFindings } from './findings';

interface Station {
  /** Step of the road (docs/user-guide.md). */
  readonly step: number;
  readonly model: string;
  readonly choices: ModelChoices;
}

/** From what ignores time to attention; the floors that need no network come first. */
const stations: readonly Station[] = [
  { step: 0, model: 'statistics', choices: { family: 'statistics' } },
  { step: 0, model: 'dtw', choices: { family: 'dtw' } },
  { step: 1, model: 'naive', choices: { family: 'naive' } },
  { step: 2, model: 'ar', choices: { family: 'ar' } },
  { step: 2, model: 'ar-mlp', choices: { family: 'ar', hidden: 16 } },
  { step: 3, model: 'markov', choices: { family: 'markov' } },
  { step: 4, model: 'latent', choices: { family: 'latent' } },
  { step: 5, model: 'rnn', choices: { cell: 'rnn' } },
  { step: 6, model: 'lstm', choices: { cell: 'lstm' } },
  { step: 7, model: 'gru', choices: { cell: 'gru' } },
  { step: 9, model: 'transformer', choices: { family: 'transformer' } },
];

/** What a model is not made for, or what would not fit into memory, is no failure of the experiment. */
const skipping: ReadonlySet<string> = new Set(['MODEL_UNSUITABLE', 'MODEL_TOO_LARGE', 'ARGUMENT_INVALID']);

const waiting = ({ step, model }: Station): RoadRow => ({
  step,
  model,
  status: 'waiting',
  parameters: null,
  seconds: null,
  score: null,
  interval: null,
  reason: null,
});

interface Track {
  readonly data: PreparedData;
  readonly source: ExperimentData;
  readonly settings: Settings;
  readonly compute: Parameters<typeof selectCompute>[0];
}

async function travel(
  station: Station,
  { data, source, settings, compute }: Track,
  onShare: (share: number) => void,
): Promise<{ row: RoadRow; floor: RoadResult['floor'] }> {
  try {
    const epochs = settings.number('epochs');
    const training = { seed: settings.number('seed'), ...(epochs > 0 && { epochs }) };
    const { recipe } = proposeRecipe(data, { model: station.choices, training, compute }, source.modality);
    const { score, interval, parameters, seconds, floor } = await trainOnce(
      source.preparedFile,
      recipe,
      onShare,
    );
    const row: RoadRow = {
      ...waiting(station),
      status: 'done',
      ...{ parameters, seconds, score, interval: [...interval] },
    };
    return { row, floor: floor === null ? null : { name: floor.name, value: floor.value } };
  } catch (thrown) {
    const error = toUnrollError(thrown);
    if (!skipping.has(error.code)) throw error;
    const reason = { code: `error.${error.code}`, message: error.message };
    return { row: { ...waiting(station), status: 'skipped', reason }, floor: null };
  }
}

/** Every model of the lab on one data set, with the lab's own defaults and one seed. */
export const road: Experiment = async ({ settings, data: given }, progress) => {
  const source = requireData(given);
  const data = await readPrepared(source.preparedFile);
  const { backend, kernel } = await selectCompute({ backend: 'auto', kernel: 'auto' });
  const track: Track = { data, source, settings, compute: { backend, kernel: kernel.name } };
  const rows = stations.map(waiting);
  let floor: RoadResult['floor'] = null;
  const resultSoFar = (): RoadResult => ({
    experiment: 'road',
    dataset: source.name,
    metric: metricOf(data),
    testExamples: judgedExamples(data),
    floor,
    rows: [...rows],
  });
  for (const [index, station] of stations.entries()) {
    rows[index] = { ...waiting(station), status: 'training' };
    progress.report(resultSoFar(), [], index, stations.length);
    const arrived = await travel(station, track, (share) =>
      progress.report(resultSoFar(), [], index + share, stations.length),
    );
    rows[index] = arrived.row;
    floor ??= arrived.floor;
  }
  const result = resultSoFar();
  return { result, findings: roadFindings(result) };
};
