import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { jsonOf } from '../../../shared/domain/measured';
import type { Clamp, LayerTrace, Trace } from '../../../shared/domain/trace';
import { failure } from '../../../shared/sentences/failure';
import type { CommonOptions } from '../command';
import { number, runCommand, withCommonOptions } from '../command';
import { fields, significant } from '../output';
import { findRun } from '../resolve';

function layerShapes({ tensors, units }: LayerTrace): Record<string, [number, number]> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, data]) => [name, [(data?.length ?? 0) / units, units]]),
  );
}

/** Shapes as the contract names them: the last layer's, forwards. All layers are in the file. */
function shapes({ layers, steps, outputs }: Trace): Record<string, [number, number]> {
  const last = layers.filter(({ direction }) => direction === 'forward').at(-1) ?? layers[0];
  return { ...(last && layerShapes(last)), probabilities: [steps, outputs.length] };
}

/** `2/17=0.5@10-40`: layer (from 1, `b` after it for backwards), unit (from 1), value, and steps (from 1). */
function clampOf(text: string): Clamp {
  const match = /^(\d+)(b?)\/(\d+)=(-?[\d.eE+-]+?)(?:@(\d+)-(\d+))?$/.exec(text);
  const value = Number(match?.[4]);
  if (match === null || !Number.isFinite(value))
    throw new InvalidArgumentError('Give layer/unit=value, or layer/unit=value@from-to, as 1/17=0.5@10-40.');
  const [, layer, backward, unit, , from, to] = match;
  return {
    layer: Number(layer) - 1,
    direction: backward === 'b' ? 'backward' : 'forward',
    unit: Number(unit) - 1,
    value,
    ...(from !== undefined && { from: Number(from) - 1, to: Number(to) }),
  };
}

/** Arrays as JSON knows them. */
function plain(view: NonNullable<Trace['view']>): unknown {
  return JSON.parse(jsonOf(view));
}

export function inspectCommand(): Command {
  const command = new Command('inspect')
    .description('what the network remembers of one example at every step')
    .argument('<run>', 'id, name or last')
    .requiredOption('--example <n>', 'index in the data set', number({ whole: true, min: 0 }))
    .option('--clamp <layer/unit=value>', "hold one unit's state, as 1/17=0.5 or 1/17=0.5@10-40", clampOf)
    .option('--out <file>', 'write the numbers, as .npz or .json');
  return withCommonOptions(command).action(
    (word: string, options: CommonOptions & { example: number; out?: string; clamp?: Clamp }) =>
      runCommand(options, async ({ client }) => {
        const { out, example, clamp } = options;
        if (out !== undefined && !/\.(npz|json)$/i.test(out))
          throw failure('ARGUMENT_INVALID.outNpz', { out });
        const run = await findRun(client, word);
        const trace = await client.inspection.trace({ run: run.id, example, ...(clamp && { clamp }) });
        if (out !== undefined) await client.inspection.save({ run: run.id, example, file: resolve(out) });
        const { steps, layers, outputs, probabilities } = trace;
        const tensors = shapes(trace);
        const last = outputs.map((name, k) => {
          const value = probabilities[(steps - 1) * outputs.length + k] ?? NaN;
          return `${name} ${significant(value)}`;
        });
        return {
          json: {
            ...{ example, steps, units: layers.at(-1)?.units ?? null, tensors },
            ...(trace.view && { view: plain(trace.view) }),
          },
          text: fields([
            ['example', `${example}  ${trace.example.file}`],
            ['steps', steps],
            ...Object.entries(tensors).map(([name, shape]) => [name, shape.join(' × ')] as const),
            ['at the end', last.join('  ')],
            ...(out === undefined ? [] : [['written', resolve(out)] as const]),
          ]),
        };
      }),
  );
}
