import { describe, expect, it } from 'vitest';
import type { RecurrentNetworkSpec, TrainingSpec } from '../../../src/shared/domain/model';
import { belowFloor, guessLoss, notLearning } from '../../../src/main/engine/training/learning-watch';
import { objectiveFor } from '../../../src/main/engine/learning/tasks';
import { fitScaling } from '../../../src/main/engine/models/scale/scaling';
import { freshPlateau, learningRateAt, plateauAfter } from '../../../src/main/engine/training/schedule';
import { classificationScores } from '../../../src/main/engine/learning/classify/scores';
import { networkRecipe } from '../models/network-recipe';
import { oscillations } from './example-data';

const recipe = networkRecipe(oscillations({ examples: 60 }));
const spec = (schedule: Partial<TrainingSpec['schedule']>): TrainingSpec => ({
  ...recipe.training,
  epochs: 10,
  learningRate: 0.1,
  schedule: { kind: 'constant', warmupEpochs: 0, patience: 2, factor: 0.5, ...schedule },
});

describe('learning rate', () => {
  it('rises evenly while it warms up', () => {
    const warm = spec({ warmupEpochs: 2 });
    const rates = [1, 2, 5, 10, 11].map((step) => learningRateAt(step, 5, warm, freshPlateau));
    [0.01, 0.02, 0.05, 0.1, 0.1].forEach((rate, k) => expect(rates[k]).toBeCloseTo(rate, 10));
  });

  it('falls to zero along a cosine', () => {
    const cosine = spec({ kind: 'cosine' });
    expect(learningRateAt(1, 10, cosine, freshPlateau)).toBeCloseTo(0.1, 10);
    expect(learningRateAt(51, 10, cosine, freshPlateau)).toBeCloseTo(0.05, 10);
    expect(learningRateAt(100, 10, cosine, freshPlateau)).toBeLessThan(1e-4);
  });

  it('is halved when the loss has not improved for as long as its patience', () => {
    const plateau = spec({ kind: 'plateau' });
    const scales = [1, 0.9, 0.95, 0.95, 0.8, 0.9, 0.9].reduce<{ state: typeof freshPlateau; all: number[] }>(
      ({ state, all }, loss) => {
        const next = plateauAfter(state, loss, plateau.schedule);
        return { state: next, all: [...all, next.scale] };
      },
      { state: freshPlateau, all: [] },
    ).all;
    expect(scales).toEqual([1, 1, 1, 0.5, 0.5, 0.5, 0.25]);
  });
});

describe('watch over learning', () => {
  const data = oscillations({ examples: 75 });
  const objective = objectiveFor(data, fitScaling(data), recipe);
  const train = Int32Array.from({ length: 75 }, (_, k) => k);
  const guess = guessLoss(data, objective, train);
  const tell = (loss: number, step: number, done: number, changed: Partial<RecurrentNetworkSpec> = {}) =>
    notLearning(loss, guess, step, done, { ...recipe, model: { ...recipe.model, ...changed } });

  it('knows what a guess costs: the entropy of the classes', () => {
    const even = objectiveFor(data, fitScaling(data), {
      ...recipe,
      training: { ...recipe.training, labelSmoothing: 0 },
    });
    expect(guessLoss(data, even, train)).toBeCloseTo(Math.log(3), 4);
  });

  it('waits before it says something, and says nothing of a network that learns', () => {
    expect(tell(guess, 50, 0.9)).toBeNull();
    expect(tell(guess, 500, 0.1)).toBeNull();
    expect(tell(guess * 0.8, 500, 0.9)).toBeNull();
    expect(tell(guess, 500, 0.9)?.code).toBe('training.notLearning');
  });

  it('advises what fits the network', () => {
    const advice = tell(guess, 500, 0.9, { cell: 'rnn', pooling: 'last' })!.message;
    expect(advice).toContain('GRU or LSTM');
    expect(advice).toContain('mean over time');
    expect(tell(guess, 500, 0.9, { cell: 'gru', pooling: 'mean' })!.message).not.toContain('mean over time');
  });

  it('says when a finished network is no better than its floor', () => {
    const scores = classificationScores(Float32Array.of(1, 0, 1, 0), Int32Array.of(0, 1), ['a', 'b']);
    const floor = (value: number) => ({ name: 'majority', metric: 'accuracy', value }) as const;
    expect(belowFloor(scores, floor(0.5))?.code).toBe('training.belowFloor');
    // One of two right: Wilson's interval is 0.095 to 0.905.
    expect(belowFloor(scores, floor(0.4))?.code).toBe('training.nearFloor');
    expect(belowFloor(scores, floor(0.05))).toBeNull();
    expect(belowFloor(null, floor(0.4))).toBeNull();
  });
});
