import { Command, Option } from 'commander';
import type { SplitName } from '../../../shared/domain/dataset';
import { splitNames } from '../../../shared/domain/dataset';
import { hasOneClass } from '../../../shared/domain/task';
import type { Session } from '../command';
import type { CommonOptions } from '../command';
import { number, runCommand, withCommonOptions } from '../command';
import { significant, table } from '../output';
import { findRun } from '../resolve';
import { heading, help } from '../language';

interface ErrorOptions extends CommonOptions {
  readonly split: SplitName;
  readonly limit: number;
}

/** Files of all examples of a part, by the example's index. */
async function filesOf({ client }: Session, dataset: string, split: SplitName): Promise<Map<number, string>> {
  const limit = 1000;
  const files = new Map<number, string>();
  for (let offset = 0; ; offset += limit) {
    const { total, examples } = await client.datasets.examples({ dataset, split, offset, limit });
    for (const { index, file } of examples) files.set(index, file);
    if (offset + limit >= total) return files;
  }
}

export function errorsCommand(): Command {
  const command = new Command('errors')
    .description(help('errors'))
    .argument('<run>', help('any.run'))
    .addOption(new Option('--split <part>').choices(splitNames).default('test'))
    .option('--limit <n>', help('errors.limit'), number({ whole: true, min: 1 }), 20);
  return withCommonOptions(command).action((word: string, options: ErrorOptions) =>
    runCommand(options, async (session) => {
      const { split, limit } = options;
      const run = await findRun(session.client, word);
      const { example, truth, predicted, confidence, loss, classes } = await session.client.runs.predictions({
        run: run.id,
        split,
      });
      const files = await filesOf(session, run.datasetId, split);
      const isClass = hasOneClass(run.task) && truth.some((label) => label >= 0);
      const all = Array.from(example, (index, row) => ({
        example: index,
        file: files.get(index) ?? null,
        truth: isClass ? classes[truth[row]!]! : null,
        answer: isClass ? classes[predicted[row]!]! : null,
        /** Of the answer; else how far it is off. */
        value: confidence[row]!,
        loss: loss[row]!,
      }));
      const wrong = isClass ? all.filter((one) => one.truth !== one.answer) : all;
      const worst = wrong.sort((a, b) => b.loss - a.loss).slice(0, limit);
      const head = [
        ...[heading('example'), heading('file')],
        ...(isClass ? [heading('truth'), heading('answer'), heading('confidence')] : [heading('error')]),
      ];
      const name = isClass ? 'confidence' : 'error';
      const told = worst.map(({ value, ...one }) => ({ ...one, [name]: value }));
      return {
        json: { run: run.id, split, examples: all.length, wrong: isClass ? wrong.length : null, worst: told },
        text: [
          table(
            head,
            worst.map((one) => [
              one.example,
              one.file,
              ...(isClass ? [one.truth, one.answer] : []),
              significant(one.value),
            ]),
          ),
          ...(isClass ? ['', `${wrong.length} of ${all.length} are wrong.`] : []),
        ].join('\n'),
      };
    }),
  );
}
