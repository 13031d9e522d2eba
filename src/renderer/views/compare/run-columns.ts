import { macroF1 } from '../../../shared/domain/main-score';
import { isNetwork, readsAhead } from '../../../shared/domain/model';
import type { NetworkSpec } from '../../../shared/domain/model';
import type { Run } from '../../../shared/domain/run';
import { m } from '../../i18n';
import { formatCount, formatDuration, formatFixed, formatMoment, formatNumber } from '../../ui/format';
import { kindWord } from '../../ui/recipe/recipe-fields';
import { formatScore, mainScore, statusWord } from '../../ui/run/run-words';

/** One column of the table of runs. */
export interface RunColumn {
  /** Stable: kept with the person's choice, and typed in filters such as `units>64`. */
  readonly key: string;
  readonly title: () => string;
  /** CSS grid track. */
  readonly width: string;
  readonly numeric: boolean;
  /** What it is sorted and filtered by; null sorts last. */
  readonly value: (run: Run) => number | string | null;
  readonly text: (run: Run) => string;
  /** Of numbers: one as it is read in such a run's row. */
  readonly format?: (value: number, run: Run) => string;
}

type Value = RunColumn['value'];

function words(key: string, title: () => string, width: string, value: (run: Run) => string): RunColumn {
  return { key, title, width, numeric: false, value, text: value };
}

function numbers(
  key: string,
  title: () => string,
  value: (run: Run) => number | null,
  format: (value: number, run: Run) => string = (number) => formatNumber(number, 4),
  width = '92px',
): RunColumn {
  const text = (run: Run): string => {
    const number = value(run);
    return number === null ? '–' : format(number, run);
  };
  return { key, title, width, numeric: true, value, text, format };
}

const score: (value: number, run: Run) => string = (value, run) => formatScore(run.task, value);
const f1 = ({ test }: Run): number | null => (test === null ? null : macroF1(test));

const network = ({ recipe: { model } }: Run): NetworkSpec | null => (isNetwork(model) ? model : null);

/** Numbers of a layer's state, or of what a block hands on at each step. */
function units(run: Run): number | null {
  const spec = network(run);
  if (spec === null) return null;
  return spec.family === 'recurrent' ? spec.units : spec.width;
}

function direction(run: Run): string {
  const spec = network(run);
  return spec !== null && readsAhead(spec) ? '⇄' : '→';
}

/** Its tags as one text. */
function tagsText({ tags = [] }: Run): string {
  return tags.join(', ');
}

export const runColumns: readonly RunColumn[] = [
  words('name', m.compare_column_name, 'minmax(120px, 2fr)', (run) => run.name),
  words('data', m.compare_column_data, 'minmax(100px, 1.4fr)', (run) => run.datasetName),
  words('status', m.compare_column_status, '104px', (run) => statusWord(run.status)),
  words('cell', m.compare_column_cell, '88px', (run) => kindWord(run.recipe)),
  numbers('units', m.compare_column_units, units, formatCount, '64px'),
  numbers('layers', m.compare_column_layers, (run) => network(run)?.layers ?? null, formatCount, '64px'),
  words('direction', m.compare_column_direction, '64px', direction),
  words('pooling', m.compare_column_pooling, '72px', (run) => network(run)?.pooling ?? '–'),
  numbers('dropout', m.compare_column_dropout, (run) => network(run)?.dropout ?? null),
  numbers('lr', m.compare_column_learning_rate, (run) => run.recipe.training.learningRate),
  numbers('batch', m.compare_column_batch, (run) => run.recipe.training.batch, formatCount, '64px'),
  numbers('seed', m.compare_column_seed, (run) => run.recipe.training.seed, String, '64px'),
  numbers('epochs', m.compare_column_epochs, (run) => run.epoch, formatCount, '72px'),
  numbers('best', m.compare_column_best, (run) => run.bestEpoch, formatCount, '96px'),
  numbers('parameters', m.compare_column_parameters, (run) => run.parameters, formatCount),
  numbers('validation', m.compare_column_validation, (run) => mainScore(run.validation), score),
  numbers('test', m.compare_column_test, (run) => mainScore(run.test), score, '72px'),
  numbers('floor', m.compare_column_floor, (run) => run.floor?.value ?? null, score, '72px'),
  numbers('f1', m.compare_column_f1, f1, (value) => formatFixed(value)),
  numbers('loss', m.compare_column_loss, (run) => run.test?.loss ?? null),
  numbers('seconds', m.compare_column_time, (run) => run.timing.seconds, formatDuration, '80px'),
  numbers('pace', m.compare_column_pace, (run) => run.timing.stepsPerSecond),
  words('kernel', m.compare_column_kernel, '80px', (run) => run.kernel ?? '–'),
  words('backend', m.compare_column_backend, '80px', (run) => run.backend ?? '–'),
  words('tags', m.compare_column_tags, 'minmax(80px, 1fr)', tagsText),
  words('note', m.compare_column_note, 'minmax(100px, 1.4fr)', (run) => run.note),
  numbers('created', m.compare_column_created, (run) => run.createdMs, formatMoment, '124px'),
];

export const defaultColumns: readonly string[] = [
  'name',
  'data',
  'status',
  'cell',
  'units',
  'seed',
  'epochs',
  'validation',
  'test',
  'seconds',
  'created',
];

export function runColumn(key: string): RunColumn | undefined {
  return runColumns.find((column) => column.key === key);
}

export interface Sorting {
  readonly key: string;
  readonly descending: boolean;
}

/** A new array in the order of one column; runs without a value come last either way. */
export function sortRuns(runs: readonly Run[], { key, descending }: Sorting): Run[] {
  const value: Value = runColumn(key)?.value ?? (() => null);
  const sign = descending ? -1 : 1;
  return [...runs].sort((a, b) => {
    const first = value(a);
    const second = value(b);
    if (first === null || second === null) return first === second ? 0 : first === null ? 1 : -1;
    if (typeof first === 'number' && typeof second === 'number') return sign * (first - second);
    return sign * String(first).localeCompare(String(second), undefined, { numeric: true });
  });
}
