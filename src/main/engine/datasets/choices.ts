import type { FieldSource, ImportPlan, PlanEdits, Remark, Task } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import {
  chosenSource,
  groupGuesses,
  isGroupName,
  isLabelName,
  isSplitName,
  isTimeName,
  labelGuesses,
  unknownColumn,
} from './fields';
import type { FieldGuess } from './fields';
import { extent } from './lengths';
import type { ColumnFacts, Material } from './material';

/** Why each field of a plan is what it is. */
export type Evidence = Partial<Record<keyof ImportPlan, Remark>>;

export const byHand: Remark = { code: 'plan.edited', message: 'Chosen by hand.' };

export interface FieldChoices {
  readonly task: Task;
  readonly label: FieldSource;
  readonly group: FieldSource;
  readonly timeColumn: string | null;
  readonly labelSources: readonly FieldSource[];
  readonly groupSources: readonly FieldSource[];
}

/**
 * Task, label, group and time. A label that is found makes it a classification; a table without one, a forecast.
 *
 * @throws UnrollError COLUMN_UNKNOWN, ARGUMENT_INVALID (sound cannot be forecast)
 */
export function chooseFields(
  material: Material,
  columns: readonly ColumnFacts[],
  edits: PlanEdits,
  evidence: Evidence,
): FieldChoices {
  const guesses = labelGuesses(material, columns);
  const task = chooseTask(material, guesses, edits, evidence);
  if (task === 'forecast' && material.kind === 'audio')
    throw new UnrollError(
      'ARGUMENT_INVALID',
      'Sound files can be classified, not forecast; choose classification.',
    );
  const label = chooseLabel(material, columns, guesses, task, edits, evidence);
  const groups = groupGuesses(material, columns, label);
  const group =
    edits.group === undefined ? groups[0]! : byHandGuess(chosenSource(edits.group, material, columns));
  evidence.group = group.evidence;
  return {
    task,
    label,
    group: group.source,
    timeColumn: chooseTime(material, columns, label, edits, evidence),
    labelSources: guesses.map(({ source }) => source),
    groupSources: groups.map(({ source }) => source),
  };
}

function byHandGuess(source: FieldSource): FieldGuess {
  return { source, evidence: byHand };
}

function chooseTask(
  material: Material,
  guesses: readonly FieldGuess[],
  edits: PlanEdits,
  evidence: Evidence,
): Task {
  const decide = (task: Task, code: string, message: string): Task => {
    evidence.task = { code, message };
    return task;
  };
  if (edits.task !== undefined) {
    evidence.task = byHand;
    return edits.task;
  }
  if (edits.label !== undefined && edits.label.kind !== 'none')
    return decide('classify', 'task.labelChosen', 'A label was chosen, so that its classes are learnt.');
  if (edits.targets !== undefined && edits.targets.length > 0)
    return decide(
      'forecast',
      'task.targetChosen',
      'A target was chosen, so that its next values are forecast.',
    );
  const isLabelled =
    edits.label === undefined && guesses[0]!.source.kind !== 'none' && guesses[0]!.isRemote !== true;
  if (isLabelled)
    return decide('classify', 'task.labelled', 'There are labels, so that their classes are learnt.');
  if (material.kind === 'table')
    return decide(
      'forecast',
      'task.series',
      'This is a series without labels, so that its next values are forecast.',
    );
  return decide('classify', 'task.unlabelled', 'Nothing says what to learn; name the classes to classify.');
}

function chooseLabel(
  material: Material,
  columns: readonly ColumnFacts[],
  guesses: readonly FieldGuess[],
  task: Task,
  edits: PlanEdits,
  evidence: Evidence,
): FieldSource {
  if (edits.label !== undefined) {
    evidence.label = byHand;
    return chosenSource(edits.label, material, columns);
  }
  if (task === 'forecast') {
    evidence.label = { code: 'label.forecast', message: 'A forecast needs no label.' };
    return { kind: 'none' };
  }
  const guess = guesses.find(({ isRemote }) => isRemote !== true) ?? guesses[guesses.length - 1]!;
  evidence.label = guess.evidence;
  return guess.source;
}

/** @throws UnrollError COLUMN_UNKNOWN, ARGUMENT_INVALID (not a time) */
function chooseTime(
  material: Material,
  columns: readonly ColumnFacts[],
  label: FieldSource,
  edits: PlanEdits,
  evidence: Evidence,
): string | null {
  if (edits.timeColumn !== undefined) {
    evidence.timeColumn = byHand;
    if (edits.timeColumn === null) return null;
    const column = columns.find(({ name }) => name === edits.timeColumn);
    if (column === undefined)
      throw unknownColumn(
        edits.timeColumn,
        columns.map(({ name }) => name),
      );
    if (column.type === 'text' || column.type === 'boolean')
      throw new UnrollError(
        'ARGUMENT_INVALID',
        `The column "${column.name}" has no times that the lab can read.`,
        {
          column: column.name,
        },
      );
    return column.name;
  }
  const isFree = ({ name }: ColumnFacts): boolean => label.kind !== 'column' || label.column !== name;
  const times = columns.filter((column) => column.type === 'time' && isFree(column));
  // Of several columns of times, one that moves at every row beats a date that stands still for a day.
  const [time] = times.sort((a, b) => b.distinct - a.distinct);
  const found =
    time ?? columns.find((column) => column.clock !== null && isTimeName(column.name) && isFree(column));
  evidence.timeColumn =
    found === undefined
      ? {
          code: 'time.none',
          message:
            material.kind === 'table' ? 'No column holds times.' : 'This format has no column of times.',
        }
      : {
          code: 'time.column',
          message: `The column "${found.name}" holds times.`,
          params: { column: found.name },
        };
  return found?.name ?? null;
}

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
  const inputs =
    edits.channels ?? (material.kind === 'table' ? guessChannels(columns, fields, edits.targets ?? []) : all);
  for (const name of inputs) requireKnown(name, all, columns);
  if (inputs.length === 0)
    throw new UnrollError(
      'DATASET_EMPTY',
      'No column of numbers is left to go in as a channel; choose some.',
    );
  evidence.channels =
    edits.channels === undefined
      ? {
          code: 'channels.numeric',
          message: `${inputs.length === 1 ? 'The one channel is' : `The ${inputs.length} channels are`} ${inputs.slice(0, 8).join(', ')}${inputs.length > 8 ? ' …' : ''}.`,
          params: { channels: inputs.length },
        }
      : byHand;
  if (fields.task === 'classify') return { channels: [...inputs], targets: [] };
  const targets = edits.targets !== undefined && edits.targets.length > 0 ? edits.targets : [inputs[0]!];
  for (const name of targets) requireKnown(name, all, columns);
  evidence.targets =
    edits.targets === undefined
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
  throw new UnrollError('ARGUMENT_INVALID', `The column "${name}" does not hold numbers.`, { column: name });
}

function isNumeric({ type }: ColumnFacts): boolean {
  return type === 'number' || type === 'boolean';
}

function guessChannels(
  columns: readonly ColumnFacts[],
  { label, group, timeColumn }: FieldChoices,
  targets: readonly string[],
): string[] {
  const taken = [label, group].flatMap((source) => (source.kind === 'column' ? [source.column] : []));
  const numeric = columns
    .filter(isNumeric)
    .filter(({ name }) => name !== timeColumn && !taken.includes(name));
  // Row numbers, parts and other answers would tell the network what it is to find out.
  const inputs = numeric.filter(
    ({ name, isRowNumber, isConstant }) =>
      targets.includes(name) ||
      (!isRowNumber && !isSplitName(name) && !isGroupName(name) && !(isLabelName(name) && isConstant)),
  );
  return (inputs.length > 0 ? inputs : numeric).map(({ name }) => name);
}

/** Names of the channels of formats that do not name them. */
function channelNames({ files }: Material): string[] {
  const content = files[0]?.content;
  if (content?.kind !== 'cases') return ['mono'];
  return content.channels === 1
    ? ['value']
    : Array.from({ length: content.channels }, (_, k) => `channel ${k + 1}`);
}

const LEAST_AUDIO_HZ = 8_000;
const MOST_AUDIO_HZ = 16_000;

/**
 * Samples per second. Sound: that of the slowest file, so that a missing top band does not betray where a recording
 * comes from, but between 8 and 16 kHz, where speech and most events are. Tables: what their times say.
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
    if (!isValid)
      throw new UnrollError('ARGUMENT_INVALID', 'The sampling rate must be a positive number of hertz.', {
        rateHz: edits.rateHz,
      });
    evidence.rateHz = byHand;
    return edits.rateHz;
  }
  if (material.kind === 'audio') {
    const rates = material.files.map(({ content }) =>
      content.kind === 'audio' ? content.rateHz : MOST_AUDIO_HZ,
    );
    const slowest = rates.length === 0 ? MOST_AUDIO_HZ : extent(rates)[0];
    const rateHz = Math.min(MOST_AUDIO_HZ, Math.max(LEAST_AUDIO_HZ, slowest));
    evidence.rateHz =
      rateHz === slowest
        ? { code: 'rate.slowest', message: `The slowest file has ${rateHz} Hz.`, params: { rateHz } }
        : {
            code: 'rate.limited',
            message: `The files have ${slowest} Hz or more; ${rateHz} Hz holds speech and most sounds.`,
            params: { rateHz, slowestHz: slowest },
          };
    return rateHz;
  }
  const clock = columns.find(({ name }) => name === timeColumn)?.clock ?? null;
  evidence.rateHz =
    clock === null || clock.rateHz === null
      ? { code: 'rate.unknown', message: 'Nothing says how fast the samples follow each other.' }
      : {
          code: 'rate.times',
          message: `The times in "${timeColumn ?? ''}" follow each other at ${Number(clock.rateHz.toPrecision(4))} Hz.`,
          params: { rateHz: clock.rateHz },
        };
  return clock?.rateHz ?? null;
}
