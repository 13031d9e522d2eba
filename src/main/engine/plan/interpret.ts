import { setImmediate } from 'node:timers/promises';
import {
  answersAhead,
  answersSteps,
  classifies,
  hasClasses,
  labelsSteps,
  tags,
} from '../../../shared/domain/task';
import { basename, extname } from 'node:path';
import type { ImportPlan, PlanEdits, Remark, SplitName } from '../../../shared/domain/dataset';
import { countSteps } from '../features/extract';
import { stepSeconds } from '../features/step-seconds';
import { chooseChannels, chooseRate, choosesResampling } from './channel-choices';
import type { FieldChoices } from './choices';
import type { Evidence } from './evidence';
import { byHand } from './evidence';
import { commonColumns, extraColumns } from './columns';
import type { Sources } from '../readers/sources';
import { chooseForecast } from './forecast-choice';
import { chooseMissing } from './missing-choice';
import { withMissingValues } from './missing-values';
import type { Item } from '../examples/items';
import { fileValueOf, makeItems } from '../examples/items';
import { partsFrom } from '../examples/parts-from';
import type { EvenPlan } from '../examples/even-table';
import { gridOf } from '../examples/even-table';
import type { Material } from '../scan/material';
import { oneProblem } from './problems';
import { readTogether } from './recordings';
import type { TimePlan } from '../examples/plan-table';
import { planTable } from '../examples/plan-table';
import { namedTimes, underTimes } from '../examples/plan-times';
import { splitItems } from '../examples/split';
import { propose } from './proposal';
import { findQuestions } from './questions/registry';
import type { Alike } from '../examples/spellings';
import { alikeLabels, oneSpelling } from '../examples/spellings';
import type { ColumnFacts } from '../readers/content';
import { remark } from '../../../shared/sentences/say';
import { withSeriesClock } from './series-clock';
import { requireUnderstood } from './not-learnt';
import { isMarked } from './mark-choice';
import { chooseMarkSplit, chooseMarkWindows, markExamples, markRecordings, unusedMarks } from './marking';
import { understand } from './understand';
import { joinLabels, labelsIn } from '../examples/several-labels';
import { findWarnings } from './warnings/registry';
import { countStepLabels, stepDrafts } from '../examples/step-drafts';
import { windowDrafts } from '../examples/window-drafts';
import { cutsRecordings, recordingWindows, windowEvidence } from './recording-windows';
import { chooseWindows } from './window-choice';
import { forecastDrafts, wholeDrafts } from '../examples/whole-drafts';
import type { Interpretation } from './interpretation';
import { chooseSplit } from './split-choice';
import { officialFolds } from './official-folds';
import type { OfficialFolds } from './official-folds';
import { chooseFeatures } from './feature-choice';
import { chosenSource } from './field-guesses';
import { failure } from '../../../shared/sentences/failure';
import { causedByRefusal } from '../../../shared/sentences/refused';

/**
 * What the lab makes of files: every field of the plan that a person did not edit is guessed, with the evidence
 * for it, and the plan is carried out as far as examples and their parts.
 *
 * @throws UnrollError ARGUMENT_INVALID (several problems at once, say), COLUMN_UNKNOWN, DATASET_EMPTY, SPLIT_IMPOSSIBLE
 */
export async function interpret(
  whole: Material,
  asked: PlanEdits,
  sources: Sources,
): Promise<Interpretation> {
  const evidence: Evidence = {};
  const { material: read, remarks: problemRemarks } = oneProblem(whole);
  const { material: files, edits } = await withTimesFrom(read, asked, sources);
  const {
    fields,
    grouping,
    remarks: joinRemarks,
    ...together
  } = await readTogether(files, edits, evidence, sources);
  const material = await underTimes(together.material, fields, sources);
  const allColumns = material === together.material ? together.allColumns : commonColumns(material);
  requireUnderstood(material, fields, edits);
  const columns = await withMissingValues(
    material,
    await withSeriesClock(material, allColumns, fields, sources),
    fields,
    sources,
  );
  refuseSeveralTables(material, fields);
  const { channels, targets } = chooseChannels(material, columns, fields, edits, evidence);
  const rateHz = chooseRate(material, columns, fields.timeColumn, edits, evidence);
  const resampled = choosesResampling(material, fields.timeColumn, rateHz, edits);
  const parts = edits.split?.from && chosenSource(edits.split.from, material, columns);
  if (parts?.kind === 'column') throw failure('ARGUMENT_INVALID.partsOfRows', { column: parts.column });
  const made = await makeItems(material, { ...fields, channels, resampled, parts }, sources);
  const { refused, remarks } = made;
  const folds = foldsOf(material, made.items, edits);
  const parted = folds === null ? made.items : inFolds(material, made.items, folds);
  const alike = alikeIn(parted, columns, fields);
  const spellings = edits.spellings ?? (alike.length > 0 ? 'one' : undefined);
  const one = spellings === 'one' ? oneSpelling(alike) : undefined;
  const spelling = one && tags(fields.task) ? (label: string) => joinLabels(labelsIn(label).map(one)) : one;
  const spelt = spelling === undefined ? parted : parted.map((item) => spelled(item, spelling));
  const placed = resampled
    ? await onGrids(material, spelt, { ...fields, channels, rateHz, resampled }, sources)
    : spelt;
  const marking = isMarked(fields.label)
    ? await markRecordings(material, placed, fields, rateHz, edits, evidence, sources)
    : null;
  const items = marking?.items ?? placed;
  if (items.length === 0)
    throw refused.length === 0
      ? failure('DATASET_EMPTY.noExample')
      : failure('DATASET_EMPTY.noExampleSince', causedByRefusal(refused[0]!));
  const modality = material.kind === 'audio' ? 'audio' : 'sensor';
  const lengths = items.map((item) => lengthAtRate(material, item, rateHz));
  const cut = marking === null ? cutsRecordings({ material, items, lengths, rateHz }, fields, edits) : null;
  const most = marking === null ? (cut?.samples ?? Infinity) : marking.exampleSeconds * (rateHz ?? 1);
  const exampleLengths = lengths.map((length) => Math.min(length, most));
  const signal = { ...fields, channels, targets, rateHz, resampled };
  const { features, remarks: missingRemarks } = await chooseMissing(
    chooseFeatures(modality, rateHz, exampleLengths, fields, edits, evidence),
    { material, items, columns, signal: { ...signal, forecast: null } },
    edits.features !== undefined,
    sources,
  );
  const split =
    marking === null
      ? chooseSplit(withoutValues(items, fields.task), fields, edits, evidence, cut !== null, folds)
      : chooseMarkSplit(marking, edits, evidence);
  const forecast = answersAhead(fields.task)
    ? await chooseForecast({ material, items, signal, columns, split }, edits, sources, evidence)
    : null;
  const steps = items.map((_, index) => countSteps(features, lengths[index]!, rateHz));
  const windows = marking
    ? chooseMarkWindows(marking, features, rateHz, steps, edits, evidence)
    : answersSteps(fields.task)
      ? chooseWindows(fields.task, modality, steps, split, edits, stepSeconds({ features, rateHz }), evidence)
      : cut && recordingWindows(cut, features, rateHz, steps, edits);
  const plan: ImportPlan = {
    name: edits.name ?? nameOf(material),
    task: fields.task,
    modality,
    ...(edits.files !== undefined && edits.files.length > 0 && { files: edits.files }),
    ...(grouping !== null && { recordings: grouping.by }),
    label: fields.label,
    ...(fields.labelSeparator !== undefined && { labelSeparator: fields.labelSeparator }),
    group: fields.group,
    timeColumn: fields.timeColumn,
    ...(fields.timeFrom && { timeFrom: fields.timeFrom }),
    ...(fields.timeFormat && { timeFormat: fields.timeFormat }),
    ...(edits.rows && { rows: edits.rows }),
    ...(fields.missing && { missing: fields.missing }),
    ...(spellings && { spellings }),
    channels,
    targets,
    rateHz,
    // Plans without it keep the fingerprint that they had.
    ...(resampled && { resampled }),
    features,
    split,
    forecast,
    windows,
    ...(marking && { marks: marking.marks }),
  };
  if (edits.rows !== undefined) evidence.rows = byHand;
  if (spellings !== undefined)
    evidence.spellings = edits.spellings === undefined ? remark('spellings.one') : byHand;
  if (plan.files !== undefined) evidence.files = byHand;
  evidence.name =
    edits.name === undefined ? { code: 'name.source', message: 'Named after what was dropped.' } : byHand;
  const partsOf = (): SplitName[] => splitItems(withoutValues(items, fields.task), split);
  const rates = ratesOf(material, items, rateHz);
  const examples = marking && markExamples(marking, plan, steps, rates);
  const drafts =
    examples?.drafts ??
    (forecast !== null
      ? forecastDrafts(items, split, forecast)
      : windows === null
        ? wholeDrafts(items, partsOf(), steps)
        : cut === null
          ? stepDrafts(items, steps, plan, windows)
          : windowDrafts(items, split.kind === 'time' ? null : partsOf(), steps, rates, plan, windows));
  if (cut !== null && windows !== null)
    evidence.windows = windowEvidence(cut, windows, stepSeconds(plan), items, drafts);
  // Others have their turn: a hundred thousand drafts take a while.
  await setImmediate();
  const understanding = understand(plan, evidence, material, columns, fields, items, drafts);
  if (examples !== null) understanding.classes.push(...examples.classes);
  else if (labelsSteps(fields.task))
    understanding.classes.push(...(await countStepLabels(material, items, drafts, plan, sources, spelling)));
  const left = [...refused, ...(marking?.refused ?? unusedMarks(material))];
  understanding.refused.push(...left);
  understanding.warnings.push(
    ...problemRemarks,
    ...joinRemarks,
    ...(material.idlePatterns ?? []).map((pattern) => remark('files.noneFits', { pattern })),
    ...remarks,
    ...missingRemarks,
    ...(marking?.remarks ?? []),
    ...(examples?.remarks ?? []),
    ...(spelling ? alike.map((own) => joinedSpellings(own)) : []),
    ...findWarnings({ material, columns, plan, items, drafts }),
  );
  await setImmediate();
  const facts = { material, columns, fields, plan, evidence, edits, refused: left, remarks, grouping };
  const questions = await findQuestions({ ...facts, alike, sources });
  understanding.proposal = propose(facts, questions);
  return {
    ...{ understanding, material, items, drafts },
    ...(spelling && { spelling }),
    ...(examples !== null && { marked: examples.marked }),
  };
}

/** Times that a person put together stand in one column from here on. */
async function withTimesFrom(
  material: Material,
  edits: PlanEdits,
  sources: Sources,
): Promise<{ material: Material; edits: PlanEdits }> {
  const named = namedTimes(material, edits);
  if (named === null) return { material, edits };
  const { timeFrom, ...rest } = edits;
  return {
    material: timeFrom === undefined ? material : await underTimes(material, named, sources),
    edits: { ...rest, ...named },
  };
}

/** Folds of the set's authors, where nothing else deals it out. */
function foldsOf(material: Material, items: readonly Item[], { split }: PlanEdits): OfficialFolds | null {
  const isAsked = split === undefined || (split.kind === 'given' && split.from === undefined);
  return isAsked && items.every(({ given }) => given === null) ? officialFolds(material) : null;
}

function inFolds(material: Material, items: readonly Item[], { source }: OfficialFolds): Item[] {
  const parts = partsFrom(material.files.map((_, index) => fileValueOf(source, material, index)));
  return items.map((item) => ({ ...item, given: parts[item.file]! }));
}

/** Classes that are spelled in several ways, of whole recordings or of their steps. */
function alikeIn(
  items: readonly Item[],
  columns: readonly ColumnFacts[],
  { task, label }: FieldChoices,
): Alike {
  if (!hasClasses(task)) return [];
  if (tags(task)) return alikeLabels(items.flatMap((item) => labelsIn(item.label)));
  if (!labelsSteps(task)) return alikeLabels(items.map((item) => item.label));
  const own = label.kind === 'column' ? columns.find(({ name }) => name === label.column) : undefined;
  return alikeLabels(own?.words ?? []);
}

function joinedSpellings(names: readonly string[]): Remark {
  return remark('classes.joined', { names: names.map((name) => `"${name}"`).join(', ') });
}

function spelled(item: Item, spelling: (label: string) => string): Item {
  return item.label === null ? item : { ...item, label: spelling(item.label) };
}

/** A part is drawn evenly from each class; values are no classes. */
function withoutValues(items: readonly Item[], task: ImportPlan['task']): readonly Item[] {
  if (tags(task)) return withRarest(items);
  return classifies(task) ? items : items.map((item) => ({ ...item, label: null }));
}

/** Of several labels the rarest one counts, so that it comes into every part (Sechidis et al. 2011). */
function withRarest(items: readonly Item[]): Item[] {
  const counts = new Map<string, number>();
  for (const { label } of items)
    for (const own of labelsIn(label)) counts.set(own, (counts.get(own) ?? 0) + 1);
  return items.map((item) => {
    const [rarest = null] = labelsIn(item.label).sort((a, b) => counts.get(a)! - counts.get(b)!);
    return { ...item, label: rarest };
  });
}

/** Tables with different columns and nothing that says what they have in common are several problems. */
function refuseSeveralTables(material: Material, { label }: FieldChoices): void {
  const { kind, files } = material;
  if (kind !== 'table' || files.length < 2 || label.kind !== 'none') return;
  if (extraColumns(material).length > 0) return;
  const schemas = new Map<string, string>();
  for (const { content, shown } of files)
    if (content.kind === 'table') {
      const key = JSON.stringify(content.columns.map(({ name }) => name));
      if (!schemas.has(key)) schemas.set(key, shown);
    }
  if (schemas.size > 1)
    throw failure('ARGUMENT_INVALID.severalTables', {
      tables: files.length,
      examples: [...schemas.values()].slice(0, 3).join(' or '),
    });
}

function nameOf({ source, kind, files }: Material): string {
  const content = files[0]?.content;
  if (kind === 'cases' && content?.kind === 'cases') return content.problem;
  const name = basename(source, extname(source));
  return name === '' ? 'data' : name;
}

/** Items of tables with the grid of their steps. */
async function onGrids(
  { files }: Material,
  items: readonly Item[],
  plan: EvenPlan & TimePlan,
  sources: Sources,
): Promise<readonly Item[]> {
  const placed: Item[] = [];
  for (const item of items) {
    const grid = gridOf(await planTable(sources, files[item.file]!, plan, []), plan, item.start, item.end);
    placed.push(grid === null ? item : { ...item, length: grid.steps, grid });
  }
  return placed;
}

/** Samples of an item at the rate that features are computed at. */
function lengthAtRate({ files }: Material, { file, length }: Item, rateHz: number | null): number {
  const { content } = files[file]!;
  if (content.kind !== 'audio' || rateHz === null) return length;
  return Math.max(1, Math.round((length * rateHz) / content.rateHz));
}

/** Samples a second of each item as it lies in its file. */
function ratesOf({ files }: Material, items: readonly Item[], rateHz: number | null): (number | null)[] {
  return items.map(({ file }) => {
    const { content } = files[file]!;
    return content.kind === 'audio' ? content.rateHz : rateHz;
  });
}
