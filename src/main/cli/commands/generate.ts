import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Continuation } from '../../../shared/domain/trace';
import { writeAtomic } from '../../engine/files/atomic';
import type { CommonOptions } from '../command';
import { number, runCommand, withCommonOptions } from '../command';
import { fields, significant } from '../output';
import { findRun } from '../resolve';
import { jsonOf } from '../../../shared/domain/measured';
import { failure } from '../../../shared/sentences/failure';
import { heading, help } from '../language';

interface Flags extends CommonOptions {
  readonly example: number;
  readonly steps: number;
  readonly seedSteps?: number;
  readonly temperature?: number;
  readonly seed?: number;
  readonly out?: string;
}

function rowsOf(values: Float32Array, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, t) => [
    ...values.subarray(t * width, (t + 1) * width),
  ]);
}

/** Mean absolute error against what really came, per channel; null where nothing came. */
function errorsOf({ channels, generated, real, realSteps }: Continuation): Record<string, number> | null {
  if (realSteps === 0) return null;
  const width = channels.length;
  return Object.fromEntries(
    channels.map((name, c) => {
      let sum = 0;
      for (let t = 0; t < realSteps; t++) sum += Math.abs(generated[t * width + c]! - real[t * width + c]!);
      return [name, sum / realSteps];
    }),
  );
}

/** Seed, continuation and what really came, as CSV or JSON by the file's ending. */
function encode(continuation: Continuation, asCsv: boolean): string {
  const { channels, seed, generated, real } = continuation;
  const width = channels.length;
  const parts = { seed: rowsOf(seed, width), generated: rowsOf(generated, width), real: rowsOf(real, width) };
  if (!asCsv) return `${jsonOf({ formatVersion: 1, channels, ...parts })}\n`;
  const quoted = channels.map((name) => (/[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name));
  const lines = Object.entries(parts).flatMap(([part, rows]) =>
    rows.map((row, t) => [part, part === 'seed' ? t : continuation.seedSteps + t, ...row].join(',')),
  );
  return `${[['part', 'step', ...quoted].join(','), ...lines].join('\n')}\n`;
}

async function write(file: string, continuation: Continuation): Promise<void> {
  try {
    await writeAtomic(file, Buffer.from(encode(continuation, file.toLowerCase().endsWith('.csv'))));
  } catch (cause) {
    throw failure('OUTPUT_UNWRITABLE.file', { file }, { cause });
  }
}

export function generateCommand(): Command {
  const command = new Command('generate')
    .description(help('generate'))
    .argument('<run>', help('any.run'))
    .requiredOption('--example <n>', help('any.example'), number({ whole: true, min: 0 }))
    .requiredOption('--steps <k>', help('generate.steps'), number({ whole: true, min: 1, max: 100_000 }))
    .option('--seed-steps <n>', help('generate.seedSteps'), number({ whole: true, min: 1 }))
    .option('--temperature <x>', help('generate.temperature'), number({ min: 0, max: 10 }))
    .option('--seed <n>', help('generate.seed'), number({ whole: true, min: 0 }))
    .option('--out <file>', help('generate.out'));
  return withCommonOptions(command).action((word: string, options: Flags) =>
    runCommand(options, async ({ client }) => {
      const { example, steps, seedSteps, temperature, seed, out } = options;
      if (out !== undefined && !/\.(csv|json)$/i.test(out)) throw failure('ARGUMENT_INVALID.outCsv', { out });
      const run = await findRun(client, word);
      const continuation = await client.inspection.generate({
        run: run.id,
        example,
        steps,
        ...(seedSteps !== undefined && { seedSteps }),
        ...(temperature !== undefined && { temperature }),
        ...(seed !== undefined && { seed }),
      });
      if (out !== undefined) await write(resolve(out), continuation);
      const { channels, realSteps, generated } = continuation;
      const errors = errorsOf(continuation);
      return {
        json: {
          example,
          seedSteps: continuation.seedSteps,
          steps,
          channels,
          generated: rowsOf(generated, channels.length),
          realSteps,
          mae: errors,
        },
        text: fields([
          [heading('example'), example],
          [heading('given'), `${continuation.seedSteps} steps`],
          [heading('written'), `${steps} steps of ${channels.join(', ')}`],
          [
            heading('error'),
            errors === null
              ? 'nothing to compare with'
              : `${Object.entries(errors)
                  .map(([name, error]) => `${name} ${significant(error)}`)
                  .join('  ')} over ${realSteps} steps`,
          ],
          ...(out === undefined ? [] : [['file', resolve(out)] as const]),
        ]),
      };
    }),
  );
}
