import { throwIfCancelled } from '../activities/activity-registry';
import { signalChannels } from '../examples/ahead-channels';
import type { Item } from '../examples/items';
import { isReadOnce, soundFeatureRows, spanFeatures } from '../examples/span-features';
import { flowsInRows, NeedsAll, tableRows } from '../examples/table-rows';
import type { Features } from '../features/extract';
import { joinFloats } from '../features/join-floats';
import type { Interpretation } from '../plan/interpretation';
import type { Sources } from '../readers/sources';
import { FeatureRows } from './feature-rows';
import type { KeptRows } from './kept-rows';
import { RowFilter } from './kept-rows';

/** Where an item's features lie among those of all. */
export interface RowSpan {
  readonly start: number;
  /** Those that are there: all of the item's, or those that are kept. */
  readonly steps: number;
  readonly filled: Uint8Array | undefined;
}

/** An item, and which of its rows are kept; null: all. */
export interface ItemToAppend {
  readonly item: Item;
  readonly kept: KeptRows | null;
}

/** Whether an item is so long that its features are computed block by block. */
export function flows({ material, understanding: { plan } }: Interpretation, { file }: Item): boolean {
  const { content } = material.files[file]!;
  return content.kind === 'table' && flowsInRows(content, plan);
}

const limits = {
  /** Features of longer sound are collected by themselves; at 16 kHz it is nine minutes, and log-mel of it some 14 MB. */
  longSamples: 2 ** 23,
  /** More of these go to a file. */
  itemBytes: 2 ** 23,
};

/** Features of several items, computed at the same time: of long sound in files, of all others at once. */
export async function appendBeside(
  interpretation: Interpretation,
  items: readonly ItemToAppend[],
  sources: Sources,
  rows: FeatureRows,
  signal: AbortSignal,
  { longSamples, itemBytes } = limits,
): Promise<RowSpan[]> {
  const opened: FeatureRows[] = [];
  const own = new AbortController();
  const stop = (): void => own.abort();
  signal.addEventListener('abort', stop, { once: true });
  const { plan } = interpretation.understanding;
  const computed = async ({ item, kept: some }: ItemToAppend): Promise<KeptFeatures | FeatureRows> => {
    const { content, ...file } = interpretation.material.files[item.file]!;
    if (content.kind !== 'audio' || !isReadOnce(plan) || item.end - item.start <= longSamples)
      return keptOf(await itemFeatures(interpretation, item, sources, own.signal), some);
    const filter = new RowFilter(some);
    const kept = new FeatureRows(rows.width, sources.scratchFile(), itemBytes);
    opened.push(kept);
    const known = { ...file, content };
    for await (const values of soundFeatureRows(sources, known, content, plan, item, own.signal))
      for (const part of filter.take(values, rows.width)) await kept.append(part);
    await kept.finish();
    return kept;
  };
  const works = items.map(computed);
  try {
    const spans: RowSpan[] = [];
    for (const features of await Promise.all(works)) {
      if (!(features instanceof FeatureRows)) {
        const { values, steps, filled } = features;
        spans.push({ start: await rows.append(values), steps, filled });
        continue;
      }
      spans.push({ start: rows.rows, steps: features.rows, filled: undefined });
      for await (const values of features.read(0, features.rows)) await rows.append(values);
      await features.close();
    }
    return spans;
  } finally {
    // When one fails the others end too, before their files go.
    stop();
    signal.removeEventListener('abort', stop);
    await Promise.allSettled(works);
    await Promise.all(opened.map((kept) => kept.close()));
  }
}

/** Features of one item, block by block where that is possible. */
export async function appendItem(
  interpretation: Interpretation,
  { item, kept }: ItemToAppend,
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
      let done = 0;
      let steps = 0;
      const [filter, fillFilter] = [new RowFilter(kept), new RowFilter(kept)];
      const marks: (Uint8Array | number)[] = [];
      const channels = signalChannels(understanding.plan).length;
      for await (const block of tableRows(sources, file, file.content, understanding.plan, item, signal)) {
        throwIfCancelled(signal);
        if (block.values.length / block.steps !== rows.width) throw new NeedsAll();
        for (const part of filter.take(block.values, rows.width)) {
          await rows.append(part);
          steps += part.length / rows.width;
        }
        const filled = fillFilter.take(block.filled ?? new Uint8Array(block.steps * channels), channels);
        // What all have is not written down.
        marks.push(...filled.map((part) => (block.filled === undefined ? part.length : part)));
        done += block.steps;
        onShare(done / item.length);
      }
      const filled = marks.some((block) => typeof block !== 'number') ? joinBytes(marks) : undefined;
      return { start, steps, filled };
    } catch (error) {
      if (!(error instanceof NeedsAll)) throw error;
      await rows.rewind(start);
    }
  const own = keptOf(await itemFeatures(interpretation, item, sources, signal), kept);
  return { start: await rows.append(own.values), steps: own.steps, filled: own.filled };
}

type KeptFeatures = Pick<Features, 'values' | 'steps' | 'filled'>;

function keptOf({ values, steps, filled, names }: Features, kept: KeptRows | null): KeptFeatures {
  if (kept === null) return { values, steps, filled };
  const own = joinFloats(new RowFilter(kept).take(values, names.length));
  return {
    values: own,
    steps: own.length / names.length,
    filled: filled && joinBytes(new RowFilter(kept).take(filled, filled.length / steps)),
  };
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

async function itemFeatures(
  { material, understanding: { plan } }: Interpretation,
  item: Item,
  sources: Sources,
  signal: AbortSignal,
): Promise<Features> {
  const file = material.files[item.file]!;
  return spanFeatures(sources, file, plan, item, signal);
}
