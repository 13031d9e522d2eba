import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Remark } from '../../../shared/domain/dataset';
import { toUnrollError } from '../../../shared/domain/error';
import { mainScore } from '../../../shared/domain/main-score';
import type { Scores } from '../../../shared/domain/run';
import { runFiles } from '../../../shared/run-files';
import { remark } from '../../../shared/sentences/say';
import { failure } from '../../../shared/sentences/failure';
import { windowsOf } from '../models/network/batch';
import { asHeadOutputs } from '../baselines/answers';
import type { ClassicalFamily, ClassicalSpec } from '../baselines/defaults';
import { familyOf } from '../baselines/families';
import type { FitContext, FitEpoch, FittedModel } from '../baselines/family';
import { intervalLevels } from '../baselines/intervals';
import { writeModel } from '../baselines/model-file';
import { partsOf } from '../prepare/examples-of';
import { fitScaling } from '../models/scale/scaling';
import type { TrainingControl } from './control';
import { canReject, rejectOf } from '../learning/classify/reject';
import { detectionOf, softOf } from '../learning/events/detection';
import { hasEvents } from '../learning/events/soft-part';
import { floorOf } from '../learning/floor';
import type { TrainingEvent, TrainingJob } from './job';
import type { QuantileForecasts } from '../learning/forecast/scores';
import { belowFloor } from './learning-watch';
import { MetricTail } from './metric-tail';
import { objectiveFor } from '../learning/tasks';
import { preparedFor } from './prepared-for';
import { Reporter } from './reporter';
import { freshState } from './state';

type Emit = (event: TrainingEvent) => void;

const MESSAGE_INTERVAL_MS = 60;
const WINDOWS_AT_ONCE = 16;

/** Both scores are told: networks stop by the validation part and are never fitted to it. */
function againRemark(examples: number, before: Scores | null): Remark {
  const score = before === null ? null : Number(mainScore(before).toPrecision(4));
  return score === null ? remark('fit.again', { examples }) : remark('fit.again.scored', { examples, score });
}

/**
 * Fits a model that is no network, in this thread: `started`, then progress, epochs (where there are any) and
 * decisions, then `finished` with scores, as for a network. A fit is not resumed but done again.
 *
 * @throws UnrollError MODEL_TOO_LARGE, MODEL_UNSUITABLE, DATASET_EMPTY, FILE_MISSING, FILE_CORRUPT
 */
export async function fit(
  job: TrainingJob,
  spec: ClassicalSpec,
  emit: Emit,
  control: TrainingControl,
): Promise<void> {
  const { recipe, runDir, stepSeconds = null } = job;
  const data = await preparedFor(job);
  const parts = partsOf(data);
  if (parts.train.length === 0) throw failure('DATASET_EMPTY.noTraining');
  const scaling = fitScaling(data);
  const floor = floorOf(data, scaling.forecast);
  const watch = new FitWatch(emit, control);
  emit({
    ...{ kind: 'started', backend: null, kernel: null, parameters: 0, stepsPerEpoch: 0, floor },
    ...{ epoch: 0, step: 0 },
  });
  const folderOf = (run: string): string => join(dirname(runDir), run);
  const wasFittedAgain = (run: string): boolean => existsSync(join(folderOf(run), runFiles.trainingWeights));
  const context: FitContext<ClassicalFamily> = {
    ...{ spec, training: recipe.training, compute: recipe.compute, data, parts },
    wasFittedAgain,
    memberFile: (run, isFinal) =>
      join(folderOf(run), !isFinal && wasFittedAgain(run) ? runFiles.trainingWeights : runFiles.weights),
    report: (share) => watch.report(share),
    epoch: (row) => watch.epoch(row),
  };
  try {
    const { model: chosen, remarks, again } = await familyOf(spec.family).fit(context);
    remarks.forEach((remark) => watch.reporter.decide('info', 0, remark));
    const objective = objectiveFor(data, scaling, recipe);
    const scoresOf = async (model: FittedModel, examples: Int32Array): Promise<Scores | null> =>
      examples.length === 0
        ? null
        : objective.scores(examples, await answers(model, examples), await intervals(model, examples));
    const validation = await scoresOf(chosen, parts.validation);
    const before = await scoresOf(chosen, parts.test);
    let model = chosen;
    let test = before;
    if (again !== undefined && parts.validation.length > 0) {
      const examples = Int32Array.from([...parts.train, ...parts.validation]).sort();
      model = await again(examples);
      test = await scoresOf(model, parts.test);
      watch.reporter.decide('info', 0, againRemark(examples.length, before));
      await writeModel(join(runDir, runFiles.trainingWeights), chosen.stored());
    }
    const soft = async (examples: Int32Array, seconds: number) =>
      softOf(data, { examples, logits: await answers(chosen, examples) }, seconds);
    const part = async (examples: Int32Array) => ({ examples, logits: await answers(chosen, examples) });
    const reject = canReject(data)
      ? rejectOf(data, { validation: await part(parts.validation), test: await part(parts.test) })
      : null;
    const detection = hasEvents(data, stepSeconds)
      ? detectionOf(data, {
          validation: await soft(parts.validation, stepSeconds),
          test: await soft(parts.test, stepSeconds),
        })
      : null;
    await writeModel(join(runDir, runFiles.weights), model.stored());
    const warning = belowFloor(test ?? validation, floor);
    if (warning !== null) watch.reporter.decide('warning', 0, warning);
    emit({
      ...{ ...watch.end(), status: 'completed', parameters: model.parameters, validation, test },
      ...(detection !== null && { detection }),
      ...(reject !== null && { reject }),
    });
    new Set([chosen, model]).forEach((one) => one.dispose?.());
  } catch (thrown) {
    if (toUnrollError(thrown).code !== 'CANCELLED') throw thrown;
    emit({ ...watch.end(), status: 'stopped', validation: null, test: null });
  }

  /** As a network's head would give them: logits, or corrections in network units. */
  async function answers(model: FittedModel, examples: Int32Array): Promise<Float32Array> {
    const windows = windowsOf(data, examples);
    const k = data.outputs.length;
    const answered = new Float32Array(windows.length * k);
    for (let from = 0; from < windows.length; from += WINDOWS_AT_ONCE) {
      answered.set(await model.predict(windows.slice(from, from + WINDOWS_AT_ONCE)), from * k);
      await watch.report(from / windows.length);
    }
    return asHeadOutputs(data, scaling, windows, answered);
  }

  async function intervals(model: FittedModel, examples: Int32Array): Promise<QuantileForecasts | null> {
    const quantiles = intervalLevels(spec, data.task);
    if (model.intervals === undefined || quantiles.length === 0) return null;
    const k = data.outputs.length;
    const values = quantiles.map(() => new Float32Array(examples.length * k));
    for (const [row, window] of windowsOf(data, examples).entries()) {
      const own = model.intervals([window]);
      values.forEach((level, q) => level.set(own.subarray(q * k, (q + 1) * k), row * k));
      if (row % WINDOWS_AT_ONCE === 0) await watch.report(row / examples.length);
    }
    return { quantiles, values };
  }
}

/** Between a fit and whoever follows it. */
class FitWatch {
  readonly reporter: Reporter;
  readonly #state = freshState(new Float32Array(0)).counters;
  #toldMs = 0;
  readonly #startMs = performance.now();
  #pausedMs = 0;
  #epochStartMs = performance.now();

  constructor(
    private readonly emit: Emit,
    private readonly control: TrainingControl,
  ) {
    this.reporter = new Reporter(emit, new MetricTail());
  }

  async report(share: number): Promise<void> {
    if (performance.now() - this.#toldMs >= MESSAGE_INTERVAL_MS) {
      this.emit({ kind: 'progress', share });
      this.#toldMs = performance.now();
    }
    await this.#letIn();
    if (this.control.stopped) throw failure('CANCELLED.fit');
  }

  async epoch(row: FitEpoch): Promise<boolean> {
    const counters = this.#state;
    counters.epoch++;
    counters.step++;
    const judged = Number.isNaN(row.validationLoss) ? row.trainLoss : row.validationLoss;
    if (judged < counters.bestLoss) {
      counters.bestLoss = judged;
      counters.bestEpoch = counters.epoch;
    }
    const nowMs = performance.now();
    const seconds = (nowMs - this.#epochStartMs) / 1000;
    counters.seconds += seconds;
    counters.restMs += seconds * 1000;
    this.reporter.epoch({ epoch: counters.epoch, step: counters.step, ...row, seconds });
    if (nowMs - this.#toldMs >= MESSAGE_INTERVAL_MS) {
      this.reporter.flushEpochs(counters, null);
      this.#toldMs = nowMs;
    }
    await this.#letIn();
    this.#epochStartMs = performance.now();
    return !this.control.stopped;
  }

  /** What `finished` says of time and epochs. */
  end(): Pick<Extract<TrainingEvent, { kind: 'finished' }>, 'kind' | 'epoch' | 'bestEpoch' | 'timing'> {
    this.reporter.flushEpochs(this.#state, null);
    const seconds = (performance.now() - this.#startMs - this.#pausedMs) / 1000;
    const { epoch, bestEpoch } = this.#state;
    return {
      kind: 'finished',
      epoch,
      bestEpoch: epoch === 0 ? null : bestEpoch,
      timing: { seconds, stepsPerSecond: 0, inputMs: 0, kernelMs: 0, restMs: seconds * 1000 },
    };
  }

  /** Messages of this thread are handled while this is awaited. */
  async #letIn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (!this.control.paused) return;
    this.emit({ kind: 'paused' });
    const sinceMs = performance.now();
    await this.control.unpaused();
    this.#pausedMs += performance.now() - sinceMs;
    if (!this.control.stopped) this.emit({ kind: 'resumed' });
  }
}
