import { m } from '../i18n';

const byKey = m as unknown as Readonly<Record<string, (() => string) | undefined>>;

/** A message of `messages/experiments` whose key follows from a name of the contract. */
function textOf(kind: string, name: string): string {
  const key = `experiments_${kind}_${name.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;
  return byKey[key]?.() ?? name;
}

export const experimentTitle = (name: string): string => textOf('title', name);
export const experimentShort = (name: string): string => textOf('short', name);
export const experimentAbout = (name: string): string => textOf('about', name);
export const settingLabel = (key: string): string => textOf('setting', key);
/** Names of models and cells are the same in every language. */
export const optionLabel = (option: string): string => textOf('option', option);
export const figureText = (key: string): string => textOf('figure', key);
