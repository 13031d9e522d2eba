import type { Window } from './decimate';
import type { CurveView } from './curves';

/** How the curves of a view are shown; kept while the window lives. */
export class CurveSettings {
  axis = $state<CurveView['axis']>('step');
  logarithmic = $state(false);
  smoothing = $state(0.9);
  train = $state(true);
  validation = $state(true);
  window = $state.raw<Window | null>(null);
  /** Under the pointer, on the time axis. */
  hover = $state.raw<number | null>(null);

  get view(): CurveView {
    const { axis, logarithmic, smoothing, window, train, validation } = this;
    return { axis, logarithmic, smoothing, window, train, validation };
  }

  chooseAxis(axis: CurveView['axis']): void {
    this.axis = axis;
    this.window = null;
    this.hover = null;
  }
}
