import { expect, it } from 'vitest';
import { NumbersSeen } from '../../../../src/main/engine/readers/table/column-facts';
import { Growth } from '../../../../src/main/engine/readers/table/values/number-times';
import { SplitRandom } from '../../../../src/main/engine/random/split-random';
import { columnIn, columnText, numbersIn, tableOf } from './open-table';

const source = new SplitRandom(7);
const random = (): number => source.next();
const below = (count: number): number => Math.floor(count * random());
const digits = (count: number): string => Array.from({ length: count }, () => below(10)).join('');

/** Any double that is not huge or tiny, as JavaScript writes it. */
function anyDouble(): string {
  const bytes = new DataView(new ArrayBuffer(8));
  const exponent = 1023 + below(360) - 180;
  bytes.setUint32(0, (below(2) << 31) | (exponent << 20) | below(2 ** 20));
  bytes.setUint32(4, below(2 ** 32));
  return String(bytes.getFloat64(0));
}

/** The point halfway between two doubles, and its neighbours: the hardest to round. */
function halfway(): string {
  const whole = 2n ** 53n + 2n * BigInt(below(2 ** 30)) + 1n;
  return `${whole * 10n ** BigInt(below(3)) + BigInt(below(3) - 1)}`;
}

const makers: (() => string)[] = [
  anyDouble,
  halfway,
  () => `${below(2) === 0 ? '-' : ''}${digits(1 + below(12))}.${digits(1 + below(10))}`,
  () => `${digits(1 + below(4))}.${digits(below(18))}e${below(120) - 60}`,
  () => `0.${'0'.repeat(below(30))}${digits(1 + below(19))}`,
  () => `${'0'.repeat(below(20))}${digits(1 + below(17))}`,
  () => `${digits(20 + below(10))}`,
];

it('numbers of every length are the nearest doubles', async () => {
  const words = Array.from({ length: 60_000 }, (_, k) => makers[k % makers.length]!());
  const read = numbersIn(await tableOf(columnText(words, ';')), 'x');
  const wrong = words.filter((word, k) => !Object.is(read[k], Number(word)));
  expect(wrong).toEqual([]);
});

it('rows that are plain and rows that are not come out in their order', async () => {
  const forms: ((cells: readonly string[]) => string)[] = [
    (cells) => cells.join(','),
    (cells) => cells.join(', '),
    (cells) => `  ${cells.join(' ,')}  `,
    (cells) => cells.map((cell) => `"${cell}"`).join(','),
    (cells) => `${cells.join(',')},,`,
    (cells) => `"${cells[0]}" ,${cells[1]},"a ""b"""`,
    (cells) => `${cells[0]},,${cells[2]}`,
  ];
  const ends = ['\n', '\r\n', '\n\n', '\r'];
  // The head, a quarter of a megabyte, says how the rest is parted.
  const head = 12_000;
  const rows = Array.from({ length: head + 20_000 }, (_, k) => {
    const cells = [String(k), anyDouble(), ['x', 'y', 'z'][below(3)]!];
    const form = k < head ? 0 : below(forms.length);
    return { cells, form, text: forms[form]!(cells) + ends[k < head ? 0 : below(ends.length)]! };
  });
  const table = await tableOf(`n,v,w\n${rows.map(({ text }) => text).join('')}`);
  expect(table.notes?.rowsLeftOut).toEqual([]);
  expect(numbersIn(table, 'n')).toEqual(rows.map((_, k) => k));
  expect(numbersIn(table, 'v')).toEqual(rows.map(({ cells, form }) => (form === 6 ? NaN : Number(cells[1]))));
  const words = columnIn(table, 'w');
  if (words.type !== 'text') throw new Error('w are words');
  expect(Array.from(words.codes, (code) => words.words[code])).toEqual(
    rows.map(({ cells, form }) => (form === 5 ? 'a "b"' : cells[2])),
  );
});

it('cells parted by runs of blanks are read to their end', async () => {
  const rows = Array.from({ length: 5000 }, (_, k) => [String(k), anyDouble(), digits(3)]);
  const gap = (): string => [' ', '   ', '\t', ' \t '][below(4)]!;
  const text = rows.map((cells) => `${gap()}${cells.join(gap())}${below(2) === 0 ? gap() : ''}`).join('\n');
  const table = await tableOf(`${text}\n`);
  expect(table.columns.map((column) => column.type)).toEqual(['number', 'number', 'number']);
  for (const [c, column] of table.columns.entries())
    expect(numbersIn(table, column.name)).toEqual(rows.map((cells) => Number(cells[c])));
});

it('a row is read wherever the blocks of its file are cut', async () => {
  // Two blocks of 256 KB each, so that rows of every length lie across their border.
  const rows = Array.from({ length: 30_000 }, (_, k) => [String(k), digits(1 + (k % 40))]);
  const table = await tableOf(`a;b\r\n${rows.map((cells) => cells.join(';')).join('\r\n')}`);
  expect(numbersIn(table, 'b')).toEqual(rows.map((cells) => Number(cells[1])));
});

it('what is seen of a column is what it holds', () => {
  const cases = [
    () => Float64Array.from({ length: 1000 }, (_, k) => k + 5),
    () => Float64Array.from({ length: 1000 }, () => (below(5) === 0 ? NaN : below(7))),
    () => Float64Array.from({ length: 300 }, (_, k) => (k === 100 ? -9999 : random())),
    () => Float64Array.from({ length: 300 }, (_, k) => (k % 50 === 0 ? Infinity : Math.floor(k / 3))),
  ];
  for (const make of cases) {
    const values = make();
    const seen = new NumbersSeen(true);
    const growth = new Growth();
    // In parts, of which one is empty.
    for (const [from, to] of [
      [0, 1],
      [1, 1],
      [1, 170],
      [170, values.length],
    ] as const) {
      seen.add(values.subarray(from, to));
      growth.add(values.subarray(from, to));
    }
    const known = Array.from(values).filter((value) => !Number.isNaN(value));
    const facts = seen.facts({ name: 'x', type: 'number' })!;
    expect(seen.missing).toBe(values.length - known.length);
    expect(facts.distinct).toBe(new Set(known).size);
    expect(facts.isRowNumber).toBe(values.every((value, k) => value === values[0]! + k));
    if (facts.stretches !== undefined)
      expect(facts.stretches).toBe(values.filter((value, k) => k === 0 || value !== values[k - 1]).length);
    expect(facts.sentinel?.value).toBe([-9999, Infinity].find((value) => known.includes(value)));
    expect(growth.isWhole).toBe(known.every(Number.isInteger));
    const range = growth.range()!;
    expect([range.least, range.most]).toEqual([Math.min(...known), Math.max(...known)]);
    const steps = known.map((value, k) => value - (known[k - 1] ?? NaN));
    const counts = steps.map((step) => steps.filter((other) => Object.is(other, step)).length);
    expect(range.usualShare()).toBe(Math.max(...counts) / known.length);
  }
});
