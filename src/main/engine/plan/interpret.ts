import { answersAhead, answersSteps, classifies, labelsSteps } from '../../../shared/domain/task';
import { basename, extname } from 'node:path';
import type { ImportPlan, PlanEdits } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import { countSteps } from '../features/extract';
import { chooseChannels, chooseRate, choosesResampling } from './channel-choices';
import type { Evidence, FieldChoices } from './choices';
import { byHand } from './choices';
import { extraColumns } from './columns';
import type { Sources } from '../readers/sources';
import { chooseForecast } from './forecast-choice';
import type { Item } from '../examples/items';
import { makeItems } from '../examples/items';
import type { EvenPlan } from '../examples/even-table';
import { gridOf } from '../examples/even-table';
import type { Material } from '../scan/material';
import { oneProblem } from './problems';
import { readTogether } from './recordings';
import { splitItems } from '../examples/split';
import { propose } from './proposal';
import { withSeriesClock } from './series-clock';
import { requireUnderstood } from './not-learnt';
import { understand } from './understand';
import { findWarnings } from './warnings/registry';
import { countStepLabels, stepDrafts } from '../examples/step-drafts';
import { chooseWindows } from './window-choice';
import { forecastDrafts, wholeDrafts } from '../examples/whole-drafts';
import type { Interpretation } from './interpretation';
import { chooseSplit } from './split-choice';
import { chooseFeatures } from './feature-choice';
import { chosenSource } from './field-guesses';
import { failure } from '../../../shared/sentences/failure';

/**
 * What the lab makes of files: every field of the plan that a person did not edit is guessed, with the evidence
 * for it, and the plan is carried out as far as examples and their parts.
 *
 * @throws UnrollError ARGUMENT_INVALID (several problems at once, say), COLUMN_UNKNOWN, DATASET_EMPTY, SPLIT_IMPOSSIBLE
 */
export async function interpret(
  whole: Material,
  edits: PlanEdits,
  sources: Sources,
): Promise<Interpretation> {
  const evidence: Evidence = {};
  const { material: files, remarks: problemRemarks } = oneProblem(whole);
  const {
    material,
    fields,
    allColumns,
    grouping,
    remarks: joinRemarks,
  } = await readTogether(files, edits, evidence, sources);
  requireUnderstood(material, fields, edits);
  const columns = await withSeriesClock(material, allColumns, fields, sources);
  refuseSeveralTables(material, fields);
  const { channels, targets } = chooseChannels(material, columns, fields, edits, evidence);
  const rateHz = chooseRate(material, columns, fields.timeColumn, edits, evidence);
  const resampled = choosesResampling(material, fields.timeColumn, rateHz, edits);
  const parts = edits.split?.from && chosenSource(edits.split.from, material, columns);
  if (parts?.kind === 'column') throw failure('ARGUMENT_INVALID.partsOfRows', { column: parts.column });
  const found = await makeItems(material, { ...fields, channels, resampled, parts }, sources);
  const { refused, remarks } = found;
  const items = resampled
    ? await onGrids(material, found.items, { ...fields, channels, rateHz, resampled }, sources)
    : found.items;
  if (items.length === 0)
    throw new UnrollError(
      'DATASET_EMPTY',
      refused.length === 0
        ? 'There is no example left under this plan.'
        : `There is no example left under this plan; the first file that was refused: ${refused[0]!.reason}`,
    );
  const modality = material.kind === 'audio' ? 'audio' : 'sensor';
  const lengths = items.map((item) => lengthAtRate(material, item, rateHz));
  const features = chooseFeatures(modality, rateHz, lengths, fields, edits, evidence);
  const split = chooseSplit(withoutValues(items, fields.task), fields, edits, evidence);
  const forecast = answersAhead(fields.task)
    ? await chooseForecast(
        { material, items, signal: { ...fields, channels, targets, rateHz, resampled }, columns, split },
        edits,
        sources,
        evidence,
      )
    : null;
  const steps = items.map((_, index) => countSteps(features, lengths[index]!, rateHz));
  const windows = answersSteps(fields.task)
    ? chooseWindows(fields.task, modality, steps, split, edits, evidence)
    : null;
  const plan: ImportPlan = {
    name: edits.name ?? nameOf(material),
    task: fields.task,
    modality,
    ...(grouping !== null && { recordings: grouping.by }),
    label: fields.label,
    group: fields.group,
    timeColumn: fields.timeColumn,
    channels,
    targets,
    rateHz,
    // Plans without it keep the fingerprint that they had.
    ...(resampled && { resampled }),
    features,
    split,
    forecast,
    windows,
  };
  evidence.name =
    edits.name === undefined ? { code: 'name.source', message: 'Named after what was dropped.' } : byHand;
  const drafts =
    forecast !== null
      ? forecastDrafts(items, split, forecast)
      : windows !== null
        ? stepDrafts(items, steps, plan, windows)
        : wholeDrafts(items, splitItems(withoutValues(items, fields.task), split), steps);
  const understanding = understand(plan, evidence, material, columns, fields, items, drafts);
  if (labelsSteps(fields.task))
    understanding.classes.push(...(await countStepLabels(material, items, drafts, plan, sources)));
  understanding.refused.push(...refused);
  understanding.warnings.push(
    ...problemRemarks,
    ...joinRemarks,
    ...remarks,
    ...findWarnings({ material, columns, plan, items, drafts }),
  );
  understanding.proposal = propose({ material, columns, fields, plan, evidence, edits, refused, grouping });
  return { understanding, material, items, drafts };
}

/** A part is drawn evenly from each class; values are no classes. */
function withoutValues(items: readonly Item[], task: ImportPlan['task']): readonly Item[] {
  return classifies(task) ? items : items.map((item) => ({ ...item, label: null }));
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
    throw new UnrollError(
      'ARGUMENT_INVALID',
      `These ${files.length} tables have different columns and no labels; name one of them, for example ${[...schemas.values()].slice(0, 3).join(' or ')}.`,
      { tables: files.length },
    );
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
  plan: EvenPlan,
  sources: Sources,
): Promise<readonly Item[]> {
  const placed: Item[] = [];
  for (const item of items) {
    const grid = gridOf(await sources.table(files[item.file]!), plan, item.start, item.end);
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
