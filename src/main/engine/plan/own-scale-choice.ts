import { answersWhole } from '../../../shared/domain/task';
import { featureNames } from '../features/extract';
import { LEAST_DEVIATION, ownScaleOf } from '../features/own-scale';
import { fillMissing } from '../features/signal';
import type { Sources } from '../readers/sources';
import { readSpan } from '../examples/read-span';
import type { Interpretation } from './interpretation';
import { RowScaler } from '../features/row-scaler';

/** A channel whose deviation is less than this share of its size only has rounding in it. */
const LEAST_MOVEMENT = 1e-5;
/** The noise that training adds to standardised inputs: a recording that moves less is drowned by it. */
const SEEN_DEVIATION = 0.1;

/**
 * Gives recordings that lie far apart a scale of their own. One scaling for all makes a flat line of a recording that
 * varies a thousand times less than another, and a network cannot see its shape. A channel is scaled alone when the
 * median training recording moves less than a tenth of the deviation of all of them together; a channel that mostly
 * stands still is a number, not a shape, and is left as it is.
 *
 * @throws UnrollError FILE_* when a file changed since it was read
 */
export async function withOwnScale(
  interpretation: Interpretation,
  sources: Sources,
): Promise<Interpretation> {
  const { understanding } = interpretation;
  const { features } = understanding.plan;
  // A window of a recording has no size of its own.
  if (features.kind !== 'raw' || interpretation.marked !== undefined) return interpretation;
  const ownScale = await farApart(interpretation, sources);
  if (ownScale.length === 0) return interpretation;
  const plan = { ...understanding.plan, features: { ...features, ownScale } };
  return {
    ...interpretation,
    understanding: {
      ...understanding,
      plan,
      features: featureNames(plan.features, plan.channels, plan.rateHz),
      evidence: {
        ...understanding.evidence,
        features: {
          code: 'features.ownScale',
          message: `Recordings differ so much in size (${ownScale.join(', ')}) that each is scaled by itself; its own level and spread go in beside the channels and their changes.`,
          params: { channels: ownScale.join(', ') },
        },
      },
    },
  };
}

/** Names of the channels that want scales of their own; none when features were chosen by hand or are not shapes. */
async function farApart(
  { understanding: { plan, evidence }, material, items, drafts }: Interpretation,
  sources: Sources,
): Promise<string[]> {
  if (evidence['features']?.code !== 'features.differences') return [];
  if (!answersWhole(plan.task)) return [];
  const width = plan.channels.length;
  const all = new RowScaler(width);
  const own: number[][] = plan.channels.map(() => []);
  for (const { item, split } of drafts) {
    if (split !== 'train') continue;
    const place = items[item]!;
    const signal = await readSpan(sources, material.files[place.file]!, plan, place);
    const data = fillMissing(signal.data, width);
    all.add(data);
    own.forEach((deviations, c) => deviations.push(ownScaleOf(data, c, width).deviation));
  }
  const { mean, deviation } = all.fit();
  return plan.channels.filter((_, c) => {
    const sorted = [...own[c]!].sort((a, b) => a - b);
    const median = sorted[sorted.length >> 1] ?? 0;
    const moves = median > Math.max(10 * LEAST_DEVIATION, LEAST_MOVEMENT * Math.abs(mean[c]!));
    return moves && median < SEEN_DEVIATION * deviation[c]!;
  });
}
