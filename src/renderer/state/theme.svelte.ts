import type { Settings } from '../../shared/contract/system';

export type ThemeChoice = Settings['theme'];

/** The theme that is chosen, and whether it comes out dark. Canvases read `dark` to know when to draw again. */
class Theme {
  #choice = $state<ThemeChoice>('system');
  #systemDark = $state(false);
  #dark = $derived(this.#choice === 'system' ? this.#systemDark : this.#choice === 'dark');

  get choice(): ThemeChoice {
    return this.#choice;
  }

  get dark(): boolean {
    return this.#dark;
  }

  /** Follows the system's preference from now on. */
  follow(): void {
    const query = matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = query.matches;
    query.addEventListener('change', (event) => {
      this.#systemDark = event.matches;
      this.#apply();
    });
    this.#apply();
  }

  choose(choice: ThemeChoice): void {
    this.#choice = choice;
    this.#apply();
  }

  #apply(): void {
    document.documentElement.dataset['theme'] = this.#dark ? 'dark' : 'light';
  }
}

export const theme = new Theme();
