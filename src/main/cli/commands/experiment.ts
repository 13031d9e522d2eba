import { Argument, Command } from 'commander';
import type {
  ExperimentInfo,
  ExperimentName,
  ExperimentReport,
  SettingSpec,
  SettingValue,
  SettingValues,
} from '../../../shared/domain/experiment';
import { experimentNames } from '../../../shared/domain/experiment';
import { experimentTable } from '../../../shared/figures/experiment-table';
import { failure } from '../../../shared/sentences/failure';
import type { CommonOptions, Session } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { findDataset } from '../resolve';
import { duration, significant, table } from '../output';
import { finishActivity } from '../activity-progress';
import { help } from '../language';

const asNumbers = (text: string): number[] => text.split(',').map(Number);

async function valueOf({ client }: Session, spec: SettingSpec, text: string): Promise<SettingValue> {
  switch (spec.kind) {
    case 'number':
      return Number(text);
    case 'switch':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'choice':
      return text;
    case 'choices':
      return text.split(',');
    case 'numbers':
    case 'signal':
      return asNumbers(text);
    case 'dataset': {
      const found = await findDataset(client, text);
      if (found === null) throw failure('DATASET_UNKNOWN.given', { given: text });
      return found.id;
    }
  }
}

/** `key=value` pairs in the types that the experiment's settings have; the engine checks their ranges. */
async function settingsOf(session: Session, info: ExperimentInfo, pairs: string[]): Promise<SettingValues> {
  const values: Record<string, SettingValue> = {};
  for (const pair of pairs) {
    const [, key, text] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
    if (key === undefined || text === undefined) throw failure('ARGUMENT_INVALID.keyValue', { given: pair });
    const spec = info.settings.find((setting) => setting.key === key);
    values[key] = spec === undefined ? text : await valueOf(session, spec, text);
  }
  return values;
}

async function run(
  session: Session,
  name: ExperimentName,
  settings: SettingValues,
): Promise<ExperimentReport> {
  const { client } = session;
  const { activity } = await client.experiments.start({ name, settings });
  await finishActivity(session, activity);
  let last: ExperimentReport | null = null;
  for await (const { report } of await client.experiments.watch({ activity })) last = report;
  if (last === null) throw failure('INTERNAL.experiment');
  return last;
}

/** ECharts is loaded only when a figure is drawn. */
async function write(report: ExperimentReport, outDir: string): Promise<string[]> {
  const { writeExperiment } = await import('../experiment-files');
  return writeExperiment(report, outDir);
}

/** One table where the result is one; the others are figures. */
function scoreTable(result: ExperimentReport['result']): string[] {
  if (result.experiment !== 'road' && result.experiment !== 'memory' && result.experiment !== 'lstm-or-gru')
    return [];
  const { head, rows } = experimentTable(result);
  const short = (cell: (typeof rows)[number][number]): string | number | null =>
    typeof cell === 'number' ? Number(significant(cell)) : cell;
  return [
    table(
      head,
      rows.map((row) => row.map(short)),
    ),
    '',
  ];
}

const collect = (value: string, before: string[]): string[] => [...before, value];

export function experimentCommand(): Command {
  const command = new Command('experiment')
    .description(help('experiment'))
    .addArgument(new Argument('<name>').choices(experimentNames))
    .option('--set <key=value>', help('experiment.set'), collect, [])
    .option('--out <dir>', help('experiment.out'));
  return withCommonOptions(command).action(
    (name: ExperimentName, options: CommonOptions & { set: string[]; out?: string }) =>
      runCommand(options, async (session) => {
        const info = (await session.client.experiments.list({})).find((one) => one.name === name)!;
        const report = await run(session, name, await settingsOf(session, info, options.set));
        const files = options.out === undefined ? [] : await write(report, options.out);
        const sentence = report.findings.map(({ message }) => message).join(' ');
        return {
          json: { ...report.result, settings: report.settings, seconds: report.seconds, finding: sentence },
          text: [
            ...scoreTable(report.result),
            ...report.findings.map(({ message }) => message),
            `Took ${duration(report.seconds)}.`,
            ...files,
          ].join('\n'),
        };
      }),
  );
}
