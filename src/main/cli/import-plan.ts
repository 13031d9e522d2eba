import type {
  CalendarRhythm,
  FieldSource,
  FileRoleEdit,
  MissingValue,
  PlanEdits,
  RecordingsBy,
  SplitPlan,
  TimeFormat,
  Understanding,
} from '../../shared/domain/dataset';
import type { Task } from '../../shared/domain/task';
import { CalendarRhythm as RhythmSchema, FileRoleEdit as FileRoleSchema } from '../../shared/domain/dataset';
import type { FeatureKind, FeaturePlan } from '../../shared/domain/features';
import { featuresOfKind } from '../engine/features/defaults';
import { failure } from '../../shared/sentences/failure';
import type { QuestionMode } from './questions';
import type { MarkFlags } from './mark-flags';
import { markEdits } from './mark-flags';
import type { ListWord } from './source-words';
import { sourceOf } from './source-words';
import type { StepsOrSeconds } from './steps-or-seconds';

/** The import flags of `import` and `train`, as commander hands them over. */
export interface ImportFlags extends MarkFlags {
  readonly name?: string;
  readonly task?: Task;
  readonly label?: string;
  readonly group?: string;
  readonly recordings?: RecordingsBy;
  readonly role?: readonly string[];
  readonly time?: string;
  readonly timeFormat?: TimeFormat;
  readonly rows?: 'sequence' | 'moment';
  readonly spellings?: 'one' | 'apart';
  readonly missing?: string;
  readonly target?: string;
  readonly channels?: string;
  readonly rate?: number;
  readonly features?: 'auto' | FeatureKind;
  /** auto, a kind of split, or where given parts are written. */
  readonly split?: string;
  readonly splitSeed?: number;
  readonly horizon?: number;
  readonly context?: number;
  readonly season?: number;
  readonly stride?: number;
  readonly trainStride?: number;
  readonly known?: string;
  readonly calendar?: string;
  readonly window?: StepsOrSeconds | null;
  readonly hop?: StepsOrSeconds;
  readonly mask?: string;
  readonly maxGap?: number;
  readonly testShare?: number;
  readonly gap?: number;
  readonly validationShare?: number;
  readonly nameSeparator?: string;
  readonly labelSeparator?: string;
  readonly questions?: QuestionMode;
  readonly plan?: string;
  readonly savePlan?: string;
  readonly again?: string;
  readonly followLinks?: boolean;
  readonly background?: string;
}

const listOf = (text: string): string[] => text.split(',').map((name) => name.trim());

/** Edits that need no look at the files: a list's column is found once it was read. */
export interface FieldEdits {
  readonly edits: PlanEdits;
  readonly lists: readonly { readonly field: 'label' | 'group' | 'split'; readonly list: ListWord }[];
}

/** Which columns, folders, names and lists mean what. @throws UnrollError ARGUMENT_INVALID */
export function fieldEdits(flags: ImportFlags): FieldEdits {
  const { name, task, rate, channels, time, target, nameSeparator, labelSeparator, recordings, role } = flags;
  const edits: PlanEdits = {
    ...(name !== undefined && { name }),
    ...(task !== undefined && { task }),
    ...(recordings !== undefined && { recordings }),
    ...(role !== undefined && { files: role.map(roleOf) }),
    ...(channels !== undefined && { channels: listOf(channels).map(columnName) }),
    ...(rate !== undefined && { rateHz: rate }),
    ...(time !== undefined && timeEdits(time)),
    ...(flags.timeFormat !== undefined && { timeFormat: flags.timeFormat }),
    ...(flags.rows !== undefined && { rows: flags.rows }),
    ...(flags.spellings !== undefined && { spellings: flags.spellings }),
    ...(flags.missing !== undefined && { missing: missingOf(flags.missing) }),
    ...(labelSeparator !== undefined && { labelSeparator }),
    ...markEdits(flags),
  };
  const lists: { field: 'label' | 'group' | 'split'; list: ListWord }[] = [];
  const put = (field: 'label' | 'group', flag: string, word: string): void => {
    const source = sourceOf(flag, word, nameSeparator);
    if (source.kind === 'list') lists.push({ field, list: source });
    if (source.kind !== 'list') edits[field] = source;
    else if (source.column !== null) edits[field] = { kind: 'labels-file', column: source.column };
  };
  if (target !== undefined) {
    const source = sourceOf('--target', target, nameSeparator);
    if (source.kind === 'column') edits.targets = listOf(target).map(columnName);
    else {
      // A value of the whole file is what a regression learns.
      edits.task ??= 'regress';
      put('label', '--target', target);
    }
  }
  if (flags.label !== undefined) put('label', '--label', flags.label);
  if (flags.group !== undefined) put('group', '--group', flags.group);
  const parts = splitSource(flags);
  if (parts?.kind === 'list') lists.push({ field: 'split', list: parts });
  return { edits, lists };
}

/** `-9999,rain=99.9` or `none` @throws UnrollError ARGUMENT_INVALID */
function missingOf(text: string): MissingValue[] {
  return listOrNone(text).map((word) => {
    const at = word.lastIndexOf('=');
    const value = Number(word.slice(at + 1));
    const column = at > 0 ? word.slice(0, at) : null;
    if (word !== '' && Number.isFinite(value)) return { column, value };
    throw failure('ARGUMENT_INVALID.fieldWord', {
      flag: '--missing',
      takes:
        'numbers separated by commas, with a column and = before them where they hold for it alone, or none',
      word,
    });
  });
}

/** `PATTERN=ROLE` @throws UnrollError ARGUMENT_INVALID */
function roleOf(word: string): FileRoleEdit {
  const at = word.lastIndexOf('=');
  const role = FileRoleSchema.entries.role.options.find((own) => own === word.slice(at + 1).trim());
  if (at > 0 && role !== undefined) return { pattern: word.slice(0, at), role };
  const takes = `a pattern, = and one of ${FileRoleSchema.entries.role.options.join(', ')}`;
  throw failure('ARGUMENT_INVALID.fieldWord', { flag: '--role', takes, word });
}

const splitKinds = ['given', 'random', 'group', 'time', 'stretches'] as const;
const isSplitKind = (word: string): word is (typeof splitKinds)[number] =>
  (splitKinds as readonly string[]).includes(word);

/** Where parts are written, if `--split` says that; of a list the column must be named. @throws UnrollError ARGUMENT_INVALID */
function splitSource({ split, nameSeparator }: ImportFlags): FieldSource | ListWord | null {
  if (split === undefined || split === 'auto' || isSplitKind(split)) return null;
  const source = sourceOf('--split', split, nameSeparator);
  if (
    source.kind === 'none' ||
    source.kind === 'format' ||
    source.kind === 'marks' ||
    (source.kind === 'list' && source.column === null)
  )
    throw failure('ARGUMENT_INVALID.fieldWord', {
      flag: '--split',
      takes: `auto, ${splitKinds.join(', ')}, a column, folder, folder:-2, name:3 or list:FILE:COLUMN`,
      word: split,
    });
  return source;
}

const columnName = (word: string): string => word.replace(/^column:/, '');

/** A column, several that say the time together, or none. @throws UnrollError ARGUMENT_INVALID */
function timeEdits(word: string): Pick<PlanEdits, 'timeColumn' | 'timeFrom'> {
  const source = sourceOf('--time', word);
  if (source.kind === 'none') return { timeColumn: null };
  if (source.kind !== 'column')
    throw failure('ARGUMENT_INVALID.fieldWord', {
      flag: '--time',
      takes: 'a column, several separated by commas, or none',
      word,
    });
  // `column:` keeps a name with a comma in it whole.
  const names = word.startsWith('column:') ? [source.column] : listOf(word);
  return names.length > 1 ? { timeFrom: names } : { timeColumn: names[0]! };
}

/**
 * A list without a column stands for the first of its columns that the lab would take; bare words are held against what the
 * files have.
 *
 * @throws UnrollError ARGUMENT_INVALID (a list that names no file), COLUMN_UNKNOWN
 */
export function listEdits({ edits, lists }: FieldEdits, seen: Understanding): PlanEdits {
  const offered = { label: seen.labelSources, group: seen.groupSources };
  const found: PlanEdits = {};
  for (const { field, list } of lists) {
    if (list.column !== null || field === 'split') continue;
    const source = offered[field].find(({ kind }) => kind === 'labels-file');
    if (source === undefined) throw failure('ARGUMENT_INVALID.listEmpty', { file: list.file });
    found[field] = source;
  }
  for (const field of ['label', 'group'] as const) {
    const source = edits[field];
    const isBare = source?.kind === 'format' || source?.kind === 'folder' || source?.kind === 'file-name';
    if (!isBare || 'level' in source || 'field' in source) continue;
    if (offered[field].some(({ kind }) => kind === source.kind)) continue;
    const known = offered[field].map((own) => ('column' in own ? own.column : own.kind));
    throw failure('COLUMN_UNKNOWN.offered', {
      column: source.kind,
      known: [...new Set(known)].join(', ') || '–',
    });
  }
  return found;
}

function featurePlan(kind: FeatureKind, { plan, lengths, stepSeconds }: Understanding): FeaturePlan {
  if (plan.features.kind === kind) return plan.features;
  const { rateHz } = plan;
  // The median length comes in steps; features of another kind are planned from the signal's own length.
  const medianLength =
    rateHz === null ? lengths.median : lengths.median * (stepSeconds ?? 1 / rateHz) * rateHz;
  return featuresOfKind(kind, { rateHz, medianLength });
}

/** @throws UnrollError ARGUMENT_INVALID for masks of features that are no channels, COLUMN_UNKNOWN */
function featureEdits(
  { mask, maxGap }: ImportFlags,
  chosen: FeaturePlan | null,
  { plan }: Understanding,
): Pick<PlanEdits, 'features'> {
  const features = chosen ?? plan.features;
  if (mask === undefined && maxGap === undefined) return chosen === null ? {} : { features };
  if (features.kind !== 'raw') throw failure('ARGUMENT_INVALID.masksOfRaw', { features: features.kind });
  const masks = mask === undefined ? features.masks : listOrNone(mask).map(columnName);
  const odd = masks?.find((name) => !plan.channels.includes(name));
  if (odd !== undefined) throw failure('ARGUMENT_INVALID.maskUnknown', { column: odd });
  return {
    features: {
      ...features,
      ...(masks !== undefined && { masks }),
      ...(maxGap !== undefined && { gapSteps: maxGap }),
    },
  };
}

/** `none` is no column at all. */
const listOrNone = (text: string): string[] => (text === 'none' ? [] : listOf(text));

/** @throws UnrollError ARGUMENT_INVALID */
function rhythms(text: string): CalendarRhythm[] {
  return listOrNone(text).map((word) => {
    const rhythm = RhythmSchema.options.find((option) => option === word);
    if (rhythm !== undefined) return rhythm;
    throw failure('ARGUMENT_INVALID.rhythm', { calendar: word, rhythms: RhythmSchema.options.join(', ') });
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

function givenBy(source: FieldSource | ListWord | null): Pick<SplitPlan, 'kind'> & Partial<SplitPlan> {
  if (source === null) return { kind: 'given' };
  const from: FieldSource =
    source.kind === 'list' ? { kind: 'labels-file', column: source.column ?? '' } : source;
  return { kind: 'given', from };
}

function windowEdits({ window, hop }: ImportFlags): Pick<PlanEdits, 'windows'> {
  if (window === undefined && hop === undefined) return {};
  if (window === null) return { windows: null };
  return {
    windows: {
      ...(window !== undefined &&
        (window.unit === 'steps' ? { steps: window.value } : { seconds: window.value })),
      ...(hop !== undefined &&
        (hop.unit === 'steps' ? { strideSteps: hop.value } : { hopSeconds: hop.value })),
    },
  };
}

/** Features, split, horizon and windows, on top of the plan that the columns led to. */
export function planEdits(flags: ImportFlags, seen: Understanding): PlanEdits {
  const { features = 'auto', split = 'auto', splitSeed, testShare, validationShare } = flags;
  const { plan } = seen;
  const isSplit = [splitSeed, testShare, validationShare, flags.gap].some((value) => value !== undefined);
  const forecast = forecastEdits(flags);
  return {
    ...featureEdits(flags, features === 'auto' ? null : featurePlan(features, seen), seen),
    ...((split !== 'auto' || isSplit) && {
      split: {
        ...plan.split,
        ...(split !== 'auto' && (isSplitKind(split) ? { kind: split } : givenBy(splitSource(flags)))),
        ...(splitSeed !== undefined && { seed: splitSeed }),
        ...(testShare !== undefined && { testFraction: testShare }),
        ...(flags.gap !== undefined && { gapSeconds: flags.gap }),
        ...(validationShare !== undefined && { validationFraction: validationShare }),
      },
    }),
    ...(Object.keys(forecast).length > 0 && { forecast }),
    ...windowEdits(flags),
  };
}
