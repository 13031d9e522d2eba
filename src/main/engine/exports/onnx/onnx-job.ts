import type { EventDecision } from '../../../../shared/domain/detection';
import type { FittedModel } from '../../baselines/family';
import { loadFitted, loadModel, loadPrepared } from '../../models/trained/loaded';
import { goldenExamples, goldenFromFeatures, goldenFromRecordings } from '../golden';
import type { GoldenRecording } from '../golden';
import type { ParityFinding } from '../parity';
import { judge } from '../parity';
import { runStream, runWhole } from './check';
import { fittedAnswerName, fittedModel } from './fitted/fitted-graph';
import type { Quantised } from './int8-score';
import { compareScores } from './int8-score';
import type { GraphPlan } from './network-graph';
import { networkModel } from './network-graph';
import { encodeOnnx } from '../../formats/onnx/onnx-file';
import { openOnnx } from './runtime';
import { answerName } from './outputs';
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
  /** How probabilities become events. */
  readonly decision?: EventDecision;
}

export interface OnnxJobOutput {
  readonly bytes: Uint8Array;
  readonly finding: ParityFinding;
  readonly versions: Readonly<Record<string, string>>;
  readonly quantised: Quantised | null;
}

/** The same of a model without a network. */
async function fittedJob(
  { plan, preparedFile, recordings, inputs, decision }: OnnxJobInput,
  fitted: FittedModel,
): Promise<OnnxJobOutput> {
  const data = await loadPrepared(preparedFile);
  const golden =
    plan === null
      ? await goldenFromFeatures(fitted, data, goldenExamples(data))
      : await goldenFromRecordings(fitted, plan, recordings);
  const bytes = encodeOnnx(fittedModel(fitted, plan, decision));
  const session = await openOnnx(bytes);
  try {
    const answers = await runWhole(session, fittedAnswerName(fitted), golden, plan);
    const checkedBy = { software: 'onnxruntime', version: session.version, how: 'runtime' } as const;
    return {
      bytes,
      finding: judge(answers, BOUND, plan === null ? 'features' : inputs, checkedBy),
      versions: { onnxruntime: session.version },
      quantised: null,
    };
  } finally {
    await session.close();
  }
}

/** float32 against float32; the bound, in probability. */
const BOUND = 1e-4;
/** 8 bits a weight: answers near a boundary may tip, whole answers may not turn. */
const INT8_BOUND = 0.25;
/** A streaming check calls the runtime at every step. */
const MOST_STREAM_STEPS = 6000;

/**
 * Writes a trained network as ONNX, runs the file with onnxruntime on recordings that the network was not trained on,
 * and compares. A job of the compute worker.
 *
 * @throws UnrollError EXPORT_UNSUPPORTED, EXPORT_DIFFERS
 */
export async function onnxJob(input: OnnxJobInput): Promise<OnnxJobOutput> {
  const { format, plan, decision } = input;
  const fitted = await loadFitted(input.weightsFile);
  if (fitted !== null) return fittedJob(input, fitted);
  const loaded = await loadModel(input.weightsFile);
  const { model } = loaded;
  const data = await loadPrepared(input.preparedFile);
  const golden =
    plan === null
      ? await goldenFromFeatures(loaded, data, goldenExamples(data))
      : await goldenFromRecordings(loaded, plan, input.recordings);
  const bytes = encodeOnnx(
    format === 'onnx-stream'
      ? streamModel(model, plan, decision)
      : networkModel(model, { frontEnd: plan, quantised: format === 'onnx-int8', decision }),
  );
  const session = await openOnnx(bytes);
  try {
    const answers =
      format === 'onnx-stream'
        ? await runStream(session, model, golden, plan, MOST_STREAM_STEPS)
        : await runWhole(session, answerName(model), golden, plan);
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
