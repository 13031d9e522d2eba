import { Command } from 'commander';
import type { Run, SplitPredictions } from '../../../shared/domain/run';
import { hasOneClass } from '../../../shared/domain/task';
import { compareAccuracy, compareError } from '../../../shared/statistics/paired';
import type { CommonOptions, Session } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { scoreNumbers } from '../score-numbers';
import { significant, table } from '../output';
import { findRun } from '../resolve';
import { help } from '../language';

type Value = string | number | boolean | null;

/** `{a: {b: 1}}` → `a.b` = 1. */
function flatten(value: object, prefix = ''): [string, Value][] {
  return Object.entries(value).flatMap(([key, entry]: [string, unknown]): [string, Value][] =>
    typeof entry === 'object' && entry !== null
      ? flatten(entry, `${prefix}${key}.`)
      : [[`${prefix}${key}`, entry as Value]],
  );
}

/** Fields of the recipe in which the runs differ: a value per run, in their order. */
function recipeDifferences(runs: readonly Run[]): Record<string, (Value | undefined)[]> {
  const recipes = runs.map((run) => new Map([['dataset', run.datasetId], ...flatten(run.recipe)]));
  const names = new Set(recipes.flatMap((recipe) => [...recipe.keys()]));
  return Object.fromEntries(
    [...names]
      .map((name) => [name, recipes.map((recipe) => recipe.get(name))] as const)
      .filter(([, values]) => values.some((value) => value !== values[0])),
  );
}

/** Each later run against the first, where both answered the same test examples. */
async function pairedWithFirst({ client }: Session, runs: readonly Run[]) {
  const [first, ...others] = runs.filter(({ test }) => test !== null);
  if (first === undefined) return [];
  const answersOf = ({ id }: Run): Promise<SplitPredictions> =>
    client.runs.predictions({ run: id, split: 'test' });
  const own = others.filter(({ datasetId }) => datasetId === first.datasetId);
  if (own.length === 0) return [];
  const answers = await answersOf(first);
  const isClass = hasOneClass(first.task);
  return Promise.all(
    own.map(async (other) => {
      const compared = (isClass ? compareAccuracy : compareError)(answers, await answersOf(other));
      return { first: first.id, second: other.id, name: other.name, isClass, difference: compared };
    }),
  );
}

function pairLines(pairs: Awaited<ReturnType<typeof pairedWithFirst>>): string[] {
  return pairs.flatMap(({ name, isClass, difference }) => {
    if (difference === null) return [];
    const { estimate, interval, pValue, examples } = difference;
    const ends = interval.map(significant).join(' to ');
    const how =
      pValue === null
        ? 'paired block bootstrap of the errors'
        : `Tango’s score interval; McNemar’s exact test p = ${significant(pValue)}`;
    return [
      '',
      `first − ${name}: ${significant(estimate)} in ${isClass ? 'accuracy' : 'error'} (95 % ${ends}) on ${examples} test examples, by the ${how}`,
    ];
  });
}

export function compareCommand(): Command {
  const command = new Command('compare')
    .description(help('compare'))
    .argument('<run...>', help('compare.runs'));
  return withCommonOptions(command).action((words: string[], options: CommonOptions) =>
    runCommand(options, async (session) => {
      const { client } = session;
      const runs = await Promise.all(words.map((word) => findRun(client, word)));
      const differences = recipeDifferences(runs);
      const scores = runs.map(({ validation, test }) => ({
        validation: scoreNumbers(validation),
        test: scoreNumbers(test),
      }));
      const pairs = await pairedWithFirst(session, runs);
      const scoreRows = [...new Set(scores.flatMap(({ test }) => Object.keys(test ?? {})))].map((name) => [
        `test ${name}`,
        ...scores.map(({ test }) => (test?.[name] === undefined ? null : significant(test[name]))),
      ]);
      const differenceRows = Object.entries(differences).map(([name, values]) => [
        name,
        ...values.map((value) => (value === undefined || value === null ? null : String(value))),
      ]);
      return {
        json: {
          runs: runs.map((run, k) => ({ run: run.id, name: run.name, status: run.status, ...scores[k] })),
          differences,
          pairs: pairs.map(({ first, second, difference }) => ({ first, second, ...difference })),
        },
        text: [
          table(['', ...runs.map(({ name }) => name)], [...differenceRows, ...scoreRows]),
          ...pairLines(pairs),
        ].join('\n'),
      };
    }),
  );
}
