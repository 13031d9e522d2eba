import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { UnrollError } from '../../shared/domain/error';
import type {
  Activation,
  Cell,
  Convolution,
  ModelChoices,
  ModelFamily,
  SpecOf,
} from '../../shared/domain/model';
import { Activation as ActivationSchema, Cell as CellSchema, Pooling } from '../../shared/domain/model';
import { number } from './command';

type OtherFamily = Exclude<ModelFamily, 'recurrent'>;

/** The flags of `train` that say what learns, as commander hands them over. */
export interface ModelFlags {
  readonly model?: Cell | OtherFamily;
  readonly activation?: Activation;
  readonly units?: number;
  readonly layers?: number;
  readonly bidirectional?: boolean;
  readonly dropout?: number;
  readonly pooling?: SpecOf<'recurrent'>['pooling'];
  readonly resetAfter?: boolean;
  readonly forgetBias?: number;
  readonly forgetInit?: SpecOf<'recurrent'>['forgetInit'];
  readonly chronoSteps?: number;
  readonly peepholes?: boolean;
  readonly coupled?: boolean;
  readonly recurrentInit?: SpecOf<'recurrent'>['recurrentInit'];
  readonly spectralRadius?: number;
  readonly recurrentDropout?: number;
  readonly layerNorm?: boolean;
  readonly convolutions?: readonly Convolution[];
  readonly width?: number;
  readonly heads?: number;
  readonly feedForward?: number;
  readonly causal?: boolean;
  readonly order?: number;
  readonly criterion?: SpecOf<'ar'>['criterion'];
  readonly ridge?: number;
  readonly hidden?: number;
  readonly states?: number;
  readonly discretise?: SpecOf<'markov'>['discretise'];
  readonly smoothing?: number;
  readonly fit?: SpecOf<'latent'>['fit'];
  readonly transition?: SpecOf<'latent'>['transition'];
  readonly band?: number;
  readonly neighbours?: number;
}

const count = number({ integer: true, min: 1 });
const share = number({ min: 0, max: 0.999 });
const positive = number({ min: 0 });

/** `64x9/4,64x5/2`: filters, width, stride. */
function convolutions(text: string): Convolution[] {
  if (text === 'none') return [];
  return text.split(',').map((part) => {
    const [, filters, width, stride] = /^(\d+)x(\d+)(?:\/(\d+))?$/.exec(part.trim()) ?? [];
    if (filters === undefined)
      throw new InvalidArgumentError('Give filters x width / stride, as 64x9/4,64x9/4, or none.');
    return { filters: Number(filters), width: Number(width), stride: Number(stride ?? 1) };
  });
}

const familyFlags = {
  recurrent: [
    'activation',
    'units',
    'layers',
    'bidirectional',
    'dropout',
    'pooling',
    'resetAfter',
    'forgetBias',
    'forgetInit',
    'chronoSteps',
    'peepholes',
    'coupled',
    'recurrentInit',
    'spectralRadius',
    'recurrentDropout',
    'layerNorm',
    'convolutions',
  ],
  transformer: [
    ...['width', 'heads', 'layers', 'feedForward', 'dropout', 'causal', 'pooling', 'convolutions'],
  ] as (keyof ModelFlags)[],
  naive: ['ridge'],
  ar: ['order', 'criterion', 'ridge', 'hidden'],
  markov: ['states', 'discretise', 'order', 'smoothing'],
  latent: ['transition', 'states', 'fit'],
  dtw: ['band', 'neighbours'],
  statistics: ['ridge'],
} as const satisfies { readonly [F in ModelFamily]: readonly (keyof ModelFlags)[] };

const modelFlags = [...new Set(Object.values(familyFlags).flat())];
const families = Object.keys(familyFlags) as ModelFamily[];

export function withModelOptions(command: Command): Command {
  const names = [...CellSchema.options, ...families.filter((family) => family !== 'recurrent')];
  return command
    .addOption(new Option('--model <name>', 'what learns').choices(names))
    .addOption(new Option('--activation <f>', 'of a plain RNN').choices(ActivationSchema.options))
    .option('--units <n>', 'units per layer', count)
    .option('--layers <n>', 'recurrent layers', count)
    .option('--bidirectional', 'read each sequence both ways')
    .option('--no-bidirectional', 'read each sequence forwards only')
    .option('--dropout <share>', 'share of inputs dropped while training', share)
    .addOption(new Option('--pooling <kind>', 'what the head sees').choices(Pooling.options))
    .option('--reset-after', "GRU as cuDNN's and PyTorch's")
    .option('--forget-bias <x>', "LSTM's initial forget-gate bias", number())
    .addOption(
      new Option('--forget-init <how>', "LSTM's: --forget-bias, or by the length of the data").choices([
        ...['constant', 'chrono', 'longest'],
      ]),
    )
    .option(
      '--chrono-steps <T>',
      'LSTM: the length that --forget-init goes by',
      number({ integer: true, min: 3 }),
    )
    .option('--peepholes', 'LSTM: gates see the cell state')
    .option('--coupled', 'LSTM: forget what the input gate lets in')
    .addOption(
      new Option('--recurrent-init <how>', 'RNN: what its recurrence begins as').choices([
        ...['orthogonal', 'identity', 'normal'],
      ]),
    )
    .option('--spectral-radius <x>', 'RNN: of its first recurrence', number({ min: 1e-6, max: 10 }))
    .option('--recurrent-dropout <share>', 'share of units that a recurrence does not see', share)
    .option('--layer-norm', 'layer norm after every recurrent layer')
    .option(
      '--convolutions <list>',
      'in front: filters x width / stride, as 64x9/4,64x9/4; or none',
      convolutions,
    )
    .option('--width <n>', 'transformer: numbers per step', count)
    .option('--heads <n>', 'transformer: heads of each attention', count)
    .option('--feed-forward <n>', 'transformer: hidden units after each attention', count)
    .option('--causal', 'transformer: no step looks ahead')
    .option('--no-causal', 'transformer: every step looks at all')
    .option('--order <n>', 'ar, markov: how many last steps matter', count)
    .addOption(
      new Option('--criterion <name>', 'ar: what chooses the order').choices(['aic', 'bic', 'validation']),
    )
    .option('--ridge <x>', 'naive, ar, statistics: penalty on the weights', positive)
    .option('--hidden <n>', 'ar: hidden units; 0 is linear', number({ integer: true, min: 0 }))
    .option('--states <n>', 'markov: states; latent: dimensions of the state', count)
    .addOption(new Option('--discretise <how>', 'markov').choices(['quantiles', 'kmeans']))
    .option('--smoothing <x>', 'markov: added to every count', number({ min: Number.MIN_VALUE }))
    .addOption(new Option('--fit <how>', 'latent, linear').choices(['em', 'subspace']))
    .addOption(
      new Option(
        '--transition <how>',
        'latent: what moves the state; rnn and gru are trained to say the next step',
      ).choices([...['linear', 'rnn', 'gru']]),
    )
    .option('--band <share>', 'dtw: half width of the band', number({ min: 0, max: 1 }))
    .option('--neighbours <n>', 'dtw: how many vote', count);
}

/** Entries that somebody chose; the engine fills in the rest from the data. */
export function chosen<T extends object>(entries: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

const dashed = (flag: string): string =>
  `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** @throws UnrollError ARGUMENT_INVALID for a flag that the chosen model does not have */
export function modelChoices(flags: ModelFlags): ModelChoices {
  const { model } = flags;
  const isCell = model === undefined || model === 'rnn' || model === 'lstm' || model === 'gru';
  const family: ModelFamily = isCell ? 'recurrent' : model;
  const own: readonly string[] = familyFlags[family];
  for (const flag of modelFlags)
    if (flags[flag] !== undefined && !own.includes(flag)) {
      const users = families.filter((name) => (familyFlags[name] as readonly string[]).includes(flag));
      throw new UnrollError(
        'ARGUMENT_INVALID',
        `${dashed(flag)} belongs to ${users.join(', ')}, not to ${model ?? 'a recurrent network'}.`,
        { flag: dashed(flag), model: model ?? 'recurrent' },
      );
    }
  const fields = Object.fromEntries(own.map((flag) => [flag, flags[flag as keyof ModelFlags]]));
  return chosen({ ...(isCell ? { cell: model } : { family }), ...fields }) as ModelChoices;
}
