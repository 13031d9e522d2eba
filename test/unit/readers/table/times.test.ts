import { describe, expect, it } from 'vitest';
import type { NumericColumn } from '../../../../src/main/engine/readers/table/table';
import { columnIn, namesIn, numbersIn, tableOf } from './open-table';

const STEP_MS = 1_800_000;
const start = Date.UTC(2012, 0, 4, 22);
const times = Array.from({ length: 700 }, (_, k) => start + k * STEP_MS);
const two = (value: number): string => String(value).padStart(2, '0');
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Parts {
  y: number;
  m: string;
  d: string;
  H: string;
  M: string;
  S: string;
  h: string;
  isPm: boolean;
  mon: string;
}

function partsOf(ms: number): Parts {
  const date = new Date(ms);
  const hour = date.getUTCHours();
  return {
    y: date.getUTCFullYear(),
    m: two(date.getUTCMonth() + 1),
    d: two(date.getUTCDate()),
    H: two(hour),
    M: two(date.getUTCMinutes()),
    S: two(date.getUTCSeconds()),
    h: two(hour % 12 || 12),
    isPm: hour >= 12,
    mon: months[date.getUTCMonth()]!,
  };
}

async function timeOf(written: readonly string[], name = 'when'): Promise<NumericColumn> {
  const table = await tableOf(`${name};x\n${written.map((word, k) => `${word};${k}.5`).join('\n')}\n`);
  const [column] = table.columns;
  expect(column?.type, written[0]).toBe('time');
  return column as NumericColumn;
}

describe('written times', () => {
  it.each<[string, (p: Parts, ms: number) => string]>([
    ['ISO', (_, ms) => new Date(ms).toISOString()],
    ['ISO ahead of UTC', (_, ms) => new Date(ms + 9 * 3_600_000).toISOString().replace('Z', '+09:00')],
    [
      'ISO with a blank and no colon',
      (_, ms) => new Date(ms - 5 * 3_600_000).toISOString().replace('Z', ' -0500'),
    ],
    ['an interval', (p) => `${p.y}-${p.m}-${p.d} ${p.H}:${p.M} - ${p.y}-${p.m}-${p.d} ${p.H}:59`],
    ['a server log', (p) => `[${p.d}/${p.mon}/${p.y}:${p.H}:${p.M}:${p.S} +0000]`],
    ['Java', (p) => `Sat ${p.mon} ${p.d} ${p.H}:${p.M}:${p.S} UTC ${p.y}`],
    ['minutes alone', (p) => `${p.y}-${p.m}-${p.d} ${p.H}:${p.M}`],
    ['slashes, year first', (p) => `${p.y}/${Number(p.m)}/${Number(p.d)} ${Number(p.H)}:${p.M}`],
    ['dots, day first', (p) => `${p.d}.${p.m}.${p.y} ${p.H}:${p.M}:${p.S}`],
    ['slashes, day first, short', (p) => `${Number(p.d)}/${Number(p.m)}/${p.y} ${p.H}:${p.M}`],
    ['month first', (p) => `${p.m}/${p.d}/${p.y} ${p.H}:${p.M}:${p.S}.000`],
    [
      'the American clock',
      (p) => `${Number(p.m)}/${Number(p.d)}/${p.y} ${Number(p.h)}:${p.M}:${p.S} ${p.isPm ? 'PM' : 'AM'}`,
    ],
    ['a clock of twelve with dots', (p) => `${p.d}-${p.m}-${p.y} ${p.h}:${p.M} ${p.isPm ? 'p.m.' : 'a.m.'}`],
    ['two digits of the year', (p) => `${p.m}/${p.d}/${String(p.y).slice(2)} ${p.H}:${p.M}`],
    ['names of months', (p) => `${p.d}-${p.mon}-${p.y} ${p.H}:${p.M}:${p.S}`],
    [
      'a month before the day',
      (p) => `${p.mon} ${Number(p.d)}, ${p.y}, ${Number(p.h)}:${p.M} ${p.isPm ? 'PM' : 'AM'}`,
    ],
    ['German months', (p) => `${Number(p.d)}. Januar ${p.y} ${p.H}:${p.M}`],
    ['French months', (p) => `${Number(p.d)} janvier ${p.y} ${p.H}h${p.M}`],
    ['Spanish months', (p) => `${Number(p.d)} de enero de ${p.y} ${p.H}:${p.M}`],
    ['Korean dots', (p) => `${p.y}. ${Number(p.m)}. ${Number(p.d)}. ${p.H}:${p.M}`],
    ['오전, 오후', (p) => `${p.y}-${p.m}-${p.d} ${p.isPm ? '오후' : '오전'} ${Number(p.h)}:${p.M}:${p.S}`],
    ['년월일 시분', (p) => `${p.y}년 ${Number(p.m)}월 ${Number(p.d)}일 ${p.H}시 ${p.M}분`],
    ['Chinese', (p) => `${p.y}年${Number(p.m)}月${Number(p.d)}日 ${p.H}:${p.M}`],
    ['compact', (p) => `${p.y}${p.m}${p.d}${p.H}${p.M}${p.S}`],
    ['compact with T', (p) => `${p.y}${p.m}${p.d}T${p.H}${p.M}${p.S}`],
    ['compact with a blank', (p) => `${p.y}${p.m}${p.d} ${p.H}${p.M}`],
    [
      'RFC 2822',
      (p, ms) =>
        `${['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][new Date(ms).getUTCDay()]!}, ${p.d} ${p.mon} ${p.y} ${p.H}:${p.M}:${p.S} GMT`,
    ],
    ['UTC behind', (p) => `${p.y}-${p.m}-${p.d} ${p.H}:${p.M}:${p.S} UTC`],
    ['the clock before the day', (p) => `${p.H}:${p.M}:${p.S} ${p.d}.${p.m}.${p.y}`],
    ['epoch in seconds', (_, ms) => String(ms / 1000)],
    ['epoch with a point', (_, ms) => (ms / 1000).toFixed(3)],
    ['epoch in milliseconds', (_, ms) => String(ms)],
    ['epoch in microseconds', (_, ms) => `${ms}000`],
    ['epoch in nanoseconds', (_, ms) => `${ms}000000`],
  ])('%s', async (_, write) => {
    const column = await timeOf(times.map((ms) => write(partsOf(ms), ms)));
    expect([...column.values]).toEqual(times);
    expect(column.written).not.toHaveProperty('otherOrder');
  });

  it('of zones with a name are instants, through a change of the clock', async () => {
    const paris = [
      '2022-03-27 00:30 CET',
      '2022-03-27 01:30 CET',
      '2022-03-27 03:30 CEST',
      '2022-03-27 04:30 CEST',
    ];
    const expected = [-1, 0, 1, 2].map((hour) => Date.UTC(2022, 2, 27, hour, 30));
    expect([...(await timeOf(paris)).values]).toEqual(expected);
    const places = ['00:30', '01:30', '03:30', '04:30'].map((clock) => `2022-03-27 ${clock} Europe/Paris`);
    expect([...(await timeOf(places)).values]).toEqual(expected);
    expect([
      ...(await timeOf(['2020-01-05T09:00:00+09:00[Asia/Seoul]', '2020-01-05T10:00:00+09:00[Asia/Seoul]']))
        .values,
    ]).toEqual([0, 1].map((hour) => Date.UTC(2020, 0, 5, hour)));
  });

  it('elapsed, by the hour or the minute, and over midnight', async () => {
    expect([...(await timeOf(['0:00.003', '0:00.250', '1:00.500'])).values]).toEqual([3, 250, 60_500]);
    expect([...(await timeOf(['00:00:01.5', '27:00:00', '1 day, 03:00:01'])).values]).toEqual([
      1500, 97_200_000, 97_201_000,
    ]);
    const clock = (await timeOf(['23:59:58', '23:59:59', '00:00:00', '00:00:01'])).values;
    expect([...clock.map((value, k) => value - clock[0]! - 1000 * k)]).toEqual([0, 0, 0, 0]);
  });

  it('as days of spreadsheets, of MATLAB, and as decimal years', async () => {
    const excel = times.map((ms) => (ms / 86_400_000 + 25_569).toFixed(7));
    expect([...(await timeOf(excel, 'Date')).values]).toEqual(times);
    const matlab = times.map((ms) => (ms / 86_400_000 + 719_529).toFixed(8));
    expect([...(await timeOf(matlab, 'datenum')).values]).toEqual(times);
    const years = await timeOf(['1749.000', '1749.500', '1750.000'], 'decimal year');
    expect(years.values[2]).toBe(Date.UTC(1750, 0));
  });
});

describe('day or month first', () => {
  const half = (day: string): string[] =>
    Array.from({ length: 48 }, (_, k) => `${day} ${two(k >> 1)}:${k % 2 === 0 ? '00' : '30'}`);
  it('is decided by steps where no number is above 12', async () => {
    const april = Array.from({ length: 9 }, (_, k) => half(`${two(k + 3)}/04/2012`)).flat();
    const column = await timeOf(april);
    expect(column.written).toMatchObject({ order: 'dmy' });
    expect(column.values[0]).toBe(Date.UTC(2012, 3, 3));
    const american = Array.from({ length: 9 }, (_, k) => half(`04/${two(k + 3)}/2012`)).flat();
    expect((await timeOf(american)).values[0]).toBe(Date.UTC(2012, 3, 3));
  });

  it('is said to be open where one day is all there is, unless the lines above tell', async () => {
    const column = await timeOf(half('03/04/2012'));
    expect(column.written).toMatchObject({ order: 'dmy', otherOrder: 'mdy' });
    const lines = half('03/04/2012')
      .map((time, k) => `${time};${k}`)
      .join('\n');
    const told = await tableOf(`Data in format M/d/yyyy at 32 Hz\nwhen;x\n${lines}\n`);
    expect(columnIn(told, 'when')).toMatchObject({ written: { as: 'date', order: 'mdy' } });
  });

  it('is told by one number above 12 at the very end', async () => {
    const words = [...half('03/04/2012'), ...half('04/05/2012'), '04/13/2012 00:00'];
    expect((await timeOf(words)).values[0]).toBe(Date.UTC(2012, 2, 4));
  });
});

describe('times in several columns', () => {
  const at = (k: number): Parts => partsOf(times[k]!);
  const table = (header: string, line: (k: number) => string): string =>
    `${header}\n${times.map((_, k) => line(k)).join('\n')}\n`;

  it.each<[string, string, (k: number) => string, string[]]>([
    [
      'a date and a clock',
      'Datum;Uhrzeit;x',
      (k) => `${at(k).d}.${at(k).m}.${at(k).y};${at(k).H}:${at(k).M};${k},5`,
      ['Datum', 'Uhrzeit'],
    ],
    [
      'a Korean date and clock',
      '날짜,시각,x',
      (k) => `${at(k).y}-${at(k).m}-${at(k).d},${at(k).H}:${at(k).M},${k}.5`,
      ['날짜', '시각'],
    ],
    [
      'a date between blanks',
      'Date Time x',
      (k) => `${at(k).y}-${at(k).m}-${at(k).d} ${at(k).H}:${at(k).M}:00 ${k}.5`,
      ['Date', 'Time'],
    ],
    [
      'year, month, day, hour, minute',
      'No,year,month,day,hour,minute,x',
      (k) =>
        `${k + 1},${at(k).y},${Number(at(k).m)},${Number(at(k).d)},${Number(at(k).H)},${Number(at(k).M)},${k}.5`,
      ['year', 'month', 'day', 'hour', 'minute'],
    ],
    [
      'a date, an hour and a minute',
      'date,hr,min,x',
      (k) => `${at(k).y}-${at(k).m}-${at(k).d},${Number(at(k).H)},${Number(at(k).M)},${k}.5`,
      ['date', 'hr', 'min'],
    ],
    [
      'a day of the year',
      'year,doy,hour,minute,x',
      (k) =>
        `${at(k).y},${Math.floor((times[k]! - Date.UTC(2012, 0, 0)) / 86_400_000)},${Number(at(k).H)},${Number(at(k).M)},${k}.5`,
      ['year', 'doy', 'hour', 'minute'],
    ],
  ])('%s become one', async (_, header, line, from) => {
    const read = await tableOf(table(header, line));
    const derived = read.notes?.derivedTime;
    expect(derived?.from).toEqual(from);
    expect(numbersIn(read, derived!.name)).toEqual(times);
    for (const name of from) expect(namesIn(read)).not.toContain(name);
    expect(numbersIn(read, 'x')[3]).toBe(3.5);
  });

  it('are left alone where a month is a measured number, or a time is there already', async () => {
    const read = await tableOf(
      table('time,hour,x', (k) => `${new Date(times[k]!).toISOString()},${at(k).H},${k}.5`),
    );
    expect(read.notes?.derivedTime).toBeNull();
    expect(namesIn(read)).toEqual(['time', 'hour', 'x']);
  });
});

describe('numbers that are no times', () => {
  it.each<[string, string, (k: number) => number]>([
    ['a counter of bytes', 'rx_bytes', (k) => 1_500_000_000 + Math.round(1e5 * Math.abs(Math.sin(k)) * k)],
    ['seconds from a start', 'time', (k) => k / 50],
    ['watts near 40,000', 'power', (k) => 41_000.5 + k],
    ['numbers of rows', 'No', (k) => k + 1],
  ])('%s', async (_, name, value) => {
    const read = await tableOf(`${name},x\n${times.map((_ms, k) => `${value(k)},${k}`).join('\n')}\n`);
    expect(columnIn(read, name).type).toBe('number');
  });

  it('nanoseconds since a phone was started get their unit from their steps', async () => {
    const lines = times.map((_, k) => `${49_105_962_326_000 + k * 20_000_000},${k}`).join('\n');
    expect(columnIn(await tableOf(`timestamp,x\n${lines}\n`), 'timestamp')).toMatchObject({
      unitSeconds: 1e-9,
    });
  });
});
