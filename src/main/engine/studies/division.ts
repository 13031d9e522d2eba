import { failure } from '../../../shared/sentences/failure';
import { answersWhole, traitsOf } from '../../../shared/domain/task';
import type { StudyDesign } from '../../../shared/domain/study';
import { splitCode, UNUSED_SPLIT } from '../prepare/examples-of';
import type { PreparedData } from '../prepare/prepared';
import { RandomStream } from '../random/random-stream';

/** What a division looks at. */
export type Divided = Pick<PreparedData, 'task' | 'splits' | 'labels' | 'targets' | 'recordings'>;

/** One training: who is in which part, as `PreparedData.splits`. */
export interface Division {
  readonly seed: number;
  readonly fold: number | null;
  readonly group: string | null;
  readonly share: number | null;
  /** Null: the data set's own. */
  readonly splits: Uint8Array | null;
}

const train = splitCode('train');
const validation = splitCode('validation');
const test = splitCode('test');
/** Of what is not judged, where a data set has so small a validation part or none. */
const LEAST_VALIDATION = 0.1;
const STRATA_OF_VALUES = 4;

/** Examples that must not be torn apart: of one group, or windows of one recording. */
interface Unit {
  readonly examples: readonly number[];
  readonly stratum: number;
}

/** [examples] a number for each class, or for each quarter of the values. */
function strataOf({ task, labels, targets }: Divided, pool: readonly number[]): Map<number, number> {
  const { truth } = traitsOf(task);
  if (truth !== 'value')
    return new Map(pool.map((example) => [example, truth === 'class' ? labels[example]! : 0]));
  const ordered = [...pool].sort((a, b) => targets[a]! - targets[b]!);
  return new Map(
    ordered.map((example, rank) => [example, Math.floor((rank * STRATA_OF_VALUES) / ordered.length)]),
  );
}

function unitsOf(data: Divided, pool: readonly number[], groups: readonly (string | null)[]): Unit[] {
  const strata = strataOf(data, pool);
  const keyed = new Map<string, number[]>();
  for (const example of pool) {
    const group = groups[example] ?? null;
    const key =
      group !== null ? `g${group}` : data.recordings ? `r${data.recordings[example]!}` : `e${example}`;
    keyed.set(key, [...(keyed.get(key) ?? []), example]);
  }
  return [...keyed.values()].map((examples) => ({ examples, stratum: strata.get(examples[0]!)! }));
}

/** Deals units out to folds of equal size with equal shares of each stratum, the largest first. @returns fold of each unit */
function deal(units: readonly Unit[], folds: number, random: RandomStream): number[] {
  const order = random.shuffle([...units.keys()]);
  order.sort((a, b) => units[b]!.examples.length - units[a]!.examples.length);
  const sizes = new Array<number>(folds).fill(0);
  const ofStratum = new Map<number, number[]>();
  const foldOf = new Array<number>(units.length);
  for (const index of order) {
    const { examples, stratum } = units[index]!;
    const own = ofStratum.get(stratum) ?? new Array<number>(folds).fill(0);
    ofStratum.set(stratum, own);
    let best = 0;
    for (let fold = 1; fold < folds; fold++)
      if (own[fold]! < own[best]! || (own[fold] === own[best] && sizes[fold]! < sizes[best]!)) best = fold;
    foldOf[index] = best;
    own[best]! += examples.length;
    sizes[best]! += examples.length;
  }
  return foldOf;
}

/** Parts with some units judged, a share of the others to stop by, and everything else unused or learnt from. */
function partsWith(
  data: Divided,
  units: readonly Unit[],
  isJudged: (unit: number) => boolean,
  random: RandomStream,
): Uint8Array {
  const splits = new Uint8Array(data.splits.length).fill(UNUSED_SPLIT);
  const rest = units.filter((unit, k) => {
    if (isJudged(k)) for (const example of unit.examples) splits[example] = test;
    return !isJudged(k);
  });
  const own = data.splits.filter((code) => code === validation).length;
  const all = own + data.splits.filter((code) => code === train).length;
  const pieces = Math.max(2, Math.floor(1 / Math.max(LEAST_VALIDATION, own / all)));
  const pieceOf = deal(rest, pieces, random);
  const toStopBy = own === 0 || rest.length < pieces ? -1 : 0;
  for (const [k, { examples }] of rest.entries())
    for (const example of examples) splits[example] = pieceOf[k] === toStopBy ? validation : train;
  return splits;
}

function poolOf({ splits }: Divided): number[] {
  return [...splits.keys()].filter((example) => splits[example] === train || splits[example] === validation);
}

/** Every training of a design, in order. @throws UnrollError SPLIT_IMPOSSIBLE */
export function divide(
  data: Divided,
  groups: readonly (string | null)[],
  design: StudyDesign,
  firstSeed: number,
): Division[] {
  const seeds = Array.from({ length: design.seeds }, (_, k) => firstSeed + k);
  const plain = { fold: null, group: null, share: null, splits: null };
  if (design.kind === 'seeds') return seeds.map((seed) => ({ ...plain, seed }));
  if (!answersWhole(data.task)) throw failure('SPLIT_IMPOSSIBLE.study', { task: data.task });
  if (design.kind === 'sizes') return sizes(data, design.shares, seeds);
  const pool = poolOf(data);
  const units = unitsOf(data, pool, groups);
  if (design.kind === 'groups') return leaveOut(data, units, groups, seeds);
  const { folds } = design;
  if (units.length < 2 * folds) throw failure('SPLIT_IMPOSSIBLE.folds', { folds, units: units.length });
  return seeds.flatMap((seed) => {
    const foldOf = deal(units, folds, new RandomStream(seed, 'division'));
    return Array.from({ length: folds }, (_, fold) => ({
      ...{ ...plain, seed, fold },
      splits: partsWith(
        data,
        units,
        (unit) => foldOf[unit] === fold,
        new RandomStream(seed, 'division', fold),
      ),
    }));
  });
}

const CHOICE_FOLDS = 5;
/** Of what follows in time, the last part of what is learnt from says when to stop. */
const HELD_BACK = 0.15;

/**
 * How the lab judges models before it chooses one, without the test part: five folds, fewer where there are too few units; of
 * examples that overlap or follow each other the validation part, with the end of the training part to stop by.
 *
 * @throws UnrollError SPLIT_IMPOSSIBLE
 */
export function divideForChoice(data: Divided, groups: readonly (string | null)[], seed: number): Division[] {
  const units = answersWhole(data.task) ? unitsOf(data, poolOf(data), groups).length : 0;
  const folds = Math.min(CHOICE_FOLDS, Math.floor(units / 2));
  if (folds >= 2) return divide(data, groups, { kind: 'folds', folds, seeds: 1 }, seed);
  const own = [...data.splits.keys()].filter((example) => data.splits[example] === train);
  const last = new Set(own.slice(Math.ceil((1 - HELD_BACK) * own.length)));
  const splits = data.splits.map((code, example) =>
    code === validation ? test : code === test ? UNUSED_SPLIT : last.has(example) ? validation : code,
  );
  if (!splits.includes(test)) throw failure('SPLIT_IMPOSSIBLE.nothingJudged');
  return [{ seed, fold: 0, group: null, share: null, splits }];
}

function leaveOut(
  data: Divided,
  units: readonly Unit[],
  groups: readonly (string | null)[],
  seeds: readonly number[],
): Division[] {
  const names = units.map(({ examples }) => groups[examples[0]!] ?? null);
  // Without a group of its own, an example cannot be left out with one.
  if (units.length < 3 || names.includes(null))
    throw failure('SPLIT_IMPOSSIBLE.leaveGroups', { groups: units.length });
  return seeds.flatMap((seed) =>
    names.map((group, fold) => ({
      ...{ seed, fold, group, share: null },
      splits: partsWith(data, units, (unit) => unit === fold, new RandomStream(seed, 'division', fold)),
    })),
  );
}

/** Of each stratum so large a share, at least one example; a seed's smaller shares lie in its larger ones. */
function sizes(data: Divided, shares: readonly number[], seeds: readonly number[]): Division[] {
  const own = [...data.splits.keys()].filter((example) => data.splits[example] === train);
  const strata = strataOf(data, own);
  return seeds.flatMap((seed) => {
    const random = new RandomStream(seed, 'division');
    const byStratum = new Map<number, number[]>();
    for (const example of random.shuffle([...own])) {
      const stratum = strata.get(example)!;
      byStratum.set(stratum, [...(byStratum.get(stratum) ?? []), example]);
    }
    return [...shares]
      .sort((a, b) => a - b)
      .map((share) => {
        const splits = data.splits.slice();
        for (const examples of byStratum.values())
          for (const example of examples.slice(Math.max(1, Math.round(share * examples.length))))
            splits[example] = UNUSED_SPLIT;
        return { seed, fold: null, group: null, share, splits };
      });
  });
}
