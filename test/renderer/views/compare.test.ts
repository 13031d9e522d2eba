import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Prediction } from '../../../src/shared/contract/predict';
import type { TcnSpec } from '../../../src/shared/domain/model';
import type { Run } from '../../../src/shared/domain/run';
import { followLanguage } from '../../../src/renderer/i18n';
import { language } from '../../../src/renderer/language.svelte';
import { filterRuns } from '../../../src/renderer/views/compare/filter-runs';
import type { Difference } from '../../../src/shared/statistics/paired';
import { recipeDifferences } from '../../../src/renderer/views/compare/recipe-differences';
import { drawable, parallelRuns, scatterRuns } from '../../../src/renderer/views/compare/run-charts';
import { runColumn, runColumns, sortRuns } from '../../../src/renderer/views/compare/run-columns';
import { gridRows, isGroup, tagsOf } from '../../../src/renderer/views/compare/run-groups';
import { obstacle, verdict } from '../../../src/renderer/views/compare/verdict';
import { predictionsCsv } from '../../../src/renderer/views/models/predictions-csv';
import { nextSeed } from '../../../src/renderer/views/train/run-actions';
import { makeRun } from '../fake/runs';
import { makeDataset, spokenLanguages } from '../fake/world';

const dataset = makeDataset('spoken', spokenLanguages(), 0);

beforeAll(followLanguage);
afterEach(() => language.choose('en'));

function run(name: string, accuracy: number | null, choices: Parameters<typeof makeRun>[3] = {}): Run {
  const made = makeRun(name, name, dataset, choices, 0);
  return {
    ...made,
    test:
      accuracy === null
        ? null
        : {
            task: 'classify',
            accuracy,
            accuracyInterval: [accuracy - 0.1, accuracy],
            balancedAccuracy: accuracy,
            macroF1: accuracy,
            loss: 1 - accuracy,
            perClass: [],
            confusion: [],
          },
  };
}

const names = (runs: readonly Run[]): string[] => runs.map((one) => one.name);

describe('the table of runs', () => {
  const runs = [
    run('a', 0.9, { model: { cell: 'lstm', units: 128 } }),
    run('b', null, { model: { cell: 'gru' } }),
    run('c', 0.95, { model: { cell: 'lstm', units: 32 } }),
  ];

  it('filters by words and by comparisons with columns', () => {
    expect(names(filterRuns(runs, ''))).toEqual(['a', 'b', 'c']);
    expect(names(filterRuns(runs, 'lstm units>64'))).toEqual(['a']);
    expect(names(filterRuns(runs, 'test>=95%'))).toEqual(['c']);
    expect(names(filterRuns(runs, 'test<0.92'))).toEqual(['a']);
    expect(names(filterRuns(runs, 'cell=GRU'))).toEqual(['b']);
    expect(names(filterRuns(runs, 'units>x'))).toEqual([]);
  });

  it('takes tags as words and as a column', () => {
    const tagged = [{ ...runs[0]!, tags: tagsOf(' thesis, old,, thesis ') }, runs[1]!];
    expect(tagged[0]!.tags).toEqual(['thesis', 'old']);
    expect(names(filterRuns(tagged, 'thes'))).toEqual(['a']);
    expect(names(filterRuns(tagged, 'tags=OLD'))).toEqual(['a']);
    expect(names(filterRuns(tagged, 'tags=thes'))).toEqual([]);
  });

  it('stands under the heads of groups in the order of the table', () => {
    const said = (folded: readonly string[]): string[] =>
      gridRows(runs, 'cell', new Set(folded)).map((row) =>
        isGroup(row) ? `${row.group} ${row.count}` : row.name,
      );
    expect(said([])).toEqual(['LSTM 2', 'a', 'c', 'GRU 1', 'b']);
    expect(said(['LSTM'])).toEqual(['LSTM 2', 'GRU 1', 'b']);
    expect(gridRows(runs, null, new Set())).toBe(runs);
  });

  it('is drawn by any columns of numbers, without what is missing, the chosen ones in their colours', () => {
    const columns = [runColumn('units')!, runColumn('test')!];
    expect(names(drawable(runs, columns))).toEqual(['a', 'c']);
    const theme = { ink: 'i', quiet: 'q', line: 'l', panel: 'p', accent: 'a', font: 'f' };
    const context = { width: 400, height: 300, theme: { ...theme, categories: ['red', 'green'] } };
    const data = { runs, columns, slots: new Map([['c', 1]]) };
    const { series } = scatterRuns(data, context) as { series: { data: object[] }[] };
    expect(series[0]!.data).toMatchObject([{ id: 'a', value: [128, 0.9], itemStyle: { color: 'q' } }]);
    expect(series[1]!.data).toMatchObject([{ id: 'c', value: [32, 0.95], itemStyle: { color: 'green' } }]);
    const parallel = parallelRuns(data, context) as { series: { data: object[] }[]; parallelAxis: object[] };
    expect(parallel.parallelAxis).toHaveLength(2);
    expect(parallel.series[0]!.data).toMatchObject([
      { name: 'a', lineStyle: { color: 'q' } },
      { name: 'c', lineStyle: { color: 'green' } },
    ]);
  });

  it('tells of every network how wide it is, and numbers of a figure as in its rows', () => {
    const { recipe } = runs[0]!;
    const model: TcnSpec = {
      family: 'tcn',
      convolutions: [],
      width: 32,
      layers: 3,
      kernelSize: 9,
      separable: false,
      causal: true,
      dropout: 0,
      pooling: 'mean',
    };
    const tcn: Run = { ...runs[0]!, recipe: { ...recipe, model } };
    expect(runColumn('units')!.text(tcn)).toBe('32');
    expect(runColumn('direction')!.text(tcn)).toBe('→');
    const columns = [runColumn('units')!, runColumn('test')!];
    const theme = { ink: '', quiet: '', line: '', panel: '', accent: '', font: '', categories: [''] };
    const context = { width: 400, height: 300, theme };
    const figure = scatterRuns({ runs: [tcn], columns, slots: new Map() }, context) as unknown as {
      yAxis: { axisLabel: { formatter: (value: number) => string } };
    };
    expect(figure.yAxis.axisLabel.formatter(0.5)).toBe('50.0%');
  });

  it('sorts by any column, with what is missing at the end either way', () => {
    expect(names(sortRuns(runs, { key: 'test', descending: true }))).toEqual(['c', 'a', 'b']);
    expect(names(sortRuns(runs, { key: 'test', descending: false }))).toEqual(['a', 'c', 'b']);
    expect(names(sortRuns(runs, { key: 'units', descending: false }))).toEqual(['c', 'b', 'a']);
  });

  it.each(['en', 'ko'] as const)('has a title for every column in %s', (locale) => {
    language.choose(locale);
    for (const column of runColumns) {
      expect(column.title()).not.toBe('');
      expect(column.text(runs[0]!)).toEqual(expect.any(String));
    }
  });

  it('finds only what differs', () => {
    expect(recipeDifferences([runs[0]!, runs[2]!])).toEqual([{ path: 'model.units', values: [128, 32] }]);
    expect(recipeDifferences([runs[0]!, runs[0]!])).toEqual([]);
    const { recipe } = runs[0]!;
    const fitted: Run = {
      ...runs[0]!,
      recipe: { ...recipe, model: { family: 'minirocket', kernelFeatures: 10_000 } },
    };
    const paths = recipeDifferences([runs[0]!, fitted]).map(({ path }) => path);
    expect(paths.filter((path) => path.startsWith('training.'))).toEqual([]);
  });

  it('takes the seed after the greatest of the same recipe', () => {
    const seeded = (seed: number, units = 64): Run =>
      run(`s${seed}`, 0.9, { model: { units }, training: { seed } });
    expect(nextSeed(seeded(1), [seeded(1), seeded(4), seeded(9, 8)])).toBe(5);
  });
});

describe('the verdict', () => {
  const first = run('first', 0.9);
  const second = run('second', 0.8);
  const difference = (estimate: number, interval: [number, number]): Difference => ({
    examples: 370,
    estimate,
    interval,
    level: 0.95,
    pValue: 0.5,
    counts: null,
  });

  it('names nobody as better when the interval includes zero', () => {
    const said = verdict(first, second, difference(0.02, [-0.011, 0.051]));
    expect(said).toContain('−1.1 to +5.1 points (95% interval)');
    expect(said).toContain('cannot tell the two apart');
    expect(said).not.toContain('more often');
  });

  it('says who is right more often, and by how much, when it leaves out zero', () => {
    expect(verdict(first, second, difference(-0.04, [-0.06, -0.02]))).toContain(
      'second is right 4.0 points more often than first',
    );
  });

  it('takes the smaller error for the better one', () => {
    const [a, b] = [first, second].map((one): Run => ({ ...one, task: 'forecast' })) as [Run, Run];
    expect(verdict(a, b, difference(-3, [-5, -1]))).toContain(
      'first is off by 3 less on average than second',
    );
  });

  it('says the same in Korean', () => {
    language.choose('ko');
    expect(verdict(first, second, difference(0.02, [-0.011, 0.051]))).toContain('둘을 가릴 수 없습니다');
  });

  it('compares nothing that has no common examples', () => {
    expect(obstacle(first, second)).toBeNull();
    expect(obstacle(first, { ...second, datasetId: 'other' })).toContain('different data sets');
    expect(obstacle(first, run('third', null))).toContain('test score');
  });
});

describe('predictions as a table', () => {
  it('quotes as RFC 4180 says', () => {
    const rows: Prediction[] = [
      { kind: 'label', file: 'a, "b".wav', label: 'on', probabilities: { on: 0.75, off: 0.25 } },
    ];
    expect(new TextDecoder().decode(predictionsCsv(rows))).toBe(
      'file,label,on,off\r\n"a, ""b"".wav",on,0.75,0.25\r\n',
    );
  });

  it('has a column per step ahead of a forecast', () => {
    const rows: Prediction[] = [{ kind: 'forecast', file: 'x.csv', forecast: [1, 2.5] }];
    expect(new TextDecoder().decode(predictionsCsv(rows))).toBe('file,step 1,step 2\r\nx.csv,1,2.5\r\n');
  });
});
