import { answersAhead, answersSteps, valuesSteps } from '../../../shared/domain/task';
import type { PlanEdits, SplitPlan } from '../../../shared/domain/dataset';
import { remark } from '../../../shared/sentences/say';
import type { Item } from '../examples/items';
import { canSplitByGroup } from '../examples/split';
import type { FieldChoices } from './choices';
import type { Evidence } from './evidence';
import { byHand } from './evidence';
import type { OfficialFolds } from './official-folds';

/** Fewer series than this cannot be dealt out to three parts; each is cut in time instead. */
const FEW_SERIES = 6;
/** What has one value a step is best judged on sequences that were never seen: life ends but once. */
const FEW_VALUED = 3;

const defaultSplit = { seed: 1, validationFraction: 0.2, testFraction: 0.2 } as const;

/** A class of fewer recordings leaves none for one of the three parts. */
const LEAST_RECORDINGS = 3;

/**
 * How examples are dealt out to the parts.
 *
 * @param isCut whether examples are windows of the items
 * @param folds where the items' given parts come from, if from folds
 */
export function chooseSplit(
  items: readonly Item[],
  { task }: FieldChoices,
  edits: PlanEdits,
  evidence: Evidence,
  isCut = false,
  folds: OfficialFolds | null = null,
): SplitPlan {
  const wanted = edits.split ?? { ...defaultSplit, kind: 'random' };
  if (answersAhead(task)) {
    evidence.split = {
      code: 'split.time',
      message: 'The last part of a series is the test, as a forecast will be used.',
    };
    return { ...wanted, kind: 'time' };
  }
  if (edits.split !== undefined) {
    evidence.split = byHand;
    return { ...edits.split, ...(folds !== null && { from: folds.source }) };
  }
  const hasGiven =
    items.some(({ given }) => given === 'train') && items.some(({ given }) => given === 'test');
  if (answersSteps(task) && items.length < (valuesSteps(task) ? FEW_VALUED : FEW_SERIES) && !hasGiven) {
    evidence.split = {
      code: 'split.lastPart',
      message: 'There are few series: the last part of each is the test.',
    };
    return { ...wanted, kind: 'time' };
  }
  if (folds !== null && !crossesParts(items)) {
    const { source, where, folds: count } = folds;
    evidence.split = remark('split.folds', { where, folds: count });
    return { ...wanted, kind: 'given', from: source };
  }
  if (
    folds === null &&
    items.some(({ given }) => given === 'train') &&
    items.some(({ given }) => given !== null && given !== 'train')
  ) {
    evidence.split = {
      code: 'split.given',
      message: 'The files say which examples are for training and for test.',
    };
    return { ...wanted, kind: 'given' };
  }
  if (canSplitByGroup(items)) {
    evidence.split = {
      code: 'split.group',
      message: 'Whole groups are held out, so that the test says how the network does with somebody new.',
    };
    return { ...wanted, kind: 'group' };
  }
  if (isCut) {
    const isByRecording = fewestOfClass(items) >= LEAST_RECORDINGS;
    evidence.split = remark(isByRecording ? 'split.recordings' : 'split.stretches');
    return { ...wanted, kind: isByRecording ? 'random' : 'time' };
  }
  evidence.split = {
    code: 'split.random',
    message: 'Nothing says otherwise: a random part of every class is held out.',
  };
  return { ...wanted, kind: 'random' };
}

/** Whether a group lies in several parts, as folds that were drawn without a look at who was recorded. */
function crossesParts(items: readonly Item[]): boolean {
  const parts = new Map<string, Item['given']>();
  return items.some(({ group, given }) => {
    if (group === null) return false;
    const isNew = !parts.has(group);
    if (isNew) parts.set(group, given);
    return !isNew && parts.get(group) !== given;
  });
}

function fewestOfClass(items: readonly Item[]): number {
  const counts = new Map<string | null, number>();
  for (const { label } of items) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.min(...counts.values());
}
