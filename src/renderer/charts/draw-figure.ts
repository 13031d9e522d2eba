import type { ExperimentResult } from '../../shared/domain/experiment-results';
import { experimentFigure } from '../../shared/figures';
import { theme } from '../state/theme.svelte';
import { figureText } from '../ui/experiment-text';
import { drawPng, drawSvg, themeAt } from './echarts';

const WIDTH = 960;
const HEIGHT = 480;

/** An experiment's figure as a file, in the theme and language of the window. @param at the time step looked at */
export async function drawFigure(
  result: ExperimentResult,
  format: 'png' | 'svg',
  at: number,
): Promise<Uint8Array> {
  const colours = themeAt(document.documentElement);
  const context = { width: WIDTH, height: HEIGHT, theme: colours, dark: theme.dark, text: figureText };
  const option = { backgroundColor: colours.panel, ...experimentFigure(result, context, at) };
  return format === 'png'
    ? drawPng(option, WIDTH, HEIGHT)
    : new TextEncoder().encode(drawSvg(option, WIDTH, HEIGHT));
}
