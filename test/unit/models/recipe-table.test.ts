import { Command } from 'commander';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { recipeChoices, withTrainOptions } from '../../../src/main/cli/train-options';
import type { TrainFlags } from '../../../src/main/cli/train-options';
import { ModelSpec, TrainingSpec } from '../../../src/shared/domain/model';
import {
  modelBounds,
  modelTable,
  outOfBounds,
  trainingBounds,
  trainingTable,
} from '../../../src/shared/domain/recipe-table';
import type { Bounds } from '../../../src/shared/domain/recipe-table';

/** On both sides of every bound. */
function around({ whole, min, max, above, below }: Bounds): number[] {
  const unit = whole === true ? 1 : 1e-6;
  return [min, max, above, below].flatMap((bound) =>
    bound === undefined ? [] : [bound - unit, bound, bound + unit],
  );
}

/** `train` with flags, as far as the recipe that it asks for. */
function choicesOf(...flags: readonly string[]): ReturnType<typeof recipeChoices> {
  const command = withTrainOptions(
    new Command('train').exitOverride().configureOutput({ writeErr: () => {} }),
  );
  return recipeChoices(command.parse([...flags], { from: 'user' }).opts<TrainFlags>());
}

const isTaken = (ask: () => unknown): boolean => {
  try {
    ask();
    return true;
  } catch {
    return false;
  }
};

const dashed = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const modelNumbers = ModelSpec.options.flatMap(({ entries }) =>
  Object.entries(entries).flatMap(([field, schema]) => {
    const family =
      v.getDefault(entries.family) ?? ('literal' in entries.family ? entries.family.literal : '');
    const bounds = modelBounds(field, family);
    return bounds === null
      ? []
      : [{ family, field, schema: schema as v.GenericSchema<number | null>, bounds }];
  }),
);

describe.each(modelNumbers)('$field of $family', ({ family, field, schema, bounds }) => {
  const model = family === 'recurrent' ? [] : ['--model', family];

  it.each(around(bounds))('%d is taken by schema and command line, or by neither', (value) => {
    const isWithin = outOfBounds(value, bounds) === null;
    expect(v.is(schema, value)).toBe(isWithin);
    expect(isTaken(() => choicesOf(...model, `${dashed(field)}=${value}`))).toBe(isWithin);
  });

  it('may be left open where the table says so', () => {
    expect(v.is(schema, null)).toBe(bounds.nullable === true);
  });
});

const trainingNumbers = Object.entries(trainingTable).flatMap(([field, { flag }]) => {
  const bounds = trainingBounds(field);
  return bounds === null ? [] : [{ field: field as keyof typeof trainingTable, flag, bounds }];
});

describe.each(trainingNumbers)('$field', ({ field, flag, bounds }) => {
  it.each(around(bounds))('%d is taken by schema and command line, or by neither', (value) => {
    const isWithin = outOfBounds(value, bounds) === null;
    expect(v.is(TrainingSpec.entries[field], value)).toBe(isWithin);
    // 0 clips nothing.
    if (field === 'clipNorm' && value === 0) expect(choicesOf('--clip=0').training?.clipNorm).toBeNull();
    else expect(isTaken(() => choicesOf(`--${flag}=${value}`))).toBe(isWithin);
  });
});

describe('the command line', () => {
  it('has a flag for every field', () => {
    const flags = withTrainOptions(new Command('train')).options.map(({ long }) => long);
    for (const field of Object.keys(modelTable)) expect(flags).toContain(dashed(field));
    for (const { flag } of Object.values(trainingTable)) expect(flags).toContain(`--${flag}`);
  });

  it('says whose bounds a number is out of', () => {
    expect(() => choicesOf('--model', 'latent', '--states', '65')).toThrow(
      '--states must be at most 64 in latent.',
    );
    expect(choicesOf('--model', 'markov', '--states', '65').model).toEqual({ family: 'markov', states: 65 });
    expect(() => choicesOf('--recurrent-dropout', '1')).toThrow(/less than 1/);
    expect(() => choicesOf('--peepholes', '--model', 'dtw')).toThrow(
      '--peepholes belongs to recurrent, not to dtw.',
    );
  });
});
