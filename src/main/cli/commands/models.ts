import { resolve } from 'node:path';
import { Command } from 'commander';
import { UnrollError } from '../../../shared/domain/error';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { findDataset } from '../resolve';

interface ImportOptions extends CommonOptions {
  readonly dataset: string;
  readonly name?: string;
  readonly unscaled?: boolean;
}

export function modelsCommand(): Command {
  const models = new Command('models').description('models that were made elsewhere');
  const command = new Command('import')
    .description('take a Keras, ONNX or tfjs model in, as a run that can be looked into')
    .argument('<file>', '.keras, .h5, .onnx, or a tfjs model.json')
    .requiredOption('--dataset <data>', 'the data set that its inputs and classes are of')
    .option('--name <name>', 'the run’s name')
    .option('--unscaled', 'the model wants features as they are, instead of scaled ones');
  withCommonOptions(command).action((file: string, options: ImportOptions) =>
    runCommand(options, async ({ client }) => {
      const dataset = await findDataset(client, options.dataset);
      if (dataset === null)
        throw new UnrollError('DATASET_UNKNOWN', `There is no data set "${options.dataset}".`, {
          given: options.dataset,
        });
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
  return models.addCommand(command);
}
