import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { ExportFormat } from '../../../shared/contract/exports';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { findRun } from '../resolve';

export function exportCommand(): Command {
  const command = new Command('export')
    .description('write a trained model in a format that other software reads')
    .argument('<run>', 'id, name or last')
    .addOption(new Option('--format <format>').choices(['tfjs', 'safetensors']).makeOptionMandatory())
    .requiredOption('--out <dir>', 'a new or empty folder');
  return withCommonOptions(command).action(
    (word: string, options: CommonOptions & { format: ExportFormat; out: string }) =>
      runCommand(options, async ({ client }) => {
        const run = await findRun(client, word);
        const { format, files, card } = await client.exports.create({
          run: run.id,
          format: options.format,
          outDir: resolve(options.out),
        });
        return { json: { format, files, card }, text: files.join('\n') };
      }),
  );
}
