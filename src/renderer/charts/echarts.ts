import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkAreaComponent, MarkLineComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import type { EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { EChartsOption } from 'echarts';

use([LineChart, BarChart, ScatterChart, GridComponent, MarkLineComponent, MarkAreaComponent, CanvasRenderer]);

export type ChartOption = EChartsOption;
export type ChartSeries = Extract<EChartsOption['series'], readonly unknown[]>[number];

/** Colours and type of the current theme, as canvases need them. */
export interface ChartTheme {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly panel: string;
  readonly accent: string;
  readonly categories: readonly string[];
  readonly font: string;
}

/** What an option may depend on besides its data; sizes in CSS pixels. */
export interface ChartContext {
  readonly width: number;
  readonly height: number;
  readonly theme: ChartTheme;
}

export const CATEGORY_COUNT = 8;

/** Reads the tokens of `styles/tokens.css` that hold at `element`. */
export function themeAt(element: Element): ChartTheme {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: token('--ink'),
    quiet: token('--quiet'),
    line: token('--line'),
    panel: token('--panel'),
    accent: token('--accent'),
    categories: Array.from({ length: CATEGORY_COUNT }, (_, i) => token(`--category-${i + 1}`)),
    font: style.fontFamily,
  };
}

/** An empty chart on `host`; the caller disposes it. */
export function createChart(host: HTMLElement, width: number, height: number): EChartsType {
  return init(host, null, { renderer: 'canvas', width, height });
}
