import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LineChart, BarChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import english from '../../../messages/experiments/en.json';
import { UnrollError } from '../../shared/domain/error';
import type { ExperimentReport } from '../../shared/domain/experiment';
import { experimentFigure } from '../../shared/figures';
import { experimentTable, toCsv } from '../../shared/figures/experiment-table';
import { paperTheme } from '../../shared/figures/figure';
import { writeAtomic } from '../engine/files/atomic';
import { jsonOf } from '../../shared/domain/measured';
import { failure } from '../../shared/sentences/failure';

use([
  LineChart,
  BarChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  SVGRenderer,
]);

const WIDTH = 960;
const HEIGHT = 480;

/** The figure in English on white. ECharts draws SVG without a page. */
function figureSvg(report: ExperimentReport): string {
  const words = english as Record<string, string>;
  const context = {
    width: WIDTH,
    height: HEIGHT,
    theme: paperTheme,
    dark: false,
    text: (key: string) => words[`experiments_figure_${key.toLowerCase()}`] ?? key,
  };
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  chart.setOption({
    animation: false,
    backgroundColor: paperTheme.panel,
    ...experimentFigure(report.result, context),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/**
 * Writes `NAME.json`, `NAME.csv` and `NAME.svg`.
 * @returns the absolute paths. @throws UnrollError OUTPUT_EXISTS, OUTPUT_UNWRITABLE
 */
export async function writeExperiment(report: ExperimentReport, outDir: string): Promise<string[]> {
  const dir = resolve(outDir);
  const contents = {
    json: jsonOf(report, 1),
    csv: toCsv(experimentTable(report.result)),
    svg: figureSvg(report),
  };
  try {
    await mkdir(dir, { recursive: true });
    if ((await readdir(dir)).length > 0) throw failure('OUTPUT_EXISTS.folder', { folder: dir });
    const files: string[] = [];
    for (const [ending, content] of Object.entries(contents)) {
      const file = join(dir, `${report.name}.${ending}`);
      await writeAtomic(file, content);
      files.push(file);
    }
    return files;
  } catch (cause) {
    if (cause instanceof UnrollError) throw cause;
    throw failure('OUTPUT_UNWRITABLE.folder', { folder: dir }, { cause });
  }
}
