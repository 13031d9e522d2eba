import { referenceKernel } from '../../kernels/reference/reference-kernel';
import { loadFitted, loadModel, loadPrepared } from '../../models/trained/loaded';
import { assemble } from '../../models/network/batch';
import type { FittedModel } from '../../baselines/family';
import { failure } from '../../../../shared/sentences/failure';
import { strideOf } from '../../models/network/layout';
import { Network } from '../../models/network/network';
import { networkCost } from '../../models/cost/network-cost';
import { stateBytes } from '../../models/cost/stream-state';
import type { RecurrentModel } from '../../models/network/recurrent-model';
import { requireHeld } from '../held';
import { version } from '../../version';
import type { ModelCard } from '../../../../shared/contract/model-card';
import { goldenExamples, goldenFromFeatures, inDataUnits } from '../golden';
import type { GoldenInput } from '../golden';
import type { Answer, CheckedBy, ParityFinding } from '../parity';
import { answerOf, judge } from '../parity';
import { headerArrays, weightsOfHeader } from './arrays';
import { cHeader } from './c-header';
import { compileAndRun } from './compiled';
import type { CDecision } from './decide-code';
import { fittedHeader } from './fitted/fitted-header';
import { MAX_STEPS } from './state';

export interface CJobInput {
  readonly weightsFile: string;
  readonly preparedFile: string;
  /** How probabilities of steps become events. */
  readonly events?: CDecision;
}

export interface CJobOutput {
  readonly header: string;
  readonly finding: ParityFinding;
  /** Of a network. */
  readonly cost?: NonNullable<ModelCard['cost']>;
  readonly versions: Readonly<Record<string, string>>;
}

const BOUND = 1e-4;
/** 8 bits a weight, as of ONNX int8. */
const INT8_BOUND = 0.25;
const MOST_EXAMPLES = 50;

/**
 * Writes a network as one C header. Where there is a C compiler the header is compiled without a warning and run on golden
 * inputs, in float and in int8; elsewhere its arrays are read back and computed by the formulas. A job of the compute
 * worker.
 *
 * @throws UnrollError EXPORT_UNSUPPORTED, EXPORT_DIFFERS
 */
export async function cJob({ weightsFile, preparedFile, events }: CJobInput): Promise<CJobOutput> {
  const fitted = await loadFitted(weightsFile);
  if (fitted !== null) return fittedJob(fitted, preparedFile, events);
  const loaded = await loadModel(weightsFile);
  const model = requireHeld(loaded.model, 'c');
  const data = await loadPrepared(preparedFile);
  const header = cHeader(model, events);
  const golden = await goldenFromFeatures(loaded, data, goldenExamples(data, MOST_EXAMPLES));
  const compile = (int8: boolean) =>
    compileAndRun(header, golden, { maxSteps: model.spec.bidirectional ? MAX_STEPS : null, int8 });
  const compiled = compile(false);
  if (compiled === null) {
    const checkedBy: CheckedBy = { software: 'unroll, arrays of the header', version, how: 'reader' };
    const finding = judge(await runArrays(header, model, golden), BOUND, 'features', checkedBy);
    return { header, finding, cost: costOf(model), versions: {} };
  }
  const finding = judge(compiled.answers, BOUND, 'features', compiled.checkedBy);
  const int8 = compile(true)!;
  judge(int8.answers, INT8_BOUND, 'features', int8.checkedBy);
  const { software } = compiled.checkedBy;
  return { header, finding, cost: costOf(model), versions: { [software]: compiled.checkedBy.version } };
}

/** The same of a model without a network, whose header has no int8. Nothing reads it where there is no compiler. */
async function fittedJob(
  fitted: FittedModel,
  preparedFile: string,
  events: CDecision | undefined,
): Promise<CJobOutput> {
  const data = await loadPrepared(preparedFile);
  const { header, maxSteps } = fittedHeader(fitted, events);
  const golden = await goldenFromFeatures(fitted, data, goldenExamples(data, MOST_EXAMPLES));
  const compiled = compileAndRun(header, golden, { maxSteps, int8: false });
  if (compiled === null) throw failure('EXPORT_UNSUPPORTED.compiler');
  const { answers, checkedBy } = compiled;
  const finding = judge(answers, BOUND, 'features', checkedBy);
  return { header, finding, versions: { [checkedBy.software]: checkedBy.version } };
}

/** The float arrays of a header through the lab's formulas. */
async function runArrays(
  header: string,
  model: RecurrentModel,
  golden: readonly GoldenInput[],
): Promise<Answer[]> {
  const arrays = weightsOfHeader(header, model);
  const weights = model.weights.map(({ name, shape }, k) => ({ name, shape, data: arrays[k]! }));
  const network = Network.fromWeights({ ...model, weights }, referenceKernel);
  const answers: Answer[] = [];
  try {
    for (const input of golden) {
      const outputs = await network.predict(assemble([input.window], model.scaling));
      answers.push(answerOf(input, inDataUnits(model, input.window, outputs)));
    }
  } finally {
    network.dispose();
  }
  return answers;
}

/**
 * Bytes of constants and of `unroll_state`, and multiply–adds of one row (its head included), behind convolutions on
 * average: what comes after a stride is computed for one row of several.
 */
function costOf(model: RecurrentModel): NonNullable<ModelCard['cost']> {
  const { spec, shape } = model;
  const { matrices, vectors } = headerArrays(model);
  const sizeOf = (list: readonly { readonly values: Float32Array }[]): number =>
    list.reduce((sum, { values }) => sum + values.length, 0);
  const weights = sizeOf(matrices);
  const floats = sizeOf(vectors);
  const scales = matrices.reduce((sum, { rows }) => sum + rows, 0);
  const work = networkCost(spec, shape, strideOf(spec)).reduce((sum, one) => sum + one.multiplyAdds, 0);
  const common = { ramBytes: stateBytes(model, MAX_STEPS), multiplyAddsPerStep: Math.round(work) };
  return {
    float: { flashBytes: 4 * (weights + floats), ...common },
    int8: { flashBytes: weights + 4 * (scales + floats), ...common },
  };
}
