import { html } from './html';
import type { Html } from './html';

const WIDTH = 520;
const HEIGHT = 200;
const MARGIN = { left: 52, right: 12, top: 12, bottom: 28 };

export interface Line {
  readonly name: string;
  /** One value an epoch; what is not finite is left out. */
  readonly values: ArrayLike<number>;
  /** CSS class of its colour. */
  readonly kind: 'train' | 'validation';
}

/** Curves over epochs as inline SVG. */
export function curves(title: string, lines: readonly Line[]): Html {
  const all = lines.flatMap(({ values }) => Array.from(values).filter(Number.isFinite));
  if (all.length === 0) return html``;
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const range = high - low || 1;
  const epochs = Math.max(...lines.map(({ values }) => values.length));
  const x = (epoch: number): number =>
    MARGIN.left + ((WIDTH - MARGIN.left - MARGIN.right) * epoch) / Math.max(1, epochs - 1);
  const y = (value: number): number =>
    HEIGHT - MARGIN.bottom - ((HEIGHT - MARGIN.top - MARGIN.bottom) * (value - low)) / range;
  const points = (values: ArrayLike<number>): string =>
    Array.from(values)
      .flatMap((value, k) => (Number.isFinite(value) ? [`${x(k).toFixed(1)},${y(value).toFixed(1)}`] : []))
      .join(' ');
  return html`<figure>
    <figcaption>
      ${title}: ${lines.map(({ name, kind }) => html`<span class="key ${kind}">${name}</span> `)}
    </figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
      ${[low, low + range / 2, high].map(
        (value) =>
          html`<line
              class="grid"
              x1="${MARGIN.left}"
              x2="${WIDTH - MARGIN.right}"
              y1="${y(value)}"
              y2="${y(value)}"
            /><text class="end" x="${MARGIN.left - 6}" y="${y(value) + 4}">${value.toPrecision(3)}</text>`,
      )}
      ${lines.map(({ values, kind }) => html`<polyline class="${kind}" points="${points(values)}" />`)}
      <text x="${MARGIN.left}" y="${HEIGHT - 8}">epoch 1</text>
      <text class="end" x="${WIDTH - MARGIN.right}" y="${HEIGHT - 8}">${epochs}</text>
    </svg>
  </figure>`;
}

/**
 * Least and greatest value in each stretch of time.
 *
 * @param envelope [columns, 2] of one channel
 */
export function waveform(envelope: ArrayLike<number>, name: string): Html {
  const columns = envelope.length / 2;
  let most = 0;
  for (let k = 0; k < envelope.length; k++)
    if (Number.isFinite(envelope[k])) most = Math.max(most, Math.abs(envelope[k]!));
  const place = (value: number): string => (20 - (18 * value) / (most || 1)).toFixed(1);
  const edge = (side: number): string[] =>
    Array.from({ length: columns }, (_, k) => {
      const value = envelope[2 * k + side]!;
      return `${k},${place(Number.isFinite(value) ? value : 0)}`;
    });
  const points = [...edge(1), ...edge(0).reverse()].join(' ');
  return html`<svg
    class="wave"
    viewBox="0 0 ${columns} 40"
    preserveAspectRatio="none"
    role="img"
    aria-label="${name}"
  >
    <polygon points="${points}" />
  </svg>`;
}

/** [true class][predicted class], darker where more of a class went. */
export function confusionTable(labels: readonly string[], counts: readonly (readonly number[])[]): Html {
  return html`<table class="confusion">
    <tr>
      <td></td>
      ${labels.map((label) => html`<th scope="col">${label}</th>`)}
    </tr>
    ${counts.map((row, truth) => {
      const total = row.reduce((sum, count) => sum + count, 0) || 1;
      return html`<tr>
        <th scope="row">${labels[truth]!}</th>
        ${row.map((count) => html`<td class="share${Math.round((10 * count) / total)}">${count}</td>`)}
      </tr>`;
    })}
  </table>`;
}
