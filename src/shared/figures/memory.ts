import type { MemoryCell, MemoryResult } from '../domain/experiment-results';
import type { FigureContext, FigureOption } from './figure';
import { axis, axisText, isThumbnail } from './figure';

/** Seeds stand side by side in their field of the grid. */
function offset(index: number, count: number): number {
  return count === 1 ? 0 : (index / (count - 1) - 0.5) * 0.6;
}

const shownScore = (metric: MemoryResult['metric'], score: number): string =>
  metric === 'accuracy'
    ? `${Math.round(score * 100)} %`
    : score < 0.0995
      ? score.toFixed(4)
      : score.toFixed(3);

/** Models down, T across, a mark for each seed: filled when solved, hollow when not, a dot while it waits. */
export function memoryFigure(result: MemoryResult, context: FigureContext): FigureOption {
  const { theme, text } = context;
  const { models, lengths, cells, metric } = result;
  const isSmall = isThumbnail(context);
  const seeds = [...new Set(cells.map(({ seed }) => seed))].sort((a, b) => a - b);
  const place = (cell: MemoryCell): [number, number] => [
    lengths.indexOf(cell.steps) + offset(seeds.indexOf(cell.seed), seeds.length),
    models.length - 1 - models.indexOf(cell.model) + 0.12,
  ];
  const size = Math.max(8, Math.min(20, context.width / (lengths.length * (seeds.length + 2))));
  const styles: Readonly<Record<MemoryCell['status'], { colour: string; fill: string; size: number }>> = {
    solved: { colour: theme.categories[2]!, fill: theme.categories[2]!, size },
    unsolved: { colour: theme.categories[1]!, fill: 'transparent', size: size - 2 },
    training: { colour: theme.accent, fill: theme.accent, size: size * 0.6 },
    waiting: { colour: theme.quiet, fill: theme.quiet, size: 4 },
  };
  const statuses = ['solved', 'unsolved', 'training', 'waiting'] as const;
  const shown = statuses.filter((status) => cells.some((cell) => cell.status === status));
  const bestOf = (model: string, steps: number): string => {
    const scores = cells.flatMap((cell) =>
      cell.model === model && cell.steps === steps && cell.score !== null ? [cell.score] : [],
    );
    if (scores.length === 0) return '';
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    return shownScore(metric, mean);
  };
  const index = (name: string) => ({
    ...axis(context, name),
    type: 'value' as const,
    interval: 1,
    splitLine: { show: false },
  });
  return {
    legend: {
      show: !isSmall,
      top: 0,
      left: 'center',
      selectedMode: false,
      textStyle: { ...axisText(context), color: theme.ink },
      data: shown.map((status) => text(`status_${status}`)),
    },
    grid: { left: 84, right: 16, top: isSmall ? 8 : 40, bottom: isSmall ? 24 : 44 },
    xAxis: {
      ...index(isSmall ? '' : text('memory_length')),
      min: -0.5,
      max: lengths.length - 0.5,
      axisLabel: {
        ...axisText(context),
        customValues: lengths.map((_, k) => k),
        formatter: (at: number) => String(lengths[at] ?? ''),
      },
    },
    yAxis: {
      ...index(''),
      min: -0.5,
      max: models.length - 0.5,
      axisLine: { show: false },
      axisLabel: {
        ...axisText(context),
        color: theme.ink,
        customValues: models.map((_, k) => k),
        formatter: (at: number) => models[models.length - 1 - at] ?? '',
      },
    },
    series: [
      ...shown.map((status) => ({
        id: status,
        name: text(`status_${status}`),
        type: 'scatter' as const,
        silent: true,
        symbol: status === 'unsolved' ? 'emptyCircle' : status === 'solved' ? 'rect' : 'circle',
        symbolSize: styles[status].size,
        itemStyle: {
          color: styles[status].fill === 'transparent' ? styles[status].colour : styles[status].fill,
        },
        data: cells.filter((cell) => cell.status === status).map(place),
      })),
      {
        id: 'scores',
        type: 'scatter' as const,
        silent: true,
        symbolSize: 0.001,
        label: {
          show: !isSmall,
          ...axisText(context),
          formatter: ({ data }: { data?: unknown }) => String((data as unknown[])[2] ?? ''),
        },
        data: models.flatMap((model, row) =>
          lengths.map((steps, column) => [column, models.length - 1 - row - 0.3, bestOf(model, steps)]),
        ),
      },
    ] as FigureOption['series'] & object,
  };
}
