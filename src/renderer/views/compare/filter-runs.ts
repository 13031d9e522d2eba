import { modelKind } from '../../../shared/domain/model-name';
import type { Run } from '../../../shared/domain/run';
import { runColumn } from './run-columns';

type Test = (run: Run) => boolean;

const comparison = /^([a-z0-9]+)(<=|>=|<|>|=)(.+)$/i;

const operators: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '=': (a, b) => a === b,
};

function testOf(word: string): Test {
  const [, key, sign, wanted] = comparison.exec(word) ?? [];
  const column = key === undefined ? undefined : runColumn(key.toLowerCase());
  if (column !== undefined && sign !== undefined && wanted !== undefined) {
    if (key === 'tags')
      return ({ tags = [] }) => tags.some((tag) => tag.toLowerCase() === wanted.toLowerCase());
    const share = wanted.endsWith('%');
    const bound = Number(share ? wanted.slice(0, -1) : wanted) / (share ? 100 : 1);
    return (run) => {
      const value = column.value(run);
      if (typeof value === 'number') return Number.isFinite(bound) && operators[sign]!(value, bound);
      return sign === '=' && (value ?? '').toLowerCase() === wanted.toLowerCase();
    };
  }
  const part = word.toLowerCase();
  return (run) =>
    [run.name, run.note, run.datasetName, modelKind(run.recipe.model), run.status, ...(run.tags ?? [])].some(
      (text) => text.toLowerCase().includes(part),
    );
}

/**
 * Runs that every word of `query` is true of: a part of the name, note, tags, data set, network or status, or a comparison
 * with a column, such as `units>64`, `test>=95%`, `cell=lstm`, `tags=thesis`.
 */
export function filterRuns(runs: readonly Run[], query: string): readonly Run[] {
  const tests = query.split(/\s+/).filter(Boolean).map(testOf);
  return tests.length === 0 ? runs : runs.filter((run) => tests.every((test) => test(run)));
}
