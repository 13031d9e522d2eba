import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { jsonOf } from '../../../shared/domain/measured';
import type { Clamp, LayerTrace, Trace } from '../../../shared/domain/trace';
import { failure } from '../../../shared/sentences/failure';
import type { CommonOptions, Session } from '../command';
import type { Result } from '../output';
import { number, runCommand, withCommonOptions } from '../command';
import { fields, significant } from '../output';
import { memoryText, saliencyText, stateSpaceText } from '../insight';
import { frameText, probesText } from '../probes';
import type { Run } from '../../../shared/domain/run';
import { findRun } from '../resolve';
import { heading, help } from '../language';

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

/** `2`, or `2b` for backwards: a layer from 1. */
function layerOf(text: string): { layer: number; direction: 'forward' | 'backward' } {
  const match = /^([1-9]\d*)(b?)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('Give a layer from 1, with b behind it for backwards.');
  return { layer: Number(match[1]) - 1, direction: match[2] === 'b' ? 'backward' : 'forward' };
}

/** `12@40`: step 40 of example 12. */
function placeOf(text: string): { example: number; step: number } {
  const match = /^(\d+)@(\d+)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('Give example@step, as 12@40.');
  return { example: Number(match[1]), step: Number(match[2]) };
}

interface InspectOptions extends CommonOptions {
  readonly example?: number;
  readonly out?: string;
  readonly clamp?: Clamp;
  readonly saliency?: true | number;
  readonly at?: number;
  readonly memory?: true;
  readonly probes?: true | number;
  readonly fixedPoints?: true;
  readonly layer?: ReturnType<typeof layerOf>;
  readonly starts?: number;
  readonly seed?: number;
  readonly input?: ReturnType<typeof placeOf>;
}

export function inspectCommand(): Command {
  const whole = number({ whole: true, min: 0 });
  const command = new Command('inspect')
    .description(help('inspect'))
    .argument('<run>', help('any.run'))
    .option('--example <n>', help('any.example'), whole)
    .option('--clamp <layer/unit=value>', help('inspect.clamp'), clampOf)
    .option('--out <file>', help('inspect.out'))
    .option('--saliency [output]', help('inspect.saliency'), whole)
    .option('--at <step>', help('inspect.at'), whole)
    .option('--memory', help('inspect.memory'))
    .option('--probes [n]', help('inspect.probes'), whole)
    .option('--fixed-points', help('inspect.fixedPoints'))
    .option('--layer <n>', help('inspect.layer'), layerOf)
    .option('--starts <n>', help('inspect.fixedOnly'), number({ whole: true, min: 1, max: 20_000 }))
    .option('--seed <n>', help('inspect.fixedOnly'), whole)
    .option('--input <example@step>', help('inspect.input'), placeOf);
  return withCommonOptions(command).action((word: string, options: InspectOptions) =>
    runCommand(options, async (session) => {
      const { example, memory, fixedPoints, probes } = options;
      const isOfRun = memory === true || fixedPoints === true || probes !== undefined;
      if (example === undefined && !isOfRun) throw failure('ARGUMENT_INVALID.inspectExample');
      const run = await findRun(session.client, word);
      if (memory === true) return inspectMemory(session, run.id);
      if (probes !== undefined) return inspectProbes(session, run, { ...options, probes });
      if (example === undefined || fixedPoints === true) return inspectStates(session, run.id, options);
      return options.saliency === undefined
        ? inspectExample(session, run.id, { ...options, example })
        : inspectSaliency(session, run.id, { ...options, example });
    }),
  );
}

async function inspectMemory({ client }: Session, run: string): Promise<Result> {
  const found = await client.inspection.memory({ run });
  return { json: found, text: memoryText(found) };
}

/** What was seen of a few examples while it learnt; of one of them at a step, its pictures. */
async function inspectProbes(
  { client }: Session,
  run: Run,
  { probes, at }: InspectOptions & { probes: true | number },
): Promise<Result> {
  const history = await client.inspection.probes({ run: run.id });
  if (history === null) throw failure('ARGUMENT_INVALID.probesNone', { run: run.name });
  if (at === undefined) return { json: history, text: probesText(history) };
  const probe = probes === true ? 0 : probes;
  const frame = await client.inspection.probeFrame({ run: run.id, step: at, probe });
  return { json: frame, text: frameText(frame, history) };
}

async function inspectSaliency(
  { client }: Session,
  run: string,
  { example, saliency, at }: InspectOptions & { example: number },
): Promise<Result> {
  const output = typeof saliency === 'number' ? { output: saliency } : {};
  const found = await client.inspection.saliency({
    ...{ run, example, ...output },
    ...(at !== undefined && { at }),
  });
  return { json: found, text: saliencyText(found) };
}

async function inspectStates(
  { client, progress }: Session,
  run: string,
  { layer, starts, seed, input }: InspectOptions,
): Promise<Result> {
  progress.show(run, null, '');
  const found = await client.inspection.stateSpace({
    ...{ run, ...layer },
    ...(starts !== undefined && { starts }),
    ...(seed !== undefined && { seed }),
    ...(input !== undefined && { input }),
  });
  return { json: found, text: stateSpaceText(found) };
}

/** What each member of an ensemble says by itself. */
function memberRows(
  members: readonly { readonly run: string; readonly answers: Float32Array }[],
  outputs: readonly string[],
): (readonly [string, string])[] {
  return members.map(({ run, answers }) => [
    run,
    outputs.map((name, k) => `${name} ${significant(answers[k] ?? NaN)}`).join('  '),
  ]);
}

async function inspectExample(
  { client }: Session,
  run: string,
  { example, out, clamp }: InspectOptions & { example: number },
): Promise<Result> {
  if (out !== undefined && !/\.(npz|json)$/i.test(out)) throw failure('ARGUMENT_INVALID.outNpz', { out });
  const trace = await client.inspection.trace({ run, example, ...(clamp && { clamp }) });
  if (out !== undefined) await client.inspection.save({ run, example, file: resolve(out) });
  const { steps, layers, outputs, probabilities, view } = trace;
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
      [heading('example'), `${example}  ${trace.example.file}`],
      [heading('steps'), steps],
      ...Object.entries(tensors).map(([name, shape]) => [name, shape.join(' × ')] as const),
      [heading('atTheEnd'), last.join('  ')],
      ...(view?.kind === 'ensemble' ? memberRows(view.members, outputs) : []),
      ...(out === undefined ? [] : [['written', resolve(out)] as const]),
    ]),
  };
}
