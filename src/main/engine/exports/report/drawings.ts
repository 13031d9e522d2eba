import { html } from './html';
import type { Html } from './html';

const WIDTH = 520;
const HEIGHT = 210;
const MARGIN = { left: 48, right: 12, top: 12, bottom: 30 };
const TICKS = 4;

export interface Line {
  readonly name: string;
  /** One value an epoch; what is not finite is left out. */
  readonly values: ArrayLike<number>;
  /** CSS class of its colour. */
  readonly kind: 'train' | 'validation';
}

export interface CurveText {
  readonly title: string;
  readonly epoch: string;
  /** Of the epoch whose weights were kept. */
  readonly best: string;
  readonly number: (value: number) => string;
}

/** Round numbers that cover a range: multiples of 1, 2 or 5 times a power of ten. */
export function ticksOf(low: number, high: number, most = TICKS): number[] {
  const rough = (high - low || Math.abs(high) || 1) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: Math.max(2, last - first + 1) }, (_, k) =>
    Number(((first + k) * step).toPrecision(12)),
  );
}

/** Curves over epochs as inline SVG. @param best from 1; null: not known */
export function curves(text: CurveText, lines: readonly Line[], best: number | null): Html | null {
  const all = lines.flatMap(({ values }) => Array.from(values).filter(Number.isFinite));
  if (all.length === 0) return null;
  const ticks = ticksOf(Math.min(...all), Math.max(...all));
  const [low, high] = [ticks[0]!, ticks[ticks.length - 1]!];
  const epochs = Math.max(...lines.map(({ values }) => values.length));
  const x = (epoch: number): number =>
    MARGIN.left + ((WIDTH - MARGIN.left - MARGIN.right) * (epoch - 1)) / Math.max(1, epochs - 1);
  const y = (value: number): number =>
    HEIGHT - MARGIN.bottom - ((HEIGHT - MARGIN.top - MARGIN.bottom) * (value - low)) / (high - low);
  const points = (values: ArrayLike<number>): string =>
    Array.from(values)
      .flatMap((value, k) =>
        Number.isFinite(value) ? [`${x(k + 1).toFixed(1)},${y(value).toFixed(1)}`] : [],
      )
      .join(' ');
  return html`<figure>
    <figcaption>
      <b>${text.title}</b> ${lines.map(({ name, kind }) => html`<span class="key ${kind}">${name}</span> `)}
      ${best === null ? null : html`<span class="key best">${text.best}</span>`}
    </figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${text.title}">
      ${ticks.map(
        (value) =>
          html`<line
              class="grid"
              x1="${MARGIN.left}"
              x2="${WIDTH - MARGIN.right}"
              y1="${y(value)}"
              y2="${y(value)}"
            /><text class="end" x="${MARGIN.left - 6}" y="${y(value) + 4}">${text.number(value)}</text>`,
      )}
      ${
        best === null
          ? null
          : html`<line
              class="best"
              x1="${x(best)}"
              x2="${x(best)}"
              y1="${MARGIN.top}"
              y2="${HEIGHT - MARGIN.bottom}"
            />`
      }
      ${lines.map(({ values, kind }) => html`<polyline class="${kind}" points="${points(values)}" />`)}
      <text x="${MARGIN.left}" y="${HEIGHT - 10}">1</text>
      <text class="middle" x="${(MARGIN.left + WIDTH - MARGIN.right) / 2}" y="${HEIGHT - 10}">
        ${text.epoch}
      </text>
      <text class="end" x="${WIDTH - MARGIN.right}" y="${HEIGHT - 10}">${text.number(epochs)}</text>
    </svg>
  </figure>`;
}

/** A score on a line from 0 to 1, with its interval and the floor. */
export function intervalBar(
  value: number,
  [low, high]: readonly [number, number],
  floor: number | null,
): Html {
  const at = (share: number): string => (1000 * Math.max(0, Math.min(1, share))).toFixed(1);
  return html`<svg class="bar" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" x="0" y="10" width="1000" height="4" />
    <rect
      class="range"
      x="${at(low)}"
      y="7"
      width="${Math.max(2, Number(at(high)) - Number(at(low)))}"
      height="10"
    />
    <rect class="value" x="${Number(at(value)) - 2}" y="3" width="4" height="18" />
    ${floor === null ? null : html`<rect class="floor" x="${Number(at(floor)) - 1.5}" y="1" width="3" height="22" />`}
  </svg>`;
}

/** Channels that are drawn over one another; more would hide each other. */
const MOST_CHANNELS = 6;

/**
 * Least and greatest value in each stretch of time, channel over channel.
 *
 * @param envelope [channels, columns, 2]
 */
export function waveform(envelope: Float32Array, columns: number, name: string): Html {
  const shown = envelope.subarray(0, 2 * columns * MOST_CHANNELS).filter(Number.isFinite);
  const low = shown.reduce((least, value) => Math.min(least, value), Infinity);
  const high = shown.reduce((most, value) => Math.max(most, value), -Infinity);
  const range = high - low || 1;
  const place = (value: number): string =>
    (38 - (36 * ((Number.isFinite(value) ? value : low) - low)) / range).toFixed(1);
  const channels = Math.min(MOST_CHANNELS, Math.floor(envelope.length / (2 * columns)));
  const outline = (channel: number): string => {
    const own = envelope.subarray(2 * columns * channel, 2 * columns * (channel + 1));
    const edge = (side: number): string[] =>
      Array.from({ length: columns }, (_, k) => `${k},${place(own[2 * k + side]!)}`);
    return [...edge(1), ...edge(0).reverse()].join(' ');
  };
  return html`<svg
    class="wave"
    viewBox="0 0 ${Math.max(1, columns - 1)} 40"
    preserveAspectRatio="none"
    role="img"
    aria-label="${name}"
  >
    ${Array.from({ length: channels }, (_, k) => html`<polygon class="channel${k}" points="${outline(k)}" />`)}
  </svg>`;
}

/** [true class][predicted class]: what is right in one colour, what is wrong in another, darker where more of a class went. */
export function confusionTable(labels: readonly string[], counts: readonly (readonly number[])[]): Html {
  const cell = (count: number, total: number, isRight: boolean): Html => {
    if (count === 0) return html`<td class="none">·</td>`;
    const share = Math.max(1, Math.round((10 * count) / total));
    return html`<td class="${isRight ? 'hit' : 'miss'}${share}">${count}</td>`;
  };
  return html`<table class="confusion">
    <tr>
      <td></td>
      ${labels.map((label) => html`<th scope="col">${label}</th>`)}
    </tr>
    ${counts.map((row, truth) => {
      const total = row.reduce((sum, count) => sum + count, 0) || 1;
      return html`<tr>
        <th scope="row">${labels[truth]!}</th>
        ${row.map((count, answer) => cell(count, total, answer === truth))}
      </tr>`;
    })}
  </table>`;
}
