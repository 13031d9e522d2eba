import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TsParser } from '../../../src/main/engine/readers/cases/ts-format';
import { UcrParser } from '../../../src/main/engine/readers/cases/ucr-format';
import { UnrollError } from '../../../src/shared/domain/error';
import type { AllCases } from './all-cases';
import { allCases, casesIn } from './all-cases';

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));

function parse(text: string): AllCases {
  return casesIn(text.split('\n'), new TsParser('test.ts'));
}

function failure(text: string): UnrollError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof UnrollError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

const header = (...lines: string[]): string => ['@problemName Test', ...lines, '@data', ''].join('\n');

describe('TsParser', () => {
  it('reads what aeon reads', async () => {
    interface Reference {
      readonly file: string;
      readonly labels: string[];
      readonly lengths: number[];
      readonly channels: number;
      /** [channels] of the first and of the last sequence. */
      readonly firstSums: number[];
      readonly lastSums: number[];
    }
    const references = JSON.parse(readFileSync(fixture('datasets/aeon.json'), 'utf8')) as Reference[];
    expect(references).toHaveLength(2);
    for (const { file, labels, lengths, channels, firstSums, lastSums } of references) {
      const read = await allCases(fixture(file), new TsParser(file));
      expect(read.cases.map(({ label }) => label)).toEqual(labels);
      expect(read.cases.map(({ length }) => length)).toEqual(lengths);
      expect(read.channels).toBe(channels);
      for (const [index, sums] of [
        [0, firstSums],
        [read.cases.length - 1, lastSums],
      ] as const) {
        const { data } = read.cases[index]!;
        const own = sums.map((_, c) => data.reduce((sum, x, k) => (k % channels === c ? sum + x : sum), 0));
        for (const [c, sum] of sums.entries()) expect(own[c]).toBeCloseTo(sum, 4);
      }
    }
  });

  it('reads values, missing values and the padding of shorter sequences', () => {
    const { cases, missing } = parse(
      header('@univariate false', '@dimensions 2', '@classLabel true a b') +
        '1,?,3:4,5,6:a\n-1e-2,?,?:.5,NaN,?:b\n',
    );
    expect([...cases[0]!.data]).toEqual([1, 4, NaN, 5, 3, 6]);
    expect(cases[1]!.length).toBe(1);
    expect(cases[1]!.data[0]).toBeCloseTo(-0.01, 7);
    expect(missing).toBe(1);
  });

  it('takes byte order marks, carriage returns and blank lines', () => {
    expect(
      parse('\uFEFF@problemName X\r\n\r\n@classLabel false\r\n@data\r\n1,2,3\r\n').cases[0]!.length,
    ).toBe(3);
  });

  it.each([
    ['data before @data', '1,2,3:a\n', 'FILE_CORRUPT'],
    ['no @data', '@problemName X\n', 'FILE_CORRUPT'],
    ['no sequence', header('@classLabel false'), 'FILE_EMPTY'],
    ['an unknown class', header('@classLabel true a b') + '1,2:c\n', 'FILE_CORRUPT'],
    ['no class', header('@classLabel true a b') + '1,2:\n', 'FILE_CORRUPT'],
    ['a word among the values', header('@classLabel false') + '1,two,3\n', 'FILE_CORRUPT'],
    ['a hexadecimal number', header('@classLabel false') + '1,0x10\n', 'FILE_CORRUPT'],
    ['an empty value', header('@classLabel false') + '1,,3\n', 'FILE_CORRUPT'],
    ['infinity', header('@classLabel false') + '1,1e999\n', 'FILE_CORRUPT'],
    [
      'channels of unequal length',
      header('@univariate false', '@classLabel false') + '1,2:3\n',
      'FILE_CORRUPT',
    ],
    ['too few channels', header('@dimensions 3', '@classLabel false') + '1,2:3,4\n', 'FILE_CORRUPT'],
    [
      'two channels where there is one',
      header('@univariate true', '@classLabel false') + '1:3\n',
      'FILE_CORRUPT',
    ],
    [
      'another length',
      header('@equalLength true', '@seriesLength 3', '@classLabel false') + '1,2\n',
      'FILE_CORRUPT',
    ],
    ['an unknown tag', '@colour red\n@data\n', 'FILE_CORRUPT'],
    ['time stamps', header('@timeStamps true', '@classLabel false') + '(0,1)\n', 'FILE_FORMAT_UNKNOWN'],
    ['words to predict', header('@targetLabel true') + '1,2:high\n', 'FILE_CORRUPT'],
  ])('refuses %s', (_, text, code) => {
    expect(failure(text).code).toBe(code);
  });

  it('names the line', () => {
    expect(failure(header('@classLabel false') + '1,2\n1,x\n').message).toContain('line 5');
  });

  it('answers anything with sequences or an UnrollError', () => {
    const token = fc.constantFrom(
      '@data',
      '@classLabel true a',
      '@dimensions 2',
      '@univariate',
      ':',
      ',',
      '?',
      '1',
      '-2e3',
      'a',
      '\n',
      ' ',
      '#',
      '@',
      '\0',
      '(',
      '한글',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(token, { maxLength: 60 }).map((tokens) => tokens.join('')),
    );
    fc.assert(
      fc.property(text, (input) => {
        try {
          const { cases, channels } = parse(input);
          for (const { data, length } of cases) expect(data).toHaveLength(length * channels);
        } catch (error) {
          expect(error).toBeInstanceOf(UnrollError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives back the numbers that were written', () => {
    const number = fc.double({ noNaN: true, min: -1e30, max: 1e30 }).map((x) => x + 0);
    fc.assert(
      fc.property(
        fc.array(fc.array(number, { minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 5 }),
        (rows) => {
          const { cases } = parse(
            header('@classLabel false', '@univariate true') + rows.map((row) => row.join(',')).join('\n'),
          );
          expect(cases.map(({ data }) => [...data])).toEqual(rows.map((row) => [...Float32Array.from(row)]));
        },
      ),
    );
  });
});

describe('UcrParser', () => {
  it('reads the class first, then the values up to the padding', () => {
    const lines = ['2\t1.5\t-2\tNaN', '  1.0000000e+00  3 4 5'];
    const { cases } = casesIn(lines, new UcrParser('X_TRAIN.tsv', 'X'));
    expect(cases.map(({ label, data }) => [label, ...data])).toEqual([
      ['2', 1.5, -2],
      ['1', 3, 4, 5],
    ]);
  });

  it('refuses what is no number, with the line', () => {
    const parser = new UcrParser('X_TRAIN.tsv', 'X');
    expect(() => parser.line('class\tvalue')).toThrow(/line 1: "value" is not a number/);
  });
});
