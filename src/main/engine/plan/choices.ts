import {
  answersAhead,
  classifies,
  hasClasses,
  labelsSteps,
  learnsChannels,
  learnsValue,
  readsSteps,
  tags,
  valuesSteps,
  valuesWhole,
} from '../../../shared/domain/task';
import { failure } from '../../../shared/sentences/failure';
import { remark } from '../../../shared/sentences/say';
import type { FieldSource, PlanEdits } from '../../../shared/domain/dataset';
import type { Evidence } from './evidence';
import { byHand } from './evidence';
import type { Task } from '../../../shared/domain/task';
import type { ColumnFacts } from '../readers/content';
import type { Material } from '../scan/material';
import { hasWrittenValues, valueGuesses } from './value-fields';
import { chosenSource, groupGuesses, labelGuesses } from './field-guesses';
import { isCounterName, isStepValueName } from '../scan/column-names';
import { remainderColumn } from './step-values';
import { chooseMissingValues } from './missing-values';
import type { TimeChoice } from './time-choice';
import { chooseTime } from './time-choice';
import { chooseMarkTask, isMarked } from './mark-choice';
import type { FieldGuess } from './field-guess';
import type { TimePlan } from '../examples/plan-table';
import { hasFewStretches, unnamedLabels } from './unnamed-labels';
import type { SeveralLabels } from './several-labels';
import { severalLabels } from './several-labels';

export interface FieldChoices extends Pick<TimePlan, 'timeFrom' | 'timeFormat' | 'missing'>, TimeChoice {
  readonly task: Task;
  readonly label: FieldSource;
  readonly group: FieldSource;
  /** How files say several labels each, if they do. */
  readonly several: SeveralLabels | null;
  /** As the plan has it. */
  readonly labelSeparator?: string;
  /** Where else the classes may come from, if the label is a weak guess. */
  readonly labelRivals: readonly FieldSource[];
  /** Other places that name who or what was recorded. */
  readonly groupRivals: readonly FieldSource[];
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
  stepValues: ReadonlySet<string>,
): FieldChoices {
  const classGuesses = labelGuesses(material, columns);
  const marked = markedLabel(classGuesses, edits, evidence);
  const asked =
    marked === null
      ? chooseTask(material, columns, classGuesses, edits, evidence, stepValues)
      : chooseMarkTask(material, marked, edits, evidence);
  if (marked === null) requireMaterial(asked, material);
  const guesses =
    marked === null
      ? stepGuesses(asked, learnsValue(asked) ? valueGuesses(material, columns) : classGuesses)
      : classGuesses;
  const label = marked ?? chooseLabel(material, columns, guesses, asked, edits, evidence);
  const several = severalLabels(material, label, edits);
  const separator = several?.separator ?? null;
  const task = tagsOf(everyStepOf(asked, label, stepValues, evidence), several, edits, evidence);
  const groups = groupGuesses(material, columns, label);
  const group =
    edits.group === undefined ? groups[0]! : byHandGuess(chosenSource(edits.group, material, columns));
  evidence.group = group.evidence;
  return {
    task,
    label,
    group: group.source,
    ...counted(task, columns, chooseTime(material, columns, label, edits, evidence), edits, evidence),
    groupRivals: groupRivals(groups, group),
    ...chosenTimes(edits, evidence),
    ...chooseMissingValues(columns, edits, evidence),
    several,
    ...(tags(task) && separator !== null && { labelSeparator: separator }),
    labelRivals: guesses.find(({ source }) => source === label)?.rivals ?? [],
    labelSources: guesses.map(({ source }) => source),
    groupSources: groups.map(({ source }) => source),
  };
}

/** Marks as the label, where a person says so, or where they are the likeliest and nothing else was asked for. */
function markedLabel(
  [first]: readonly FieldGuess[],
  { label, task, targets = [] }: PlanEdits,
  evidence: Evidence,
): FieldSource | null {
  if (label !== undefined) {
    if (!isMarked(label)) return null;
    evidence.label = byHand;
    return label;
  }
  const isOther = task !== undefined && !hasClasses(task);
  if (isOther || targets.length > 0 || first === undefined || !isMarked(first.source)) return null;
  evidence.label = first.evidence;
  return first.source;
}

/** A value is learnt at every step where its column has another one at almost each. */
function everyStepOf(
  task: Task,
  label: FieldSource,
  stepValues: ReadonlySet<string>,
  evidence: Evidence,
): Task {
  if (!valuesWhole(task) || label.kind !== 'column' || !stepValues.has(label.column)) return task;
  if (evidence.task?.code !== 'task.remainder')
    evidence.task = remark('task.stepValues', { column: label.column });
  return 'regress-steps';
}

/** Where a value of each step is learnt and nothing says when it was, a count of steps orders them; it may still go in. */
function counted(
  task: Task,
  columns: readonly ColumnFacts[],
  time: TimeChoice,
  edits: PlanEdits,
  evidence: Evidence,
): TimeChoice {
  if (!valuesSteps(task) || time.timeColumn !== null || edits.timeColumn !== undefined) return time;
  const counter = columns.find(({ name, type }) => type === 'number' && isCounterName(name));
  if (counter === undefined) return time;
  evidence.timeColumn = remark('time.counter', { column: counter.name });
  return { ...time, timeColumn: counter.name };
}

/** Several labels are learnt where files surely have them, unless one class was asked for. */
function tagsOf(task: Task, several: SeveralLabels | null, edits: PlanEdits, evidence: Evidence): Task {
  const isAsked = edits.task !== undefined && edits.labelSeparator === undefined;
  if (!classifies(task) || isAsked || several?.isSure !== true) return task;
  evidence.task = remark('task.several', { count: several.count, example: several.example.slice(0, 60) });
  return 'tag';
}

/** @throws UnrollError ARGUMENT_INVALID for what these files cannot be used for */
function requireMaterial(task: Task, { kind }: Material): void {
  if (answersAhead(task) && kind === 'audio') throw failure('ARGUMENT_INVALID.soundTask');
  if (readsSteps(task) && kind !== 'table') throw failure('ARGUMENT_INVALID.stepsColumn', { task });
}

/** What single steps are answered with stands in a column of the table itself. */
function stepGuesses(task: Task, guesses: readonly FieldGuess[]): readonly FieldGuess[] {
  return readsSteps(task)
    ? guesses.filter(({ source }) => source.kind === 'column' || source.kind === 'none')
    : guesses;
}

function byHandGuess(source: FieldSource): FieldGuess {
  return { source, evidence: byHand };
}

function chooseTask(
  material: Material,
  columns: readonly ColumnFacts[],
  guesses: readonly FieldGuess[],
  edits: PlanEdits,
  evidence: Evidence,
  stepValues: ReadonlySet<string>,
): Task {
  const decide = (task: Task, code: string, message: string): Task => {
    evidence.task = { code, message };
    return task;
  };
  if (edits.task !== undefined) {
    evidence.task = byHand;
    return edits.task;
  }
  if (hasWrittenValues(material))
    return decide('regress', 'task.values', 'The files write a number for every sequence, which is learnt.');
  const isOpen = edits.label === undefined && (edits.targets?.length ?? 0) === 0;
  if (isOpen && columns.some(({ name, type }) => type === 'number' && isStepValueName(name)))
    return decide('regress', 'task.stepValueName', 'A column is called like a value to learn.');
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
  const unnamed =
    isLabelled && guesses[0]!.evidence.code === 'label.unnamed' ? unnamedLabels(material, columns) : null;
  if (unnamed !== null && hasFewStretches(unnamed)) {
    evidence.task = remark('task.stepsUnnamed');
    return 'label';
  }
  if (isLabelled)
    return decide('classify', 'task.labelled', 'There are labels, so that their classes are learnt.');
  const remainder = isOpen ? remainderColumn(columns) : null;
  if (remainder !== null && stepValues.has(remainder.column)) {
    evidence.task = remark(remainder.isSure ? 'task.stepValues' : 'task.remainder', {
      column: remainder.column,
    });
    return 'regress';
  }
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
  if (learnsChannels(task)) {
    evidence.label = { code: 'label.forecast', message: 'A forecast needs no label.' };
    return { kind: 'none' };
  }
  if (edits.label !== undefined) {
    evidence.label = byHand;
    const chosen = chosenSource(edits.label, material, columns);
    if (readsSteps(task) && chosen.kind !== 'column' && chosen.kind !== 'none')
      throw failure('ARGUMENT_INVALID.stepLabels', { label: chosen.kind });
    return chosen;
  }
  const [target] = edits.targets ?? [];
  if (learnsValue(task) && target !== undefined) {
    evidence.label = byHand;
    return chosenSource({ kind: 'column', column: target }, material, columns);
  }
  // Asked to label steps, the likeliest column is better than none.
  if (labelsSteps(task) || learnsValue(task)) {
    evidence.label = guesses[0]!.evidence;
    return guesses[0]!.source;
  }
  const guess = guesses.find(({ isRemote }) => isRemote !== true) ?? guesses[guesses.length - 1]!;
  evidence.label = guess.evidence;
  return guess.source;
}

/** Guesses stand before "nothing", further possibilities behind it. */
function groupRivals(groups: readonly FieldGuess[], chosen: FieldGuess): FieldSource[] {
  const guesses = groups.slice(
    0,
    groups.findIndex(({ source }) => source.kind === 'none'),
  );
  return guesses.filter((guess) => guess !== chosen).map(({ source }) => source);
}

/** What a person says of the times beyond their column. */
function chosenTimes(
  { timeFrom, timeFormat }: PlanEdits,
  evidence: Evidence,
): Pick<FieldChoices, 'timeFrom' | 'timeFormat'> {
  if (timeFrom !== undefined) evidence.timeFrom = byHand;
  if (timeFormat !== undefined) evidence.timeFormat = byHand;
  return { ...(timeFrom !== undefined && { timeFrom }), ...(timeFormat !== undefined && { timeFormat }) };
}
