import type { FusedAdam } from '../kernels/fused-adam';
import { assemble, epochBatches, stepsPerEpoch, windowsOf } from '../models/network/batch';
import type { GradientResult } from '../models/network/network';
import type { DropoutMask } from '../models/network/forward';
import { RandomStream } from '../random/random-stream';
import type { TrainingControl } from './control';
import { diverged } from './divergence';
import type { TrainingEvent } from './job';
import type { Prober } from '../probes/prober';
import { adamFor, adamStep, averageStep, clipScale } from './optimiser';
import type { Reporter } from './reporter';
import { learningRateAt } from './schedule';
import type { Session } from './session';
import type { TrainingState } from './state';
import type { EpochProgress } from './within-epoch';

export type EpochOutcome =
  | { kind: 'done'; /** Means over the epoch's examples. */ loss: number; metric: number; pausedMs: number }
  | { kind: 'stopped' }
  | { kind: 'diverged' };

/** Where an epoch begins, and who hears of its steps. */
interface EpochCourse {
  /** Null at its beginning. */
  readonly begun: EpochProgress | null;
  readonly onStep: (progress: EpochProgress) => Promise<void>;
}

/** Messages of this thread are handled while this is awaited. */
const yieldToMessages = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Recurrences' masks are drawn apart from those of their layers' inputs. */
const RECURRENCE = 1;

/** Inverted dropout; a recurrent layer's is one mask for all steps of a sequence (Gal & Ghahramani 2016). */
function dropoutMask(rate: number, seed: number, step: number, ...address: readonly number[]): DropoutMask {
  return (place, rows, columns) => {
    const random = new RandomStream(seed, 'dropout', step, place, ...address);
    const kept = 1 / (1 - rate);
    return Float32Array.from({ length: rows * columns }, () => (random.next() < rate ? 0 : kept));
  };
}

/** Runs the optimiser steps of one epoch after the other; the state that it changes is handed in. */
export class EpochRunner {
  readonly stepsPerEpoch: number;
  readonly #decayed: Uint8Array;
  readonly #adam: FusedAdam;

  constructor(
    private readonly session: Session,
    private readonly prober: Prober | null = null,
  ) {
    const { network, parts, recipe } = session;
    this.stepsPerEpoch = stepsPerEpoch(parts.train.length, recipe.training.batch);
    this.#adam = adamFor(network.kernel);
    this.#decayed = new Uint8Array(network.parameters.length);
    for (const { name, offset, size } of network.layout.slots)
      if (!/\/(bias|gamma|beta|moving_mean|moving_variance)$/.test(name))
        this.#decayed.fill(1, offset, offset + size);
  }

  async run(
    state: TrainingState,
    control: TrainingControl,
    reporter: Reporter,
    emit: (event: TrainingEvent) => void,
    { begun, onStep }: EpochCourse,
  ): Promise<EpochOutcome> {
    const { network, data, parts, recipe } = this.session;
    const { seed, batch } = recipe.training;
    const random = new RandomStream(seed, 'order', state.counters.epoch + 1);
    let { steps, lossSum, metricSum } = begun ?? { steps: 0, lossSum: 0, metricSum: 0 };
    let pausedMs = 0;
    network.setParameters(state.parameters);
    const batches = [...epochBatches(parts.train, data.lengths, batch, random)].slice(steps);
    for (const examples of batches) {
      await yieldToMessages();
      if (control.paused) {
        reporter.flushSteps();
        emit({ kind: 'paused' });
        const sinceMs = performance.now();
        await control.unpaused();
        pausedMs += performance.now() - sinceMs;
        if (!control.stopped) emit({ kind: 'resumed' });
      }
      if (control.stopped) return { kind: 'stopped' };
      const result = await this.#step(state, examples, reporter);
      if (result === null) return { kind: 'diverged' };
      lossSum += result.loss * examples.length;
      metricSum += result.metric * examples.length;
      steps += 1;
      await onStep({ steps, lossSum, metricSum });
    }
    state.counters.epoch++;
    return {
      kind: 'done',
      loss: lossSum / parts.train.length,
      metric: metricSum / parts.train.length,
      pausedMs,
    };
  }

  /** One optimiser step; null when loss or gradient are no longer finite. */
  async #step(
    state: TrainingState,
    examples: Int32Array,
    reporter: Reporter,
  ): Promise<{ loss: number; metric: number } | null> {
    const { network, data, scaling, objective, recipe } = this.session;
    const { training, model } = recipe;
    const { counters, moments, average } = state;
    const startMs = performance.now();
    const step = counters.step + 1;
    const input = assemble(windowsOf(data, examples), scaling);
    if (training.inputNoise > 0)
      new RandomStream(training.seed, 'noise', step).addNoise(input.inputs, training.inputNoise);
    const inputMs = performance.now() - startMs;

    const recurrentDropout = model.family === 'recurrent' ? model.recurrentDropout : 0;
    let kernelMs = 0;
    const { loss, logits, gradient, statistics } = await network.gradient(input, objective.loss(examples), {
      training: true,
      onKernelTime: (elapsedMs) => {
        kernelMs += elapsedMs;
      },
      ...(model.dropout > 0 && { dropout: dropoutMask(model.dropout, training.seed, step) }),
      ...(recurrentDropout > 0 && {
        recurrentDropout: dropoutMask(recurrentDropout, training.seed, step, RECURRENCE),
      }),
    });
    const gradientNorm = this.#adam.norm(gradient);
    if (diverged(loss) || diverged(gradientNorm)) return null;

    const learningRate =
      counters.rateFactor * learningRateAt(step, this.stepsPerEpoch, training, counters.plateau);
    const before = this.prober?.isDue(step) === true ? state.parameters.slice() : null;
    adamStep(this.#adam, state.parameters, gradient, moments, step, {
      scale: clipScale(gradientNorm, training.clipNorm),
      learningRate,
      weightDecay: training.weightDecay,
      decayed: this.#decayed,
    });
    moveStatistics(state.parameters, statistics);
    averageStep(average, state.parameters, averageDecay(step));
    network.setParameters(state.parameters);
    counters.step = step;

    const metric = objective.metric(examples, logits);
    counters.inputMs += inputMs;
    counters.kernelMs += kernelMs;
    counters.restMs += performance.now() - startMs - inputMs - kernelMs;
    reporter.step({ step, loss, metric, gradientNorm, learningRate });
    if (before !== null) await this.prober!.look(step, step / this.stepsPerEpoch, before);
    return { loss, metric };
  }
}

/** What a running mean keeps of itself at each step (Ioffe & Szegedy 2015; PyTorch's momentum of 0.1). */
const STATISTICS_KEPT = 0.9;

/** The batch norms' running statistics, in place. */
function moveStatistics(parameters: Float32Array, statistics: GradientResult['statistics']): void {
  for (const { slot, values } of statistics)
    values.forEach((value, k) => {
      const at = slot.offset + k;
      parameters[at] = STATISTICS_KEPT * parameters[at]! + (1 - STATISTICS_KEPT) * value;
    });
}

const AVERAGE_DECAY = 0.99;

/** Early averages reach back a tenth of the steps done, later ones about 100 steps. */
function averageDecay(step: number): number {
  return Math.min(AVERAGE_DECAY, (1 + step) / (10 + step));
}
