import { answersAhead } from '../../../shared/domain/task';
import { allFinite, missingIn } from '../features/signal';
import type { Signal } from '../features/signal';
import { featureStream } from '../features/streaming/open-feature-stream';
import type { TableContent } from '../readers/content';
import type { KnownFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import { signalChannels } from './ahead-channels';
import { carryForward, tableSignal } from './read-span';
import { columnsOf } from './signal-plan';
import type { SpanFeaturePlan } from './span-features';
import { isReadInParts, tablePart } from './table-part';
import type { Rows } from './table-part';

/** Rows that are worked on at a time: some milliseconds. */
const BLOCK_ROWS = 2 ** 15;

/** Features of some successive rows. */
export interface FeatureBlock {
  /** [steps, features] */
  readonly values: Float32Array;
  readonly steps: number;
  /** As `Features.filled`. */
  readonly filled?: Uint8Array | undefined;
}

/** Values are missing that can only be filled in by what comes later. */
export class NeedsAll extends Error {}

/** Whether features of a long table can be computed a stretch of rows after the other, as {@link tableRows} does. */
export function flowsInRows(content: TableContent, plan: SpanFeaturePlan): boolean {
  const { features, task, timeColumn, channels } = plan;
  const isRaw =
    features.kind === 'raw' && [...(features.ownScale ?? []), ...(features.masks ?? [])].length === 0;
  if (!isRaw || !isReadInParts(content, plan)) return false;
  const factsOf = (name: string | null) => content.columns.find((own) => own.name === name);
  if (!answersAhead(task)) return channels.every((name) => factsOf(name)?.missing === 0);
  return timeColumn === null || factsOf(timeColumn)?.clock?.isSorted === true;
}

/**
 * The features of a stretch of a long table, unscaled and as `spanFeatures` has them, a block after the other.
 *
 * @throws UnrollError as `spanFeatures`; NeedsAll, maybe behind some blocks
 */
export async function* tableRows(
  sources: Sources,
  file: KnownFile,
  content: TableContent,
  plan: SpanFeaturePlan,
  span: Rows,
  signal?: AbortSignal,
): AsyncGenerator<FeatureBlock> {
  if (isPlain(content, plan)) {
    yield* plainRows(sources, file, plan, span, signal);
    return;
  }
  const width = signalChannels(plan).length;
  const stream = featureStream(plan.features, width, plan.rateHz);
  const carried = new Float32Array(width).fill(Number.NaN);
  for await (const { data, length } of signalsOf(sources, file, content, plan, span, signal)) {
    const filled = missingIn(data);
    if (answersAhead(plan.task)) carryForward(data, width, carried);
    if (!allFinite(data)) throw new NeedsAll();
    yield { values: stream.push(data), steps: length, filled };
  }
}

/** The channels of a stretch of a long table as `readSpan` has them, a block after the other: [n, channels]. */
export async function* tableBlocks(...stretch: Parameters<typeof signalsOf>): AsyncGenerator<Float32Array> {
  for await (const { data } of signalsOf(...stretch)) yield data;
}

async function* signalsOf(
  sources: Sources,
  file: KnownFile,
  content: TableContent,
  plan: SpanFeaturePlan,
  span: Rows,
  signal?: AbortSignal,
): AsyncGenerator<Signal> {
  const columns = columnsOf(plan);
  for (let start = span.start; start < span.end; start += BLOCK_ROWS) {
    const rows = { start, end: Math.min(span.end, start + BLOCK_ROWS) };
    const part = await tablePart(sources, file, content, plan, columns, rows, signal);
    yield tableSignal(part.table, plan, part.span);
  }
}

/** Whether features are the channels as they stand in the table, row by row. */
function isPlain({ columns }: TableContent, plan: SpanFeaturePlan): boolean {
  const { features, channels } = plan;
  return (
    features.kind === 'raw' &&
    !features.differences &&
    signalChannels(plan).length === channels.length &&
    channels.every((name) => columns.some((own) => own.name === name && own.type !== 'text'))
  );
}

/** {@link tableRows} where {@link isPlain}: nothing is held but a block. */
async function* plainRows(
  sources: Sources,
  file: KnownFile,
  { channels, task }: SpanFeaturePlan,
  span: Rows,
  signal?: AbortSignal,
): AsyncGenerator<FeatureBlock> {
  const width = channels.length;
  const carried = new Float32Array(width).fill(Number.NaN);
  for await (const { rows, columns } of sources.blocks(file, span, channels, signal, true)) {
    const values = new Float32Array(rows * width);
    for (const [c, column] of columns.entries()) {
      if (column.type === 'text') continue;
      const { values: own } = column;
      for (let t = 0; t < rows; t++) values[t * width + c] = own[t]!;
    }
    const filled = missingIn(values);
    if (answersAhead(task)) carryForward(values, width, carried);
    if (filled !== undefined && !allFinite(values)) throw new NeedsAll();
    yield { values, steps: rows, filled };
  }
}
