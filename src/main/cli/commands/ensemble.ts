import { Command } from 'commander';
import { failure } from '../../../shared/sentences/failure';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { followRun, runResult } from '../follow-run';
import { findRun } from '../resolve';
import { comparedFloors } from '../run-floors';
import { verdictOf } from '../verdict';
import { help } from '../language';

export function ensembleCommand(): Command {
  const command = new Command('ensemble')
    .description(help('ensemble'))
    .argument('<run...>', help('ensemble.runs'))
    .option('--name <name>', help('ensemble.name'));
  return withCommonOptions(command).action((words: string[], options: CommonOptions & { name?: string }) =>
    runCommand(options, async (session) => {
      const { client } = session;
      const members = await Promise.all(words.map((word) => findRun(client, word)));
      const [first] = members;
      if (first === undefined) throw failure('ARGUMENT_INVALID.ensembleTwo', {});
      const run = await client.runs.start({
        dataset: first.datasetId,
        choices: { model: { family: 'ensemble', members: members.map(({ id }) => id) } },
        ...(options.name !== undefined && { name: options.name }),
      });
      const ended = await followRun(session, run);
      return runResult(ended, await comparedFloors(session, ended), await verdictOf(client, ended));
    }),
  );
}
