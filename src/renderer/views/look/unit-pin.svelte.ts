import type { LayerTrace } from '../../../shared/domain/trace';
import { orderUnits } from './units';

interface Place {
  readonly run: string;
  readonly layer: LayerTrace;
}

const keyOf = ({ run, layer }: Place): string => `${run} ${layer.layer} ${layer.direction}`;

/** The unit that is followed: the one that a person pinned in this layer of this run, until then its liveliest. */
export class UnitPin {
  readonly #place: () => Place | null;
  #pinned = $state.raw<ReadonlyMap<string, number>>(new Map());
  /** The liveliest of the example that was seen first: it stays when the next one is opened. */
  readonly #liveliest = new Map<string, number>();

  /** @param place the layer that is shown, and whose it is */
  constructor(place: () => Place | null) {
    this.#place = place;
  }

  /** From 0; null while nothing is shown. */
  get unit(): number | null {
    const place = this.#place();
    if (place === null || place.layer.units === 0) return null;
    const key = keyOf(place);
    const pinned = this.#pinned.get(key);
    if (pinned !== undefined) return pinned;
    const lively = this.#liveliest.get(key) ?? orderUnits(place.layer, 'activity')[0]!;
    this.#liveliest.set(key, lively);
    return lively;
  }

  pin(unit: number): void {
    const place = this.#place();
    if (place !== null) this.#pinned = new Map(this.#pinned).set(keyOf(place), unit);
  }

  /** Pins the unit so many rows further down. @param order units from top to bottom */
  move(by: number, order: Int32Array): void {
    const at = this.unit === null ? -1 : order.indexOf(this.unit);
    const next = order[Math.max(0, Math.min(order.length - 1, at + by))];
    if (next !== undefined) this.pin(next);
  }
}
