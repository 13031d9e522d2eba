import { posix } from 'node:path';
import type { ImportPlan, PlanEdits, RefusedFile, Remark } from '../../../shared/domain/dataset';
import type { ColumnEntry, FileEntry, Proposal, Question, Strength } from '../../../shared/domain/proposal';
import { remark } from '../../../shared/sentences/say';
import type { ColumnFacts } from '../readers/content';
import { isSplitName } from '../scan/column-names';
import { besideRecordings } from '../scan/mark-files';
import type { Material } from '../scan/material';
import type { ColumnLeftOut } from './columns-left-out';
import { columnsLeftOut } from './columns-left-out';
import { marksIn } from '../examples/marked-items';
import type { PlanFacts } from './plan-facts';
import { leftOutOf, whyLeftOut } from './left-out';
import { refusalRemark } from '../../../shared/sentences/refused';

interface ProposalFacts extends PlanFacts {
  /** Files that the plan itself left out. */
  readonly refused: readonly RefusedFile[];
  /** Of rows and sequences that the plan left out. */
  readonly remarks: readonly Remark[];
}

/** What every file and column is for, with the evidence; what is left out; and what a person should be asked. */
export function propose(facts: ProposalFacts, questions: readonly Question[]): Proposal {
  const { material, refused } = facts;
  const left = columnsLeftOut(facts);
  const all = [...material.refused, ...refused];
  return {
    layout: facts.grouping?.layout ?? layouts[material.files[0]?.content.format ?? ''] ?? null,
    files: [
      ...recordings(material, new Set(refused.map(({ file }) => file))),
      ...besides(material, facts.plan),
      ...leftFiles(all),
      ...notes(material),
    ],
    columns: columnEntries(facts, left, questions),
    leftOut: leftOutOf({ ...facts, left, refused: all }),
    questions: [...questions],
  };
}

/** Formats that are layouts of tables. */
const layouts: Readonly<Record<string, string>> = {
  rows: 'one-row-one-sequence',
  'series-rows': 'one-row-one-series',
  arrays: 'parallel-arrays',
};

/** Files that are alike, by folder and ending, so that a hundred thousand are a few lines. */
function recordings({ files, kind }: Material, refused: ReadonlySet<string>): FileEntry[] {
  const parts: FileEntry[] = [];
  const used = files.filter(({ shown }) => !refused.has(shown));
  for (const { shown, parts: own = [] } of used)
    for (const part of own)
      parts.push({
        file: part.shown,
        files: 1,
        role: 'part',
        of: shown,
        strength: 'certain',
        evidence: remark('role.part', { file: shown }),
      });
  return [
    ...patternsOf(used.map(({ shown }) => shown)).map((own): FileEntry => ({
      ...own,
      role: 'recording',
      of: null,
      strength: 'strong',
      evidence: remark('role.recording', { kind, files: own.files }),
    })),
    ...parts,
  ];
}

/** `audio/*.wav` and how many such files there are; the name of a file that is alone. */
function patternsOf(names: readonly string[]): Pick<FileEntry, 'file' | 'files'>[] {
  const patterns = new Map<string, string[]>();
  for (const name of names) {
    const pattern = posix.join(posix.dirname(name), `*${posix.extname(name)}`);
    const known = patterns.get(pattern);
    if (known === undefined) patterns.set(pattern, [name]);
    else known.push(name);
  }
  return [...patterns].map(([pattern, own]) => ({
    file: own.length === 1 ? own[0]! : pattern,
    files: own.length,
  }));
}

/** Files that are no data by their names. */
function notes({ notes: names = [] }: Material): FileEntry[] {
  return patternsOf(names).map((own): FileEntry => ({
    ...own,
    role: 'left-out',
    of: null,
    strength: 'strong',
    evidence: remark('role.note'),
  }));
}

function besides(material: Material, plan: ImportPlan): FileEntry[] {
  const { labels, beside = [] } = material;
  return [
    ...(labels?.lists ?? []).map(({ shown, rows, matched }): FileEntry => ({
      file: shown,
      files: 1,
      role: labels!.columns.every(isSplitName) ? 'split' : 'labels',
      of: null,
      strength: matched === 0 ? 'weak' : 'certain',
      evidence: remark('labels.list', { file: shown, rows, matched }),
    })),
    ...markEntries(material, plan),
    ...beside.map((own): FileEntry => ({ ...own, files: 1, strength: 'strong' })),
  ];
}

/** Files of marks, with the recording that each is of, if it is of one. */
function markEntries(material: Material, { label }: ImportPlan): FileEntry[] {
  const isUsed = label.kind === 'marks';
  const of = new Map<string, Set<number>>();
  for (const [recording, tracks] of marksIn(material).byRecording)
    for (const { from } of tracks) of.set(from, (of.get(from) ?? new Set<number>()).add(recording));
  return besideRecordings(material)
    .slice(0, MOST_FILES)
    .map(({ shown, format, tracks }): FileEntry => {
      const recordings = [...(of.get(shown) ?? [])];
      const marks = tracks.reduce((sum, track) => sum + track.marks.length, 0);
      return {
        file: shown,
        files: 1,
        role: 'marks',
        of: recordings.length === 1 ? material.files[recordings[0]!]!.shown : null,
        strength: recordings.length === 0 ? 'weak' : 'strong',
        evidence:
          isUsed && recordings.length > 0
            ? remark('role.marks', { format, marks, recordings: recordings.length })
            : remark('marks.unused', { file: shown }),
      };
    });
}

const MOST_FILES = 500;

function leftFiles(refused: readonly RefusedFile[]): FileEntry[] {
  return refused.slice(0, MOST_FILES).map((one): FileEntry => ({
    file: one.file,
    files: 1,
    role: 'left-out',
    of: null,
    strength: 'certain',
    evidence: refusalRemark(one),
  }));
}

function columnEntries(
  { material, columns, plan, evidence, edits }: ProposalFacts,
  left: readonly ColumnLeftOut[],
  questions: readonly Question[],
): ColumnEntry[] {
  if (material.kind !== 'table') return [];
  const reasons = new Map(left.map(({ column, reason }) => [column.name, reason]));
  const file = material.files.length === 1 ? material.files[0]!.shown : '*';
  const asked = new Set(
    questions.flatMap(({ readings }) => readings.flatMap((one) => Object.keys(one.edits))),
  );
  const strengthOf = (field: keyof PlanEdits | undefined): Strength =>
    field !== undefined && edits[field] !== undefined
      ? 'certain'
      : field !== undefined && asked.has(field)
        ? 'weak'
        : 'strong';
  return columns.map((column): ColumnEntry => {
    const reason = reasons.get(column.name);
    const { role, field } = roleOf(column.name, plan);
    return {
      column: column.name,
      file,
      role: reason === undefined ? role : reason === 'part' ? 'split' : 'left-out',
      unit: unitOf(column),
      encoding: column.type === 'boolean' ? 'zero-one' : 'number',
      sentinels: column.sentinel === undefined ? [] : [column.sentinel.value],
      strength: strengthOf(field),
      evidence:
        reason === undefined
          ? field === 'channels' && edits.channels === undefined
            ? remark('role.input', { column: column.name })
            : ((field && evidence[field]) ?? remark('role.input', { column: column.name }))
          : whyLeftOut(column, reason),
    };
  });
}

/** As the file says, or as the name ends: `Temperatur [°C]`, `speed (m/s)`. */
function unitOf({ name, unit }: ColumnFacts): string | null {
  return unit ?? /[([]\s*([^()[\]]{1,12}?)\s*[)\]]$/.exec(name)?.[1] ?? null;
}

/** What a column that is used is for, and the field of the plan that says so. */
function roleOf(
  name: string,
  plan: ImportPlan,
): {
  role: ColumnEntry['role'];
  field?: 'label' | 'group' | 'timeColumn' | 'targets' | 'forecast' | 'channels';
} {
  if (plan.label.kind === 'column' && plan.label.column === name) return { role: 'answer', field: 'label' };
  if (plan.targets.includes(name)) return { role: 'answer', field: 'targets' };
  if (plan.group.kind === 'column' && plan.group.column === name) return { role: 'group', field: 'group' };
  if (plan.timeColumn === name) return { role: 'time', field: 'timeColumn' };
  if (plan.forecast?.known.includes(name) === true) return { role: 'known', field: 'forecast' };
  return { role: 'input', field: 'channels' };
}
