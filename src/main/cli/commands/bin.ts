import { Command } from 'commander';
import { BIN_DAYS } from '../../../shared/domain/bin';
import { failure } from '../../../shared/sentences/failure';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { table } from '../output';
import { pick } from '../resolve';
import { heading, help } from '../language';

/** `bin`, `bin restore WORD` and `bin empty`. */
export function binCommand(): Command {
  const command = new Command('bin').description(help('bin', { days: BIN_DAYS }));
  command.addCommand(restoreCommand()).addCommand(emptyCommand());
  return withCommonOptions(command).action((options: CommonOptions) =>
    runCommand(options, async ({ client }) => {
      const entries = await client.bin.list({});
      const rows = entries.map(({ kind, id, name, deletedMs }) => {
        return [kind, id, name, new Date(deletedMs).toISOString().slice(0, 16).replace('T', ' ')];
      });
      return {
        json: { entries },
        text:
          rows.length === 0
            ? 'The bin is empty.'
            : table([heading('what'), 'id', heading('name'), heading('deleted')], rows),
      };
    }),
  );
}

function restoreCommand(): Command {
  const command = new Command('restore')
    .description(help('bin.restore'))
    .argument('<what>', help('any.idOrName'));
  return withCommonOptions(command).action((word: string, _: CommonOptions, called: Command) =>
    runCommand(called.optsWithGlobals<CommonOptions>(), async ({ client }) => {
      const entry = pick(await client.bin.list({}), ({ name }) => name, word);
      if (entry === null) throw failure('ARGUMENT_INVALID.notInBin', { given: word });
      const { kind, id, name } = entry;
      await client.bin.restore({ kind, id });
      return { json: { kind, id, name, restored: true }, text: `Brought back ${id}  ${name}` };
    }),
  );
}

function emptyCommand(): Command {
  const command = new Command('empty').description(help('bin.empty'));
  return withCommonOptions(command).action((_: CommonOptions, called: Command) =>
    runCommand(called.optsWithGlobals<CommonOptions>(), async ({ client }) => {
      const { removed } = await client.bin.empty({});
      return { json: { removed }, text: `Deleted for good: ${removed}.` };
    }),
  );
}
