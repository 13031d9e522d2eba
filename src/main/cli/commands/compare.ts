import { Command } from 'commander';
import type { Run } from '../../../shared/domain/run';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { scoreNumbers } from '../score-numbers';
import { significant, table } from '../output';
import { findRun } from '../resolve';

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

export function compareCommand(): Command {
  const command = new Command('compare')
    .description('put runs side by side: recipes and scores')
    .argument('<run...>', 'two or more runs');
  return withCommonOptions(command).action((words: string[], options: CommonOptions) =>
    runCommand(options, async ({ client }) => {
      const runs = await Promise.all(words.map((word) => findRun(client, word)));
      const differences = recipeDifferences(runs);
      const scores = runs.map(({ validation, test }) => ({
        validation: scoreNumbers(validation),
        test: scoreNumbers(test),
      }));
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
        },
        text: table(['', ...runs.map(({ name }) => name)], [...differenceRows, ...scoreRows]),
      };
    }),
  );
}
