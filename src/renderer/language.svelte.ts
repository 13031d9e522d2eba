import type { Settings } from '../shared/contract/system';

type Locale = 'en' | 'ko';
export type LanguageChoice = Settings['language'];

/** The language that is chosen, and the one that follows from it. */
class Language {
  #choice = $state<LanguageChoice>('system');
  #locale = $derived<Locale>(this.#choice === 'system' ? systemLocale() : this.#choice);

  get choice(): LanguageChoice {
    return this.#choice;
  }

  get locale(): Locale {
    return this.#locale;
  }

  choose(choice: LanguageChoice): void {
    this.#choice = choice;
    document.documentElement.lang = this.#locale;
  }
}

function systemLocale(): Locale {
  return navigator.language.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

export const language = new Language();
