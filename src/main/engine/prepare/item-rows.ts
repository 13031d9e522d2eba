import { throwIfCancelled } from '../activities/activity-registry';
import { signalChannels } from '../examples/ahead-channels';
import type { Item } from '../examples/items';
import { spanFeatures } from '../examples/span-features';
import { flowsInRows, NeedsAll, tableRows } from '../examples/table-rows';
import type { Features } from '../features/extract';
import type { Interpretation } from '../plan/interpretation';
import type { Sources } from '../readers/sources';
import type { FeatureRows } from './feature-rows';

/** Where an item's features lie among those of all. */
export interface RowSpan {
  readonly start: number;
  readonly steps: number;
  readonly filled: Uint8Array | undefined;
}

/** Whether an item is so long that its features are computed block by block. */
export function flows({ material, understanding: { plan } }: Interpretation, { file }: Item): boolean {
  const { content } = material.files[file]!;
  return content.kind === 'table' && flowsInRows(content, plan);
}

/** Features of one item, block by block where that is possible. */
export async function appendItem(
  interpretation: Interpretation,
  item: Item,
  sources: Sources,
  rows: FeatureRows,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<RowSpan> {
  const { material, understanding } = interpretation;
  const file = material.files[item.file]!;
  const start = rows.rows;
  if (file.content.kind === 'table' && flows(interpretation, item))
    try {
      let steps = 0;
      const marks: (Uint8Array | number)[] = [];
      const channels = signalChannels(understanding.plan).length;
      for await (const block of tableRows(sources, file, file.content, understanding.plan, item, signal)) {
        throwIfCancelled(signal);
        await rows.append(block.values);
        const width = block.values.length / block.steps;
        // What all have is not written down.
        marks.push(block.filled ?? block.steps * channels);
        if (width !== rows.width) throw new NeedsAll();
        steps += block.steps;
        onShare(steps / item.length);
      }
      const filled = marks.some((block) => typeof block !== 'number') ? joinBytes(marks) : undefined;
      return { start, steps, filled };
    } catch (error) {
      if (!(error instanceof NeedsAll)) throw error;
      await rows.rewind(start);
    }
  const { values, steps, filled } = await itemFeatures(interpretation, item, sources, signal);
  return { start: await rows.append(values), steps, filled };
}

/** Bytes one after the other; a number is so many zeros. */
function joinBytes(parts: readonly (Uint8Array | number)[]): Uint8Array {
  const lengthOf = (part: Uint8Array | number): number => (typeof part === 'number' ? part : part.length);
  const whole = new Uint8Array(parts.reduce<number>((sum, part) => sum + lengthOf(part), 0));
  let at = 0;
  for (const part of parts) {
    if (typeof part !== 'number') whole.set(part, at);
    at += lengthOf(part);
  }
  return whole;
}

export async function itemFeatures(
  { material, understanding: { plan } }: Interpretation,
  item: Item,
  sources: Sources,
  signal: AbortSignal,
): Promise<Features> {
  const file = material.files[item.file]!;
  return spanFeatures(sources, file, plan, item, signal);
}
