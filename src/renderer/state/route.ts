export const viewNames = ['data', 'train', 'look', 'compare', 'experiments', 'models'] as const;
export type ViewName = (typeof viewNames)[number];

/** Where the window is: a view and what is selected. Everything else follows from it. */
export interface Route {
  readonly view: ViewName;
  readonly dataset: string | null;
  readonly run: string | null;
  /** Index of an example in the data set. */
  readonly example: number | null;
  /** Name of the opened experiment. */
  readonly experiment: string | null;
  /** Listening with the model that is selected; of the view `models`. */
  readonly live: boolean;
  /** A model that is kept without a run, in the Models view. */
  readonly model: string | null;
}

export const startRoute: Route = {
  view: 'data',
  dataset: null,
  run: null,
  example: null,
  experiment: null,
  live: false,
  model: null,
};

/** `#/look?dataset=…&run=…&example=3` → route. Anything that is none leads to the start. */
export function parseRoute(hash: string): Route {
  if (!hash.startsWith('#/')) return startRoute;
  const [path = '', query = ''] = hash.slice(2).split('?');
  const view = viewNames.find((name) => name === path);
  if (view === undefined) return startRoute;
  const params = new URLSearchParams(query);
  const example = params.get('example') ?? '';
  return {
    view,
    dataset: params.get('dataset'),
    run: params.get('run'),
    example: /^\d+$/.test(example) ? Number(example) : null,
    experiment: params.get('experiment'),
    live: view === 'models' && params.has('live'),
    model: params.get('model'),
  };
}

/** The inverse of {@link parseRoute}. */
export function formatRoute(route: Route): string {
  const params = new URLSearchParams();
  if (route.dataset !== null) params.set('dataset', route.dataset);
  if (route.run !== null) params.set('run', route.run);
  if (route.example !== null) params.set('example', String(route.example));
  if (route.experiment !== null) params.set('experiment', route.experiment);
  if (route.live) params.set('live', '1');
  if (route.model !== null) params.set('model', route.model);
  const query = params.toString();
  return `#/${route.view}${query === '' ? '' : `?${query}`}`;
}
