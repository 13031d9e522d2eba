import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TitleComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import type { EChartsType } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import type { EChartsOption } from 'echarts';
import { plainColour } from './canvas/plain-colour';

use([
  LineChart,
  BarChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  MarkAreaComponent,
  TitleComponent,
  CanvasRenderer,
  SVGRenderer,
]);

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
  const token = (name: string): string => plainColour(style.getPropertyValue(name).trim());
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

/** The same picture as SVG text, or as the bytes of a PNG at twice its size. Needs no place in the page. */
export function drawSvg(option: ChartOption, width: number, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ animation: false, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

export async function drawPng(option: ChartOption, width: number, height: number): Promise<Uint8Array> {
  const host = document.createElement('div');
  const chart = init(host, null, { renderer: 'canvas', width, height, devicePixelRatio: 2 });
  chart.setOption({ animation: false, ...option });
  chart.getZr().flush();
  const canvas = host.querySelector('canvas')!;
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  chart.dispose();
  return new Uint8Array(await blob!.arrayBuffer());
}
