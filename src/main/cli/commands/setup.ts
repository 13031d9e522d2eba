import { Command } from 'commander';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { finishActivity } from '../activity-progress';
import { help } from '../language';

interface Flags extends CommonOptions {
  readonly cuda?: boolean;
  readonly force?: boolean;
}

function tensorflowCommand(): Command {
  const command = new Command('tensorflow')
    .description(help('setup.tensorflow'))
    .option('--cuda', help('setup.cuda'))
    .option('--force', help('setup.force'));
  return withCommonOptions(command).action((flags: Flags) =>
    runCommand(flags, async (session) => {
      const { client } = session;
      const { activity } = await client.system.setUpTensorflow({
        cuda: flags.cuda === true,
        anew: flags.force === true,
      });
      if (activity !== null) await finishActivity(session, activity);
      const status = await client.system.tensorflow({});
      const line = `TensorFlow ${status.version}${status.cuda ? ' with CUDA' : ''} (${status.source}) is in ${status.dir}`;
      return {
        json: { ...status, changed: activity !== null },
        text: activity === null ? `${line} already; nothing was changed.` : `${line}.`,
      };
    }),
  );
}

export function setupCommand(): Command {
  const command = new Command('setup').description(help('setup'));
  command.addCommand(tensorflowCommand());
  return command;
}
