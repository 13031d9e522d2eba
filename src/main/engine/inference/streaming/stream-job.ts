import type { StreamChunk, StreamEnd } from '../../../../shared/contract/streams';
import { failure } from '../../../../shared/sentences/failure';
import { selectCompute } from '../../kernels/choose/select';
import { medianOf } from '../../learning/forecast/quantiles';
import { variantOf } from '../../models/network/layout';
import { readWeights } from '../../models/network/weights-file';
import type { TrainedModel } from '../../models/network/weights-file';
import { openPredictor } from '../predict-job';
import type { ModelSource } from '../predict-job';
import { CarriedAnswers, WindowAnswers } from './answers';
import type { StepAnswers } from './answers';
import { canCarry } from './carried-network';
import type { SteppingKernel } from './carried-network';
import { ModelStream } from './model-stream';
import type { StreamSignal } from './model-stream';

export interface OpenStreamInput {
  readonly stream: string;
  readonly source: ModelSource;
  readonly signal: StreamSignal;
  /** F and K of the model. */
  readonly features: number;
  readonly outputs: number;
  readonly quantiles: readonly number[];
  readonly windowSteps: number;
  /** Of a model that is run over windows. */
  readonly hopSteps: number;
  readonly how: 'carried' | 'window';
}

export interface OpenedStream {
  readonly delaySteps: number;
  readonly hopSteps: number;
  readonly units: number;
}

interface OpenStream {
  readonly stream: ModelStream;
  dispose(): void;
}

/** The streams of this worker, one after the other in each call; the engine's service gives them their names. */
const streams = new Map<string, OpenStream>();

/**
 * Jobs of the streams' worker.
 *
 * @throws UnrollError FILE_CORRUPT, MODEL_UNREADABLE, ARGUMENT_INVALID, COMPUTE_FAILED
 */
export async function openStreamJob(input: OpenStreamInput): Promise<OpenedStream> {
  const { answers, dispose } = await answersFor(input);
  try {
    const stream = await ModelStream.open(input.signal, answers, input.outputs);
    streams.set(input.stream, { stream, dispose });
    return { delaySteps: stream.delaySteps, hopSteps: answers.hopSteps, units: answers.units };
  } catch (thrown) {
    dispose();
    throw thrown;
  }
}

/** @throws UnrollError STREAM_UNKNOWN, COMPUTE_FAILED */
export async function pushStreamJob(input: { stream: string; samples: Float32Array }): Promise<StreamChunk> {
  return find(input.stream).stream.push(input.samples);
}

/** @throws UnrollError STREAM_UNKNOWN, COMPUTE_FAILED */
export async function finishStreamJob(input: { stream: string }): Promise<StreamEnd> {
  return find(input.stream).stream.finish();
}

/** @throws UnrollError STREAM_UNKNOWN */
export async function resetStreamJob(input: { stream: string }): Promise<void> {
  find(input.stream).stream.reset();
}

export async function closeStreamJob(input: { stream: string }): Promise<void> {
  const open = streams.get(input.stream);
  open?.stream.close();
  open?.dispose();
  streams.delete(input.stream);
}

function find(name: string): OpenStream {
  const open = streams.get(name);
  if (open !== undefined) return open;
  throw failure('STREAM_UNKNOWN.stream', { stream: name });
}

async function answersFor(input: OpenStreamInput): Promise<{ answers: StepAnswers; dispose(): void }> {
  const { source, features, outputs, quantiles, windowSteps, hopSteps } = input;
  if (input.how === 'carried') {
    const model = source.kind === 'file' ? await readWeights(source.weightsFile) : source.model;
    return {
      answers: new CarriedAnswers(requireCarried(model), await steppingKernel(model), windowSteps),
      dispose: () => {},
    };
  }
  const { predict, dispose } = await openPredictor(source);
  const shape = { features, outputs };
  const level = quantiles.length === 0 ? 0 : medianOf(quantiles);
  const answers = new WindowAnswers(
    async (window) => {
      const said = await predict([window]);
      return quantiles.length === 0 ? said : said.slice(level * outputs, (level + 1) * outputs);
    },
    shape,
    windowSteps,
    hopSteps,
  );
  return { answers, dispose };
}

function requireCarried(model: TrainedModel) {
  const { spec } = model;
  if (canCarry(spec)) return { ...model, spec };
  throw failure('INTERNAL.carried');
}

/** @throws UnrollError KERNEL_UNAVAILABLE */
async function steppingKernel(model: TrainedModel): Promise<SteppingKernel> {
  const needed = variantOf(model.spec);
  for (const name of ['native', 'wasm'] as const) {
    const found = await selectCompute({ backend: 'auto', kernel: name }, undefined, needed).catch(() => null);
    if (found?.kernel.advance !== undefined) return found.kernel as SteppingKernel;
  }
  throw failure('KERNEL_UNAVAILABLE.stream');
}
