import { Command } from 'commander';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { table } from '../output';
import { heading, help, remarkWords } from '../language';

export function datasetsCommand(): Command {
  const command = new Command('datasets').description(help('datasets'));
  return withCommonOptions(command).action((options: CommonOptions) =>
    runCommand(options, async ({ client }) => {
      const datasets = await client.datasets.list({});
      const unreadable = await client.datasets.unreadable({});
      const rows = datasets.map(({ id, source, understanding: { plan, examples, classes } }) => [
        id,
        plan.name,
        plan.task,
        examples,
        classes.length,
        source,
      ]);
      return {
        json: { datasets, unreadable },
        text: [
          rows.length === 0
            ? 'No data sets yet; `unroll import PATH` makes the first.'
            : table(
                [
                  heading('dataSet'),
                  heading('name'),
                  heading('task'),
                  heading('examples'),
                  heading('classes'),
                  heading('source'),
                ],
                rows,
              ),
          ...unreadable.map(({ reason }) => remarkWords(reason)),
        ].join('\n'),
      };
    }),
  );
}
