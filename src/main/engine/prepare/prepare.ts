import {
  answersAhead,
  answersWhole,
  classifies,
  continues,
  hasClasses,
  hasOneClass,
  labelsSteps,
  learnsChannels,
  learnsValue,
  readsSteps,
  tags,
  valuesSteps,
  valuesWhole,
} from '../../../shared/domain/task';
import { splitNames } from '../../../shared/domain/dataset';
import type { Example, ImportPlan, Remark, SplitName, Understanding } from '../../../shared/domain/dataset';
import type { Scaler } from '../../../shared/domain/features';
import { remark } from '../../../shared/sentences/say';
import { failure } from '../../../shared/sentences/failure';
import { featureNames } from '../features/extract';
import { throwIfCancelled } from '../activities/activity-registry';
import { signalChannels } from '../examples/ahead-channels';
import type { Sources } from '../readers/sources';
import { summariseLengths } from '../examples/lengths';
import { measuredOf } from './measured';
import { examplesOf, partsOf, splitCode } from './examples-of';
import type { PreparedData } from './prepared';
import { labelsIn } from '../examples/several-labels';
import { markedLabels, stepLabels, stepValues } from './step-answers';
import type { Draft } from '../examples/draft';
import type { Interpretation } from '../plan/interpretation';
import { RowScaler } from '../features/row-scaler';
import { scalerOf } from './scaler-of';
import { FeatureRows, RowWindow } from './feature-rows';
import type { RowSpan } from './item-rows';
import { KeptRows } from './kept-rows';
import { appendBeside, appendItem, flows } from './item-rows';

export interface Prepared {
  readonly data: PreparedData;
  /** To be called when the data are written down: features that are too many for memory lie in a file until then. */
  readonly done: () => Promise<void>;
  readonly examples: readonly Example[];
  readonly scaler: Scaler;
  /** With the lengths that came out. */
  readonly understanding: Understanding;
}

const PARALLEL_ITEMS = 4;

/**
 * Computes the features of all items and fits the scaler on the training part alone.
 *
 * @throws UnrollError ARGUMENT_INVALID (fewer than two classes), SPLIT_IMPOSSIBLE (nothing to train on),
 *   FILE_* when a file changed since it was read, FILE_TOO_LARGE, CANCELLED
 */
export async function prepare(
  interpretation: Interpretation,
  sources: Sources,
  report: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Prepared> {
  const { understanding } = interpretation;
  requireLearnable(understanding);
  const { plan } = understanding;
  const names = featureNames(plan.features, signalChannels(plan), plan.rateHz);
  const rows = new FeatureRows(names.length, sources.scratchFile());
  try {
    return await prepared(interpretation, sources, rows, names, report, signal);
  } catch (error) {
    await rows.close();
    throw error;
  }
}

async function prepared(
  interpretation: Interpretation,
  sources: Sources,
  rows: FeatureRows,
  names: readonly string[],
  report: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Prepared> {
  const { understanding, items, drafts } = interpretation;
  const { plan } = understanding;
  const spans: RowSpan[] = [];
  const kept = keptRows(interpretation);
  const all = items.map((item, index) => ({ item, kept: kept?.[index] ?? null }));
  for (let first = 0; first < items.length; first += PARALLEL_ITEMS) {
    throwIfCancelled(signal);
    const batch = all.slice(first, first + PARALLEL_ITEMS);
    const flowing = batch.find(({ item }) => flows(interpretation, item));
    if (flowing === undefined)
      spans.push(...(await appendBeside(interpretation, batch, sources, rows, signal)));
    else
      for (const item of batch) {
        const told = (share: number): void => report(spans.length + share, items.length);
        spans.push(await appendItem(interpretation, item, sources, rows, told, signal));
      }
    report(spans.length, items.length);
  }
  const features = await rows.finish();
  const placed = drafts.map(({ item, row, steps }) => {
    const span = spans[item]!;
    // What came out is as long as it is, whatever was expected of a whole recording.
    const at = kept === null ? row : kept[item]!.placeOf(row);
    return { start: span.start + at, steps: isWindowed(plan) ? steps : span.steps };
  });
  const starts = Int32Array.from(placed, ({ start }) => start);
  const lengths = Int32Array.from(placed, ({ steps }) => steps);
  const outputs = outputNames(understanding);
  const labelIndex = new Map(outputs.map((label, index) => [label, index]));
  const targetColumns = plan.targets.map((target) => plan.channels.indexOf(target));
  const filled = learnsChannels(plan.task) ? filledOf(spans, targetColumns) : undefined;
  const shape = {
    starts,
    lengths,
    horizonSteps: plan.forecast?.horizonSteps ?? 0,
    // Generated values follow one step after another, inside the features themselves.
    targetColumns: answersAhead(plan.task) ? targetColumns : [],
    filled,
  };
  const scaler = await scalerOf(rows, drafts, shape, plan.features.standardise, measuredIn(spans, plan));
  const background = plan.marks?.background ?? null;
  const data: PreparedData = {
    task: plan.task,
    outputs,
    featureNames: names,
    features,
    starts,
    lengths,
    labels: Int32Array.from(drafts, ({ label }) =>
      classifies(plan.task) ? (labelIndex.get(label ?? '') ?? -1) : -1,
    ),
    targets: valuesWhole(plan.task)
      ? Float32Array.from(drafts, ({ label }) => Number(label))
      : await gatherTargets(rows, shape),
    stepLabels:
      kept !== null && hasOneClass(plan.task) && plan.marks?.rule !== 'cut'
        ? markedLabels(interpretation, labelIndex, spans, kept)
        : labelsSteps(plan.task)
          ? await stepLabels(interpretation, sources, labelIndex, spans)
          : new Int32Array(0),
    ...(background !== null && { background }),
    scoredFrom: Int32Array.from(drafts, ({ scoredFrom }) => scoredFrom),
    splits: Uint8Array.from(drafts, ({ split }) => splitCode(split)),
    scaler: {
      mean: Float32Array.from(scaler.mean),
      deviation: Float32Array.from(scaler.deviation),
    },
    targetColumns,
    horizonSteps: plan.forecast?.horizonSteps ?? 0,
    seasonSteps: plan.forecast?.seasonSteps ?? 1,
    ...(filled !== undefined && { filled }),
    ...(tags(plan.task) && { tags: tagsOf(drafts, labelIndex) }),
    ...(valuesSteps(plan.task) && { stepValues: await stepValues(interpretation, sources, spans) }),
    ...(readsSteps(plan.task) && {
      sequenceStarts: Int32Array.from(drafts, ({ item }) => spans[item]!.start),
    }),
    ...(answersWhole(plan.task) &&
      (plan.windows !== null || kept !== null) && {
        recordings: Int32Array.from(drafts, ({ item }) => item),
      }),
  };
  const answers = plan.targets.length > 0 ? plan.targets : outputs;
  if (partsOf(data).train.length === 0)
    throw failure('SPLIT_IMPOSSIBLE.notMeasured', {
      targets: answers.length,
      names: answers.map((name) => `"${name}"`).join(', '),
    });
  const examples = drafts.map((draft, index) =>
    toExample(interpretation, draft, index, placed[index]!.steps),
  );
  if (features instanceof Float32Array) await rows.close();
  return {
    data,
    done: () => rows.close(),
    examples,
    scaler,
    understanding: {
      ...understanding,
      lengths: summariseLengths(examples.map(({ steps }) => steps)),
      warnings: [...understanding.warnings, ...unmeasured(data)],
    },
  };
}

/** How much of each part was measured, where not all was. */
function unmeasured(data: PreparedData): Remark[] {
  return splitNames.flatMap((part) => {
    const measured = measuredOf(data, examplesOf(data, part));
    return measured === null ? [] : [remark('values.measured', { part, ...measured })];
  });
}

function requireLearnable({ plan, classes, splits }: Understanding): void {
  if (learnsValue(plan.task) && plan.label.kind === 'none') throw failure('ARGUMENT_INVALID.noNumber');
  if (hasClasses(plan.task) && classes.length < (tags(plan.task) ? 1 : 2))
    throw failure('ARGUMENT_INVALID.noLabels', { classes: classes.length, labels: plan.label.kind });
  const examples = splits.train + splits.validation + splits.test;
  if (classifies(plan.task) && examples <= classes.length)
    throw failure('ARGUMENT_INVALID.oneEach', { examples, classes: classes.length });
  if (splits.train === 0) throw failure('SPLIT_IMPOSSIBLE.noTrainExample');
}

/** Of items that are cut by their marks: which of their steps examples are made of. */
function keptRows({ items, drafts, marked }: Interpretation): KeptRows[] | null {
  if (marked === undefined) return null;
  const own = items.map((): Draft[] => []);
  for (const draft of drafts) own[draft.item]!.push(draft);
  return own.map((rows) => new KeptRows(rows));
}

function isWindowed({ forecast, windows, marks }: ImportPlan): boolean {
  return forecast !== null || windows !== null || marks !== undefined;
}

/** What the network's outputs are called. */
function outputNames({ plan, classes }: Understanding): string[] {
  if (hasClasses(plan.task)) return classes.map(({ label }) => label);
  if (continues(plan.task)) return [...plan.targets];
  if (learnsValue(plan.task)) return [nameOfValue(plan)];
  return plan.targets.flatMap((target) =>
    stepsAhead(plan.forecast?.horizonSteps ?? 1).map((step) => `${target}@${step}`),
  );
}

function nameOfValue({ label }: ImportPlan): string {
  return label.kind === 'column' || label.kind === 'labels-file' ? label.column : 'value';
}

/** [examples, labels] */
function tagsOf(drafts: readonly Draft[], indexOf: ReadonlyMap<string, number>): Uint8Array {
  const tags = new Uint8Array(drafts.length * indexOf.size);
  for (const [example, { label }] of drafts.entries())
    for (const own of labelsIn(label)) tags[example * indexOf.size + indexOf.get(own)!] = 1;
  return tags;
}

function stepsAhead(horizonSteps: number): number[] {
  return Array.from({ length: horizonSteps }, (_, k) => k + 1);
}

interface FilledSpan {
  readonly start: number;
  readonly steps: number;
  /** [steps, channels] 1 where nobody measured a value; undefined where all were. */
  readonly filled: Uint8Array | undefined;
}

type Spans = Pick<PreparedData, 'starts' | 'lengths' | 'horizonSteps'>;

interface Shape extends Spans, Pick<PreparedData, 'filled'> {
  readonly targetColumns: readonly number[];
}

/**
 * `PreparedData.filled` of all rows.
 *
 * @param columns channel of each target
 */
function filledOf(spans: readonly FilledSpan[], columns: readonly number[]): Uint8Array | undefined {
  const last = spans[spans.length - 1];
  if (last === undefined || spans.every((span) => span.filled === undefined)) return undefined;
  const all = new Uint8Array((last.start + last.steps) * columns.length);
  for (const { start, steps, filled } of spans) {
    if (filled === undefined) continue;
    const width = filled.length / steps;
    for (let t = 0; t < steps; t++)
      for (const [k, column] of columns.entries())
        all[(start + t) * columns.length + k] = filled[t * width + column]!;
  }
  // Inputs alone may be missing.
  return all.includes(1) ? all : undefined;
}

/** Whether a feature of raw channels comes of values that were measured; undefined where all were. */
function measuredIn(
  spans: readonly FilledSpan[],
  { features, channels: own, ...plan }: ImportPlan,
): ((row: number, feature: number) => boolean) | undefined {
  if (features.kind !== 'raw' || spans.every(({ filled }) => filled === undefined)) return undefined;
  const channels = signalChannels({ ...plan, channels: own }).length;
  const last = spans[spans.length - 1]!;
  const unmeasured = new Uint8Array((last.start + last.steps) * channels);
  for (const { start, filled } of spans) if (filled !== undefined) unmeasured.set(filled, start * channels);
  return (row, feature) => {
    if (feature < channels) return unmeasured[row * channels + feature] !== 1;
    if (!features.differences || feature >= 2 * channels) return true;
    const at = row * channels + feature - channels;
    return unmeasured[at] !== 1 && unmeasured[at - channels] !== 1;
  };
}

/**
 * [examples, targets × horizon]: the values that follow each window, target by target, NaN where nobody measured one, or
 * where the window's own last value is {@link staleAt}; empty when classifying.
 */
async function gatherTargets(rows: FeatureRows, shape: Shape): Promise<Float32Array> {
  const { starts, lengths, horizonSteps, targetColumns, filled } = shape;
  const perExample = horizonSteps * targetColumns.length;
  const targets = new Float32Array(starts.length * perExample);
  const isStale = staleAt(shape);
  const window = new RowWindow(rows);
  for (let e = 0; e < starts.length && perExample > 0; e++) {
    const last = starts[e]! + lengths[e]! - 1;
    const stale = targetColumns.map((_, k) => isStale(last, k));
    for (let step = 0; step < horizonSteps; step++) {
      const row = last + 1 + step;
      const values = await window.at(row);
      for (const [k, column] of targetColumns.entries()) {
        const isKnown = !stale[k] && filled?.[row * targetColumns.length + k] !== 1;
        targets[e * perExample + k * horizonSteps + step] = isKnown
          ? (values?.[column] ?? Number.NaN)
          : Number.NaN;
      }
    }
  }
  return targets;
}

/** A last value is carried for so many of a target's usual steps from one measurement to the next. */
const MOST_CARRIED = 5;

/**
 * Whether a target's last measured value is so old at a row, that nothing can be asked of a forecast from there on. As a
 * channel's pause that makes a gap in the times (`even-series.ts`).
 */
function staleAt({ filled, targetColumns }: Shape): (row: number, target: number) => boolean {
  if (filled === undefined) return () => false;
  const width = targetColumns.length;
  const ages = new Int32Array(filled.length);
  const limits = targetColumns.map((_, k) => {
    const apart: number[] = [];
    for (let at = k; at < filled.length; at += width) {
      const before = at >= width ? ages[at - width]! : 0;
      ages[at] = filled[at] === 1 ? before + 1 : 0;
      if (filled[at] !== 1) apart.push(before + 1);
    }
    apart.sort((a, b) => a - b);
    return MOST_CARRIED * (apart[apart.length >> 1] ?? 1);
  });
  return (row, target) => ages[row * width + target]! > limits[target]!;
}

/** Mean and deviation of each feature over what was measured in the training part; each row counts once. */
export function fitScaler(
  features: Float32Array,
  width: number,
  drafts: readonly { readonly split: SplitName }[],
  { starts, lengths, horizonSteps }: Spans,
  standardise: boolean,
  measured?: (row: number, feature: number) => boolean,
): Scaler {
  const scaler = new RowScaler(width);
  let counted = 0;
  // Windows come in the order of their rows and overlap.
  for (const [e, { split }] of drafts.entries()) {
    if (split !== 'train' || !standardise) continue;
    const end = starts[e]! + lengths[e]! + horizonSteps;
    const start = Math.max(starts[e]!, counted);
    scaler.add(
      features.subarray(start * width, end * width),
      measured && ((row, feature) => measured(start + row, feature)),
    );
    counted = Math.max(counted, end);
  }
  return scaler.fit();
}

function toExample({ material }: Interpretation, draft: Draft, index: number, steps: number): Example {
  const { start, end, label, group, split } = draft;
  return { index, file: material.files[draft.file]!.shown, start, end, steps, label, group, split };
}
