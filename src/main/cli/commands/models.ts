import { hasClasses } from '../../../shared/domain/task';
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { ModelCard } from '../../../shared/contract/model-card';
import type { KeptModel } from '../../../shared/contract/models';
import { mainScore } from '../../../shared/domain/main-score';
import { failure } from '../../../shared/sentences/failure';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { significant, table } from '../output';
import { findDataset, findKept } from '../resolve';
import { heading, help, remarkWords } from '../language';

interface ImportOptions extends CommonOptions {
  readonly dataset: string;
  readonly name?: string;
  readonly unscaled?: boolean;
}

export function modelsCommand(): Command {
  return new Command('models')
    .description(help('models'))
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(addCommand())
    .addCommand(removeCommand())
    .addCommand(importCommand());
}

function listCommand(): Command {
  const command = new Command('list').description(help('models.list'));
  return withCommonOptions(command).action((options: CommonOptions) =>
    runCommand(options, async ({ client }) => {
      const kept = await client.models.list({});
      const rows = kept.map(({ id, card }) => [id, card.name, card.task, scoreOf(card), card.data.name]);
      const unreadable = await client.models.unreadable({});
      const text = table(['id', heading('name'), heading('task'), heading('score'), heading('data')], rows);
      return {
        json: { models: kept, unreadable },
        text: [text, ...unreadable.map(({ id, reason }) => `${id}: ${remarkWords(reason)}`)].join('\n'),
      };
    }),
  );
}

function scoreOf({ metrics, task }: ModelCard): string {
  const scores = metrics.test ?? metrics.validation;
  if (scores === null) return '';
  const score = mainScore(scores);
  return hasClasses(task) ? `${(100 * score).toFixed(1)} %` : significant(score);
}

function addCommand(): Command {
  const command = new Command('add')
    .description(help('models.keep'))
    .argument('<file...>', help('models.keep.files'));
  return withCommonOptions(command).action((files: string[], options: CommonOptions) =>
    runCommand(options, async ({ client }) => {
      const kept: KeptModel[] = [];
      for (const file of files) kept.push(await client.models.add({ path: resolve(file) }));
      return { json: { models: kept }, text: kept.map(({ id, card }) => `${id}  ${card.name}`).join('\n') };
    }),
  );
}

function removeCommand(): Command {
  const command = new Command('remove')
    .description(help('models.drop'))
    .argument('<model>', help('any.idOrName'));
  return withCommonOptions(command).action((word: string, options: CommonOptions) =>
    runCommand(options, async ({ client }) => {
      const lost = (await client.models.unreadable({})).find(({ id }) => id === word);
      const { id, card } = lost ? { id: lost.id, card: { name: lost.id } } : await findKept(client, word);
      await client.models.remove({ model: id });
      return { json: { removed: id }, text: `${card.name} is kept no longer.` };
    }),
  );
}

function importCommand(): Command {
  const command = new Command('import')
    .description(help('models.import'))
    .argument('<file>', help('models.import.file'))
    .requiredOption('--dataset <data>', help('models.import.dataset'))
    .option('--name <name>', help('models.import.name'))
    .option('--unscaled', help('models.import.unscaled'));
  return withCommonOptions(command).action((file: string, options: ImportOptions) =>
    runCommand(options, async ({ client }) => {
      const dataset = await findDataset(client, options.dataset);
      if (dataset === null) throw failure('DATASET_UNKNOWN.given', { given: options.dataset });
      const { run, remarks } = await client.models.import({
        path: resolve(file),
        dataset: dataset.id,
        ...(options.name !== undefined && { name: options.name }),
        ...(options.unscaled === true && { unscaled: true }),
      });
      const lines = [`${run.id}  ${run.name}`, ...remarks];
      return { json: { run, remarks }, text: lines.join('\n') };
    }),
  );
}
