import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { Cell, Convolution, ModelChoices, ModelFamily, ModelSpec } from '../../shared/domain/model';
import { Cell as CellSchema, ModelSpec as ModelSpecSchema, networkFamilies } from '../../shared/domain/model';
import type { Bounds, ModelField } from '../../shared/domain/recipe-table';
import { familiesWith, modelBounds, modelTable, outOfBounds } from '../../shared/domain/recipe-table';
import { failure } from '../../shared/sentences/failure';
import { why } from '../../shared/sentences/why';
import { number } from './command';
import { help } from './language';

type OtherFamily = Exclude<ModelFamily, 'recurrent'>;
type ValueOf<Field extends string, Spec = ModelSpec> = Spec extends { [F in Field]: infer Value }
  ? Value
  : never;

/** The flags of `train` that say what learns, as commander hands them over. */
export type ModelFlags = {
  readonly model?: Cell | OtherFamily;
  readonly convolutions?: readonly Convolution[];
} & { readonly [Field in ModelField]?: Exclude<ValueOf<Field>, null> };

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

const modelFields = Object.keys(modelTable) as ModelField[];
const modelFlags: readonly (keyof ModelFlags)[] = [...modelFields, 'convolutions'];
const families = ModelSpecSchema.options.map(({ entries: { family } }) =>
  'literal' in family ? family.literal : family.wrapped.literal,
);

const familiesOf = (flag: (typeof modelFlags)[number]): readonly string[] =>
  flag === 'convolutions' ? networkFamilies : flag === 'model' ? families : familiesWith(flag);

const dashed = (flag: string): string =>
  `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** One field's option: words, a number, or on and off. Bounds that differ between families wait until the family is known. */
function addField(command: Command, field: ModelField): void {
  const row = modelTable[field];
  const words = help(`recipe.${field}`);
  if ('options' in row)
    command.addOption(new Option(`${dashed(field)} <${row.value}>`, words).choices(row.options));
  else if ('bounds' in row) {
    const bounds: Bounds[] = Object.values(row.bounds);
    command.option(
      `${dashed(field)} <${row.value}>`,
      words,
      bounds.length === 1 ? number(bounds[0]) : number(),
    );
  } else {
    command.option(dashed(field), words);
    if (field === 'bidirectional') command.option('--no-bidirectional', help('recipe.noBidirectional'));
    if (field === 'causal') command.option('--no-causal', help('recipe.noCausal'));
  }
}

/** @param more names that this command knows beside the models */
export function withModelOptions(command: Command, more: readonly string[] = []): Command {
  const names = [
    ...CellSchema.options,
    ...families.filter((family) => family !== 'recurrent' && family !== 'ensemble'),
  ];
  command.addOption(new Option('--model <name>', help('train.model')).choices([...names, ...more]));
  for (const field of modelFields) addField(command, field);
  return command.option('--convolutions <list>', help('train.convolutions'), convolutions);
}

/** Entries that somebody chose; the engine fills in the rest from the data. */
export function chosen<T extends object>(entries: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** @throws UnrollError ARGUMENT_INVALID for a flag that the chosen model does not have, or a number out of its bounds */
export function modelChoices(flags: ModelFlags): ModelChoices {
  const { model } = flags;
  const isCell = model === undefined || model === 'rnn' || model === 'lstm' || model === 'gru';
  const family: ModelFamily = isCell ? 'recurrent' : model;
  const own = modelFlags.filter((flag) => flag !== 'model' && familiesOf(flag).includes(family));
  for (const flag of modelFlags)
    if (flags[flag] !== undefined && !own.includes(flag)) {
      throw failure('ARGUMENT_INVALID.flagOfOthers', {
        flag: dashed(flag),
        families: familiesOf(flag).join(', '),
        model: model ?? 'recurrent',
      });
    }
  for (const flag of own) {
    const value = flags[flag];
    const reason = typeof value === 'number' ? outOfBounds(value, modelBounds(flag, family) ?? {}) : null;
    if (reason !== null)
      throw failure('ARGUMENT_INVALID.bounds', {
        flag: dashed(flag),
        ...why(`why.bounds.${reason.kind}`, { bound: reason.bound }),
        model: model ?? 'recurrent',
      });
  }
  const fields = Object.fromEntries(own.map((flag) => [flag, flags[flag]]));
  return chosen({ ...(isCell ? { cell: model } : { family }), ...fields }) as ModelChoices;
}
