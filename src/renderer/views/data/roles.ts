import type {
  FieldSource,
  FileRoleEdit,
  PlanEdits,
  Remark,
  Understanding,
} from '../../../shared/domain/dataset';
import type { ColumnRole, FileRole, Strength } from '../../../shared/domain/proposal';
import { answersAhead, learnsChannels } from '../../../shared/domain/task';
import type { PlanChange } from '../../state/plan-history.svelte';
import { m } from '../../i18n';

/** A column with what it is for. */
export interface ColumnRow {
  readonly column: string;
  readonly role: ColumnRole;
  readonly unit: string | null;
  readonly strength: Strength | null;
  readonly evidence: Remark | null;
}

const roleNames: Readonly<Record<ColumnRole, () => string>> = {
  input: m.data_role_input,
  answer: m.data_role_answer,
  group: m.data_role_group,
  time: m.data_role_time,
  known: m.data_role_known,
  mark: m.data_role_mark,
  split: m.data_role_split,
  'left-out': m.data_role_left_out,
};
const fileRoleNames: Readonly<Record<FileRole, () => string>> = {
  recording: m.data_file_recording,
  part: m.data_file_part,
  marks: m.data_file_marks,
  labels: m.data_file_labels,
  split: m.data_file_split,
  metadata: m.data_file_metadata,
  'left-out': m.data_role_left_out,
};
const strengthNames: Readonly<Record<Strength, () => string>> = {
  certain: m.data_strength_certain,
  strong: m.data_strength_strong,
  weak: m.data_strength_weak,
};

export const roleName = (role: ColumnRole): string => roleNames[role]();
export const fileRoleName = (role: FileRole): string => fileRoleNames[role]();
export const strengthName = (strength: Strength): string => strengthNames[strength]();

/** In the order in which they are shown. */
export const columnRoles = Object.keys(roleNames) as readonly ColumnRole[];

const isColumn = (source: FieldSource, column: string): boolean =>
  'column' in source && source.column === column;

/** What a plan uses a column for; a data set from before proposals says no more. */
function roleIn({ plan }: Understanding, column: string): ColumnRole {
  const { label, group, timeColumn, targets, channels, forecast } = plan;
  if (timeColumn === column) return 'time';
  if (isColumn(label, column) || targets.includes(column)) return 'answer';
  if (isColumn(group, column)) return 'group';
  if (forecast?.known.includes(column) === true) return 'known';
  return channels.includes(column) ? 'input' : 'left-out';
}

/** The roles that a person can give to a file. */
export const givenRoles: readonly FileRoleEdit['role'][] = [
  'recording',
  'labels',
  'split',
  'marks',
  'metadata',
  'left-out',
];

/** The correction that gives files a role; what was said of them before is no longer. */
export function withFileRole(
  { plan }: Understanding,
  pattern: string,
  role: FileRoleEdit['role'],
): PlanChange {
  const others = (plan.files ?? []).filter((edit) => edit.pattern !== pattern);
  return { files: [...others, { pattern, role }] };
}

/** Every column once, as the present plan has it. */
export function columnRows(understanding: Understanding): readonly ColumnRow[] {
  const proposed = understanding.proposal?.columns ?? [];
  if (proposed.length > 0) return proposed;
  if (understanding.plan.modality === 'audio') return [];
  return understanding.columns.map(({ name }) => ({
    column: name,
    role: roleIn(understanding, name),
    unit: null,
    strength: null,
    evidence: null,
  }));
}

/** The roles that a person can give to columns under a task. */
export function rolesFor({ plan, columns }: Understanding, column: string): readonly ColumnRole[] {
  const type = columns.find(({ name }) => name === column)?.type;
  const isNumeric = type === 'number' || type === 'boolean';
  const answersByValue = learnsChannels(plan.task);
  const can: Readonly<Partial<Record<ColumnRole, boolean>>> = {
    input: isNumeric,
    answer: !answersByValue || isNumeric,
    group: true,
    time: type === 'time' || type === 'number',
    known: answersAhead(plan.task) && isNumeric,
    'left-out': true,
  };
  return columnRoles.filter((role) => can[role] === true);
}

/** The correction that gives a column a role; whatever it was before, it is no longer. */
export function withRole(understanding: Understanding, column: string, role: ColumnRole): PlanChange {
  const { plan } = understanding;
  const without = (names: readonly string[]): string[] => names.filter((name) => name !== column);
  const order = understanding.columns.map(({ name }) => name);
  const inOrder = (names: readonly string[]): string[] =>
    [...names].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const source: FieldSource = { kind: 'column', column };
  const none: FieldSource = { kind: 'none' };
  const answersByValue = learnsChannels(plan.task);
  const known = plan.forecast?.known ?? [];
  const change: { -readonly [K in keyof PlanEdits]?: PlanEdits[K] } = {};
  // A forecast sees the past of what it forecasts, and of what is known.
  const goesIn = role === 'input' || (role === 'answer' && answersByValue) || role === 'known';
  if (goesIn !== plan.channels.includes(column))
    change.channels = goesIn ? inOrder([...plan.channels, column]) : without(plan.channels);
  if (answersByValue && (role === 'answer') !== plan.targets.includes(column))
    change.targets = role === 'answer' ? inOrder([...plan.targets, column]) : without(plan.targets);
  if (!answersByValue && (role === 'answer') !== isColumn(plan.label, column))
    change.label = role === 'answer' ? source : none;
  if ((role === 'group') !== isColumn(plan.group, column)) change.group = role === 'group' ? source : none;
  if ((role === 'time') !== (plan.timeColumn === column)) change.timeColumn = role === 'time' ? column : null;
  if (plan.forecast !== null && (role === 'known') !== known.includes(column))
    change.forecast = { known: role === 'known' ? inOrder([...known, column]) : without(known) };
  return change;
}
