import { learnsChannels } from '../../../shared/domain/task';
import { isNetwork } from '../../../shared/domain/model';
import type { Floor, Scores } from '../../../shared/domain/run';
import type { TrainingControl } from './control';
import { diverged, retryAfterDivergence } from './divergence';
import { isOver, noteLoss } from './early-stopping';
import { EpochRunner } from './epoch';
import { stepsPerEpoch } from '../models/network/batch';
import type { EpochOutcome } from './epoch';
import { fit } from './fit';
import { floorOf } from '../learning/floor';
import type { TrainingEvent, TrainingJob } from './job';
import { belowFloor, guessLoss, notLearning, radiiRemark } from './learning-watch';
import { Prober } from '../probes/prober';
import { Reporter, timingOf } from './reporter';
import { plateauAfter } from './schedule';
import { openSession } from './session';
import type { Session } from './session';
import { copyState } from './state';
import type { TrainingState } from './state';
import type { EpochProgress } from './within-epoch';

/** Epochs shorter than this share a checkpoint, so that short epochs are not spent on writing. */
const CHECKPOINT_INTERVAL_MS = 250;
/** Epochs longer than this are kept within, too. */
const KEEP_WITHIN_MS = 20_000;

type Emit = (event: TrainingEvent) => void;

/**
 * Trains what a job says, in this thread: a network here, anything else by `fit`. Yields to messages between steps.
 * Emits `started`, then steps, epochs and decisions, then `finished`. Same data, recipe, seed and kernel give the same weights, also when
 * the job was killed in between and resumed.
 *
 * @throws UnrollError TRAINING_DIVERGED, DATASET_EMPTY, BACKEND_UNAVAILABLE, KERNEL_UNAVAILABLE, FILE_MISSING,
 *   FILE_CORRUPT, STATE_CORRUPT
 */
export async function train(job: TrainingJob, emit: Emit, control: TrainingControl): Promise<void> {
  const { model } = job.recipe;
  if (!isNetwork(model)) return fit(job, model, emit, control);
  const session = await openSession({ ...job, recipe: { ...job.recipe, model } });
  try {
    if (!session.isResumed) await session.saveCheckpoint(session.state);
    const prober = await proberOf(session, job.runDir);
    await new TrainingLoop(session, emit, control, job.keepWithinMs ?? KEEP_WITHIN_MS, prober).run();
  } finally {
    session.network.dispose();
  }
}

/** Null where nobody wants to look. */
async function proberOf(
  { network, data, scaling, parts, recipe, state, within }: Session,
  runDir: string,
): Promise<Prober | null> {
  const { probes = [], epochs, batch } = recipe.training;
  if (probes === 'off') return null;
  const steps = epochs * stepsPerEpoch(parts.train.length, batch);
  const { step } = (within?.state ?? state).counters;
  return Prober.open({ network, data, scaling, parts, runDir, steps, chosen: probes }, step);
}

class TrainingLoop {
  readonly #session: Session;
  readonly #emit: Emit;
  readonly #control: TrainingControl;
  readonly #runner: EpochRunner;
  readonly #reporter: Reporter;
  readonly #floor: Floor | null;
  /** Loss of a network that ignores its input. */
  readonly #guess: number;

  #state: TrainingState;
  /** The state after the last whole epoch, and its scores on the validation part. */
  #atEpochEnd: TrainingState;
  #scores: () => Scores | null = () => null;
  #saved = true;
  #savedMs = performance.now();

  /** What is done already of the epoch to begin with. */
  #begun: EpochProgress | null;
  #keptMs = performance.now();
  /** Of the checkpoint on the disk. */
  #savedRetries: number;

  constructor(
    session: Session,
    emit: Emit,
    control: TrainingControl,
    private readonly keepWithinMs: number,
    private readonly prober: Prober | null,
  ) {
    this.#session = session;
    this.#emit = emit;
    this.#control = control;
    this.#runner = new EpochRunner(session, prober);
    this.#reporter = new Reporter(emit, session.tail);
    this.#floor = floorOf(session.data, session.scaling.forecast);
    this.#guess = guessLoss(
      session.data,
      session.objective,
      session.parts.train,
      session.scaling.forecast?.quantiles,
    );
    this.#state = session.within?.state ?? session.state;
    this.#begun = session.within?.progress ?? null;
    this.#atEpochEnd = copyState(session.state);
    this.#savedRetries = session.state.counters.retries;
  }

  async run(): Promise<void> {
    const { recipe } = this.#session;
    this.#sayStarted();
    if (this.#state.counters.step === 0) {
      this.#session.network.setParameters(this.#state.parameters);
      await this.prober?.look(0, 0, null);
    }
    while (!this.#control.stopped && !isOver(this.#state.counters, recipe.training)) {
      const startMs = performance.now();
      const outcome = await this.#runner.run(this.#state, this.#control, this.#reporter, this.#emit, {
        begun: this.#begun,
        onStep: (progress) => this.#keepWithin(progress),
      });
      this.#begun = null;
      if (outcome.kind === 'stopped') break;
      if (outcome.kind === 'diverged' || !(await this.#endEpoch(outcome, startMs))) {
        const { learningRate } = recipe.training;
        this.#state = retryAfterDivergence(this.#atEpochEnd, learningRate, this.#reporter);
        continue;
      }
      if (performance.now() - this.#savedMs >= CHECKPOINT_INTERVAL_MS) await this.#save();
    }
    await this.#lookAtEnd();
    await this.#save();
    await this.#finish();
  }

  async #lookAtEnd(): Promise<void> {
    const { counters, parameters } = this.#state;
    if (this.prober === null || this.prober.lastStep >= counters.step) return;
    this.#session.network.setParameters(parameters);
    await this.prober.look(counters.step, counters.step / this.#runner.stepsPerEpoch, null);
  }

  #sayStarted(): void {
    const { backend, network, remarks, damage, isResumed } = this.#session;
    const { counters } = this.#state;
    this.#emit({
      kind: 'started',
      backend,
      kernel: network.kernel.name,
      parameters: network.parameters.length,
      stepsPerEpoch: this.#runner.stepsPerEpoch,
      floor: this.#floor,
      epoch: counters.epoch,
      step: counters.step,
      ...(damage.length > 0 && { isDamaged: true }),
    });
    this.#reporter.repeatTail(counters);
    damage.forEach((remark) => this.#reporter.decide('warning', counters.epoch, remark));
    if (!isResumed) remarks.forEach((remark) => this.#reporter.decide('info', 0, remark));
  }

  /** Validates and notes what the epoch led to; false when the averaged weights are no longer usable. */
  async #endEpoch(
    { loss, metric, pausedMs }: Extract<EpochOutcome, { kind: 'done' }>,
    startMs: number,
  ): Promise<boolean> {
    const { network, parts, recipe } = this.#session;
    const { counters, average, best } = this.#state;
    const isValidated = parts.validation.length > 0;
    network.setParameters(average);
    const judged = (await this.#session.evaluate(isValidated ? parts.validation : parts.train))!;
    if (diverged(judged.loss)) return false;

    counters.plateau = plateauAfter(counters.plateau, judged.loss, recipe.training.schedule);
    if (noteLoss(counters, judged.loss)) best.set(average);
    this.#warnWhenNotLearning(loss);
    const seconds = (performance.now() - startMs - pausedMs) / 1000;
    counters.seconds += seconds;
    this.#reporter.epoch({
      epoch: counters.epoch,
      step: counters.step,
      trainLoss: loss,
      trainMetric: metric,
      validationLoss: isValidated ? judged.loss : Number.NaN,
      validationMetric: isValidated ? judged.metric : Number.NaN,
      seconds,
    });
    this.#scores = isValidated ? judged.scores : () => null;
    this.#atEpochEnd = copyState(this.#state);
    this.#saved = false;
    return true;
  }

  #warnWhenNotLearning(trainLoss: number): void {
    const { data, recipe } = this.#session;
    const { counters } = this.#state;
    if (counters.warned || learnsChannels(data.task)) return;
    const done = counters.epoch / recipe.training.epochs;
    const warning = notLearning(trainLoss, this.#guess, counters.step, done, recipe);
    if (warning === null) return;
    counters.warned = true;
    this.#reporter.decide('warning', counters.epoch, warning);
  }

  /** A long epoch is kept by time too; not one that is tried again, since the checkpoint does not know of that. */
  async #keepWithin(progress: EpochProgress): Promise<void> {
    if (performance.now() - this.#keptMs < this.keepWithinMs) return;
    if (!this.#saved) await this.#save();
    if (this.#state.counters.retries === this.#savedRetries)
      await this.#session.saveWithin(this.#state, progress);
    this.#keptMs = performance.now();
  }

  async #save(): Promise<void> {
    if (!this.#saved) {
      await this.#session.saveCheckpoint(this.#atEpochEnd);
      this.#savedRetries = this.#atEpochEnd.counters.retries;
    }
    await this.prober?.save();
    this.#saved = true;
    this.#keptMs = performance.now();
    this.#savedMs = performance.now();
    this.#reporter.flushEpochs(this.#atEpochEnd.counters, this.#scores());
  }

  async #finish(): Promise<void> {
    const { network, parts, recipe } = this.#session;
    const { counters, best } = this.#atEpochEnd;
    network.setParameters(counters.bestEpoch > 0 ? best : this.#state.average);
    await this.#session.settle();
    await this.#session.saveWeights();
    const validation = (await this.#session.evaluate(parts.validation))?.scores() ?? null;
    const test = (await this.#session.evaluate(parts.test))?.scores() ?? null;
    const detection = await this.#session.detect();
    const reject = await this.#session.reject();
    const radii = radiiRemark(network, recipe.training.seed);
    if (radii !== null) this.#reporter.decide('info', counters.epoch, radii);
    const warning = belowFloor(test ?? validation, this.#floor);
    if (warning !== null) this.#reporter.decide('warning', counters.epoch, warning);
    if (isOver(counters, recipe.training)) await this.#session.removeWithin();
    this.#emit({
      kind: 'finished',
      status: isOver(counters, recipe.training) ? 'completed' : 'stopped',
      epoch: counters.epoch,
      bestEpoch: counters.bestEpoch,
      timing: timingOf(counters),
      validation,
      test,
      ...(detection !== null && { detection }),
      ...(reject !== null && { reject }),
    });
  }
}
