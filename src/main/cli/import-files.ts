import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Dataset, Understanding } from '../../shared/domain/dataset';
import { UnrollError } from '../../shared/domain/error';
import { Task as TaskSchema } from '../../shared/domain/task';
import type { Session } from './command';
import { number } from './command';
import type { ImportFlags } from './import-plan';
import { columnEdits, planEdits } from './import-plan';
import { finishActivity } from './activity-progress';

/** Adds the flags that say what files mean. */
export function withImportOptions(command: Command, nameFlag: string): Command {
  return command
    .option(nameFlag, "the data set's name")
    .addOption(new Option('--task <task>', 'what is to be learnt').choices(TaskSchema.options))
    .option('--label <col>', 'column of labels, or of the values of a regression; or folder, format, none')
    .option('--group <col>', 'column of groups that a split must not cut, or folder, none')
    .option('--time <col>', 'column of time, or none')
    .option('--target <cols>', 'columns to forecast, separated by commas')
    .option('--channels <cols>', 'columns that go in, separated by commas')
    .option(
      '--rate <hz>',
      'steps or samples per second; sound, and tables with times, are resampled to it',
      number({ above: 0 }),
    )
    .addOption(new Option('--features <kind>').choices(['auto', 'raw', 'logmel', 'mfcc']))
    .addOption(new Option('--split <kind>').choices(['auto', 'given', 'random', 'group', 'time']))
    .option('--split-seed <n>', 'seed of a random split', number({ whole: true, min: 0 }))
    .option('--horizon <steps>', 'how many steps ahead to forecast', number({ whole: true, min: 1 }))
    .option('--context <steps>', 'how many past steps a forecast sees', number({ whole: true, min: 1 }))
    .option('--season <steps>', 'the season of a forecast; 1 is none', number({ whole: true, min: 1 }))
    .option('--stride <steps>', 'steps from one judged forecast to the next', number({ whole: true, min: 1 }))
    .option(
      '--train-stride <steps>',
      'steps from one training window to the next',
      number({ whole: true, min: 1 }),
    )
    .option('--known <cols>', 'columns that are known beforehand, separated by commas; none')
    .option('--calendar <rhythms>', 'day, week, year, separated by commas; none')
    .option(
      '--window <steps>',
      'how long sequences are cut to label or generate',
      number({ whole: true, min: 2 }),
    )
    .option('--test-share <share>', 'of a random, group or time split', number({ min: 0.001, max: 0.999 }))
    .option('--validation-share <share>', 'of what is not test', number({ min: 0.001, max: 0.999 }));
}

async function understand(session: Session, scan: string, flags: ImportFlags): Promise<Understanding> {
  const { client } = session;
  const { understanding } = await client.scans.get({ scan });
  if (understanding === null) throw new UnrollError('INTERNAL', 'The files were read but not understood.');
  const byColumn = columnEdits(flags, understanding);
  const revised =
    Object.keys(byColumn).length > 0 ? await client.scans.revise({ scan, edits: byColumn }) : understanding;
  const byPlan = planEdits(flags, revised);
  return Object.keys(byPlan).length > 0
    ? client.scans.revise({ scan, edits: { ...byColumn, ...byPlan } })
    : revised;
}

/**
 * Reads files, corrects the plan by the flags and writes the data set.
 * @throws UnrollError when nothing can be learnt from the files, or a flag names what they do not have
 */
export async function importFiles(
  session: Session,
  paths: readonly string[],
  flags: ImportFlags,
): Promise<Dataset> {
  const { client, progress } = session;
  const { scan } = await client.scans.start({ paths: paths.map((path) => resolve(path)) });
  await finishActivity(session, scan);
  const understanding = await understand(session, scan, flags);
  for (const { file, reason } of understanding.refused) progress.log(`refused ${file}: ${reason}`);
  for (const { message } of understanding.warnings) progress.log(`note: ${message}`);
  const { activity } = await client.scans.commit({ scan });
  const dataset = await finishActivity(session, activity);
  if (dataset === null) throw new UnrollError('INTERNAL', 'The import ended without a data set.');
  progress.clear();
  return client.datasets.get({ dataset });
}
