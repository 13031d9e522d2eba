import {
  answersSteps,
  classifies,
  hasClasses,
  labelsSteps,
  learnsChannels,
  learnsValue,
  readsSteps,
  tags,
  valuesWhole,
} from '../../../shared/domain/task';
import { createHash } from 'node:crypto';
import type { NewRecording } from '../../../shared/contract/datasets';
import type { ClassCount, Dataset, Example, ImportPlan, Understanding } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import { extractFeatures } from '../features/extract';
import type { Sources } from '../readers/sources';
import { summariseLengths } from '../examples/lengths';
import type { SourceFile } from '../readers/source-file';
import { fitScaler } from '../prepare/prepare';
import type { HeldData } from '../prepare/prepared';
import { readSpan } from '../examples/read-span';
import { RECORDED } from './recorded';
import type { NewDataset } from './store';
import type { StoredFile } from './stored-files';
import { toStored } from './stored-files';
import { classWarnings } from '../plan/warnings/classes';
import { labelsIn } from '../examples/several-labels';
import { stepWindows } from '../examples/windows';
import { byLabel } from '../examples/class-order';

/** A data set as it lies on the disk. */
export interface WholeDataset {
  readonly dataset: Dataset;
  readonly files: readonly StoredFile[];
  readonly examples: readonly Example[];
  readonly data: HeldData;
}

/** A recording that was written, and what it is called rightly. */
export interface RecordedFile {
  readonly file: SourceFile;
  readonly label: string;
  readonly from: NonNullable<StoredFile['recorded']>;
}

/** @throws UnrollError ARGUMENT_INVALID where a stretch of signal has no one answer */
export function requireGrowable({ task }: ImportPlan, recordings: readonly NewRecording[]): void {
  if (learnsChannels(task)) throw failure('ARGUMENT_INVALID.seriesTaught', { task });
  const odd = recordings.find(({ label }) => learnsValue(task) && !Number.isFinite(Number(label)));
  if (odd !== undefined) throw failure('ARGUMENT_INVALID.labelNumber', { label: odd.label });
}

/**
 * The same data set with recordings behind its examples, all of them to learn from: what is there stays in its part,
 * so that scores before and after can be compared. Only the new features are computed; the scaler is fitted again.
 */
export async function grow(
  base: WholeDataset,
  name: string,
  recorded: readonly RecordedFile[],
  sources: Sources,
): Promise<NewDataset> {
  const { plan } = base.dataset.understanding;
  const added: Added[] = [];
  for (const one of recorded) {
    const signal = await readSpan(sources, one.file, plan, { start: 0, end: lengthOf(one.file) });
    added.push({ ...one, ...extractFeatures(plan.features, signal) });
  }
  const data = withRows(base.data, plan, added);
  const examples = [...base.examples, ...newExamples(base, plan, added)];
  const scaler = fitScaler(
    data.features,
    data.featureNames.length,
    examples,
    data,
    plan.features.standardise,
  );
  const { dataset } = base;
  return {
    dataset: {
      source: dataset.source,
      understanding: understandGrown(dataset.understanding, name, examples, added),
      scaler,
      fingerprint: fingerprintOfGrown(dataset.fingerprint, recorded),
      grown: {
        from: dataset.grown?.from ?? dataset.id,
        base: dataset.grown?.base ?? dataset.understanding.plan.name,
        recordings: (dataset.grown?.recordings ?? 0) + recorded.length,
      },
    },
    files: [
      ...base.files,
      ...recorded.flatMap(({ file, from }) => toStored(file).map((one) => ({ ...one, recorded: from }))),
    ],
    examples,
    data: {
      ...data,
      scaler: { mean: Float32Array.from(scaler.mean), deviation: Float32Array.from(scaler.deviation) },
    },
  };
}

interface Added extends RecordedFile {
  /** [steps, features] */
  readonly values: Float32Array;
  readonly steps: number;
}

function lengthOf({ content }: SourceFile): number {
  return content.kind === 'audio' ? content.length : content.kind === 'table' ? content.rows : 1;
}

/** The examples of one recording: itself, or its windows where recordings are cut. */
function windowsOf({ steps }: Added, { windows }: ImportPlan): { start: number; end: number }[] {
  return windows === null
    ? [{ start: 0, end: steps }]
    : stepWindows(0, steps, windows.steps, windows.strideSteps);
}

function newExamples({ examples }: WholeDataset, plan: ImportPlan, added: readonly Added[]): Example[] {
  return added
    .flatMap((one) => windowsOf(one, plan).map((window) => ({ one, window })))
    .map(({ one, window }, k): Example => {
      const isWhole = plan.windows === null;
      // Where every step is answered, features are rows of the table.
      const perStep = answersSteps(plan.task) ? 1 : lengthOf(one.file) / one.steps;
      return {
        index: examples.length + k,
        file: one.file.shown,
        start: isWhole ? 0 : Math.round(window.start * perStep),
        end: isWhole ? lengthOf(one.file) : Math.round(window.end * perStep),
        steps: window.end - window.start,
        label: readsSteps(plan.task) ? null : one.label,
        group: RECORDED,
        split: 'train',
      };
    });
}

/** Rows and examples behind those that are there; classes in their order, a new one among them. */
function withRows(data: HeldData, plan: ImportPlan, added: readonly Added[]): HeldData {
  const ofClasses = hasClasses(plan.task);
  const namesIn = (label: string): string[] => (tags(plan.task) ? labelsIn(label) : [label]);
  const outputs = ofClasses
    ? [...new Set([...data.outputs, ...added.flatMap(({ label }) => namesIn(label))])].sort(byLabel)
    : data.outputs;
  const moved = data.outputs.map((label) => outputs.indexOf(label));
  const renumber = (labels: Int32Array): Int32Array => labels.map((label) => moved[label] ?? label);
  const width = data.featureNames.length;
  const firstRows: number[] = [];
  let rows = data.features.length / width;
  for (const { steps } of added) {
    firstRows.push(rows);
    rows += steps;
  }
  const windows = added.flatMap((one, k) =>
    windowsOf(one, plan).map(({ start, end }) => ({
      one,
      first: firstRows[k]!,
      start: firstRows[k]! + start,
      steps: end - start,
    })),
  );
  const nextRecording =
    1 + (data.recordings ?? new Int32Array(0)).reduce((most, own) => Math.max(most, own), -1);
  const stepLabels = added.map(({ steps, label }) => new Int32Array(steps).fill(outputs.indexOf(label)));
  const ints = (of: (window: (typeof windows)[number]) => number): Int32Array => Int32Array.from(windows, of);
  return {
    ...data,
    outputs,
    features: joined([data.features, ...added.map(({ values }) => values)]),
    starts: joined([data.starts, ints(({ start }) => start)]),
    lengths: joined([data.lengths, ints(({ steps }) => steps)]),
    labels: joined([
      renumber(data.labels),
      ints(({ one }) => (classifies(plan.task) ? outputs.indexOf(one.label) : -1)),
    ]),
    targets: valuesWhole(plan.task)
      ? joined([data.targets, Float32Array.from(windows, ({ one }) => Number(one.label))])
      : data.targets,
    stepLabels: labelsSteps(plan.task) ? joined([renumber(data.stepLabels), ...stepLabels]) : data.stepLabels,
    ...(data.tags !== undefined && {
      tags: joined([
        renumberTags(data.tags, moved, outputs.length),
        Uint8Array.from(
          windows.flatMap(({ one }) => outputs.map((name) => Number(namesIn(one.label).includes(name)))),
        ),
      ]),
    }),
    ...(data.stepValues !== undefined && {
      stepValues: joined([
        data.stepValues,
        ...added.map(({ steps, label }) => new Float32Array(steps).fill(Number(label))),
      ]),
    }),
    ...(data.sequenceStarts !== undefined && {
      sequenceStarts: joined([data.sequenceStarts, ints(({ first }) => first)]),
    }),
    ...(data.recordings !== undefined && {
      recordings: joined([data.recordings, ints(({ one }) => nextRecording + added.indexOf(one))]),
    }),
    scoredFrom: joined([data.scoredFrom, ints(() => 0)]),
    splits: joined([data.splits, new Uint8Array(windows.length)]),
  };
}

/** [examples, labels] with the labels where they are now. */
function renumberTags(tags: Uint8Array, moved: readonly number[], labels: number): Uint8Array {
  const width = moved.length;
  const renumbered = new Uint8Array((tags.length / width) * labels);
  tags.forEach((has, k) => (renumbered[Math.floor(k / width) * labels + moved[k % width]!] = has));
  return renumbered;
}

function joined<T extends Float32Array | Int32Array | Uint8Array>(parts: readonly T[]): T {
  const whole = new (parts[0]!.constructor as new (length: number) => T)(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function understandGrown(
  old: Understanding,
  name: string,
  examples: readonly Example[],
  added: readonly Added[],
): Understanding {
  const { plan } = old;
  const classes = new Map(old.classes.map((counts) => [counts.label, { ...counts }]));
  const names = added.flatMap((one) =>
    tags(plan.task) ? labelsIn(one.label).map((label) => ({ ...one, label })) : [one],
  );
  for (const one of learnsValue(plan.task) ? [] : names) {
    const { label, steps } = one;
    const counts: ClassCount = classes.get(label) ?? { label, train: 0, validation: 0, test: 0 };
    // Where every step is answered, steps are counted.
    counts.train += labelsSteps(plan.task) ? steps : windowsOf(one, plan).length;
    classes.set(label, counts);
  }
  const format = added[0]!.file.content.format;
  return {
    ...old,
    plan: { ...plan, name },
    filesByFormat: { ...old.filesByFormat, [format]: (old.filesByFormat[format] ?? 0) + added.length },
    examples: examples.length,
    classes: [...classes.values()].sort((a, b) => byLabel(a.label, b.label)),
    groups: old.groups === 0 ? 0 : new Set(examples.flatMap(({ group }) => group ?? [])).size,
    lengths: summariseLengths(examples.map(({ steps }) => steps)),
    splits: { ...old.splits, train: examples.filter(({ split }) => split === 'train').length },
    warnings: classifies(plan.task)
      ? [
          ...old.warnings.filter(({ code }) => !/^(classes|split)\./.test(code)),
          ...classWarnings(plan, examples),
        ]
      : old.warnings,
  };
}

function fingerprintOfGrown(base: string, recorded: readonly RecordedFile[]): string {
  const content = recorded.map(({ file, label }) => [file.sha256, label]);
  return createHash('sha256')
    .update(JSON.stringify([2, base, content]))
    .digest('hex');
}
