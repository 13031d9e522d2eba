import { Command } from 'commander';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { planText } from '../plan-files';
import { requireDataset } from '../resolve';
import { help } from '../language';

export function planCommand(): Command {
  const command = new Command('plan').description(help('plan')).argument('<dataset>', help('any.dataset'));
  return withCommonOptions(command).action((word: string, options: CommonOptions) =>
    runCommand(options, async ({ client }) => {
      const { id } = await requireDataset(client, word);
      const plan = await client.datasets.plan({ dataset: id });
      return { json: plan, text: planText(plan) };
    }),
  );
}
