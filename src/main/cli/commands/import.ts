import { Command } from 'commander';
import type { Dataset } from '../../../shared/domain/dataset';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { importFiles, withImportOptions } from '../import-files';
import type { ImportFlags } from '../import-plan';
import type { Result } from '../output';
import { fields, table } from '../output';
import { heading, help } from '../language';

/** The contract's answer to `import`. `classes` and `channels` are names. */
function importResult({ id, understanding }: Dataset): Result {
  const { plan, examples, classes, lengths, splits, refused, warnings } = understanding;
  const { min, median, max } = lengths;
  const cut = understanding.evidence['windows'];
  const summary = fields([
    [heading('dataSet'), `${id}  ${plan.name}`],
    [heading('task'), plan.task],
    [
      heading('examples'),
      `${examples}: ${splits.train} train, ${splits.validation} validation, ${splits.test} test`,
    ],
    [heading('channels'), plan.channels.join(', ')],
    [heading('features'), `${plan.features.kind}, ${understanding.features.length} per step`],
    [heading('lengths'), `${min} … ${max} steps, median ${median}`],
    ...(plan.windows !== null && cut !== undefined ? ([['windows', cut.message]] as const) : []),
    [heading('refused'), refused.length],
  ]);
  const classTable = table(
    [heading('class'), heading('train'), heading('validation'), heading('test')],
    classes.map(({ label, train, validation, test }) => [label, train, validation, test]),
  );
  return {
    json: {
      dataset: id,
      examples,
      classes: classes.map(({ label }) => label),
      channels: plan.channels,
      lengths: { min, median, max },
      splits,
      refused: refused.map(({ file, reason }) => ({ file, reason })),
      warnings: warnings.map(({ message }) => message),
      understanding,
    },
    text: classes.length > 0 ? `${summary}\n\n${classTable}` : summary,
  };
}

export function importCommand(): Command {
  const command = new Command('import')
    .description(help('import'))
    .argument('[path...]', help('import.paths'))
    .option('--again <dataset>', help('import.again'));
  return withCommonOptions(withImportOptions(command, '--name <name>')).action(
    (paths: string[], options: CommonOptions & ImportFlags) =>
      runCommand(options, async (session) => importResult(await importFiles(session, paths, options))),
  );
}
