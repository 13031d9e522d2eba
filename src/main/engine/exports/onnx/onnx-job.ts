import { loadModel, loadPrepared } from '../../models/trained/loaded';
import { goldenExamples, goldenFromFeatures, goldenFromRecordings } from '../golden';
import type { GoldenRecording } from '../golden';
import type { ParityFinding } from '../parity';
import { judge } from '../parity';
import { runStream, runWhole } from './check';
import type { Quantised } from './int8-score';
import { compareScores } from './int8-score';
import type { GraphPlan } from './network-graph';
import { networkModel } from './network-graph';
import { encodeOnnx } from '../../formats/onnx/onnx-file';
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
        : await runWhole(session, model, golden, plan);
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
