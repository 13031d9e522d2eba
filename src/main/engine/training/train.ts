import { join } from 'node:path';
import type { Recipe } from '../../../shared/domain/model';
import { readPrepared } from '../datasets/prepared';
import { selectCompute } from '../compute/select';
import { examplesOf } from '../models/examples';
import { fitScaling } from '../models/scaling';
import { Network } from '../models/network';
import { writeWeights } from '../models/weights-file';
import type { NetworkShape } from '../models/weights';
import { readCheckpoint, writeCheckpoint } from './checkpoint';
import type { TrainingControl } from './control';
import { EpochRunner } from './epoch';
import { floorOf } from './floor';
import type { TrainingEvent, TrainingJob } from './job';
import { MetricTail } from './metric-tail';
import { belowFloor, guessLoss, notLearning } from './learning-watch';
import { evaluate, objectiveFor } from './objective';
import { Reporter, timingOf } from './reporter';
import { plateauAfter } from './schedule';
import { copyState, freshState } from './state';
import type { TrainingState } from './state';
import { diverged, retryAfterDivergence } from './divergence';

export const CHECKPOINT_FILE = 'checkpoint.safetensors';
export const WEIGHTS_FILE = 'weights.safetensors';

/** Epochs shorter than this share a checkpoint, so that short epochs are not spent on writing. */
const CHECKPOINT_INTERVAL_MS = 250;

/** Whether the epochs are used up or the validation loss has not improved for too long. */
function isOver({ counters }: TrainingState, { training }: Recipe): boolean {
  return (
    counters.epoch >= training.epochs || counters.epoch - Math.max(1, counters.bestEpoch) >= training.patience
  );
}

/**
 * Trains a network as a job says, in this thread, and yields to its messages between steps. Emits `started`, then
 * steps, epochs and decisions, then `finished`. Same data, recipe, seed and kernel give the same weights, also when
 * the job was killed in between and resumed.
 *
 * @throws UnrollError TRAINING_DIVERGED, BACKEND_UNAVAILABLE, KERNEL_UNAVAILABLE, FILE_MISSING, FILE_CORRUPT
 */
export async function train(
  job: TrainingJob,
  emit: (event: TrainingEvent) => void,
  control: TrainingControl,
): Promise<void> {
  const { recipe } = job;
  const checkpointFile = join(job.runDir, CHECKPOINT_FILE);
  const data = await readPrepared(job.preparedFile);
  const { backend, kernel, remarks } = await selectCompute(recipe.compute);
  const scaling = fitScaling(data);
  const objective = objectiveFor(data, scaling, recipe);
  const [trainPart, validationPart, testPart] = [
    examplesOf(data, 0),
    examplesOf(data, 1),
    examplesOf(data, 2),
  ];
  const shape: NetworkShape = {
    features: data.featureNames.length,
    outputs: data.outputs.length,
    head: data.task === 'classify' ? 'softmax' : 'linear',
  };
  const network = Network.create(recipe.model, shape, kernel, recipe.training.seed);
  const save = (state: TrainingState): Promise<void> =>
    writeCheckpoint(checkpointFile, state, recipe.model, shape, tail);

  const begun = job.resume
    ? await readCheckpoint(checkpointFile, network.parameters.length)
    : { state: freshState(network.parameters), tail: new MetricTail() };
  const { tail } = begun;
  let { state } = begun;
  if (!job.resume) await save(state);

  const runner = new EpochRunner(network, data, scaling, objective, recipe, trainPart);
  const floor = floorOf(data, scaling.forecast);
  const reporter = new Reporter(emit, tail);
  emit({
    kind: 'started',
    backend,
    kernel: kernel.name,
    parameters: network.parameters.length,
    stepsPerEpoch: runner.stepsPerEpoch,
    floor,
    epoch: state.counters.epoch,
    step: state.counters.step,
  });
  reporter.repeatTail(state.counters);
  if (!job.resume) remarks.forEach((remark) => reporter.decide('info', 0, remark));

  const guess = guessLoss(data, objective, trainPart);
  let atEpochEnd = copyState(state);
  let saved = true;
  let savedMs = performance.now();
  const flush = async (): Promise<void> => {
    if (!saved) await save(atEpochEnd);
    saved = true;
    savedMs = performance.now();
    network.setParameters(atEpochEnd.average);
    const validation = evaluate(network, data, scaling, objective, validationPart);
    reporter.flushEpochs(atEpochEnd.counters, validation?.scores() ?? null);
  };

  while (!control.stopped && !isOver(state, recipe)) {
    const startMs = performance.now();
    const outcome = await runner.run(state, control, reporter, emit);
    if (outcome.kind === 'stopped') break;
    if (outcome.kind === 'diverged') {
      state = retryAfterDivergence(atEpochEnd, recipe.training.learningRate, reporter);
      continue;
    }
    const { counters } = state;
    network.setParameters(state.average);
    const judgedOn = validationPart.length > 0 ? validationPart : trainPart;
    const validation = evaluate(network, data, scaling, objective, judgedOn)!;
    if (diverged(validation.loss)) {
      state = retryAfterDivergence(atEpochEnd, recipe.training.learningRate, reporter);
      continue;
    }
    counters.plateau = plateauAfter(counters.plateau, validation.loss, recipe.training.schedule);
    if (validation.loss < counters.bestLoss) {
      counters.bestLoss = validation.loss;
      counters.bestEpoch = counters.epoch;
      state.best.set(state.average);
    }
    const seconds = (performance.now() - startMs) / 1000;
    counters.seconds += seconds;
    const done = counters.epoch / recipe.training.epochs;
    const warning =
      counters.warned || data.task === 'forecast'
        ? null
        : notLearning(outcome.loss, guess, counters.step, done, recipe);
    if (warning !== null) {
      counters.warned = true;
      reporter.decide('warning', counters.epoch, warning);
    }
    reporter.epoch({
      epoch: counters.epoch,
      step: counters.step,
      trainLoss: outcome.loss,
      trainMetric: outcome.metric,
      validationLoss: validationPart.length > 0 ? validation.loss : Number.NaN,
      validationMetric: validationPart.length > 0 ? validation.metric : Number.NaN,
      seconds,
    });
    atEpochEnd = copyState(state);
    saved = false;
    if (performance.now() - savedMs >= CHECKPOINT_INTERVAL_MS) await flush();
  }
  await flush();

  const final = atEpochEnd;
  network.setParameters(final.counters.bestEpoch > 0 ? final.best : state.average);
  await writeWeights(join(job.runDir, WEIGHTS_FILE), {
    ...network.weights(),
    task: data.task,
    featureNames: data.featureNames,
    outputs: data.outputs,
    scaling,
  });
  const scoresOn = (part: Int32Array) => evaluate(network, data, scaling, objective, part)?.scores() ?? null;
  const validation = scoresOn(validationPart);
  const test = scoresOn(testPart);
  const warning = belowFloor(test ?? validation, floor);
  if (warning !== null) reporter.decide('warning', final.counters.epoch, warning);
  network.dispose();
  emit({
    kind: 'finished',
    status: isOver(final, recipe) ? 'completed' : 'stopped',
    epoch: final.counters.epoch,
    bestEpoch: final.counters.bestEpoch,
    timing: timingOf(final.counters),
    validation,
    test,
  });
}
