import { answersSteps } from '../../../shared/domain/task';
import type { Remark } from '../../../shared/domain/dataset';
import type { NetworkRecipe } from '../../../shared/domain/model';
import { isHigherBetter, mainInterval, mainScore } from '../../../shared/domain/main-score';
import type { Floor, Scores } from '../../../shared/domain/run';
import { remark } from '../../../shared/sentences/say';
import { thinned } from '../baselines/thinned';
import { Network } from '../models/network/network';
import { recurrenceRadii } from '../models/network/radii';
import { totalSteps } from '../prepare/answer-classes';
import type { PreparedData } from '../prepare/prepared';
import type { Objective } from '../learning/objective';
import { learningTask } from '../learning/tasks';

/** Nobody is told earlier than after so many optimiser steps, nor before so large a share of all that are planned. */
const PATIENCE_STEPS = 200;
const PATIENCE_SHARE = 0.35;
/** A loss above this share of the guess's loss counts as having learnt nothing. */
const LEARNT_SHARE = 0.97;
/** Numbers that a guess is measured by. */
const MOST_GUESSED = 2 ** 22;

/**
 * Loss on the training part of a network that ignores its input: class shares, or the baseline forecast. Of a part of very many
 * answers on evenly taken examples of it.
 */
export function guessLoss(
  data: PreparedData,
  objective: Objective,
  train: Int32Array,
  quantiles: readonly number[] = [],
): number {
  const outputs = data.outputs.length;
  const rowsOf = (examples: Int32Array): number =>
    answersSteps(data.task) ? totalSteps(data, examples) : examples.length;
  const levels = Math.max(1, quantiles.length);
  const each = (rowsOf(train) * outputs * levels) / train.length;
  const examples = thinned(train, Math.max(1, Math.floor(MOST_GUESSED / each)));
  const rows = rowsOf(examples);
  const logits = new Float32Array(rows * outputs * levels);
  const row = learningTask(data.task).guess?.(data, train);
  if (row !== undefined) for (let k = 0; k < rows; k++) logits.set(row, k * outputs);
  return objective.loss(examples)(logits).loss;
}

/**
 * What to say when a network has not begun to learn; null when it has or when it is too early to tell. A forecast is
 * judged at its end alone (`belowFloor`): it starts from a baseline that may leave nothing to learn.
 *
 * @param done share of the planned epochs that are over
 */
export function notLearning(
  trainLoss: number,
  guess: number,
  step: number,
  done: number,
  { model, training }: NetworkRecipe,
): Remark | null {
  if (step < PATIENCE_STEPS || done < PATIENCE_SHARE || trainLoss < guess * LEARNT_SHARE) return null;
  return remark('training.notLearning', {
    steps: step,
    loss: trainLoss,
    guessLoss: guess,
    learningRate: training.learningRate,
    pooling: model.pooling,
    cell: model.family === 'recurrent' ? model.cell : 'none',
    dropout: model.dropout > 0.3 ? 'much' : 'little',
  });
}

/** What to say of a finished network that is no better than its floor, or may be no better; null when it surely is. */
export function belowFloor(scores: Scores | null, floor: Floor | null): Remark | null {
  if (scores === null || floor === null) return null;
  const value = mainScore(scores);
  const [low, high] = mainInterval(scores);
  const higher = isHigherBetter(scores.task);
  if (higher ? low > floor.value : high < floor.value) return null;
  const facts = { score: value, floor: floor.value, name: floor.name };
  return (higher ? value > floor.value : value < floor.value)
    ? remark('training.nearFloor', { ...facts, low, high })
    : remark('training.belowFloor', facts);
}

/** How far a plain RNN's recurrence has moved from where it began; null for other networks. */
export function radiiRemark(network: Network, seed: number): Remark | null {
  const trained = recurrenceRadii(network)?.flat();
  if (trained === undefined) return null;
  const { spec, shape, kernel } = network;
  const initial = recurrenceRadii(Network.create(spec, shape, kernel, seed))!.flat();
  const words = (radii: readonly number[]): string => radii.map((radius) => radius.toFixed(2)).join(', ');
  return remark('training.spectralRadius', { initial: words(initial), trained: words(trained) });
}
