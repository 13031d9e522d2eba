import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../../src/main/engine/verdict/verdict';
import type { VerdictFacts } from '../../../src/main/engine/verdict/facts';
import { rankFloors } from '../../../src/shared/domain/ranked-floors';
import type { EpochMetrics, Floor, Run } from '../../../src/shared/domain/run';
import type { ClassificationScores } from '../../../src/shared/domain/tasks/classify';
import { say } from '../../../src/shared/sentences/say';
import { translated } from '../../../src/shared/sentences/say';
import { examplesToTell, newcombeInterval, wilsonInterval } from '../../../src/shared/statistics/proportions';

/** Protects: what a finished run's numbers are said to come to, and that each step does what it says. */

/** @param confusion [true class][answer] */
function scoresOf(confusion: number[][]): ClassificationScores {
  const n = confusion.flat().reduce((a, b) => a + b, 0);
  const right = confusion.reduce((sum, row, k) => sum + row[k]!, 0);
  const support = confusion.map((row) => row.reduce((a, b) => a + b, 0));
  const recall = confusion.map((row, k) => row[k]! / support[k]!);
  return {
    task: 'classify',
    accuracy: right / n,
    accuracyInterval: wilsonInterval(right, n),
    balancedAccuracy: recall.reduce((a, b) => a + b, 0) / recall.length,
    macroF1: 0,
    loss: 1,
    perClass: recall.map((value, k) => ({
      label: 'abc'[k]!,
      precision: 0,
      recall: value,
      f1: 0,
      support: support[k]!,
    })),
    confusion,
  };
}

/** Curves of so many epochs: losses, and what was right of both parts at their ends. */
function curves(validationLoss: readonly number[], trainMetric = 0.8, validationMetric = 0.8): EpochMetrics {
  const n = validationLoss.length;
  const all = (value: number): Float32Array => new Float32Array(n).fill(value);
  return {
    epoch: Int32Array.from({ length: n }, (_, k) => k + 1),
    step: Int32Array.from({ length: n }, (_, k) => k + 1),
    trainLoss: all(1),
    trainMetric: all(trainMetric),
    validationLoss: Float32Array.from(validationLoss),
    validationMetric: all(validationMetric),
    seconds: new Float64Array(n),
  };
}

const level = Array.from({ length: 40 }, () => 0.5);
const good = scoresOf([
  [60, 3, 2],
  [2, 60, 3],
  [3, 2, 60],
]);
const floor = (name: Floor['name'], value: number): Floor => ({ name, metric: 'accuracy', value });

interface Case {
  readonly scores?: ClassificationScores;
  readonly floors?: readonly Floor[];
  readonly epochs?: EpochMetrics;
  readonly run?: Partial<Run>;
  readonly facts?: Partial<VerdictFacts>;
}

function factsOf({
  scores = good,
  floors = [],
  epochs = curves(level),
  run = {},
  facts = {},
}: Case): VerdictFacts {
  const model = { family: 'recurrent', cell: 'gru', units: 64, dropout: 0.3 };
  const training = { epochs: 40, patience: 20, weightDecay: 0.01, learningRate: 0.004, classWeights: 'none' };
  const whole = {
    ...{ id: 'run-1', datasetId: 'set-1', task: 'classify', status: 'completed', epoch: 40, bestEpoch: 20 },
    ...{ recipe: { model, training, compute: {} }, decisions: [], floor: floor('majority', 0.34) },
    ...{ validation: scores, test: scores },
    ...run,
  } as unknown as Run;
  const one = { task: 'classify', floor: whole.floor, family: whole.recipe.model.family } as const;
  return {
    run: whole,
    scores,
    epochs,
    ...rankFloors(one, { table: { floors }, waiting: [] }),
    warnings: [],
    classes: [],
    ...facts,
  };
}

const verdict = (from: Case) => verdictOf(factsOf(from));

describe('a verdict', () => {
  it('says first of all that there is a leak, and what to do', () => {
    const warning = {
      code: 'leak.groupAcrossParts',
      message: '',
      params: { count: 3, groups: 9 },
    };
    const { finding, steps } = verdict({ facts: { warnings: [warning] }, floors: [floor('dtw', 0.99)] });
    expect(finding.name).toBe('leak');
    expect(finding.remark.message).toBe(
      `The score of 92.3% cannot be trusted. ${say('en', 'leak.groupAcrossParts', { count: 3, groups: 9 })}`,
    );
    expect(translated('ko', finding.remark)).toContain('그룹 9개 중 3개');
    expect(steps[0]!.command).toBe('unroll import --again set-1 --split group');
  });

  it('says that a guess is as good', () => {
    const guessing = scoresOf([
      [8, 6, 6],
      [7, 7, 6],
      [6, 7, 7],
    ]);
    const { finding, steps } = verdict({ scores: guessing, floors: [floor('minirocket', 0.9)] });
    expect(finding.name).toBe('chance');
    expect(steps.map(({ command }) => command)).toContain('unroll train set-1 --model minirocket');
  });

  it('does not call it chance when rare classes are told apart, though the most frequent one is as often right', () => {
    const skewed = scoresOf([
      [80, 12],
      [2, 10],
    ]);
    const { finding } = verdict({ scores: skewed, run: { floor: floor('majority', 0.885) } });
    expect(finding.name).toBe('belowFloor');
  });

  it('says by how much it lies below a floor, and never that it is beaten', () => {
    const { finding, steps } = verdict({ floors: [floor('statistics', 0.99), floor('dtw', 0.95)] });
    const [low, high] = newcombeInterval(180 / 195, 0.99, 195);
    expect(finding.name).toBe('belowFloor');
    expect(finding.evidence).toMatchObject({ floor: 0.99, low, high });
    expect(high).toBeLessThan(0);
    expect(finding.remark.message).toMatch(
      /^It lies below statistics over time: 92.3% against 99.0%, 6.7 points/,
    );
    expect(steps[0]).toMatchObject({
      action: { kind: 'train', choices: { model: { family: 'statistics' } } },
      because: 'belowFloor',
    });
  });

  it('says that a floor is as good where the interval cannot tell', () => {
    const { finding } = verdict({ floors: [floor('dtw', 0.93)] });
    expect(finding.remark.code).toBe('verdict.notAboveFloor');
  });

  it('trains longer what does not know even its own examples', () => {
    const { steps } = verdict({ floors: [floor('dtw', 0.99)], epochs: curves(level, 0.7) });
    expect(steps.map(({ command }) => command)).toContain(
      'unroll train set-1 --like run-1 --epochs 80 --patience 40',
    );
  });

  it('says that it was still getting better, and goes on with what a person stopped', () => {
    const falling = Array.from({ length: 40 }, (_, k) => Math.exp(-k / 10));
    const { finding, steps } = verdict({ epochs: curves(falling), run: { bestEpoch: 40 } });
    expect(finding.name).toBe('stillImproving');
    expect(steps[0]!.action.kind).toBe('train');
    const stopped = verdict({
      epochs: curves(falling.slice(0, 20)),
      run: { bestEpoch: 20, epoch: 20, status: 'stopped' },
    });
    expect(stopped.steps[0]!.action.kind).toBe('resume');
    expect(verdict({ epochs: curves(falling), run: { bestEpoch: 12 } }).finding.name).not.toBe(
      'stillImproving',
    );
  });

  it('says that it learnt by heart, and holds it back', () => {
    const { finding, steps } = verdict({ epochs: curves(level, 1, 0.8), floors: [floor('dtw', 0.5)] });
    const weak = scoresOf([
      [40, 13, 12],
      [12, 40, 13],
      [13, 12, 40],
    ]);
    expect(finding.name).toBe('overfitted');
    expect(steps[0]!.command).toBe('unroll train set-1 --like run-1 --dropout 0.5 --weight-decay 0.03');
    expect(verdict({ scores: weak, epochs: curves(level, 0.66, 0.62) }).finding.name).not.toBe('overfitted');
  });

  it('names the class that drags, and what it is taken for', () => {
    const dragging = scoresOf([
      [60, 3, 2],
      [2, 60, 3],
      [3, 30, 32],
    ]);
    const classes = ['a', 'b', 'c'].map((label, k) => ({
      label,
      train: k === 2 ? 5 : 50,
      validation: 9,
      test: 9,
    }));
    const { finding, steps } = verdict({ scores: dragging, facts: { classes } });
    expect(finding.remark.message).toBe(
      '“c” drags the score: 32 of its 65 examples are right, of all others 92%. “b” is what 30 of them are taken for.',
    );
    expect(steps[0]!.command).toBe('unroll train set-1 --like run-1 --class-weights balanced');
  });

  it('says how many examples it would take', () => {
    const few = scoresOf([
      [9, 1, 0],
      [1, 9, 0],
      [0, 1, 9],
    ]);
    const { finding } = verdict({ scores: few, floors: [floor('dtw', 0.8)] });
    expect(finding.name).toBe('tooWide');
    const enough = examplesToTell(0.9, 0.8)!;
    expect(finding.evidence['examplesToTell']).toBe(enough);
    expect(newcombeInterval(0.9, 0.8, enough)[0]).toBeGreaterThan(0);
    expect(newcombeInterval(0.9, 0.8, enough - 1)[0]).toBeLessThanOrEqual(0);
  });

  it('has nothing to add where all is well', () => {
    const { finding, steps } = verdict({ floors: [floor('dtw', 0.6), floor('minirocket', 0.7)] });
    expect(finding.name).toBe('nothingToAdd');
    expect(finding.remark.params).toMatchObject({ name: 'minirocket' });
    expect(steps[0]!.command).toContain('unroll export run-1');
  });

  it('does not praise what was held against a guess alone', () => {
    const waiting = [{ name: 'dtw', seconds: 0 }] as const;
    const { finding, steps } = verdict({ facts: { waiting } });
    expect(finding.name).toBe('unmeasured');
    expect(steps[0]!.command).toBe('unroll floors set-1');
    expect(verdict({ facts: { waiting }, floors: [floor('minirocket', 0.5)] }).finding.name).toBe(
      'nothingToAdd',
    );
  });

  it('is no floor of itself', () => {
    const run = {
      recipe: { model: { family: 'dtw' }, training: {}, compute: {} },
    } as unknown as Partial<Run>;
    expect(verdict({ run, floors: [floor('dtw', 0.95)] }).finding.name).toBe('nothingToAdd');
  });

  it('never has more than three steps, nor one twice', () => {
    const dragging = scoresOf([
      [60, 3, 2],
      [2, 60, 3],
      [3, 50, 12],
    ]);
    const { steps, others } = verdict({
      scores: dragging,
      floors: [floor('dtw', 0.99)],
      epochs: curves(level, 1, 0.6),
    });
    expect(others.length).toBeGreaterThan(0);
    expect(steps.length).toBe(3);
    expect(new Set(steps.map(({ command }) => command)).size).toBe(3);
  });
});

describe('the interval of a difference of shares', () => {
  it('is the one that was published', () => {
    // Newcombe 1998, Table II, method 10: 9/10 − 3/10.
    const [low, high] = newcombeInterval(0.9, 0.3, 10);
    expect(low).toBeCloseTo(0.1705, 4);
    expect(high).toBeCloseTo(0.809, 4);
  });

  it('knows when no number of examples tells', () => {
    expect(examplesToTell(0.5, 0.5)).toBeNull();
  });
});
