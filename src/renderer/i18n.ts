import { withParticles } from '../shared/sentences/particles';
import { m as messages } from './paraglide/messages.js';
import { getLocale, overwriteGetLocale } from './paraglide/runtime.js';
import { language } from './language.svelte';

type Say = (...input: unknown[]) => string;

/** A message in which every Korean particle fits the fact before it. */
function fitting(say: Say): Say {
  return (...input) => (getLocale() === 'ko' ? withParticles(say(...input)) : say(...input));
}

/** All messages of the window, as functions. Read in a template or a `$derived`, they follow the language at once. */
export const m = Object.fromEntries(
  Object.entries(messages).map(([key, say]) => [key, fitting(say as Say)]),
) as unknown as typeof messages;

/** Messages ask the language store, whose value is a rune: switching needs no reload. */
export function followLanguage(): void {
  overwriteGetLocale(() => language.locale);
}
