import { expect, it } from 'vitest';
import { isOver, noteLoss, nothingYet } from '../../../src/main/engine/training/early-stopping';

/** Protects: the best epoch is the first with the least loss, and training ends `patience` epochs after it. */

function run(losses: readonly number[], patience: number): { epoch: number; bestEpoch: number } {
  const so = { ...nothingYet };
  for (const loss of losses) {
    if (isOver(so, { epochs: losses.length, patience })) break;
    so.epoch++;
    noteLoss(so, loss);
  }
  return so;
}

it('waits from the best epoch on, and a loss that is only as good is no better', () => {
  expect(run([3, 2, 2, 2, 2, 1], 3)).toMatchObject({ epoch: 5, bestEpoch: 2 });
  expect(run([3, 2, 2, 2, 1, 1], 3)).toMatchObject({ epoch: 6, bestEpoch: 5 });
});

it('waits from the first epoch where none has a number to be judged by', () => {
  expect(run([Number.NaN, Number.NaN, Number.NaN, Number.NaN], 2)).toMatchObject({ epoch: 3, bestEpoch: 0 });
});

it('ends when the epochs are used up', () => {
  expect(run([3, 2, 1], 10)).toMatchObject({ epoch: 3, bestEpoch: 3 });
});
