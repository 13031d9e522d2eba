import { traitsOf } from '../../../../shared/domain/task';
import type { PreparedData } from '../../prepare/prepared';
import type { LoadedModel } from '../../models/trained/loaded';
import { learningTask } from '../../learning/tasks';
import { examplesOf } from '../../prepare/examples-of';
import { goldenExamples, goldenFromFeatures } from '../golden';
import type { Answer } from '../parity';
import { runWhole } from './check';
import type { GraphPlan } from './network-graph';
import { networkModel } from './network-graph';
import { encodeOnnx } from '../../formats/onnx/onnx-file';
import { answerName } from './outputs';
import { openOnnx } from './runtime';

/** What int8 costs and saves, on the test part (or what there is). */
export interface Quantised {
  readonly bytes: number;
  readonly floatBytes: number;
  /** Of classes (label: of steps; tag: of each label, said or not), or of values; of a forecast of quantiles the median's. */
  readonly metric: 'accuracy' | 'mae';
  readonly score: number;
  readonly floatScore: number;
  readonly examples: number;
}

const MOST_SCORED = 500;
const MOST_SCORED_VALUES = 20_000_000;

/** The int8 network and the float one on the same examples, from features on. */
export async function compareScores(
  loaded: LoadedModel,
  data: PreparedData,
  bytes: Uint8Array,
  plan: GraphPlan | null,
): Promise<Quantised> {
  const { model } = loaded;
  const golden = await goldenFromFeatures(loaded, data, scoredExamples(data));
  const session = await openOnnx(encodeOnnx(networkModel(model, { frontEnd: null, quantised: true })));
  try {
    const answers = await runWhole(session, answerName(model), golden, null);
    return {
      bytes: bytes.length,
      floatBytes: encodeOnnx(networkModel(model, { frontEnd: plan, quantised: false })).length,
      metric: traitsOf(model.task).metric === 'mae' ? 'mae' : 'accuracy',
      score: scoreOf(answers, loaded, data, ({ exported }) => exported),
      floatScore: scoreOf(answers, loaded, data, ({ expected }) => expected),
      examples: answers.length,
    };
  } finally {
    await session.close();
  }
}

function scoredExamples(data: PreparedData): number[] {
  const test = examplesOf(data, 'test');
  const examples = test.length > 0 ? [...test] : goldenExamples(data);
  let values = 0;
  return examples
    .slice(0, MOST_SCORED)
    .filter((example) => (values += data.lengths[example]! * data.featureNames.length) <= MOST_SCORED_VALUES);
}

function scoreOf(
  answers: readonly Answer[],
  { model }: LoadedModel,
  data: PreparedData,
  side: (answer: Answer) => ArrayLike<number>,
): number {
  const { measure } = learningTask(model.task);
  const scores = answers.flatMap((answer) => measure(model, data, answer.example, side(answer)));
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
