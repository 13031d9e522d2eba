import { Command } from 'commander';
import type { ModelChoices, Recipe, RecipeChoices } from '../../../shared/domain/model';
import type { Run } from '../../../shared/domain/run';
import { budgetOf, chosenRun } from '../choose';
import type { CommonOptions, Session } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { decideByOption } from '../decide-by';
import type { DecideChoice } from '../decide-by';
import { dryRunResult } from '../dry-run';
import { followRun, runResult } from '../follow-run';
import { importFiles, withImportOptions } from '../import-files';
import type { ImportFlags } from '../import-plan';
import type { Result } from '../output';
import { findRun, findSource } from '../resolve';
import { comparedFloors, quickFloors } from '../run-floors';
import type { TrainFlags } from '../train-options';
import { recipeChoices, withTrainOptions } from '../train-options';
import { verdictOf } from '../verdict';
import { help } from '../language';

type Flags = CommonOptions &
  TrainFlags &
  Omit<ImportFlags, 'name'> & {
    name?: string;
    datasetName?: string;
    dryRun?: boolean;
    like?: string;
    floors: boolean;
    budget?: number;
    decideBy?: DecideChoice;
  };

/** With `--model auto`, when nothing else is said. */
const BUDGET_SECONDS = 300;

async function datasetOf(
  session: Session,
  source: string,
  { datasetName, decideBy: _, ...flags }: Flags,
): Promise<string> {
  const found = await findSource(session.client, source);
  if (found.kind === 'dataset') return found.dataset.id;
  const { name: _runName, ...importFlags } = flags;
  const named = datasetName === undefined ? importFlags : { ...importFlags, name: datasetName };
  return (await importFiles(session, [found.path], named)).id;
}

/** A run's recipe with what the flags say on top; another kind of model brings its own. */
function choicesLike({ recipe }: Run, flags: Flags): RecipeChoices {
  const { model, training, compute } = recipeChoices({ ...flags, model: flags.model ?? kindOf(recipe) });
  const isSame = (model?.family ?? 'recurrent') === recipe.model.family;
  return {
    model: isSame ? ({ ...recipe.model, ...model } as ModelChoices) : model,
    training: { ...recipe.training, ...training },
    compute: { ...recipe.compute, ...compute },
  };
}

const kindOf = ({ model }: Recipe): NonNullable<TrainFlags['model']> =>
  model.family === 'recurrent' ? model.cell : model.family;

async function choicesFor(
  { client }: Session,
  dataset: string,
  flags: Flags,
): Promise<ReturnType<typeof recipeChoices>> {
  const choices =
    flags.like === undefined ? recipeChoices(flags) : choicesLike(await findRun(client, flags.like), flags);
  if (flags.schedule === undefined) return choices;
  const { recipe } = await client.runs.propose({ dataset, choices });
  const schedule = { ...recipe.training.schedule, kind: flags.schedule };
  return { ...choices, training: { ...choices.training, schedule } };
}

async function resultOf(session: Session, run: Run): Promise<Result> {
  return runResult(run, await comparedFloors(session, run), await verdictOf(session.client, run));
}

export function trainCommand(): Command {
  const command = new Command('train')
    .description(help('train'))
    .argument('<source>', help('train.source'))
    .option('--name <name>', help('train.name'))
    .option('--like <run>', help('train.like'))
    .option('--budget <time>', help('train.budget'), budgetOf)
    .option('--no-floors', help('train.noFloors'))
    .option('--dry-run', help('train.dryRun'));
  command.addOption(decideByOption());
  return withCommonOptions(
    withTrainOptions(withImportOptions(command, '--dataset-name <name>'), ['auto']),
  ).action((source: string, flags: Flags) =>
    runCommand(flags, async (session) => {
      const dataset = await datasetOf(session, source, flags);
      if ((flags.model as string | undefined) === 'auto') {
        const chosen = await chosenRun(session, dataset, {
          budgetSeconds: flags.budget ?? BUDGET_SECONDS,
          ...(flags.seed !== undefined && { seed: flags.seed }),
          ...(flags.name !== undefined && { name: flags.name }),
        });
        const begun = flags.floors ? await quickFloors(session, dataset) : () => Promise.resolve();
        const ended = await followRun(session, chosen);
        await begun();
        return resultOf(session, ended);
      }
      const choices = await choicesFor(session, dataset, flags);
      if (flags.dryRun === true)
        return dryRunResult(dataset, await session.client.runs.propose({ dataset, choices }));
      const measured = flags.floors ? await quickFloors(session, dataset) : () => Promise.resolve();
      const run = await session.client.runs.start({
        dataset,
        choices,
        ...(flags.name !== undefined && { name: flags.name }),
      });
      const ended = await followRun(session, run);
      await measured();
      if (flags.decideBy === undefined || ended.detection === undefined) return resultOf(session, ended);
      const decided = await session.client.events.decide({ run: ended.id, ...flags.decideBy });
      return resultOf(session, decided);
    }),
  );
}

export function resumeCommand(): Command {
  const command = new Command('resume').description(help('resume')).argument('<run>');
  return withCommonOptions(command).action((word: string, options: CommonOptions) =>
    runCommand(options, async (session) => {
      const { id } = await findRun(session.client, word);
      return resultOf(session, await followRun(session, await session.client.runs.resume({ run: id })));
    }),
  );
}
