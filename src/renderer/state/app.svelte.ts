import type { Snippet } from 'svelte';
import { formatRoute, parseRoute, startRoute } from './route';
import type { Route, ViewName } from './route';

export { viewNames } from './route';
export type { ViewName } from './route';

/** Selected in the Data view while another data set is to be added. */
export const NEW_DATASET = 'new';

type Selection = Partial<Omit<Route, 'view'>>;
type DialogName = 'palette' | 'shortcuts' | 'licences' | 'settings' | 'guide';

/** Whoever chooses a run chooses no model without one. */
function chosen(selection: Selection): Selection {
  return 'run' in selection ? { model: null, ...selection } : selection;
}

/** The window's route, its side panel, and which of its dialogs is open. */
class App {
  #route = $state.raw<Route>(startRoute);
  #detailsOpen = $state(true);
  #details = $state.raw<{ title: () => string; body: Snippet } | null>(null);
  #dialog = $state<DialogName | null>(null);
  #guideSection = $state<string | null>(null);

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

  get modelId(): string | null {
    return this.#route.model;
  }

  get experiment(): string | null {
    return this.#route.experiment;
  }

  /** Whether the selected model listens. */
  get live(): boolean {
    return this.#route.live;
  }

  get detailsOpen(): boolean {
    return this.#detailsOpen;
  }

  get details(): { title: () => string; body: Snippet } | null {
    return this.#details;
  }

  get dialog(): DialogName | null {
    return this.#dialog;
  }

  /** Restores the route from the address and follows Back and Forward. Called once. */
  open(): void {
    this.#route = parseRoute(location.hash);
    addEventListener('popstate', () => (this.#route = parseRoute(location.hash)));
    // In a narrow window, or at twice the size, the panel would leave no room for the view.
    const narrow = matchMedia('(max-width: 900px)');
    this.#detailsOpen = !narrow.matches;
    narrow.addEventListener('change', () => (this.#detailsOpen = !narrow.matches));
  }

  /** Goes to a view; whatever of the selection is not named stays, but no model goes on listening. */
  go(view: ViewName, selection: Selection = {}): void {
    this.#move({ ...this.#route, live: false, view, ...chosen(selection) }, true);
  }

  /** Changes the selection without leaving a step in the history. */
  select(selection: Selection): void {
    this.#move({ ...this.#route, ...chosen(selection) }, false);
  }

  goTrain(dataset: string, run: string | null = null): void {
    this.go('train', { dataset, run, example: null });
  }

  goImport(): void {
    this.go('data', { dataset: NEW_DATASET, run: null, example: null });
  }

  goLook(run: string, dataset: string, example: number | null = null): void {
    this.go('look', { run, dataset, example });
  }

  goLive(run: string, dataset: string): void {
    this.go('models', { run, dataset, live: true });
  }

  /** A model that is kept without a run. */
  goModel(model: string): void {
    this.go('models', { model });
  }

  /** An experiment, or with null the cards of all. */
  goExperiment(experiment: string | null): void {
    this.go('experiments', { experiment });
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

  /** The heading that the guide was opened at. */
  get guideSection(): string | null {
    return this.#guideSection;
  }

  openGuide(section: string | null = null): void {
    this.#guideSection = section;
    this.#dialog = 'guide';
  }

  openDialog(dialog: DialogName): void {
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
