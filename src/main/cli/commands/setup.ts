import { Command } from 'commander';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { finishActivity } from '../activity-progress';

interface Flags extends CommonOptions {
  readonly cuda?: boolean;
  readonly force?: boolean;
}

function tensorflowCommand(): Command {
  const command = new Command('tensorflow')
    .description('get a TensorFlow runtime for --backend tensorflow and --kernel tensorflow')
    .option('--cuda', "with CUDA, for NVIDIA's GPUs (several GB)")
    .option('--force', 'get it again though it is there');
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
  const command = new Command('setup').description('get what the lab can use beside itself');
  command.addCommand(tensorflowCommand());
  return command;
}
