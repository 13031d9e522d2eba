import { basename, extname } from 'node:path';
import type {
  ForecastPlan,
  ImportPlan,
  PlanEdits,
  SplitName,
  SplitPlan,
  Understanding,
} from '../../../shared/domain/dataset';
import { splitNames } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import { defaultFeatures } from '../features/defaults';
import { countSteps } from '../features/extract';
import { chooseChannels, chooseRate, choosesResampling } from './channel-choices';
import type { Evidence, FieldChoices } from './choices';
import { byHand, chooseFields } from './choices';
import { commonColumns } from './columns';
import type { Sources } from '../readers/sources';
import { chooseForecast } from './forecast-choice';
import type { Item } from '../examples/items';
import { makeItems, rowOf } from '../examples/items';
import type { EvenPlan } from '../examples/even-table';
import { gridOf } from '../examples/even-table';
import { extent, summariseLengths } from '../examples/lengths';
import type { Material } from '../scan/material';
import { oneProblem } from './problems';
import { canSplitByGroup, splitItems } from '../examples/split';
import { understand } from './understand';
import { findWarnings } from './warnings/warnings';
import {
  answersSteps,
  chooseWindows,
  countStepLabels,
  FEW_SERIES,
  stepDrafts,
} from '../examples/step-drafts';
import { windowsOf } from '../examples/windows';

/** An example before its features are computed. */
export interface Draft extends Omit<Item, 'given'> {
  /** Time steps after features. */
  readonly steps: number;
  readonly split: SplitName;
  /** Index of the item that it is a window of, or that it is. */
  readonly item: number;
  /** Its first step within the item's steps. */
  readonly row: number;
  /** Steps before this one are context, and judged elsewhere; only where every step is answered. */
  readonly scoredFrom: number;
}

/** Files under a plan. */
export interface Interpretation {
  readonly understanding: Understanding;
  /** Of what is left of the material when a problem was chosen. */
  readonly material: Material;
  readonly items: readonly Item[];
  readonly drafts: readonly Draft[];
}

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
  const { material, remarks: problemRemarks } = oneProblem(whole);
  const columns = commonColumns(material);
  const fields = chooseFields(material, columns, edits, evidence);
  refuseSeveralTables(material, fields);
  const { channels, targets } = chooseChannels(material, columns, fields, edits, evidence);
  const rateHz = chooseRate(material, columns, fields.timeColumn, edits, evidence);
  const resampled = choosesResampling(material, fields.timeColumn, rateHz, edits);
  const found = await makeItems(material, { ...fields, channels, resampled }, sources);
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
  const forecast =
    fields.task === 'forecast'
      ? await chooseForecast(
          { material, items, signal: { ...fields, channels, targets, rateHz, resampled }, columns, split },
          edits,
          sources,
          evidence,
        )
      : null;
  const steps = items.map((_, index) => countSteps(features, lengths[index]!, rateHz));
  const windows = answersSteps(fields.task) ? chooseWindows(modality, steps, split, edits, evidence) : null;
  const plan: ImportPlan = {
    name: edits.name ?? nameOf(material),
    task: fields.task,
    modality,
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
  if (fields.task === 'label')
    understanding.classes.push(...(await countStepLabels(material, items, drafts, plan, sources)));
  understanding.refused.push(...refused);
  understanding.warnings.push(
    ...problemRemarks,
    ...remarks,
    ...findWarnings({ material, columns, plan, items, drafts }),
  );
  return { understanding, material, items, drafts };
}

/** A part is drawn evenly from each class; values are no classes. */
function withoutValues(items: readonly Item[], task: ImportPlan['task']): readonly Item[] {
  return task === 'classify' ? items : items.map((item) => ({ ...item, label: null }));
}

/** Tables with different columns and nothing that says what they have in common are several problems. */
function refuseSeveralTables({ kind, files }: Material, { label }: FieldChoices): void {
  if (kind !== 'table' || files.length < 2 || label.kind !== 'none') return;
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

/** @throws UnrollError ARGUMENT_INVALID for features that a forecast cannot have */
function chooseFeatures(
  modality: ImportPlan['modality'],
  rateHz: number | null,
  lengths: readonly number[],
  { task }: FieldChoices,
  edits: PlanEdits,
  evidence: Evidence,
): ImportPlan['features'] {
  if (edits.features !== undefined) {
    requireTaskFeatures(task, edits.features);
    if (edits.features.kind !== 'raw' && rateHz === null)
      throw new UnrollError(
        'ARGUMENT_INVALID',
        `${edits.features.kind} features need a sampling rate: choose a time column, give the rate, or choose raw features.`,
        { features: edits.features.kind },
      );
    evidence.features = byHand;
    return edits.features;
  }
  const { plan, reason } = defaultFeatures(modality, {
    rateHz,
    medianLength: summariseLengths(lengths).median,
    task,
  });
  evidence.features = reason;
  return plan;
}

/** @throws UnrollError ARGUMENT_INVALID */
function requireTaskFeatures(task: ImportPlan['task'], features: ImportPlan['features']): void {
  if (task === 'classify' || task === 'regress') return;
  if (features.kind !== 'raw')
    throw new UnrollError(
      'ARGUMENT_INVALID',
      'Forecasts are made from the values themselves; choose raw features.',
      { features: features.kind },
    );
  if (features.ownScale !== undefined && features.ownScale.length > 0)
    throw new UnrollError(
      'ARGUMENT_INVALID',
      'A recording has a scale of its own only where it is answered as a whole; choose raw features without.',
      { features: features.kind },
    );
  if (task === 'generate' && features.differences)
    throw new UnrollError(
      'ARGUMENT_INVALID',
      'What is generated goes in again as it is; choose raw features without differences.',
      { features: features.kind },
    );
}

export const defaultSplit = { seed: 1, validationFraction: 0.2, testFraction: 0.2 } as const;

function chooseSplit(
  items: readonly Item[],
  { task }: FieldChoices,
  edits: PlanEdits,
  evidence: Evidence,
): SplitPlan {
  const wanted = edits.split ?? { ...defaultSplit, kind: 'random' };
  if (task === 'forecast') {
    evidence.split = {
      code: 'split.time',
      message: 'The last part of a series is the test, as a forecast will be used.',
    };
    return { ...wanted, kind: 'time' };
  }
  if (edits.split !== undefined) {
    evidence.split = byHand;
    return edits.split;
  }
  const hasGiven =
    items.some(({ given }) => given === 'train') && items.some(({ given }) => given === 'test');
  if (answersSteps(task) && items.length < FEW_SERIES && !hasGiven) {
    evidence.split = {
      code: 'split.lastPart',
      message: 'There are few series: the last part of each is the test.',
    };
    return { ...wanted, kind: 'time' };
  }
  if (
    items.some(({ given }) => given === 'train') &&
    items.some(({ given }) => given !== null && given !== 'train')
  ) {
    evidence.split = {
      code: 'split.given',
      message: 'The files say which examples are for training and for test.',
    };
    return { ...wanted, kind: 'given' };
  }
  if (canSplitByGroup(items)) {
    evidence.split = {
      code: 'split.group',
      message: 'Whole groups are held out, so that the test says how the network does with somebody new.',
    };
    return { ...wanted, kind: 'group' };
  }
  evidence.split = {
    code: 'split.random',
    message: 'Nothing says otherwise: a random part of every class is held out.',
  };
  return { ...wanted, kind: 'random' };
}

function wholeDrafts(items: readonly Item[], parts: readonly SplitName[], steps: readonly number[]): Draft[] {
  return items.map((item, index) => ({
    file: item.file,
    start: item.start,
    end: item.end,
    length: item.length,
    label: item.label,
    group: item.group,
    steps: steps[index]!,
    split: parts[index]!,
    item: index,
    row: 0,
    scoredFrom: 0,
  }));
}

/** @throws UnrollError SPLIT_IMPOSSIBLE when a part has no window */
function forecastDrafts(items: readonly Item[], split: SplitPlan, forecast: ForecastPlan): Draft[] {
  const drafts = items.flatMap((item, index) =>
    windowsOf(index, item, split, forecast).map((window): Draft => ({
      file: item.file,
      start: rowOf(item, window.row),
      end: rowOf(item, window.row + forecast.contextSteps),
      length: forecast.contextSteps,
      label: null,
      group: item.group,
      steps: forecast.contextSteps,
      split: window.split,
      item: index,
      row: window.row,
      scoredFrom: 0,
    })),
  );
  const [, rows] = extent(items.map(({ length }) => length));
  for (const part of splitNames)
    if (!drafts.some((draft) => draft.split === part))
      throw new UnrollError(
        'SPLIT_IMPOSSIBLE',
        `The series has too few rows (${rows}) for ${forecast.contextSteps} steps of context and ${forecast.horizonSteps} ahead in every part; choose less of both.`,
        { rows, context: forecast.contextSteps },
      );
  return drafts;
}
