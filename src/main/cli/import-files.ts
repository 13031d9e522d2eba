import { resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Dataset, PlanEdits, Understanding } from '../../shared/domain/dataset';
import { RecordingsBy, TimeFormat } from '../../shared/domain/dataset';
import type { PlanFile } from '../../shared/domain/plan-file';
import { changedPlan } from '../../shared/domain/plan-file';
import { Task as TaskSchema } from '../../shared/domain/task';
import { failure } from '../../shared/sentences/failure';
import { isWorthSaying } from '../../shared/sentences/worth-saying';
import type { Session } from './command';
import { number } from './command';
import { withMarkOptions } from './mark-flags';
import { stepsOrSeconds, stepsOrSecondsOrNone } from './steps-or-seconds';
import type { FieldEdits, ImportFlags } from './import-plan';
import { fieldEdits, listEdits, planEdits } from './import-plan';
import { readPlanFile, writePlanFile } from './plan-files';
import { askTerminal, isTerminal, questionModes, settleQuestions } from './questions';
import { requireDataset } from './resolve';
import { finishActivity } from './activity-progress';
import { refusalWords, remarkWords } from './language';

/** Adds the flags that say what files mean. */
export function withImportOptions(command: Command, nameFlag: string): Command {
  return withMarkOptions(command)
    .option(nameFlag, "the data set's name")
    .addOption(new Option('--task <task>', 'what is to be learnt').choices(TaskSchema.options))
    .option(
      '--label <source>',
      'labels, or the values of a regression: a column, folder, folder:-2, name:3, list:FILE[:COLUMN], format, marks, marks:TRACK, none',
    )
    .option('--group <source>', 'groups that a split must not cut, written like --label')
    .option(
      '--name-separator <text>',
      'what stands between the fields of a file name, for name:3; _ if not given',
    )
    .addOption(
      new Option(
        '--recordings <by>',
        'what one recording is: a file, the files of a folder, or files named alike but for the instrument',
      ).choices(RecordingsBy.options),
    )
    .addOption(
      new Option(
        '--role <pattern=role>',
        "what files are for: 'raw/*.csv=left-out'; recording, metadata, labels, split, marks, left-out (repeatable)",
      ).argParser((word: string, before: readonly string[] | undefined) => [...(before ?? []), word]),
    )
    .option('--time <cols>', 'column of time; several that say it together, separated by commas; or none')
    .addOption(
      new Option('--time-format <format>', 'how its times are read, where they leave it open').choices(
        TimeFormat.options,
      ),
    )
    .addOption(new Option('--rows <what>', 'what a row of a wide table is').choices(['sequence', 'moment']))
    .addOption(
      new Option(
        '--spellings <what>',
        'whether classes that differ in case and blanks alone are one',
      ).choices(['one', 'apart']),
    )
    .option(
      '--missing <values>',
      'numbers that stand for nothing, separated by commas: -9999, rain=99.9 for one column, or none',
    )
    .option(
      '--label-separator <text>',
      'what stands between several labels of one cell, such as | or a comma; any number of them is learnt',
    )
    .option(
      '--target <cols>',
      'columns to forecast, separated by commas; or a value of whole files, written like --label',
    )
    .option(
      '--channels <cols>',
      'columns that go in, separated by commas; of sound mean, left, right, all, or numbers',
    )
    .option(
      '--rate <hz>',
      'steps or samples per second; sound, and tables with times, are resampled to it',
      number({ above: 0 }),
    )
    .option('--mask <cols>', 'columns beside which goes in where values are missing; none')
    .option(
      '--max-gap <steps>',
      'longest gap of missing values that is bridged by a line; in longer ones the last value is held',
      number({ whole: true, min: 1 }),
    )
    .addOption(new Option('--features <kind>').choices(['auto', 'raw', 'logmel', 'mfcc']))
    .option(
      '--split <kind>',
      'auto, given, random, group, time, stretches; or where parts or folds are written: a column of a list, folder:-2, name:3, list:FILE:COLUMN',
    )
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
      'how long recordings are cut to classify, label or generate: steps, or seconds as 4s; none',
      stepsOrSecondsOrNone(2),
    )
    .option(
      '--hop <steps>',
      'from one training window to the next: steps, or seconds as 2s',
      stepsOrSeconds(1),
    )
    .option(
      '--gap <seconds>',
      'of --split stretches: between two parts; as long as a window if not given',
      number({ min: 0 }),
    )
    .option('--test-share <share>', 'of a random, group or time split', number({ min: 0.001, max: 0.999 }))
    .addOption(
      new Option('--questions <mode>', 'what to do where the files can be read in several ways')
        .choices(questionModes)
        .default('ask')
        .env('UNROLL_QUESTIONS'),
    )
    .option('--follow-links', 'read also what links lead to outside of the folders')
    .option(
      '--background <folder>',
      'files of what is none of the classes: a class of their own, "background"',
    )
    .option('--plan <file>', 'follow a plan.json; other flags change it')
    .option('--save-plan <file>', 'write the plan as a plan.json')
    .option('--validation-share <share>', 'of what is not test', number({ min: 0.001, max: 0.999 }));
}

/** A plan that is followed: from a file, or of a data set. */
async function keptPlan({ client }: Session, { plan, again }: ImportFlags): Promise<PlanFile | null> {
  if (plan !== undefined) return readPlanFile(plan);
  if (again === undefined) return null;
  const dataset = await requireDataset(client, again);
  return client.datasets.plan({ dataset: dataset.id });
}

/** What is to be read: the places named, those of a plan, both where a data set is made anew with more, and lists. */
function placesOf(
  paths: readonly string[],
  kept: PlanFile | null,
  { again, plan }: ImportFlags,
  { lists }: FieldEdits,
): string[] {
  const named = paths.map((path) => resolve(path));
  const places = again !== undefined ? [...(kept?.places ?? []), ...named] : named;
  const all = places.length > 0 ? places : (kept?.places ?? []);
  if (all.length === 0) throw failure('ARGUMENT_INVALID.noPlaces', { file: plan ?? 'none' });
  const beside = lists.map(({ list }) => resolve(list.file));
  const lies = (file: string, place: string): boolean => file === place || file.startsWith(`${place}${sep}`);
  return [...all, ...beside.filter((file) => !all.some((place) => lies(file, place)))];
}

/** Reads files, corrects the plan by the flags and by the answers to what is asked, and leaves a scan to commit. */
async function understand(
  session: Session,
  scan: string,
  flags: ImportFlags,
  kept: PlanFile | null,
  fields: FieldEdits,
): Promise<Understanding> {
  const { client } = session;
  const { understanding: seen } = await client.scans.get({ scan });
  if (seen === null) throw failure('INTERNAL.notUnderstood');
  const plan = kept ?? { plan: {}, chosen: [] };
  let changes = fields.edits;
  const revise = async (present: Understanding, more: PlanEdits): Promise<Understanding> => {
    if (Object.keys(more).length === 0) return present;
    changes = { ...changes, ...more };
    return client.scans.revise({ scan, edits: changedPlan(plan, changes) });
  };
  const listed = await revise(seen, listEdits(fields, seen));
  const planned = await revise(listed, planEdits(flags, listed));
  return settleQuestions(planned, flags.questions ?? 'ask', isTerminal() ? askTerminal : null, (answer) =>
    revise(planned, answer),
  );
}

/**
 * Reads files, corrects the plan by the flags and writes the data set.
 * @throws UnrollError when nothing can be learnt from the files, a flag names what they do not have, or a question is open
 */
export async function importFiles(
  session: Session,
  paths: readonly string[],
  flags: ImportFlags,
): Promise<Dataset> {
  const { client, progress } = session;
  const fields = fieldEdits(flags);
  const kept = await keptPlan(session, flags);
  const places = placesOf(paths, kept, flags, fields);
  const edits = kept === null ? fields.edits : changedPlan(kept, fields.edits);
  const { scan } = await client.scans.start({
    ...{ paths: places, edits, followLinks: flags.followLinks },
    ...(flags.background !== undefined && { background: [resolve(flags.background)] }),
  });
  await finishActivity(session, scan);
  progress.clear();
  const understanding = await understand(session, scan, flags, kept, fields);
  for (const one of understanding.refused) progress.log(`refused ${one.file}: ${refusalWords(one)}`);
  for (const said of understanding.warnings.filter(isWorthSaying)) progress.log(`note: ${remarkWords(said)}`);
  if (flags.savePlan !== undefined) await writePlanFile(flags.savePlan, await client.scans.plan({ scan }));
  const { activity } = await client.scans.commit({ scan, questions: 'strongest' });
  const dataset = await finishActivity(session, activity);
  if (dataset === null) throw failure('INTERNAL.noDataset');
  progress.clear();
  return client.datasets.get({ dataset });
}
