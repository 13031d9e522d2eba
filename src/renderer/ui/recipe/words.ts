import { m } from '../../i18n';
import { language } from '../../language.svelte';
import { formatCount } from '../format';

/** 0.0001 rather than 1E-4: a setting is read as it is typed. */
export const plain = (value: number | null): string =>
  value === null
    ? ''
    : value.toLocaleString(language.locale, { maximumSignificantDigits: 6, useGrouping: false });
export const orNone = (value: number | null): string =>
  value === null || value === 0 ? m.train_word_none() : plain(value);
export const orChosen = (value: number | null): string =>
  value === null ? m.train_word_from_data() : plain(value);
export const same = (...names: readonly string[]): Record<string, () => string> =>
  Object.fromEntries(names.map((name) => [name, () => name]));
export const countOr = (say: (input: { count: string }) => string) => (value: number | null) =>
  say({ count: formatCount(value ?? 0) });
