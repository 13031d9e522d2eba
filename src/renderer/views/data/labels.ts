import type { FieldSource, SplitName, SplitPlan } from '../../../shared/domain/dataset';
import type { Task } from '../../../shared/domain/task';
import type { FeatureKind, FeaturePlan } from '../../../shared/domain/features';
import { m } from '../../i18n';
import { wordOf } from '../../ui/word-of';

const splits: Readonly<Record<SplitName, () => string>> = {
  train: m.data_split_train,
  validation: m.data_split_validation,
  test: m.data_split_test,
};
const splitKinds: Readonly<Record<SplitPlan['kind'], () => string>> = {
  given: m.data_split_given,
  random: m.data_split_random,
  group: m.data_split_group,
  time: m.data_split_time,
  stretches: m.data_split_stretches,
};
const features: Readonly<Record<FeatureKind, () => string>> = {
  raw: m.data_features_raw,
  logmel: m.data_features_logmel,
  mfcc: m.data_features_mfcc,
};
export const splitLabel = (split: SplitName): string => splits[split]();
export const splitKindLabel = (kind: SplitPlan['kind']): string => splitKinds[kind]();
export const featureLabel = (kind: FeaturePlan['kind']): string => features[kind]();
export const taskLabel = (task: Task): string => wordOf('data_task', task);

export function sourceLabel(source: FieldSource): string {
  switch (source.kind) {
    case 'none':
      return m.data_source_none();
    case 'folder':
      if (source.field !== undefined)
        return m.data_source_folder_field({ level: source.level ?? -1, field: source.field });
      return source.level === undefined
        ? m.data_source_folder()
        : m.data_source_folder_level({ level: source.level });
    case 'file-name':
      return source.field === undefined
        ? m.data_source_file_name()
        : m.data_source_name_field({ field: source.field });
    case 'labels-columns':
      return m.data_source_labels_columns({ count: source.columns.length, first: source.columns[0] ?? '' });
    case 'labels-file':
      return m.data_source_labels_file({ column: source.column });
    case 'column':
      return m.data_source_column({ column: source.column });
    case 'format':
      return m.data_source_format();
    case 'marks':
      return source.track === undefined
        ? m.data_source_marks()
        : m.data_source_track({ track: source.track });
  }
}

/** A stable text for a source, to be an option's value. */
export const sourceKey = (source: FieldSource): string =>
  'column' in source
    ? `${source.kind}:${source.column}`
    : source.kind === 'labels-columns'
      ? `${source.kind}:${JSON.stringify(source.columns)}`
      : source.kind === 'folder' && (source.level !== undefined || source.field !== undefined)
        ? `folder:${source.level ?? -1}${source.field === undefined ? '' : `:${source.field}:${source.separator ?? '_'}`}`
        : source.kind === 'file-name' && source.field !== undefined
          ? `file-name:${source.field}:${source.separator ?? '_'}`
          : source.kind === 'marks' && source.track !== undefined
            ? `marks:${source.track}`
            : source.kind;
