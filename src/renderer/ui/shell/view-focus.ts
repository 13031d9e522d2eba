import { app } from '../../state/app.svelte';
import type { ViewName } from '../../state/app.svelte';

/** The place of the view, which takes the focus but is no stop of the Tab key. */
export const viewElementId = 'view';

/** Goes to a view and into it: its keys, such as Space and the arrows, act from then on and not on the button that led there. */
export function enterView(view: ViewName): void {
  app.go(view);
  document.getElementById(viewElementId)?.focus({ preventScroll: true });
}
