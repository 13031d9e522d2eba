import { answersAhead, continues } from '../../../shared/domain/task';
import type { ImportPlan, Remark } from '../../../shared/domain/dataset';
import type { FeaturePlan } from '../../../shared/domain/features';
import { remark } from '../../../shared/sentences/say';
import type { Item } from '../examples/items';
import type { SignalPlan } from '../examples/signal-plan';
import { readSpan } from '../examples/read-span';
import type { ColumnFacts } from '../readers/content';
import type { Sources } from '../readers/sources';
import type { Material } from '../scan/material';

interface MissingFacts {
  readonly material: Material;
  readonly items: readonly Item[];
  readonly columns: readonly ColumnFacts[];
  readonly signal: SignalPlan & Pick<ImportPlan, 'resampled'>;
}

/** A channel of which more is missing shows the network where. */
const MASKED_SHARE = 0.05;
/** A channel may pause for so many of its usual steps; what lies between is a line. */
const BRIDGED_STEPS = 5;
const LEAST_BRIDGED = 10;
/** Rows that tell how a channel is measured. */
const MOST_ROWS = 2_000_000;

/**
 * What becomes of missing inputs: short gaps are bridged by a line, in longer ones the last value is held, and channels of which
 * more than a few per cent are missing have a feature beside them that says where. The plan as it is where nothing is missing,
 * or where a person has chosen features.
 */
export async function chooseMissing(
  features: FeaturePlan,
  facts: MissingFacts,
  isChosen: boolean,
  sources: Sources,
): Promise<{ readonly features: FeaturePlan; readonly remarks: readonly Remark[] }> {
  if (features.kind !== 'raw' || !mayLack(facts)) return { features, remarks: [] };
  const channels = await channelsOf(facts, sources);
  if (channels.every(({ missing }) => missing === 0)) return { features, remarks: [] };
  const { task } = facts.signal;
  const usual = Math.max(1, ...channels.map(({ usualSteps }) => usualSteps));
  const guess = {
    // A forecast may not look at what comes after a gap: the last value is held in each.
    ...(!answersAhead(task) && { gapSteps: Math.max(LEAST_BRIDGED, BRIDGED_STEPS * usual) }),
    masks: continues(task) ? [] : channels.filter(isLacking).map(({ name }) => name),
  };
  const settled = isChosen ? features : { ...features, ...guess };
  return { features: withoutEmpty(settled), remarks: remarksOf(settled, channels) };
}

function withoutEmpty({ masks = [], ...features }: Extract<FeaturePlan, { kind: 'raw' }>): FeaturePlan {
  return masks.length > 0 ? { ...features, masks } : features;
}

function mayLack({ material, columns, signal }: MissingFacts): boolean {
  if (material.kind === 'audio') return false;
  if (signal.resampled === true) return true;
  if (material.kind === 'cases')
    return material.files.some(({ content }) => content.kind === 'cases' && content.missing > 0);
  return columns.some(({ name, missing }) => missing > 0 && signal.channels.includes(name));
}

interface Channel {
  readonly name: string;
  readonly missing: number;
  readonly steps: number;
  /** From one measurement to the next, in the middle. */
  readonly usualSteps: number;
  /** Lengths of its gaps, in steps. */
  readonly gaps: readonly number[];
}

const isLacking = ({ missing, steps }: Channel): boolean => missing > MASKED_SHARE * steps && missing < steps;

async function channelsOf({ material, items, signal }: MissingFacts, sources: Sources): Promise<Channel[]> {
  const names = signal.channels;
  const seen = names.map(() => ({ missing: 0, apart: new Map<number, number>(), gaps: [] as number[] }));
  let steps = 0;
  for (const item of items) {
    if (steps > MOST_ROWS) break;
    const read = await readSpan(sources, material.files[item.file]!, { ...signal, forecast: null }, item);
    const width = read.channels.length;
    steps += read.length;
    for (const [c, own] of seen.entries()) {
      let last = -1;
      for (let t = 0; t <= read.length; t++) {
        if (t < read.length && read.filled?.[t * width + c] === 1) continue;
        const gap = t - last - 1;
        if (gap > 0) own.gaps.push(gap);
        own.missing += gap;
        if (t < read.length && last >= 0) own.apart.set(t - last, (own.apart.get(t - last) ?? 0) + 1);
        last = t;
      }
    }
  }
  return names.map((name, c) => {
    const { missing, apart, gaps } = seen[c]!;
    return { name, missing, steps, usualSteps: medianOf(apart), gaps };
  });
}

function medianOf(counts: ReadonlyMap<number, number>): number {
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const half = sorted.reduce((sum, [, count]) => sum + count, 0) / 2;
  let seen = 0;
  for (const [value, count] of sorted) if ((seen += count) >= half) return value;
  return 1;
}

function remarksOf(
  { masks = [], gapSteps }: Extract<FeaturePlan, { kind: 'raw' }>,
  channels: readonly Channel[],
): Remark[] {
  const remarks: Remark[] = [];
  const gaps = channels.flatMap((channel) => channel.gaps);
  if (gapSteps !== undefined) {
    const long = gaps.filter((gap) => gap > gapSteps);
    if (long.length > 0)
      remarks.push(
        remark('values.held', {
          limit: gapSteps,
          count: long.reduce((sum, gap) => sum + gap, 0),
          longest: long.reduce((most, gap) => Math.max(most, gap), 0),
        }),
      );
  }
  if (masks.length > 0)
    remarks.push(
      remark('values.masked', { channels: masks.slice(0, 8).join(', '), percent: 100 * MASKED_SHARE }),
    );
  return remarks;
}
