import type { EChartsOption } from 'echarts';

export type FigureOption = EChartsOption;

export interface FigureTheme {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly panel: string;
  readonly accent: string;
  readonly categories: readonly string[];
  readonly font: string;
}

/** Texts of a figure by the keys of `messages/experiments` without `experiments_figure_`. */
type FigureText = (key: string) => string;

/** What a figure depends on besides its data; sizes in CSS pixels. */
export interface FigureContext {
  readonly width: number;
  readonly height: number;
  readonly theme: FigureTheme;
  readonly text: FigureText;
  readonly dark: boolean;
}

/** The light theme of `renderer/styles/tokens.css`, for pictures that are drawn without a window. */
export const paperTheme: FigureTheme = {
  ink: '#1a1b1e',
  quiet: '#62656c',
  line: '#dcdcd6',
  panel: '#ffffff',
  accent: '#b4451f',
  categories: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#8f7f00', '#1a1b1e'],
  font: 'sans-serif',
};

/** A thumbnail has no room for legends and names. */
export const isThumbnail = ({ height }: FigureContext): boolean => height < 240;

const superscripts: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

/** 10⁻²⁰ */
export function powerOfTen(exponent: number): string {
  return `10${String(Math.round(exponent)).replace(/./g, (sign) => superscripts[sign] ?? sign)}`;
}

export const axisText = ({ theme }: FigureContext) => ({
  color: theme.quiet,
  fontSize: 11,
  fontFamily: theme.font,
});

/** A hairline axis with its name at the end of it. */
export function axis(context: FigureContext, name: string, vertical = false) {
  const { theme } = context;
  return {
    name,
    nameLocation: vertical ? ('end' as const) : ('middle' as const),
    nameGap: vertical ? 12 : 24,
    nameTextStyle: { ...axisText(context), ...(vertical && { align: 'left' as const }) },
    axisLabel: axisText(context),
    axisTick: { show: false },
    axisLine: { show: !vertical, onZero: false, lineStyle: { color: theme.line } },
    splitLine: { show: vertical, lineStyle: { color: theme.line } },
  };
}

/** Lines that are told apart by colour and by dash. */
export const dashes: readonly (readonly number[] | 'solid')[] = [
  'solid',
  [7, 3],
  [2, 2],
  [9, 3, 2, 3],
  'solid',
  [5, 2],
  [12, 4],
];

export function legend(context: FigureContext, data: readonly string[]) {
  return {
    show: true,
    data: [...data],
    top: 0,
    left: 'center' as const,
    itemWidth: 26,
    itemHeight: 8,
    itemGap: 14,
    selectedMode: false as const,
    textStyle: { ...axisText(context), color: context.theme.ink },
  };
}

/** Red, green and blue of `#fff` or `#ffffff`. */
function channels(colour: string): number[] {
  const digits = colour.slice(1);
  const size = digits.length / 3;
  return [0, 1, 2].map((k) => parseInt(digits.slice(k * size, (k + 1) * size).padEnd(2, digits[k]), 16));
}

/** Blue – panel – orange, for values in [−1, 1]. */
export function signedColour(value: number, { theme, dark }: FigureContext): string {
  const ends = dark ? [75, 163, 220, 240, 123, 44] : [0, 114, 178, 213, 94, 0];
  const middle = channels(theme.panel);
  const share = Math.min(1, Math.abs(value));
  const end = value < 0 ? ends.slice(0, 3) : ends.slice(3);
  return `rgb(${end.map((part, k) => Math.round(middle[k]! + share * (part - middle[k]!))).join(',')})`;
}
