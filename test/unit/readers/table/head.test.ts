import { describe, expect, it } from 'vitest';
import { columnIn, namesIn, numbersIn, tableOf, wordsIn } from './open-table';

const rows = (count: number, line: (k: number) => string): string =>
  Array.from({ length: count }, (_, k) => `${line(k)}\n`).join('');

describe('the head of a text table', () => {
  it.each([
    ['a title line', 'Log of plant 4\na,b\n'],
    ['comments', '# device: A1\n# rate: 2 Hz\na,b\n'],
    ['comments of MATLAB', '% station 12\n% 2015, calibrated\na,b\n'],
    ['a commented header', '# a,b\n'],
    ['a row of units under the header', 'a,b\nV,mA\n'],
    ['units in brackets', 'a,b\n[V],[m/s^2]\n'],
    ['facts above, one with a number', 'Serial: 12\nStart 17:41:40\n-----------\na,b\n'],
    ['facts of as many cells as the rows', 'Station,12\nElevation,45\na,b\n'],
    ['facts of more cells, and their values', 'Source,Id,City,Lat,Zone\nX,7,-,39.7,-7\na,b\n'],
    ['a sep line', 'sep=,\na,b\n'],
    ['units and then what was done, as TOA5 has them', '"a","b"\n"Volts","Deg C"\n"Avg","Smp"\n'],
    ['what was done and then units, as Shimmer has them', 'a,b\nCAL,CAL\nm/(s^2),kOhms\n'],
  ])('is understood with %s', async (_, head) => {
    const table = await tableOf(head + rows(30, (k) => `${k / 2},${3 * k}`));
    expect(namesIn(table)).toEqual(['a', 'b']);
    expect(table.rows).toBe(30);
    expect(numbersIn(table, 'b').slice(0, 3)).toEqual([0, 3, 6]);
  });

  it('keeps the units of a row of units', async () => {
    const table = await tableOf('a,b\nV,(mA)\n' + rows(5, (k) => `${k},${k}`));
    expect(columnIn(table, 'a')).toMatchObject({ unit: 'V' });
    expect(columnIn(table, 'b')).toMatchObject({ unit: 'mA' });
  });

  it('joins rows of names: levels of pandas, groups of spreadsheets', async () => {
    const levels =
      'Price,Close,Close\nTicker,AAPL,MSFT\nDate,,\n' + rows(9, (k) => `2020-01-0${k + 1},${k},${k}`);
    expect(namesIn(await tableOf(levels))).toEqual(['Date', 'Close AAPL', 'Close MSFT']);
    const constant =
      'Price,Close,High\nTicker,AAPL,AAPL\nDate,,\n' + rows(9, (k) => `2020-01-0${k + 1},${k},${k}`);
    expect(namesIn(await tableOf(constant))).toEqual(['Date', 'Close', 'High']);
    const groups = ',Left,,Right,\ntime,x,y,x,y\n' + rows(9, (k) => `${k},1,2,3,${k}`);
    expect(namesIn(await tableOf(groups))).toEqual(['time', 'Left x', 'Left y', 'Right x', 'Right y']);
  });

  it('takes a first row for data though one of its cells is none', async () => {
    const table = await tableOf(
      'day,a,b\n' +
        rows(30, (k) => `2024-01-${String(k + 1).padStart(2, '0')},${k},${k % 4 === 0 ? '<0.01' : k / 8}`),
    );
    expect(namesIn(table)).toEqual(['day', 'a', 'b']);
    expect(table.rows).toBe(30);
  });

  it('leaves out a last row of words alone, also where others of its cells are blank', async () => {
    const table = await tableOf(
      'time,a,b\n' + rows(30, (k) => `10:00:${String(k).padStart(2, '0')},${k},${k / 2}`) + ',Core,\n',
    );
    expect(table.rows).toBe(30);
  });

  it('makes names up where there are none, and tells like ones apart', async () => {
    expect(namesIn(await tableOf(rows(5, (k) => `walk,${k},0.5`)))).toEqual([
      'column0',
      'column1',
      'column2',
    ]);
    expect(namesIn(await tableOf('v,v,V\n' + rows(5, () => '1,2,3')))).toEqual(['v', 'v_1', 'V_2']);
    expect(namesIn(await tableOf(',0,1,2\n' + rows(5, (k) => `${k},5,6,7`)))).toEqual([
      'column0',
      '0',
      '1',
      '2',
    ]);
  });

  it('drops a column that only delimiters at the end of lines make', async () => {
    for (const header of ['a,b,', 'a,b'])
      expect(namesIn(await tableOf(`${header}\n${rows(9, (k) => `${k},1,`)}`))).toEqual(['a', 'b']);
  });

  it('reads cells between blanks, and rows that end in a semicolon', async () => {
    const blanks = await tableOf('time a  b\n' + rows(9, (k) => `  ${k}.5   ${k}  \t7  `));
    expect(numbersIn(blanks, 'a')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(numbersIn(blanks, 'b')[8]).toBe(7);
    const semicolons = await tableOf(rows(9, (k) => `1,walk,${k},0.5;`).replace('2,0.5;\n', '2,0.5;'));
    expect(semicolons.rows).toBe(9);
    expect(numbersIn(semicolons, 'column3')).toEqual(Array(9).fill(0.5));
  });

  it('reads quotes: doubled, single, around line ends, and one that is none', async () => {
    const text = 'n,x\n"say ""hi""",1\n"two\nlines",2\n5" pipe,3\n"open,4\n';
    const table = await tableOf(text);
    expect(wordsIn(table, 'n')).toEqual(['say "hi"', 'two\nlines', '5" pipe', '"open']);
    const single = await tableOf(
      "'t','x'\n'hh:mm:ss.mmm','mV'\n" + rows(20, (k) => `'0:00.${100 + k}',${k}`),
    );
    expect(numbersIn(single, 't').slice(0, 2)).toEqual([100, 101]);
  });

  it.each(['\r', '\r\n', '\n'])('ends lines with %j', async (end) => {
    expect(numbersIn(await tableOf(['a,b', '1,2', '3,4', ''].join(end)), 'b')).toEqual([2, 4]);
  });
});

describe('encodings', () => {
  const korean = Buffer.from('bdc3b0a3', 'hex'); // 시간 in EUC-KR
  it.each<[string, Buffer, string]>([
    ['EUC-KR', korean, '시간'],
    ['Shift-JIS', Buffer.from('93fa8e9e', 'hex'), '日時'],
    ['Windows-1252', Buffer.from('54205bb0435d', 'hex'), 'T [°C]'],
    ['UTF-8', Buffer.from('온도 °C'), '온도 °C'],
    ['UTF-8 with a mark', Buffer.from('\uFEFFtime'), 'time'],
  ])('%s', async (_, name, expected) => {
    const table = await tableOf(Buffer.concat([name, Buffer.from(',x\n1,2\n3,4\n')]));
    expect(namesIn(table)).toEqual([expected, 'x']);
  });

  it.each(['\uFEFF', ''])('UTF-16 with the mark %j', async (mark) => {
    const table = await tableOf(Buffer.from(`${mark}시각\tkW\n1\t2.5\n2\t3.5\n`, 'utf16le'));
    expect(numbersIn(table, 'kW')).toEqual([2.5, 3.5]);
  });

  it('finds a letter of an old code page far behind the head', async () => {
    const ascii = 'n,x\n' + rows(200_000, (k) => `abc,${k}`);
    const table = await tableOf(
      Buffer.concat([Buffer.from(ascii), Buffer.from([0x47, 0xfc, 0x74, 0x2c, 0x31, 0x0a])]),
    );
    expect(wordsIn(table, 'n').at(-1)).toBe('Güt');
  });
});
