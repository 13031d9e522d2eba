import type { Run } from '../../../shared/domain/run';
import { m } from '../../i18n';
import { NO_NUMBER } from '../../ui/format';
import { fieldApplies, recipeField } from '../../ui/recipe/recipe-fields';
import type { RecipeDifference } from './recipe-differences';

/** Settings that the sentence leaves out. */
const others: Readonly<Record<string, () => string>> = {
  dataset: m.compare_column_data,
  'model.members': m.train_layer_members,
  'model.resetAfter': m.compare_setting_reset_after,
  'model.forgetBias': m.compare_setting_forget_bias,
  'training.schedule.kind': m.train_field_schedule,
  'training.schedule.warmupEpochs': m.compare_setting_warmup,
  'training.schedule.patience': m.compare_setting_schedule_patience,
  'training.schedule.factor': m.compare_setting_schedule_factor,
};

/** What a setting is called, by its path in the recipe. */
export function settingTitle(path: string): string {
  return others[path]?.() ?? recipeField(path.split('.').pop()!)?.label() ?? path;
}

/** What a run has there, in the sentence's own words where the field has some. */
export function settingText({ path, values }: RecipeDifference, run: Run, index: number): string {
  const [section, name = ''] = path.split('.');
  const isOwn = section === 'model' || section === 'training';
  // Another family does not have the field at all, or its fit does not look at it.
  if (isOwn && name !== 'family' && !fieldApplies({ section, name }, run.recipe)) return NO_NUMBER;
  const isField = path.split('.').length === 2 && isOwn;
  const field = isField ? recipeField(name) : undefined;
  return field?.word(run.recipe) ?? String(values[index] ?? NO_NUMBER);
}
