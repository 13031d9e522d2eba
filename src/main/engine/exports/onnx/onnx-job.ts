import type { PreparedData } from '../../datasets/prepared';
import { loadModel, loadPrepared } from '../../inspection/loaded';
import type { LoadedModel } from '../../inspection/loaded';
import { examplesOf } from '../../models/examples';
import { goldenExamples, goldenFromFeatures, goldenFromRecordings } from '../golden';
import type { GoldenRecording } from '../golden';
import type { Answer, ParityFinding } from '../parity';
import { judge } from '../parity';
import { runStream, runWhole } from './check';
import type { GraphPlan } from './network-graph';
import { networkModel } from './network-graph';
import { encodeOnnx } from './onnx-file';
import { openOnnx } from './runtime';
import { streamModel } from './stream-graph';

export type OnnxFormat = 'onnx' | 'onnx-stream' | 'onnx-int8';

export interface OnnxJobInput {
  readonly format: OnnxFormat;
  readonly weightsFile: string;
  readonly preparedFile: string;
  /** How recordings become features, when the graph is to do it; null: features go in. */
  readonly plan: GraphPlan | null;
  /** Recordings to check with; used when there is a plan. */
  readonly recordings: readonly GoldenRecording[];
  readonly inputs: ParityFinding['inputs'];
}

export interface OnnxJobOutput {
  readonly bytes: Uint8Array;
  readonly finding: ParityFinding;
  readonly versions: Readonly<Record<string, string>>;
  readonly quantised: Quantised | null;
}

/** What int8 costs and saves, on the test part (or what there is). */
export interface Quantised {
  readonly bytes: number;
  readonly floatBytes: number;
  readonly metric: 'accuracy' | 'mae';
  readonly score: number;
  readonly floatScore: number;
  readonly examples: number;
}

/** float32 against float32; the bound, in probability. */
const BOUND = 1e-4;
/** 8 bits a weight: answers near a boundary may tip, whole answers may not turn. */
const INT8_BOUND = 0.25;
/** A streaming check calls the runtime at every step. */
const MOST_STREAM_STEPS = 6000;
const MOST_SCORED = 500;
const MOST_SCORED_VALUES = 20_000_000;

/**
 * Writes a trained network as ONNX, runs the file with onnxruntime on recordings that the network was not trained on,
 * and compares. A job of the compute worker.
 *
 * @throws UnrollError EXPORT_UNSUPPORTED, EXPORT_DIFFERS
 */
export async function onnxJob(input: OnnxJobInput): Promise<OnnxJobOutput> {
  const { format, plan } = input;
  const loaded = await loadModel(input.weightsFile);
  const { model } = loaded;
  const data = await loadPrepared(input.preparedFile);
  const golden =
    plan === null
      ? await goldenFromFeatures(loaded, data, goldenExamples(data))
      : await goldenFromRecordings(loaded, plan, input.recordings);
  const bytes = encodeOnnx(
    format === 'onnx-stream'
      ? streamModel(model, plan)
      : networkModel(model, { frontEnd: plan, quantised: format === 'onnx-int8' }),
  );
  const session = await openOnnx(bytes);
  try {
    const answers =
      format === 'onnx-stream'
        ? await runStream(session, model, golden, plan, MOST_STREAM_STEPS)
        : await runWhole(session, golden, plan);
    const checkedBy = { software: 'onnxruntime', version: session.version, how: 'runtime' } as const;
    const bound = format === 'onnx-int8' ? INT8_BOUND : BOUND;
    return {
      bytes,
      finding: judge(answers, bound, plan === null ? 'features' : input.inputs, checkedBy),
      versions: { onnxruntime: session.version },
      quantised: format === 'onnx-int8' ? await compareScores(loaded, data, bytes, plan) : null,
    };
  } finally {
    await session.close();
  }
}

/** The int8 network and the float one on the same examples, from features on. */
async function compareScores(
  loaded: LoadedModel,
  data: PreparedData,
  bytes: Uint8Array,
  plan: GraphPlan | null,
): Promise<Quantised> {
  const { model } = loaded;
  const golden = await goldenFromFeatures(loaded, data, scoredExamples(data));
  const session = await openOnnx(encodeOnnx(networkModel(model, { frontEnd: null, quantised: true })));
  try {
    const answers = await runWhole(session, golden, null);
    return {
      bytes: bytes.length,
      floatBytes: encodeOnnx(networkModel(model, { frontEnd: plan, quantised: false })).length,
      metric: model.task === 'classify' ? 'accuracy' : 'mae',
      score: scoreOf(answers, data, ({ exported }) => exported),
      floatScore: scoreOf(answers, data, ({ expected }) => expected),
      examples: answers.length,
    };
  } finally {
    await session.close();
  }
}

function scoredExamples(data: PreparedData): number[] {
  const test = examplesOf(data, 2);
  const examples = test.length > 0 ? [...test] : goldenExamples(data);
  let values = 0;
  return examples
    .slice(0, MOST_SCORED)
    .filter((example) => (values += data.lengths[example]! * data.featureNames.length) <= MOST_SCORED_VALUES);
}

function scoreOf(
  answers: readonly Answer[],
  data: PreparedData,
  side: (answer: Answer) => ArrayLike<number>,
): number {
  const outputs = data.outputs.length;
  const scores = answers.map((answer) => {
    const values = Array.from(side(answer));
    if (data.task === 'classify')
      return Number(values.indexOf(Math.max(...values)) === data.labels[answer.example]);
    const truth = data.targets.subarray(answer.example * outputs, (answer.example + 1) * outputs);
    return values.reduce((sum, value, k) => sum + Math.abs(value - truth[k]!), 0) / outputs;
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
