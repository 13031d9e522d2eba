import { answersAhead, continues, learnsValue } from '../../../shared/domain/task';
import type { PlanEdits } from '../../../shared/domain/dataset';
import type { FieldChoices } from './choices';
import type { Evidence } from './evidence';
import { byHand } from './evidence';
import { failure } from '../../../shared/sentences/failure';
import type { Clock } from '../readers/table/clock';
import type { ColumnFacts } from '../readers/content';
import type { Material } from '../scan/material';
import { remark } from '../../../shared/sentences/say';
import { isCounterName, isTargetName } from '../scan/column-names';
import { rowsOf, whyNoInput } from './column-uses';
import { chooseSoundChannels } from './sound-channels';
import { chooseSoundRate } from './sound-rate';
import { otherAnswers } from './unnamed-labels';
import { howOften } from './how-often';
import { rateAbove } from './rate-above';
import { unknownColumn } from '../readers/table/unknown-column';

/** What is generated goes in again, so that every channel is generated. */
const allTargets = {
  code: 'targets.all',
  message: 'Every channel is generated, since each goes in again.',
};

export interface ChannelChoices {
  readonly channels: string[];
  readonly targets: string[];
}

/**
 * Which columns go in, and which are forecast.
 *
 * @throws UnrollError COLUMN_UNKNOWN, ARGUMENT_INVALID, DATASET_EMPTY (no column of numbers is left)
 */
export function chooseChannels(
  material: Material,
  columns: readonly ColumnFacts[],
  fields: FieldChoices,
  edits: PlanEdits,
  evidence: Evidence,
): ChannelChoices {
  const all =
    material.kind === 'table' ? columns.filter(isNumeric).map(({ name }) => name) : channelNames(material);
  if (material.kind === 'audio') {
    const sound = chooseSoundChannels(material, edits, evidence);
    if (!continues(fields.task)) return { channels: sound, targets: [] };
    evidence.targets = allTargets;
    return { channels: sound, targets: [...sound] };
  }
  const inputs =
    edits.channels ??
    (material.kind === 'table' ? guessChannels(material, columns, fields, edits.targets ?? []) : all);
  for (const name of inputs) requireKnown(name, all, columns);
  if (inputs.length === 0) throw failure('DATASET_EMPTY.noChannel');
  evidence.channels =
    edits.channels === undefined
      ? {
          code: 'channels.numeric',
          message: `${inputs.length === 1 ? 'The one channel is' : `The ${inputs.length} channels are`} ${inputs.slice(0, 8).join(', ')}${inputs.length > 8 ? ' …' : ''}.`,
          params: { channels: inputs.length },
        }
      : byHand;
  if (continues(fields.task)) {
    evidence.targets = allTargets;
    return { channels: [...inputs], targets: [...inputs] };
  }
  if (!answersAhead(fields.task)) return { channels: [...inputs], targets: [] };
  const named = inputs.filter(isTargetName);
  const guess = named.length === 1 ? named[0]! : (inputs.find((name) => !isCounterName(name)) ?? inputs[0]!);
  const targets = edits.targets !== undefined && edits.targets.length > 0 ? edits.targets : [guess];
  for (const name of targets) requireKnown(name, all, columns);
  evidence.targets =
    edits.targets === undefined && named.length === 1
      ? remark('targets.named', { column: guess })
      : edits.targets === undefined
        ? {
            code: 'targets.first',
            message: `"${targets[0]!}" is the first column of numbers.`,
            params: { column: targets[0]! },
          }
        : byHand;
  return { channels: [...new Set([...inputs, ...targets])], targets: [...targets] };
}

function requireKnown(name: string, all: readonly string[], columns: readonly ColumnFacts[]): void {
  if (all.includes(name)) return;
  if (!columns.some((column) => column.name === name)) throw unknownColumn(name, all);
  throw failure('ARGUMENT_INVALID.notNumbers', { column: name });
}

function isNumeric({ type }: ColumnFacts): boolean {
  return type === 'number' || type === 'boolean';
}

function guessChannels(
  material: Material,
  columns: readonly ColumnFacts[],
  { task, label, group, timeColumn }: FieldChoices,
  targets: readonly string[],
): string[] {
  const rows = rowsOf(material);
  const answers = otherAnswers(material, columns, { label });
  const taken = [label, group].flatMap((source) => (source.kind === 'column' ? [source.column] : []));
  const numeric = columns
    .filter(isNumeric)
    // How old something is says much of what is left of it.
    .filter(({ name }) => name !== timeColumn || (learnsValue(task) && isCounterName(name)))
    .filter(({ name, distinct }) => !taken.includes(name) && distinct > 0);
  const inputs = numeric.filter(
    (column) =>
      targets.includes(column.name) || (whyNoInput(column, rows, task) === null && !answers.has(column.name)),
  );
  return (inputs.length > 0 ? inputs : numeric).map(({ name }) => name);
}

/** Names of the channels of formats that do not name them. */
function channelNames({ files }: Material): string[] {
  const content = files[0]?.content;
  if (content?.kind !== 'cases') return [];
  return content.channels === 1
    ? ['value']
    : Array.from({ length: content.channels }, (_, k) => `channel ${k + 1}`);
}

/**
 * Samples per second. Sound: as {@link chooseSoundRate} has it. Tables: what their times say.
 *
 * @throws UnrollError ARGUMENT_INVALID
 */
export function chooseRate(
  material: Material,
  columns: readonly ColumnFacts[],
  timeColumn: string | null,
  edits: PlanEdits,
  evidence: Evidence,
): number | null {
  if (edits.rateHz !== undefined) {
    const isValid =
      edits.rateHz === null ? material.kind !== 'audio' : edits.rateHz > 0 && edits.rateHz <= 1e9;
    if (!isValid) throw failure('ARGUMENT_INVALID.positiveRate', { rateHz: edits.rateHz ?? '–' });
    evidence.rateHz = byHand;
    return edits.rateHz;
  }
  if (material.kind === 'audio') {
    const sound = chooseSoundRate(material);
    evidence.rateHz = sound.evidence;
    return sound.rateHz;
  }
  const clock = columns.find(({ name }) => name === timeColumn)?.clock ?? null;
  const above = material.kind === 'table' && timeColumn === null ? rateAbove(material) : null;
  if (above !== null) {
    evidence.rateHz = remark('rate.above', { line: above.line });
    return above.rateHz;
  }
  evidence.rateHz =
    clock === null || clock.rateHz === null
      ? { code: 'rate.unknown', message: 'Nothing says how fast the samples follow each other.' }
      : clock.rateHz < 1
        ? remark('rate.every', { column: timeColumn ?? '', ...howOften(clock.rateHz) })
        : {
            code: 'rate.times',
            message: `The times in "${timeColumn ?? ''}" follow each other at ${Number(clock.rateHz.toPrecision(4))} Hz.`,
            params: { rateHz: Number(clock.rateHz.toPrecision(4)) },
          };
  return clock?.rateHz ?? null;
}

/** Steps that vary more than this are not a steady rate. */
export const MAX_JITTER = 0.25;
export const RATE_TOLERANCE = 0.01;

/** A rate that somebody chose is one to resample to, where the times of the tables run otherwise. */
export function choosesResampling(
  { files }: Material,
  timeColumn: string | null,
  rateHz: number | null,
  edits: PlanEdits,
): boolean {
  const clocks = files.flatMap(({ content }) =>
    content.kind === 'table' ? [content.columns.find(({ name }) => name === timeColumn)?.clock ?? null] : [],
  );
  if (edits.rateHz === undefined || rateHz === null || clocks.length === 0) return false;
  const runs = (clock: Clock | null): boolean => clock !== null && clock.rateHz !== null;
  const runsSo = (clock: Clock | null): boolean =>
    !runs(clock) ||
    (Math.abs(clock!.rateHz! - rateHz) <= RATE_TOLERANCE * rateHz &&
      clock!.jitter <= MAX_JITTER &&
      clock!.gaps === 0);
  return edits.resampled ?? (clocks.some(runs) && !clocks.every(runsSo));
}
