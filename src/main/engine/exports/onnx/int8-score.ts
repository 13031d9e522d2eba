import { answersSteps, continues, hasClasses } from '../../../../shared/domain/task';
import type { PreparedData } from '../../prepare/prepared';
import type { LoadedModel } from '../../models/trained/loaded';
import { columnsOf } from '../../learning/generate/answers';
import { examplesOf } from '../../prepare/examples-of';
import { medianOf } from '../../learning/forecast/quantiles';
import { goldenExamples, goldenFromFeatures } from '../golden';
import type { Answer } from '../parity';
import { runWhole } from './check';
import type { GraphPlan } from './network-graph';
import { networkModel } from './network-graph';
import { encodeOnnx } from '../../formats/onnx/onnx-file';
import { openOnnx } from './runtime';

/** What int8 costs and saves, on the test part (or what there is). */
export interface Quantised {
  readonly bytes: number;
  readonly floatBytes: number;
  /** Of classes (label: of steps), or of values; of a forecast of quantiles the median's. */
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
    const answers = await runWhole(session, model, golden, null);
    return {
      bytes: bytes.length,
      floatBytes: encodeOnnx(networkModel(model, { frontEnd: plan, quantised: false })).length,
      metric: model.shape.head === 'softmax' ? 'accuracy' : 'mae',
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
  const { task } = model;
  const ofAnswer = hasClasses(task)
    ? answersSteps(task)
      ? ofLabels
      : ofClass
    : continues(task)
      ? ofNext
      : ofValues;
  const scores = answers.flatMap((answer) => ofAnswer(Array.from(side(answer)), answer.example));
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;

  function ofClass(values: readonly number[], example: number): number[] {
    return [Number(largest(values) === data.labels[example])];
  }

  function ofLabels(values: readonly number[], example: number): number[] {
    const width = model.outputs.length;
    return judgedSteps(example).flatMap((t) => {
      const truth = data.stepLabels[data.starts[example]! + t]!;
      return truth < 0 ? [] : [Number(largest(values.slice(t * width, (t + 1) * width)) === truth)];
    });
  }

  function ofNext(values: readonly number[], example: number): number[] {
    const columns = columnsOf(model);
    const width = data.featureNames.length;
    return judgedSteps(example).flatMap((t) =>
      columns.flatMap((column, c) => {
        const row = data.starts[example]! + t + 1;
        if (data.filled?.[row * columns.length + c] === 1) return [];
        const truth = data.features[row * width + column]!;
        return [Math.abs(values[t * columns.length + c]! - truth)];
      }),
    );
  }

  function ofValues(values: readonly number[], example: number): number[] {
    const width = model.outputs.length;
    const level = medianOf(model.scaling.forecast?.quantiles ?? [0.5]);
    const truth = data.targets.subarray(example * width, (example + 1) * width);
    // What nobody measured judges nothing.
    return Array.from(truth, (value, k) => Math.abs(values[level * width + k]! - value)).filter(
      (error) => !Number.isNaN(error),
    );
  }

  function judgedSteps(example: number): number[] {
    const from = data.scoredFrom[example]!;
    return Array.from({ length: data.lengths[example]! - from }, (_, k) => from + k);
  }
}

const largest = (values: readonly number[]): number => values.indexOf(Math.max(...values));
