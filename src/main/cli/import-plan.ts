import type { CalendarRhythm, FieldSource, PlanEdits, Understanding } from '../../shared/domain/dataset';
import type { Task } from '../../shared/domain/task';
import { UnrollError } from '../../shared/domain/error';
import { CalendarRhythm as RhythmSchema } from '../../shared/domain/dataset';
import type { FeatureKind, FeaturePlan } from '../../shared/domain/features';
import { featuresOfKind } from '../engine/features/defaults';

/** The import flags of `import` and `train`, as commander hands them over. */
export interface ImportFlags {
  readonly name?: string;
  readonly task?: Task;
  readonly label?: string;
  readonly group?: string;
  readonly time?: string;
  readonly target?: string;
  readonly channels?: string;
  readonly rate?: number;
  readonly features?: 'auto' | FeatureKind;
  readonly split?: 'auto' | 'given' | 'random' | 'group' | 'time';
  readonly splitSeed?: number;
  readonly horizon?: number;
  readonly context?: number;
  readonly season?: number;
  readonly stride?: number;
  readonly trainStride?: number;
  readonly known?: string;
  readonly calendar?: string;
  readonly window?: number;
  readonly testShare?: number;
  readonly validationShare?: number;
}

const listOf = (text: string): string[] => text.split(',').map((name) => name.trim());

/** `COL` is a column that the files have, or one of the words `folder`, `none`, `format`. @throws COLUMN_UNKNOWN */
function fieldSource(word: string, offered: readonly FieldSource[], columns: readonly string[]): FieldSource {
  const named = offered.find((source) => 'column' in source && source.column === word);
  if (named) return named;
  if (columns.includes(word)) return { kind: 'column', column: word };
  if (word === 'none') return { kind: 'none' };
  const ofKind = offered.find((source) => source.kind === word);
  if (ofKind) return ofKind;
  const known = new Set([
    ...columns,
    ...offered.map((source) => ('column' in source ? source.column : source.kind)),
  ]);
  throw new UnrollError(
    'COLUMN_UNKNOWN',
    `There is no column "${word}"; there is ${[...known].join(', ') || 'none at all'}.`,
    { column: word },
  );
}

/** What can be said before features and split are known: which columns mean what. @throws COLUMN_UNKNOWN */
export function columnEdits(flags: ImportFlags, seen: Understanding): PlanEdits {
  const columns = seen.columns.map(({ name }) => name);
  const known = (word: string): string => {
    if (columns.includes(word)) return word;
    throw new UnrollError('COLUMN_UNKNOWN', `There is no column "${word}"; there is ${columns.join(', ')}.`, {
      column: word,
    });
  };
  return {
    ...(flags.name !== undefined && { name: flags.name }),
    ...(flags.task !== undefined && { task: flags.task }),
    ...(flags.label !== undefined && { label: fieldSource(flags.label, seen.labelSources, columns) }),
    ...(flags.group !== undefined && { group: fieldSource(flags.group, seen.groupSources, columns) }),
    ...(flags.time !== undefined && { timeColumn: flags.time === 'none' ? null : known(flags.time) }),
    ...(flags.target !== undefined && { targets: listOf(flags.target).map(known) }),
    ...(flags.channels !== undefined && { channels: listOf(flags.channels).map(known) }),
    ...(flags.rate !== undefined && { rateHz: flags.rate }),
  };
}

function featurePlan(kind: FeatureKind, { plan, lengths, stepSeconds }: Understanding): FeaturePlan {
  if (plan.features.kind === kind) return plan.features;
  const { rateHz } = plan;
  // The median length comes in steps; features of another kind are planned from the signal's own length.
  const medianLength =
    rateHz === null ? lengths.median : lengths.median * (stepSeconds ?? 1 / rateHz) * rateHz;
  return featuresOfKind(kind, { rateHz, medianLength });
}

/** `none` is no column at all. */
const listOrNone = (text: string): string[] => (text === 'none' ? [] : listOf(text));

/** @throws UnrollError ARGUMENT_INVALID */
function rhythms(text: string): CalendarRhythm[] {
  return listOrNone(text).map((word) => {
    const rhythm = RhythmSchema.options.find((option) => option === word);
    if (rhythm !== undefined) return rhythm;
    throw new UnrollError(
      'ARGUMENT_INVALID',
      `There is no rhythm "${word}"; there is ${RhythmSchema.options.join(', ')}, none.`,
      { calendar: word },
    );
  });
}

function forecastEdits(flags: ImportFlags): NonNullable<PlanEdits['forecast']> {
  const { horizon, context, season, stride, trainStride, known, calendar } = flags;
  return {
    ...(horizon !== undefined && { horizonSteps: horizon }),
    ...(context !== undefined && { contextSteps: context }),
    ...(season !== undefined && { seasonSteps: season }),
    ...(stride !== undefined && { strideSteps: stride }),
    ...(trainStride !== undefined && { trainStrideSteps: trainStride }),
    ...(known !== undefined && { known: listOrNone(known) }),
    ...(calendar !== undefined && { calendar: rhythms(calendar) }),
  };
}

/** Features, split, horizon and windows, on top of the plan that the columns led to. */
export function planEdits(flags: ImportFlags, seen: Understanding): PlanEdits {
  const { features = 'auto', split = 'auto', splitSeed, testShare, validationShare, window } = flags;
  const { plan } = seen;
  const isSplit = [splitSeed, testShare, validationShare].some((value) => value !== undefined);
  const forecast = forecastEdits(flags);
  return {
    ...(features !== 'auto' && { features: featurePlan(features, seen) }),
    ...((split !== 'auto' || isSplit) && {
      split: {
        ...plan.split,
        ...(split !== 'auto' && { kind: split }),
        ...(splitSeed !== undefined && { seed: splitSeed }),
        ...(testShare !== undefined && { testFraction: testShare }),
        ...(validationShare !== undefined && { validationFraction: validationShare }),
      },
    }),
    ...(Object.keys(forecast).length > 0 && { forecast }),
    ...(window !== undefined && { windows: { steps: window } }),
  };
}
