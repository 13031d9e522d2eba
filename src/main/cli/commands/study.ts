import { Command } from 'commander';
import { mainScore } from '../../../shared/domain/main-score';
import type { Study, StudyComparison, StudyDesign } from '../../../shared/domain/study';
import { failure } from '../../../shared/sentences/failure';
import { finishActivity } from '../activity-progress';
import type { CommonOptions, Session } from '../command';
import { number, runCommand, withCommonOptions } from '../command';
import type { Result } from '../output';
import { duration, fields, significant, table } from '../output';
import { requireDataset } from '../resolve';
import type { TrainFlags } from '../train-options';
import { recipeChoices, withTrainOptions } from '../train-options';
import { heading, help } from '../language';

interface StudyFlags extends CommonOptions, TrainFlags {
  readonly folds?: number;
  readonly groups?: boolean;
  readonly seeds?: number;
  readonly sizes?: boolean;
  readonly name?: string;
}

const SHARES = [0.1, 0.2, 0.35, 0.6, 1];
const SEEDS_ALONE = 5;
const SEEDS_OF_SIZES = 3;

/** @throws UnrollError ARGUMENT_INVALID */
function designOf({ folds, groups, seeds, sizes }: StudyFlags): StudyDesign {
  if ([folds !== undefined, groups, sizes].filter(Boolean).length > 1)
    throw failure('ARGUMENT_INVALID.studyDesign');
  if (folds !== undefined) return { kind: 'folds', folds, seeds: seeds ?? 1 };
  if (groups === true) return { kind: 'groups', seeds: seeds ?? 1 };
  if (sizes === true) return { kind: 'sizes', seeds: seeds ?? SEEDS_OF_SIZES, shares: SHARES };
  return { kind: 'seeds', seeds: seeds ?? SEEDS_ALONE };
}

const between = (interval: readonly [number, number] | null): string =>
  interval === null ? '' : `${significant(interval[0])} to ${significant(interval[1])}`;

const methods = {
  resampled: 'corrected resampled t (Nadeau & Bengio 2003)',
  answers: 'number of answers (Wilson 1927), every one being right',
  seeds: 't over seeds: what training alone changes, not what other examples would',
} as const;

function cellName({ seed, fold, group, share, train }: Study['cells'][number]): string {
  if (group !== null) return `without ${group}, seed ${seed}`;
  if (fold !== null) return `fold ${fold + 1}, seed ${seed}`;
  return share === null ? `seed ${seed}` : `${train} examples, seed ${seed}`;
}

function summaryLines({ summary }: Study): string[] {
  if (summary === null) return [];
  const { mean, deviation, interval, method, groups, sizes, ahead } = summary;
  return [
    '',
    fields([
      [heading('mean'), `${significant(mean)} ± ${significant(deviation)}`],
      [heading('interval95'), interval === null ? null : `${between(interval)}  by the ${methods[method]}`],
    ]),
    ...(sizes.length === 0
      ? []
      : [
          '',
          table(
            [heading('examples'), heading('seeds'), heading('score'), heading('interval95')],
            sizes.map((size) => [size.examples, size.seeds, significant(size.value), between(size.interval)]),
          ),
        ]),
    ...(ahead === null
      ? []
      : [
          '',
          `With ${ahead.examples} examples likely ${significant(ahead.value)}${ahead.interval === null ? '' : ` (${between(ahead.interval)})`}: an extrapolation of the power law that fits these sizes (exponent ${significant(ahead.slope)}), which need not go on.`,
        ]),
    ...(groups.length === 0
      ? []
      : [
          '',
          table(
            [heading('group'), heading('examples'), heading('score'), heading('interval95')],
            groups.map((one) => [one.group, one.examples, significant(one.value), between(one.interval)]),
          ),
        ]),
  ];
}

function studyResult(study: Study): Result {
  const scoreOf = (cell: Study['cells'][number]): string => significant(mainScore(cell.scores));
  return {
    json: study,
    text: [
      fields([
        [heading('study'), `${study.id}  ${study.name}`],
        [heading('status'), `${study.status}, ${study.cells.length} of ${study.planned}`],
      ]),
      '',
      table(
        [heading('training'), heading('learntFrom'), heading('judged'), heading('score'), heading('time')],
        study.cells.map((cell) => [
          cellName(cell),
          cell.train,
          cell.judged,
          scoreOf(cell),
          duration(cell.seconds),
        ]),
      ),
      ...summaryLines(study),
    ].join('\n'),
  };
}

async function findStudy({ client }: Session, word: string): Promise<Study> {
  const all = await client.studies.list({});
  const found = word === 'last' ? all[0] : all.find(({ id, name }) => id === word || name === word);
  if (found === undefined) throw failure('STUDY_UNKNOWN.id', { study: word });
  return found;
}

async function followed(session: Session, { id, activity }: Study): Promise<Result> {
  if (activity !== null) {
    session.progress.log(`Ctrl+C keeps what is done; \`unroll study resume ${id}\` goes on.`);
    await finishActivity(session, activity);
  }
  return studyResult(await session.client.studies.get({ study: id }));
}

const tests = {
  resampledT: 'corrected resampled t-test (Nadeau & Bengio 2003), since folds learn from the same examples',
  bootstrap: 'paired bootstrap over the test examples, since all seeds were judged by the same ones',
  wilcoxon: 'Wilcoxon signed-rank test over data sets, whose differences have no common size',
} as const;

function comparisonResult(comparison: StudyComparison): Result {
  const { test, pairs, difference, interval, pValue } = comparison;
  return {
    json: comparison,
    text: fields([
      [heading('difference'), `${difference >= 0 ? '+' : ''}${significant(difference)}`],
      [heading('interval95'), interval === null ? null : between(interval)],
      ['p', pValue === null ? null : significant(pValue)],
      [heading('by'), `${tests[test]}; ${pairs} pairs`],
    ]),
  };
}

export function studyCommand(): Command {
  const start = new Command('start')
    .argument('<dataset>')
    .option('--folds <k>', help('study.folds'), number({ whole: true, min: 2 }))
    .option('--groups', help('study.groups'))
    .option('--sizes', help('study.sizes'))
    .option('--seeds <n>', help('study.seeds'), number({ whole: true, min: 1 }))
    .option('--name <name>');
  const command = new Command('study').description(help('study'));
  command.addCommand(
    withCommonOptions(withTrainOptions(start)).action((word: string, flags: StudyFlags) =>
      runCommand(flags, async (session) => {
        const { id } = await requireDataset(session.client, word);
        const study = await session.client.studies.start({
          dataset: id,
          choices: recipeChoices(flags),
          design: designOf(flags),
          ...(flags.name !== undefined && { name: flags.name }),
        });
        return followed(session, study);
      }),
    ),
    { isDefault: true },
  );
  const of = (
    name: string,
    description: string,
    work: (session: Session, study: Study) => Promise<Result>,
  ): void => {
    const own = new Command(name).description(description).argument('<study>', help('any.run'));
    command.addCommand(
      withCommonOptions(own).action((word: string, options: CommonOptions) =>
        runCommand(options, async (session) => work(session, await findStudy(session, word))),
      ),
    );
  };
  of('show', 'everything about one', async (_, study) => studyResult(study));
  of('resume', 'go on with one that was cancelled', async (session, { id }) =>
    followed(session, await session.client.studies.resume({ study: id })),
  );
  of('delete', 'for good', async ({ client }, { id, name }) => {
    await client.studies.delete({ study: id });
    return { json: { study: id, deleted: true }, text: `Deleted ${id}  ${name}` };
  });
  command.addCommand(
    withCommonOptions(new Command('list').description(help('study.list'))).action((options: CommonOptions) =>
      runCommand(options, async ({ client }) => {
        const all = await client.studies.list({});
        return {
          json: { studies: all },
          text: table(
            [
              heading('study'),
              heading('name'),
              heading('status'),
              heading('done'),
              heading('mean'),
              heading('interval95'),
            ],
            all.map(({ id, name, status, cells, planned, summary }) => [
              ...[id, name, status, `${cells.length}/${planned}`],
              summary === null ? null : significant(summary.mean),
              summary === null ? null : between(summary.interval),
            ]),
          ),
        };
      }),
    ),
  );
  command.addCommand(
    withCommonOptions(
      new Command('compare').description(help('study.test')).argument('<first>').argument('<second>'),
    ).action((first: string, second: string, options: CommonOptions) =>
      runCommand(options, async (session) => {
        const ids = (words: string): Promise<string[]> =>
          Promise.all(words.split(',').map(async (word) => (await findStudy(session, word.trim())).id));
        return comparisonResult(
          await session.client.studies.compare({ first: await ids(first), second: await ids(second) }),
        );
      }),
    ),
  );
  return command;
}
