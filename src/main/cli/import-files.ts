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
import { help, refusalWords, remarkWords } from './language';

/** Adds the flags that say what files mean. */
export function withImportOptions(command: Command, nameFlag: string): Command {
  return withMarkOptions(command)
    .option(nameFlag, help('import.name'))
    .addOption(new Option('--task <task>', help('import.task')).choices(TaskSchema.options))
    .option('--label <source>', help('import.label'))
    .option('--group <source>', help('import.group'))
    .option('--name-separator <text>', help('import.nameSeparator'))
    .addOption(new Option('--recordings <by>', help('import.recordings')).choices(RecordingsBy.options))
    .addOption(
      new Option('--role <pattern=role>', help('import.role')).argParser(
        (word: string, before: readonly string[] | undefined) => [...(before ?? []), word],
      ),
    )
    .option('--time <cols>', help('import.time'))
    .addOption(new Option('--time-format <format>', help('import.timeFormat')).choices(TimeFormat.options))
    .addOption(new Option('--rows <what>', help('import.rows')).choices(['sequence', 'moment']))
    .addOption(new Option('--spellings <what>', help('import.spellings')).choices(['one', 'apart']))
    .option('--missing <values>', help('import.missing'))
    .option('--label-separator <text>', help('import.labelSeparator'))
    .option('--target <cols>', help('import.target'))
    .option('--channels <cols>', help('import.channels'))
    .option('--rate <hz>', help('import.rate'), number({ above: 0 }))
    .option('--mask <cols>', help('import.mask'))
    .option('--max-gap <steps>', help('import.maxGap'), number({ whole: true, min: 1 }))
    .addOption(new Option('--features <kind>').choices(['auto', 'raw', 'logmel', 'mfcc']))
    .option('--split <kind>', help('import.split'))
    .option('--split-seed <n>', help('import.splitSeed'), number({ whole: true, min: 0 }))
    .option('--horizon <steps>', help('import.horizon'), number({ whole: true, min: 1 }))
    .option('--context <steps>', help('import.context'), number({ whole: true, min: 1 }))
    .option('--season <steps>', help('import.season'), number({ whole: true, min: 1 }))
    .option('--stride <steps>', help('import.stride'), number({ whole: true, min: 1 }))
    .option('--train-stride <steps>', help('import.trainStride'), number({ whole: true, min: 1 }))
    .option('--known <cols>', help('import.known'))
    .option('--calendar <rhythms>', help('import.calendar'))
    .option('--window <steps>', help('import.window'), stepsOrSecondsOrNone(2))
    .option('--hop <steps>', help('import.hop'), stepsOrSeconds(1))
    .option('--gap <seconds>', help('import.gap'), number({ min: 0 }))
    .option('--test-share <share>', help('import.testShare'), number({ min: 0.001, max: 0.999 }))
    .addOption(
      new Option('--questions <mode>', help('import.questions'))
        .choices(questionModes)
        .default('ask')
        .env('UNROLL_QUESTIONS'),
    )
    .option('--follow-links', help('import.followLinks'))
    .option('--background <folder>', help('import.background'))
    .option('--plan <file>', help('import.plan'))
    .option('--save-plan <file>', help('import.savePlan'))
    .option('--validation-share <share>', help('import.validationShare'), number({ min: 0.001, max: 0.999 }));
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
    background: flags.background === undefined ? kept?.background : [resolve(flags.background)],
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
