import { overwriteGetLocale } from './paraglide/runtime.js';
import { language } from './state/language.svelte';

/** All messages of the window, as functions. Read in a template or a `$derived`, they follow the language at once. */
export { m } from './paraglide/messages.js';

/** Messages ask the language store, whose value is a rune: switching needs no reload. */
export function followLanguage(): void {
  overwriteGetLocale(() => language.locale);
}
