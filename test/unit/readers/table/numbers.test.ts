import { describe, expect, it } from 'vitest';
import { NumbersSeen } from '../../../../src/main/engine/readers/table/column-facts';
import { plainNumber } from '../../../../src/main/engine/readers/table/values/plain-number';
import { columnIn, columnText, numbersIn, tableOf } from './open-table';

function sentinelOf(values: Float64Array) {
  const seen = new NumbersSeen(true);
  seen.add(values);
  return seen.facts({ name: 'x', type: 'number' })?.sentinel ?? null;
}

describe('numbers', () => {
  it.each<[string, string, string[], number[]]>([
    ['decimal commas', ';', ['1,5', '-2,25', ',5', '3'], [1.5, -2.25, 0.5, 3]],
    ['decimal commas with exponents', ';', ['1,60413E+02', '8,7E-1', '-1,0e0'], [160.413, 0.87, -1]],
    ['points for thousands', ';', ['4.382,83', '963,70', '12.004.382,5'], [4382.83, 963.7, 12_004_382.5]],
    ['commas for thousands', ';', ['438,282,517.400', '517.25', '1,000.5'], [438_282_517.4, 517.25, 1000.5]],
    ['whole thousands', ';', ['1,721,000', '721,000', '512'], [1_721_000, 721_000, 512]],
    ['narrow blanks for thousands', ';', ['46\u202f925,30', '50 865,10', '7,5'], [46_925.3, 50_865.1, 7.5]],
    ['apostrophes for thousands', ';', ["46'925.30", '50’865.10', '7.5'], [46_925.3, 50_865.1, 7.5]],
    ['units', ',', ['11.4 °C', '11.0 °C', '-3 °C'], [11.4, 11, -3]],
    ['units of several sizes', ',', ['4.5 kW', '980 W', '4.25 kW'], [4.5, 0.98, 4.25]],
    ['percents', ',', ['98%', '97 %', '5.5%'], [98, 97, 5.5]],
    ['money', ';', ['$1,234.50', '$7', '$12,000'], [1234.5, 7, 12_000]],
    ['brackets for a minus', ',', ['(16.60)', '2.5', '$(0.5)'.replace('$(', '(')], [-16.6, 2.5, -0.5]],
    ['short scales', ',', ['345.6K', '1.2M', '980'], [345_600, 1_200_000, 980]],
    ['digits of full width', ',', ['１２．５', '－３', '7'], [12.5, -3, 7]],
    ['a proper minus', ',', ['−16.6', '2', '−0.5'], [-16.6, 2, -0.5]],
    ['quotes', ',', ['"1.5"', '"-2"', '"3"'], [1.5, -2, 3]],
    [
      'missing words',
      ',',
      ['1', 'n/a', '--', '#N/A', 'missing', '(blank)', '2', '?', 'NaN'],
      [1, NaN, NaN, NaN, NaN, NaN, 2, NaN, NaN],
    ],
  ])('with %s', async (_, delimiter, words, expected) => {
    const table = await tableOf(columnText([...words, ...words], delimiter));
    expect(columnIn(table, 'x').type).toBe('number');
    expect(numbersIn(table, 'x')).toEqual([...expected, ...expected]);
  });

  it('keep their unit', async () => {
    expect(columnIn(await tableOf(columnText(['11.4 °C', '11.0 °C'])), 'x')).toMatchObject({ unit: '°C' });
  });

  it('are decided by the whole column, far behind the head too', async () => {
    // The first 60,000 are whole; what the comma means shows at the end alone.
    const words = [
      ...Array.from({ length: 60_000 }, (_, k) => String(100 + (k % 900))),
      '1,721,000',
      '2,000,000',
    ];
    const values = numbersIn(await tableOf(columnText(words, ';')), 'x');
    expect(values.slice(-2)).toEqual([1_721_000, 2_000_000]);
    expect(values[0]).toBe(100);
  });

  it('of one column tell what the comma of another means', async () => {
    const lines = Array.from({ length: 9 }, (_, k) => `1.${k}5;1,23${k}`).join('\n');
    expect(numbersIn(await tableOf(`a;b\n${lines}\n`), 'b')[0]).toBe(1230);
    const german = Array.from({ length: 9 }, (_, k) => `1,${k}5;1.23${k}`).join('\n');
    expect(numbersIn(await tableOf(`a;b\n${german}\n`), 'b')[0]).toBe(1230);
  });

  it('are words where their units differ, and words of two kinds stay words', async () => {
    expect(columnIn(await tableOf(columnText(['12A', '7B', '3C', '1D'])), 'x').type).toBe('text');
    expect(columnIn(await tableOf(columnText(['ON', 'OFF', 'ON'])), 'x')).toMatchObject({
      words: ['ON', 'OFF'],
    });
    expect(columnIn(await tableOf(columnText(['True', 'FALSE', ''])), 'x').type).toBe('boolean');
  });

  it('in bytes are the nearest doubles, as Number has them', () => {
    const words = [
      '0',
      '-0.1',
      '1e-7',
      '123456789.123456789',
      '.5',
      '5.',
      '+7',
      '1E22',
      '9007199254740993',
      '1.7976931348623157e308',
      '4.9e-324',
      '0.1e-5',
    ];
    for (let k = 0; k < 2000; k++)
      words.push(String((Math.sin(k) * 10 ** ((k % 40) - 20)).toPrecision((k % 17) + 1)));
    for (const word of words) {
      const bytes = Buffer.from(`,${word},`);
      expect(plainNumber(bytes, 1, bytes.length - 1, 46)).toBe(Number(word));
    }
    for (const word of ['', '-', '.', '1.2.3', 'e5', '1e', '0x10', '1_000', '1 2', 'inf', '1e5.5'])
      expect(plainNumber(Buffer.from(word), 0, word.length, 46)).toBeNaN();
  });
});

describe('values that stand for nothing', () => {
  const measured = Array.from({ length: 100 }, (_, k) => 20 + Math.sin(k));
  it.each([
    [-9999, 3],
    [-9999, 1],
    [-999, 2],
    [99.9, 2],
    [32_767, 2],
    [3.4e38, 1],
    [1e29, 1],
    [-1000, 4],
  ])('%d, %d times', (value, count) => {
    const values = Float64Array.from([...measured, ...Array<number>(count).fill(value), NaN]);
    expect(sentinelOf(values)).toMatchObject({ value, count });
  });

  it.each([
    ['measured ones', measured],
    ['0 and 1', [0, 1, 1, 0]],
    ['a constant', [9999, 9999]],
    ['what lies near', [...measured, 23, 23]],
    ['a single peak', [...measured, 500]],
    ['9999 in a range that holds it', [9000, 9999, 9999, 10_500, 8000]],
    ['nothing', []],
  ])('are none among %s', (_, values) => {
    expect(sentinelOf(Float64Array.from(values))).toBeNull();
  });
});
