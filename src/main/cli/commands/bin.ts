import { Command } from 'commander';
import { BIN_DAYS } from '../../../shared/domain/bin';
import { failure } from '../../../shared/sentences/failure';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { table } from '../output';
import { pick } from '../resolve';

/** `bin`, `bin restore WORD` and `bin empty`. */
export function binCommand(): Command {
  const command = new Command('bin').description(
    `what was deleted in the last ${BIN_DAYS} days, and how it comes back`,
  );
  command.addCommand(restoreCommand()).addCommand(emptyCommand());
  return withCommonOptions(command).action((options: CommonOptions) =>
    runCommand(options, async ({ client }) => {
      const entries = await client.bin.list({});
      const rows = entries.map(({ kind, id, name, deletedMs }) => {
        return [kind, id, name, new Date(deletedMs).toISOString().slice(0, 16).replace('T', ' ')];
      });
      return {
        json: { entries },
        text: rows.length === 0 ? 'The bin is empty.' : table(['what', 'id', 'name', 'deleted (UTC)'], rows),
      };
    }),
  );
}

function restoreCommand(): Command {
  const command = new Command('restore')
    .description('bring a run, a data set or a model back')
    .argument('<what>', 'id or name');
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
  const command = new Command('empty').description('delete what is in the bin for good');
  return withCommonOptions(command).action((_: CommonOptions, called: Command) =>
    runCommand(called.optsWithGlobals<CommonOptions>(), async ({ client }) => {
      const { removed } = await client.bin.empty({});
      return { json: { removed }, text: `Deleted for good: ${removed}.` };
    }),
  );
}
