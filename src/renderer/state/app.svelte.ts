import type { Snippet } from 'svelte';

export const viewNames = ['data', 'train', 'look', 'compare', 'models'] as const;
export type ViewName = (typeof viewNames)[number];

/** Where the window is: a view and what is selected. Everything else follows from it. */
export interface Route {
  readonly view: ViewName;
  readonly dataset: string | null;
  readonly run: string | null;
  /** Index of an example in the data set. */
  readonly example: number | null;
}

const start: Route = { view: 'data', dataset: null, run: null, example: null };

/** `#/look?dataset=…&run=…&example=3` ⇄ route. Anything else is the start. */
export function parseRoute(hash: string): Route {
  if (!hash.startsWith('#/')) return start;
  const [path = '', query = ''] = hash.slice(2).split('?');
  const view = viewNames.find((name) => name === path);
  if (view === undefined) return start;
  const params = new URLSearchParams(query);
  const example = Number(params.get('example') ?? 'none');
  return {
    view,
    dataset: params.get('dataset'),
    run: params.get('run'),
    example: Number.isInteger(example) && example >= 0 ? example : null,
  };
}

export function formatRoute(route: Route): string {
  const params = new URLSearchParams();
  if (route.dataset !== null) params.set('dataset', route.dataset);
  if (route.run !== null) params.set('run', route.run);
  if (route.example !== null) params.set('example', String(route.example));
  const query = params.toString();
  return `#/${route.view}${query === '' ? '' : `?${query}`}`;
}

/** The window's route, its side panel, and which of its dialogs is open. */
class App {
  #route = $state.raw<Route>(start);
  #detailsOpen = $state(true);
  #details = $state.raw<{ title: () => string; body: Snippet } | null>(null);
  #dialog = $state<'palette' | 'shortcuts' | 'about' | null>(null);

  get view(): ViewName {
    return this.#route.view;
  }

  get datasetId(): string | null {
    return this.#route.dataset;
  }

  get runId(): string | null {
    return this.#route.run;
  }

  get exampleIndex(): number | null {
    return this.#route.example;
  }

  get detailsOpen(): boolean {
    return this.#detailsOpen;
  }

  get details(): { title: () => string; body: Snippet } | null {
    return this.#details;
  }

  get dialog(): 'palette' | 'shortcuts' | 'about' | null {
    return this.#dialog;
  }

  /** Restores the route from the address and follows Back and Forward. Called once. */
  open(): void {
    this.#route = parseRoute(location.hash);
    addEventListener('popstate', () => (this.#route = parseRoute(location.hash)));
  }

  /** Goes to a view; whatever of the selection is not named stays. */
  go(view: ViewName, selection: Partial<Omit<Route, 'view'>> = {}): void {
    this.#move({ ...this.#route, view, ...selection }, true);
  }

  /** Changes the selection without leaving a step in the history. */
  select(selection: Partial<Omit<Route, 'view'>>): void {
    this.#move({ ...this.#route, ...selection }, false);
  }

  goTrain(dataset: string, run: string | null = null): void {
    this.go('train', { dataset, run, example: null });
  }

  goLook(run: string, dataset: string, example: number | null = null): void {
    this.go('look', { run, dataset, example });
  }

  toggleDetails(): void {
    this.#detailsOpen = !this.#detailsOpen;
  }

  showDetails(title: () => string, body: Snippet): () => void {
    const details = { title, body };
    this.#details = details;
    return () => {
      if (this.#details === details) this.#details = null;
    };
  }

  openDialog(dialog: 'palette' | 'shortcuts' | 'about'): void {
    this.#dialog = dialog;
  }

  closeDialog(): void {
    this.#dialog = null;
  }

  #move(route: Route, remember: boolean): void {
    const hash = formatRoute(route);
    if (hash !== location.hash) history[remember ? 'pushState' : 'replaceState'](null, '', hash);
    this.#route = route;
  }
}

export const app = new App();
