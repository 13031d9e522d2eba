import { Command } from 'commander';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { say } from '../../../shared/sentences/say';
import { failure } from '../../../shared/sentences/failure';
import { significant, table } from '../output';
import { findDataset } from '../resolve';
import { finishActivity } from '../activity-progress';
import { heading, help } from '../language';

export function floorsCommand(): Command {
  const command = new Command('floors').description(help('floors')).argument('<dataset>');
  return withCommonOptions(command).action((word: string, options: CommonOptions) =>
    runCommand(options, async (session) => {
      const { client } = session;
      const dataset = await findDataset(client, word);
      if (dataset === null) throw failure('DATASET_UNKNOWN.id', { dataset: word });
      const begun = await client.datasets.floors({ dataset: dataset.id, start: 'all' });
      if (begun.activity !== null) await finishActivity(session, begun.activity);
      const { floors, refused } = (await client.datasets.floors({ dataset: dataset.id, start: 'nothing' }))
        .table;
      const measured = floors.find((floor) => floor.measured !== undefined)?.measured;
      return {
        json: { dataset: dataset.id, floors, refused },
        text: [
          table(
            [heading('floor'), heading('metric'), heading('value')],
            [
              ...floors.map(({ name, metric, value }) => [name, metric, significant(value)]),
              ...refused.map(({ name, reason }) => [name, '–', reason]),
            ],
          ),
          ...(measured ? ['', `${say('en', 'scores.measured', measured)}.`] : []),
        ].join('\n'),
      };
    }),
  );
}
