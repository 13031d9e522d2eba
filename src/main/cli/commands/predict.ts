import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Prediction } from '../../../shared/contract/exports';
import { ErrorCodeSchema, UnrollError } from '../../../shared/domain/error';
import * as v from 'valibot';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { significant, table } from '../output';
import { findModel } from '../resolve';

function row(prediction: Prediction): string[] {
  const { file } = prediction;
  if (prediction.kind === 'forecast') return [file, prediction.forecast.map(significant).join('  ')];
  if (prediction.kind === 'value') return [file, significant(prediction.value)];
  if (prediction.kind === 'labels')
    return [file, prediction.segments.map(({ label, start, end }) => `${label} ${start}–${end}`).join('  ')];
  const share = prediction.probabilities[prediction.label] ?? NaN;
  return [file, `${prediction.label}  ${(100 * share).toFixed(1)} %`];
}

export function predictCommand(): Command {
  const command = new Command('predict')
    .description('run new files through a trained model')
    .argument('<model>', 'a run, or an exported model')
    .argument('<file...>');
  return withCommonOptions(command).action((model: string, files: string[], options: CommonOptions) =>
    runCommand(options, async ({ client, progress }) => {
      const given = new Map(files.map((file) => [resolve(file), file]));
      const { predictions, refused } = await client.predict.files({
        model: await findModel(client, model),
        paths: [...given.keys()],
      });
      const [first] = refused;
      if (predictions.length === 0 && first)
        throw new UnrollError(
          v.is(ErrorCodeSchema, first.code) ? first.code : 'FILE_UNREADABLE',
          first.reason,
          {
            file: first.file,
          },
        );
      for (const { file, reason } of refused) progress.log(`refused ${file}: ${reason}`);
      const named = predictions.map((prediction) => ({
        ...prediction,
        file: given.get(prediction.file) ?? prediction.file,
      }));
      return {
        json: {
          predictions: named.map(({ kind: _kind, ...prediction }) => prediction),
          ...(refused.length > 0 && { refused: refused.map(({ file, reason }) => ({ file, reason })) }),
        },
        text: table(['file', 'prediction'], named.map(row)),
      };
    }),
  );
}
