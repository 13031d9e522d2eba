import { join } from 'node:path';
import type { Probe, ProbeMoment } from '../../../shared/domain/probes';
import { answersWhole, hasClasses, hasOneClass } from '../../../shared/domain/task';
import { runFiles } from '../../../shared/run-files';
import { unrestrained } from '../learning/objective';
import type { Objective } from '../learning/objective';
import { learningTask } from '../learning/tasks';
import { heads } from '../models/network/heads';
import type { Network } from '../models/network/network';
import { exampleWindow } from '../models/scale/forecast-scale';
import { scaled } from '../models/scale/scaling';
import type { Scaling } from '../models/scale/scaling';
import { probabilitiesOverTime, readsForwards, traceNetwork } from '../models/trace/network-trace';
import type { NetworkTrace } from '../models/trace/network-trace';
import type { Parts } from '../prepare/examples-of';
import type { PreparedData } from '../prepare/prepared';
import { columnsOf, frameOf, layersOfTrace, usesOf, weightUses } from './frame';
import { ProbeFrames } from './probe-file';

/** Of the time that training takes. */
const MOST_SHARE = 0.03;
/** Looks over a whole training, where they cost little. */
const LOOKS = 64;
const MOST_CLASSES = 4;
/** Of which the worst is found after the first epoch. */
const CANDIDATES = 48;
const MOST_BYTES = 2 ** 23;
/** Between two writings of the file, and so many times as long as the last one took. */
const WRITE_MS = 1000;
const WRITE_SHARE = 50;

interface Watched {
  readonly network: Network;
  readonly data: PreparedData;
  readonly scaling: Scaling;
  readonly parts: Parts;
  readonly runDir: string;
  /** Optimiser steps that are planned. */
  readonly steps: number;
  /** Examples that a person chose; empty: chosen for them. */
  readonly chosen: readonly number[];
}

/**
 * Looks at a few examples through a network while it learns, now and then, and keeps what it saw. Changes nothing of what is
 * learnt: no random number is drawn and no weight touched.
 */
export class Prober {
  readonly #every: number;
  readonly #objective: Objective;
  #lookMs = 0;
  #looks = 0;
  #wroteMs = -Infinity;
  #writeMs = 0;
  #isChanged = false;
  readonly #sinceMs = performance.now();
  readonly #before: { readonly spentMs: number; readonly trainedMs: number };

  private constructor(
    private readonly watched: Watched,
    private readonly frames: ProbeFrames,
  ) {
    this.#every = Math.max(1, Math.round(watched.steps / LOOKS));
    this.#objective = learningTask(watched.data.task).objective(watched.data, watched.scaling, unrestrained);
    this.#before = { spentMs: frames.spentMs, trainedMs: frames.trainedMs };
  }

  /** @param from the step that training goes on from; what was seen later is forgotten. A damaged file begins anew */
  static async open(watched: Watched, from: number): Promise<Prober | null> {
    const probes = chosenProbes(watched);
    if (probes.length === 0) return null;
    const stored =
      from === 0 ? null : await ProbeFrames.read(join(watched.runDir, runFiles.probes)).catch(() => null);
    stored?.cutAt(from + 1);
    const frames = stored ?? new ProbeFrames(probes, [], watched.data.outputs);
    return new Prober(watched, frames);
  }

  /** The newest step that was looked at; −1 for none. */
  get lastStep(): number {
    return this.frames.moments[this.frames.moments.length - 1]?.step ?? -1;
  }

  /** Whether to look behind this step. */
  isDue(step: number): boolean {
    if (step % this.#every !== 0) return false;
    const { spentMs, trainedMs } = this.#times();
    return this.#looks < 2 || spentMs + this.#lookMs <= MOST_SHARE * trainedMs;
  }

  /**
   * Looks at all probes with the network's weights as they are.
   *
   * @param epoch of the step, with its fraction
   * @param before the parameters before the step; null where there was none
   */
  async look(step: number, epoch: number, before: Float32Array | null): Promise<void> {
    const startMs = performance.now();
    const { network } = this.watched;
    const { frames } = this;
    if (epoch >= 1) await this.#addWorst();
    const traces: NetworkTrace[] = [];
    const answers: Float32Array[] = [];
    for (const { example } of frames.probes) {
      const { trace, answered } = await this.#see(example);
      traces.push(trace);
      answers.push(answered);
    }
    if (frames.layers.length === 0) frames.layers.push(...layersOfTrace(traces[0]!));
    const moment: ProbeMoment = {
      ...{
        step,
        epoch,
        losses: traces.map(({ loss }) => loss),
        layers: usesOf(network, traces),
        weights: weightUses(network, before),
      },
    };
    frames.add(
      moment,
      frames.probes.map((probe, k) => frameOf(traces[k]!, frames.layers, answers[k]!, probe)),
    );
    while (frames.bytes > MOST_BYTES && frames.moments.length > 2) frames.thin();
    this.#isChanged = true;
    this.#looks++;
    this.#lookMs = performance.now() - startMs;
    frames.spentMs += this.#lookMs;
    const nowMs = performance.now();
    if (nowMs - this.#wroteMs > Math.max(WRITE_MS, WRITE_SHARE * this.#writeMs)) await this.save();
  }

  /** Writes what was seen, if anything was since the last time. @throws UnrollError DISK_FULL, OUTPUT_UNWRITABLE */
  async save(): Promise<void> {
    if (!this.#isChanged) return;
    const startMs = performance.now();
    this.frames.trainedMs = this.#times().trainedMs;
    await this.frames.write(join(this.watched.runDir, runFiles.probes));
    this.#wroteMs = performance.now();
    this.#writeMs = this.#wroteMs - startMs;
    this.frames.spentMs += this.#writeMs;
    this.#isChanged = false;
  }

  #times(): { spentMs: number; trainedMs: number } {
    const { trainedMs } = this.#before;
    return { spentMs: this.frames.spentMs, trainedMs: trainedMs + performance.now() - this.#sinceMs };
  }

  #example(index: number): ReturnType<typeof scaled> {
    const { data, scaling } = this.watched;
    return scaled(exampleWindow(data, index, data.featureNames.length), scaling);
  }

  async #see(index: number): Promise<{ trace: NetworkTrace; answered: Float32Array }> {
    const example = this.#example(index);
    const trace = await traceNetwork(
      this.watched.network,
      example,
      this.#objective.loss(Int32Array.of(index)),
    );
    return { trace, answered: await this.#answers(trace, example.steps) };
  }

  async #answers(trace: NetworkTrace, steps: number): Promise<Float32Array> {
    const { network, data } = this.watched;
    const { head, outputs } = network.shape;
    if (network.answersSteps) return heads[head].apply(trace.logits, outputs);
    const isTold = answersWhole(data.task) && hasClasses(data.task) && readsForwards(network);
    return isTold ? probabilitiesOverTime(network, trace, steps) : new Float32Array(0);
  }

  /** The example that a network after its first epoch does worst with joins those that are watched. */
  async #addWorst(): Promise<void> {
    const { probes } = this.frames;
    if (this.watched.chosen.length > 0 || probes.some(({ why }) => why === 'worst')) return;
    let worst: { example: number; loss: number } | null = null;
    for (const example of spread(sourceOf(this.watched), CANDIDATES)) {
      if (probes.some((own) => own.example === example)) continue;
      const { inputs, steps } = this.#example(example);
      const input = { inputs, lengths: Int32Array.of(steps), size: 1, time: steps };
      const { loss } = this.#objective.loss(Int32Array.of(example))(await this.watched.network.logits(input));
      if (worst === null || loss > worst.loss) worst = { example, loss };
    }
    if (worst !== null) probes.push(probeOf(this.watched.data, worst.example, 'worst'));
  }
}

function chosenProbes(watched: Watched): Probe[] {
  const { data, chosen } = watched;
  if (chosen.length > 0)
    return chosen
      .filter((example) => example < data.lengths.length)
      .map((example) => probeOf(data, example, 'chosen'));
  const source = sourceOf(watched);
  if (!answersWhole(data.task) || !hasOneClass(data.task))
    return spread(source, 2).map((example) => probeOf(data, example, 'spread'));
  const first = new Map<number, number>();
  for (const example of source) {
    const label = data.labels[example]!;
    if (label >= 0 && !first.has(label)) first.set(label, example);
  }
  return [...first]
    .sort(([a], [b]) => a - b)
    .slice(0, MOST_CLASSES)
    .map(([, example]) => probeOf(data, example, 'class'));
}

/** What is not learnt, where there is something. */
function sourceOf({ parts: { validation, train } }: Watched): Int32Array {
  return validation.length > 0 ? validation : train;
}

function spread(examples: Int32Array, most: number): number[] {
  const count = Math.min(most, examples.length);
  return Array.from({ length: count }, (_, k) => examples[Math.floor((k * examples.length) / count)]!);
}

function probeOf(data: PreparedData, example: number, why: Probe['why']): Probe {
  const steps = data.lengths[example]!;
  const label = answersWhole(data.task) && hasOneClass(data.task) ? data.labels[example]! : -1;
  return {
    ...{ example, why, steps, stepsPerColumn: columnsOf(steps).stepsPerColumn },
    label: label >= 0 ? (data.outputs[label] ?? null) : null,
  };
}
