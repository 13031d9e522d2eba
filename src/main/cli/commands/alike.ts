import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { AlikeExamples, AlikeRecordings } from '../../../shared/domain/alike';
import { failure } from '../../../shared/sentences/failure';
import type { CommonOptions } from '../command';
import { number, runCommand, withCommonOptions } from '../command';
import { heading, help } from '../language';
import { significant, table } from '../output';
import { findRun } from '../resolve';

interface AlikeOptions extends CommonOptions {
  readonly example?: number;
  readonly recording?: string;
  readonly from?: number;
  readonly to?: number;
  readonly units?: readonly number[];
  readonly count?: number;
}

/** `3,17`: units from 1. */
function unitsOf(text: string): number[] {
  const units = text.split(',').map((word) => Number(word.trim()) - 1);
  if (units.some((unit) => !Number.isSafeInteger(unit) || unit < 0))
    throw new InvalidArgumentError('Give units from 1, separated by commas, as 3,17.');
  return units;
}

/** How long the search took and through what. */
function footer({ items, cells, units, elapsedMs }: AlikeExamples | AlikeRecordings): string {
  return `\n${heading('lookedThrough')}  ${items}, ${cells} × ${units}, ${elapsedMs} ms`;
}

export function alikeCommand(): Command {
  const time = number({ min: 0 });
  const command = new Command('alike')
    .description(help('alike'))
    .argument('<run>', help('any.run'))
    .argument('[files...]', help('alike.files'))
    .option('--example <n>', help('any.example'), number({ whole: true, min: 0 }))
    .option('--recording <file>', help('alike.recording'))
    .option('--from <time>', help('alike.from'), time)
    .option('--to <time>', help('alike.to'), time)
    .option('--units <list>', help('alike.units'), unitsOf)
    .option('--count <n>', help('alike.count'), number({ whole: true, min: 1, max: 1000 }));
  return withCommonOptions(command).action((word: string, files: string[], options: AlikeOptions) =>
    runCommand(options, async ({ client, progress }) => {
      const { example, recording, from, to, units, count } = options;
      const run = (await findRun(client, word)).id;
      const asked = {
        ...(units !== undefined && { units: [...units] }),
        ...(count !== undefined && { count }),
      };
      progress.show(run, null, '');
      if (example !== undefined) {
        const place = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
        const found = await client.alike.examples({ run, example, ...place, ...asked });
        const rows = found.moments.map((one) => [
          ...[significant(one.score), one.example, one.from, one.to, one.label, one.file],
        ]);
        const names = ['score', 'example', 'from', 'to', 'label', 'file'] as const;
        return { json: found, text: table(names.map(heading), rows) + footer(found) };
      }
      if (recording === undefined || from === undefined || to === undefined)
        throw failure('ARGUMENT_INVALID.alikeWhat');
      const found = await client.alike.recordings({
        ...{ run, recording: resolve(recording), from, to, ...asked },
        paths: files.map((file) => resolve(file)),
      });
      const rows = found.moments.map((one) => [
        ...[significant(one.score), significant(one.from), significant(one.to), one.recording],
      ]);
      const names = ['score', 'from', 'to', 'file'] as const;
      return { json: found, text: table(names.map(heading), rows) + footer(found) };
    }),
  );
}
