import { Command } from 'commander';
import type { Run } from '../../../shared/domain/run';
import type { CommonOptions, Session } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { dryRunResult } from '../dry-run';
import { followRun, runResult } from '../follow-run';
import { importFiles, withImportOptions } from '../import-files';
import type { ImportFlags } from '../import-plan';
import type { Result } from '../output';
import { findRun, findSource } from '../resolve';
import { comparedFloors } from '../run-floors';
import type { TrainFlags } from '../train-options';
import { recipeChoices, withTrainOptions } from '../train-options';

type Flags = CommonOptions &
  TrainFlags &
  Omit<ImportFlags, 'name'> & {
    name?: string;
    datasetName?: string;
    dryRun?: boolean;
  };

async function datasetOf(
  session: Session,
  source: string,
  { datasetName, ...flags }: Flags,
): Promise<string> {
  const found = await findSource(session.client, source);
  if (found.kind === 'dataset') return found.dataset.id;
  const { name: _runName, ...importFlags } = flags;
  const named = datasetName === undefined ? importFlags : { ...importFlags, name: datasetName };
  return (await importFiles(session, [found.path], named)).id;
}

async function choicesFor(
  { client }: Session,
  dataset: string,
  flags: Flags,
): Promise<ReturnType<typeof recipeChoices>> {
  const choices = recipeChoices(flags);
  if (flags.schedule === undefined) return choices;
  const { recipe } = await client.runs.propose({ dataset, choices });
  const schedule = { ...recipe.training.schedule, kind: flags.schedule };
  return { ...choices, training: { ...choices.training, schedule } };
}

async function resultOf(session: Session, run: Run): Promise<Result> {
  return runResult(run, await comparedFloors(session, run));
}

export function trainCommand(): Command {
  const command = new Command('train')
    .description('train a recurrent network on a data set, or on files at once')
    .argument('<source>', 'a data set, a folder or a file')
    .option('--name <name>', "the run's name")
    .option(
      '--dry-run',
      'say what would be trained, why, and what it would cost; files are imported all the same',
    );
  return withCommonOptions(withTrainOptions(withImportOptions(command, '--dataset-name <name>'))).action(
    (source: string, flags: Flags) =>
      runCommand(flags, async (session) => {
        const dataset = await datasetOf(session, source, flags);
        const choices = await choicesFor(session, dataset, flags);
        if (flags.dryRun === true)
          return dryRunResult(dataset, await session.client.runs.propose({ dataset, choices }));
        const run = await session.client.runs.start({
          dataset,
          choices,
          ...(flags.name !== undefined && { name: flags.name }),
        });
        return resultOf(session, await followRun(session, run));
      }),
  );
}

export function resumeCommand(): Command {
  const command = new Command('resume')
    .description('continue a stopped or interrupted run from its last checkpoint')
    .argument('<run>');
  return withCommonOptions(command).action((word: string, options: CommonOptions) =>
    runCommand(options, async (session) => {
      const { id } = await findRun(session.client, word);
      return resultOf(session, await followRun(session, await session.client.runs.resume({ run: id })));
    }),
  );
}
