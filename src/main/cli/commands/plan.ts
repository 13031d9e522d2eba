import { Command } from 'commander';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { planText } from '../plan-files';
import { requireDataset } from '../resolve';

export function planCommand(): Command {
  const command = new Command('plan')
    .description('print the plan of a data set, as `import --plan` follows it')
    .argument('<dataset>', 'id, beginning of an id, or name');
  return withCommonOptions(command).action((word: string, options: CommonOptions) =>
    runCommand(options, async ({ client }) => {
      const { id } = await requireDataset(client, word);
      const plan = await client.datasets.plan({ dataset: id });
      return { json: plan, text: planText(plan) };
    }),
  );
}
