import { m } from '../../i18n';
import { viewNames } from '../../state/app.svelte';
import type { ViewName } from '../../state/app.svelte';

const labels: Readonly<Record<ViewName, () => string>> = {
  data: m.shell_view_data,
  train: m.shell_view_train,
  look: m.shell_view_look,
  compare: m.shell_view_compare,
  experiments: m.shell_view_experiments,
  models: m.shell_view_models,
};

export function viewLabel(view: ViewName): string {
  return labels[view]();
}

/** The digit of a view: its place in the rail. */
export function viewShortcut(view: ViewName): string {
  return String(viewNames.indexOf(view) + 1);
}
