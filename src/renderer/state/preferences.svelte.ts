import type { Settings } from '../../shared/contract/system';
import { language } from '../language.svelte';
import type { LanguageChoice } from '../language.svelte';
import type { Engine } from './engine.svelte';
import { theme } from './theme.svelte';
import type { ThemeChoice } from './theme.svelte';

const CACHE_KEY = 'unroll.settings';

/**
 * Theme and language: kept by the engine, and beside it in the window so that its first frame is already right. And the
 * kernel of new runs.
 */
export class Preferences {
  readonly #engine: Engine;
  #kernel = $state<Settings['kernel']>('auto');

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** What new runs compute with where their recipe does not say it. */
  get kernel(): Settings['kernel'] {
    return this.#kernel;
  }

  /** Before the engine answers. */
  restore(): void {
    theme.follow();
    const cached = localStorage.getItem(CACHE_KEY);
    this.#apply(cached === null ? {} : parseSettings(cached));
  }

  /** Once the engine answers. */
  async load(): Promise<void> {
    const settings = await this.#engine.client.system.settings({});
    this.#apply(settings);
    localStorage.setItem(CACHE_KEY, JSON.stringify(settings));
  }

  chooseTheme(choice: ThemeChoice): Promise<void> {
    theme.choose(choice);
    return this.#save({ theme: choice });
  }

  chooseLanguage(choice: LanguageChoice): Promise<void> {
    language.choose(choice);
    return this.#save({ language: choice });
  }

  async chooseKernel(kernel: Settings['kernel']): Promise<void> {
    await this.#save({ kernel });
    this.#kernel = kernel;
  }

  #apply(settings: Partial<Settings>): void {
    theme.choose(settings.theme ?? 'system');
    language.choose(settings.language ?? 'system');
    this.#kernel = settings.kernel ?? 'auto';
  }

  async #save(change: Partial<Settings>): Promise<void> {
    localStorage.setItem(CACHE_KEY, JSON.stringify({ theme: theme.choice, language: language.choice }));
    await this.#engine.client.system.saveSettings(change);
  }
}

function parseSettings(text: string): Partial<Settings> {
  try {
    return JSON.parse(text) as Partial<Settings>;
  } catch {
    return {};
  }
}
