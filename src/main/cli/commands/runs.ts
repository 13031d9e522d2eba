import { Command } from 'commander';
import { mainScore } from '../../../shared/domain/main-score';
import { modelName } from '../../../shared/domain/model-name';
import type { Unreadable } from '../../../shared/domain/dataset';
import type { Run } from '../../../shared/domain/run';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { runResult } from '../follow-run';
import type { Result } from '../output';
import { significant, table } from '../output';
import { findDataset, findRun, findUnreadable } from '../resolve';
import { comparedFloors } from '../run-floors';
import { verdictOf } from '../verdict';
import { heading, help, remarkWords } from '../language';

/** The one number that people compare runs by: accuracy, or mean absolute error. */
function headline(scores: Run['test']): number | null {
  if (scores === null) return null;
  return Number(significant(mainScore(scores)));
}

function listResult(runs: readonly Run[], unreadable: readonly Unreadable[]): Result {
  const newestFirst = [...runs].sort((a, b) => b.createdMs - a.createdMs);
  const rows = newestFirst.map((run) => {
    return [
      run.id,
      run.name,
      run.datasetName,
      modelName(run.recipe.model),
      run.status,
      run.epoch,
      headline(run.validation),
      headline(run.test),
    ];
  });
  return {
    json: { runs: newestFirst, unreadable },
    text: [
      rows.length === 0
        ? 'No runs yet; `unroll train PATH` makes the first.'
        : table(
            [
              heading('run'),
              heading('name'),
              heading('dataSet'),
              heading('model'),
              heading('status'),
              heading('epochs'),
              heading('validation'),
              heading('test'),
            ],
            rows,
          ),
      ...unreadable.map(({ reason }) => remarkWords(reason)),
    ].join('\n'),
  };
}

export function runsCommand(): Command {
  const command = new Command('runs')
    .description(help('runs'))
    .option('--dataset <dataset>', help('runs.dataset'));
  return withCommonOptions(command).action((options: CommonOptions & { dataset?: string }) =>
    runCommand(options, async ({ client }) => {
      const { dataset: word } = options;
      const lost = await client.runs.unreadable({});
      if (word === undefined) return listResult(await client.runs.list({}), lost);
      const dataset = await findDataset(client, word);
      return listResult(await client.runs.list({ dataset: dataset?.id ?? word }), lost);
    }),
  );
}

export function showCommand(): Command {
  const command = new Command('show').description(help('show')).argument('<run>', help('any.run'));
  return withCommonOptions(command).action((word: string, options: CommonOptions) =>
    runCommand(options, async (session) => {
      const run = await findRun(session.client, word);
      const floors = await comparedFloors(session, run);
      const verdict = await verdictOf(session.client, run);
      const decisions = run.decisions.map(({ epoch, remark }) => `epoch ${epoch}: ${remarkWords(remark)}`);
      const recipe = JSON.stringify(run.recipe, null, 2);
      return {
        json: { ...run, floors, verdict },
        text: [runResult(run, floors, verdict).text, run.note, ...decisions, recipe]
          .filter(Boolean)
          .join('\n'),
      };
    }),
  );
}

export function deleteCommand(): Command {
  const command = new Command('delete').description(help('delete')).argument('<run>', help('any.run'));
  return withCommonOptions(command).action((word: string, options: CommonOptions) =>
    runCommand(options, async ({ client }) => {
      const lost = await findUnreadable(client, word);
      const { id, name } = lost === null ? await findRun(client, word) : { id: lost.id, name: '' };
      await client.runs.delete({ run: id });
      return { json: { run: id, deleted: true }, text: `Deleted ${id}  ${name}`.trimEnd() };
    }),
  );
}

export function renameCommand(): Command {
  const command = new Command('rename').description(help('rename')).argument('<run>').argument('<name>');
  return withCommonOptions(command).action((word: string, name: string, options: CommonOptions) =>
    runCommand(options, async ({ client }) => {
      const run = await client.runs.edit({ run: (await findRun(client, word)).id, name });
      return { json: { run: run.id, name: run.name }, text: `${run.id}  ${run.name}` };
    }),
  );
}

export function noteCommand(): Command {
  const command = new Command('note').description(help('note')).argument('<run>').argument('<text>');
  return withCommonOptions(command).action((word: string, note: string, options: CommonOptions) =>
    runCommand(options, async ({ client }) => {
      const run = await client.runs.edit({ run: (await findRun(client, word)).id, note });
      return { json: { run: run.id, note: run.note }, text: `${run.id}  ${run.note}` };
    }),
  );
}
