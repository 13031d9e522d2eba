import { answersAhead } from '../../../shared/domain/task';
import { failure } from '../../../shared/sentences/failure';
import { resample } from '../features/resample';
import type { Signal } from '../features/signal';
import { audioSignal, missingIn } from '../features/signal';
import { withAheadChannels } from './ahead-channels';
import type { CasesContent, TableContent } from '../readers/content';
import type { KnownFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import { evenTable } from './even-table';
import { planTable } from './plan-table';
import type { SignalPlan, Span } from './signal-plan';
import { columnsOf } from './signal-plan';
import { samplesOf } from './sound-samples';
import { isReadInParts, tablePart } from './table-part';
import { columnOf, wordAt } from '../readers/table/table';
import type { Column, NumericColumn, Table } from '../readers/table/table';
import { unknownColumn } from '../readers/table/unknown-column';

/**
 * The signal of one span as the features want it: sound at the plan's rate, the plan's channels in the plan's
 * order, at the plan's rate where it is resampled, and what a forecast knows beforehand ({@link withAheadChannels}).
 * Values that are missing are NaN. When forecasting, rows come in the order of time, and the last known value stands in
 * for a missing one, since a line to the next one would tell of the future. `filled` says which values nobody
 * measured.
 *
 * @throws UnrollError FILE_*, COLUMN_UNKNOWN
 */
export async function readSpan(
  sources: Sources,
  file: KnownFile,
  plan: SignalPlan,
  span: Span | null,
  signal?: AbortSignal,
): Promise<Signal> {
  const content = await sources.content(file, signal);
  if (content.kind === 'audio') {
    const { rateHz } = content;
    const toHz = plan.rateHz ?? rateHz;
    const own = await samplesOf(sources, file, content, span, plan.channels, signal);
    const channels = plan.channels.length;
    return audioSignal(await resample(own, rateHz, toHz, { channels, signal }), toHz, plan.channels);
  }
  const read =
    content.kind === 'cases'
      ? await readCase(sources, file, content, plan, span?.start ?? 0, signal)
      : await readRows(sources, file, content, plan, span, signal);
  const filled = missingIn(read.data);
  if (answersAhead(plan.task)) carryForward(read.data, read.channels.length);
  return { ...read, filled };
}

/** Of a long table only the rows around a span are read, where that is enough. */
async function readRows(
  sources: Sources,
  file: KnownFile,
  content: TableContent,
  plan: SignalPlan,
  span: Span | null,
  signal?: AbortSignal,
): Promise<Signal> {
  const columns = columnsOf(plan);
  if (span === null || !isReadInParts(content, plan))
    return tableSignal(await planTable(sources, file, plan, columns, signal), plan, span);
  const part = await tablePart(sources, file, content, plan, columns, span, signal);
  return tableSignal(part.table, plan, part.span);
}

async function readCase(
  sources: Sources,
  file: KnownFile,
  content: CasesContent,
  plan: SignalPlan,
  sequence: number,
  signal?: AbortSignal,
): Promise<Signal> {
  const { channels } = content;
  const length = content.lengths[sequence];
  if (length === undefined)
    throw failure('EXAMPLE_UNKNOWN.sequence', { file: file.shown, sequence: sequence + 1 });
  const chosen = plan.channels.map((name) =>
    name === 'value' ? 0 : Number(name.replace(/^channel /, '')) - 1,
  );
  const odd = chosen.findIndex((channel) => !(channel >= 0 && channel < channels));
  if (odd !== -1)
    throw failure('COLUMN_UNKNOWN.channel', { file: file.shown, column: plan.channels[odd]!, channels });
  const data = new Float32Array(length * chosen.length);
  for await (const block of sources.blocks(
    { ...file, content },
    { start: 0, end: length, sequence },
    null,
    signal,
  ))
    for (const [c, channel] of chosen.entries()) {
      const column = block.columns[channel]!;
      for (let t = 0; t < block.rows && column.type !== 'text'; t++)
        data[(block.start + t) * chosen.length + c] = column.values[t]!;
    }
  return { data, channels: plan.channels, length, rateHz: plan.rateHz };
}

export function tableSignal(all: Table, plan: SignalPlan, asked: Span | null): Signal {
  const { table: whole, span: wanted } = ofOneGroup(all, plan, asked);
  const even = evenTable(whole, plan, wanted?.start ?? 0, wanted?.end ?? whole.rows);
  const [table, span] = even === null ? [whole, wanted] : [even, null];
  const start = span?.start ?? 0;
  const length = Math.max(0, Math.min(span?.end ?? table.rows, table.rows) - start);
  const columns = plan.channels.map((name): NumericColumn => {
    const column = columnOf(table, name);
    if (column === undefined)
      throw unknownColumn(
        name,
        table.columns.map((known) => known.name),
      );
    if (column.type !== 'text') return column;
    if (column.words.length === 0)
      return { name, type: 'number', values: new Float64Array(table.rows).fill(Number.NaN) };
    throw failure('ARGUMENT_INVALID.notNumbers', { column: name });
  });
  const order = answersAhead(plan.task) ? timeOrder(table, plan.timeColumn, start, length) : null;
  const width = columns.length;
  const data = new Float32Array(length * width);
  for (let c = 0; c < width; c++) {
    const { values } = columns[c]!;
    if (order === null) for (let t = 0; t < length; t++) data[t * width + c] = values[start + t]!;
    else for (let t = 0; t < length; t++) data[t * width + c] = values[order[t]!]!;
  }
  const signal = { data, channels: plan.channels, length, rateHz: plan.rateHz };
  return withAheadChannels(signal, table, plan, () => order ?? rowsFrom(start, length));
}

function rowsFrom(start: number, length: number): Int32Array {
  const rows = new Int32Array(length);
  for (let t = 0; t < length; t++) rows[t] = start + t;
  return rows;
}

/** Where series alternate in a table, the rows of one of them, and the span within those. */
function ofOneGroup(
  table: Table,
  { group }: SignalPlan,
  span: Span | null,
): { table: Table; span: Span | null } {
  const word = span?.group ?? null;
  const column = group?.kind === 'column' ? columnOf(table, group.column) : undefined;
  if (span === null || word === null || column === undefined) return { table, span };
  const end = Math.min(span.end, table.rows);
  const isOwn = (row: number): boolean => wordAt(column, row) === word;
  let others = 0;
  for (let row = span.start; row < end; row++) if (!isOwn(row)) others++;
  if (others === 0) return { table, span };
  // What a forecast knows beforehand lies behind the span, so that the rows up to the table's end count too.
  const rows = Int32Array.from({ length: table.rows }, (_, row) => row).filter(isOwn);
  const first = rows.findIndex((row) => row >= span.start);
  const last = rows.findIndex((row) => row >= end);
  return {
    table: { rows: rows.length, columns: table.columns.map((own) => rowsOf(own, rows)) },
    span: { start: first, end: last === -1 ? rows.length : last },
  };
}

function rowsOf(column: Column, rows: Int32Array): Column {
  return column.type === 'text'
    ? { ...column, codes: rows.map((row) => column.codes[row]!) }
    : { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) };
}

/** The span's rows in the order of time; null when they already are. */
function timeOrder(
  table: Table,
  timeColumn: string | null,
  start: number,
  length: number,
): Int32Array | null {
  const column = timeColumn === null ? undefined : columnOf(table, timeColumn);
  if (column === undefined || column.type === 'text') return null;
  const { values } = column;
  let isSorted = true;
  for (let row = start + 1; row < start + length && isSorted; row++)
    isSorted = !(values[row]! < values[row - 1]!);
  if (isSorted) return null;
  // Rows without a time stay behind the row that they follow.
  let last = Number.NEGATIVE_INFINITY;
  const times = values.slice(start, start + length).map((time) => (last = Number.isNaN(time) ? last : time));
  return Int32Array.from({ length }, (_, t) => t)
    .sort((a, b) => times[a]! - times[b]! || a - b)
    .map((t) => start + t);
}

/**
 * Fills missing values in place with the last known one of their channel; the first ones with the first known.
 *
 * @param carried [channels] what was known last before these, NaN for nothing; and then of these
 */
export function carryForward(
  data: Float32Array,
  channels: number,
  carried = new Float32Array(channels).fill(Number.NaN),
): void {
  for (let channel = 0; channel < channels; channel++) {
    let known = carried[channel]!;
    for (let k = channel; k < data.length && Number.isNaN(known); k += channels) known = data[k]!;
    for (let k = channel; k < data.length; k += channels)
      if (Number.isNaN(data[k]!)) data[k] = known;
      else known = data[k]!;
    carried[channel] = known;
  }
}
