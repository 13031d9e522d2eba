import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { EngineClient } from '../../../shared/contract';
import type { ExportProof } from '../../../shared/contract/exports';
import { ExportFormat, ReportLanguage } from '../../../shared/contract/exports';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { findRun } from '../resolve';
import { help } from '../language';

function proofLine(proof: ExportProof | null): string[] {
  if (proof === null) return [];
  const { software, version, examples, largestDifference, bound } = proof;
  return [
    `checked by ${software} ${version} on ${examples} examples: largest difference ${largestDifference.toExponential(1)}, allowed ${bound}`,
  ];
}

interface ExportOptions extends CommonOptions {
  readonly format: ExportFormat;
  readonly out: string;
  readonly frontEnd: boolean;
  readonly language?: ReportLanguage;
}

/** What the window speaks: as it was set, or as the system does. */
async function languageOf(client: EngineClient): Promise<ReportLanguage> {
  const { language } = await client.system.settings({});
  if (language !== 'system') return language;
  return Intl.DateTimeFormat().resolvedOptions().locale.startsWith('ko') ? 'ko' : 'en';
}

export function exportCommand(): Command {
  const command = new Command('export')
    .description(help('export'))
    .argument('<run>', help('any.run'))
    .addOption(new Option('--format <format>').choices(ExportFormat.options).makeOptionMandatory())
    .addOption(new Option('--language <language>', help('export.language')).choices(ReportLanguage.options))
    .option('--no-front-end', help('export.noFrontEnd'))
    .requiredOption('--out <path>', help('export.out'));
  return withCommonOptions(command).action((word: string, options: ExportOptions) =>
    runCommand(options, async ({ client }) => {
      const run = await findRun(client, word);
      const { format, files, card, certificate, proof } = await client.exports.create({
        run: run.id,
        format: options.format,
        outDir: resolve(options.out),
        frontEnd: options.frontEnd,
        language: options.language ?? (await languageOf(client)),
      });
      return {
        json: { format, files, card, certificate, proof },
        text: [...files, ...proofLine(proof)].join('\n'),
      };
    }),
  );
}
