import { Command } from 'commander';
import type { Dataset } from '../../../shared/domain/dataset';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { importFiles, withImportOptions } from '../import-files';
import type { ImportFlags } from '../import-plan';
import type { Result } from '../output';
import { fields, table } from '../output';

/** The contract's answer to `import`. `classes` and `channels` are names. */
function importResult({ id, understanding }: Dataset): Result {
  const { plan, examples, classes, lengths, splits, refused, warnings } = understanding;
  const { min, median, max } = lengths;
  const cut = understanding.evidence['windows'];
  const summary = fields([
    ['data set', `${id}  ${plan.name}`],
    ['task', plan.task],
    ['examples', `${examples}: ${splits.train} train, ${splits.validation} validation, ${splits.test} test`],
    ['channels', plan.channels.join(', ')],
    ['features', `${plan.features.kind}, ${understanding.features.length} per step`],
    ['lengths', `${min} … ${max} steps, median ${median}`],
    ...(plan.windows !== null && cut !== undefined ? ([['windows', cut.message]] as const) : []),
    ['refused', refused.length],
  ]);
  const classTable = table(
    ['class', 'train', 'validation', 'test'],
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
    .description('read recordings and make a data set of them')
    .argument('[path...]', 'folders and files; those of the plan where none are named')
    .option('--again <dataset>', 'make a data set anew under its own plan, with the files named added');
  return withCommonOptions(withImportOptions(command, '--name <name>')).action(
    (paths: string[], options: CommonOptions & ImportFlags) =>
      runCommand(options, async (session) => importResult(await importFiles(session, paths, options))),
  );
}
