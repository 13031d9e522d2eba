import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlanEdits } from '../../../src/shared/domain/dataset';
import type { Question } from '../../../src/shared/domain/proposal';
import { csv, Workshop } from '../datasets/workshop';

/** Protects: what is a weak guess is asked, each reading with what would come of it, and answers settle it. */

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(() => shop.remove());

async function asked(edits: PlanEdits = {}): Promise<readonly Question[]> {
  return (await shop.understand(edits)).proposal!.questions;
}
const codes = (questions: readonly Question[]): string[] => questions.map(({ code }) => code);
const minute = (t: number, second = 0): string =>
  new Date(Date.UTC(2024, 0, 1, 0, t, second)).toISOString().slice(0, 19).replace('T', ' ');
const wave = (t: number): string => Math.sin(t / 9).toFixed(3);

describe('the target', () => {
  it('is asked of several columns, and each reading shows a stretch of its own', async () => {
    shop.put({ 'm.csv': csv(400, { time: minute, a: wave, b: (t) => (t * 7) % 11, c: (t) => t % 5 }) });
    const [question] = await asked();
    expect(question?.code).toBe('question.target');
    expect(question?.readings.map(({ flags }) => flags)).toEqual([
      '--target a',
      '--target c',
      '--target a,b,c',
    ]);
    expect(new Set(question?.readings.map(({ preview }) => preview)).size).toBe(3);
    expect(codes(await asked({ targets: ['b'] }))).toEqual([]);
  });

  it('is not asked where a column is called so, nor of one column', async () => {
    shop.put({ 'm.csv': csv(400, { time: minute, heat: (t) => t % 5, 'load (MW)': wave }) });
    const { proposal, plan } = await shop.understand();
    expect(plan.targets).toEqual(['load (MW)']);
    expect(proposal?.questions).toEqual([]);
  });
});

/** Engines that wear out, one below the other. */
function wornOut(remaining: string, engine = 'engine', cycle = 'cycle'): string {
  const lives = [40, 52, 45, 60, 48, 55];
  const rows = lives.flatMap((life, e) =>
    Array.from({ length: life }, (_, t) => {
      const wear = (t / life + 0.1 * Math.sin(7 * t)).toFixed(3);
      return `${e + 1},${t + 1},${wear},${Math.cos(t / 3).toFixed(3)},${life - t - 1}`;
    }),
  );
  return `${engine},${cycle},s1,s2,${remaining}\n${rows.join('\n')}\n`;
}

describe('what is left', () => {
  it.each([
    ['remaining', 'engine', 'cycle'],
    ['rul', 'engine', 'cycle'],
    ['remaining_life', 'engine', 'cycle'],
    ['time_to_failure', 'engine', 'cycle'],
    ['잔여수명', '엔진', '사이클'],
    ['Restlaufzeit', 'Maschine', 'Zyklus'],
  ])('%s is a value of each step of each %s, in the order of %s', async (remaining, engine, cycle) => {
    shop.put({ 'm.csv': wornOut(remaining, engine, cycle) });
    const { plan, proposal, examples } = await shop.understand();
    expect(plan).toMatchObject({
      task: 'regress-steps',
      label: { kind: 'column', column: remaining },
      group: { kind: 'column', column: engine },
      timeColumn: cycle,
      channels: [cycle, 's1', 's2'],
    });
    expect(examples).toBe(6);
    expect(proposal?.questions).toEqual([]);
  });

  it('is asked about where nobody counts steps, a value of each step being the strongest reading', async () => {
    shop.put({ 'm.csv': csv(400, { a: wave, remaining: (t) => (400 - t) % 37, b: (t) => (t * 7) % 11 }) });
    const [question] = await asked();
    expect(question).toMatchObject({ code: 'question.target', remark: { code: 'question.remainder' } });
    expect(question?.readings.map(({ flags }) => flags)).toEqual([
      '--task regress --label remaining',
      '--task forecast --target remaining',
      '--task forecast --target a',
    ]);
    for (const { edits } of question!.readings) expect(codes(await asked(edits))).toEqual([]);
    expect((await shop.understand(question!.readings[0]!.edits)).plan.task).toBe('regress-steps');
  });

  it('is no count of steps: that is offered as no target', async () => {
    const restart = (t: number): number => (t % 100) + 1;
    shop.put({
      'm.csv': csv(400, {
        unit: (t) => Math.floor(t / 100),
        cycle: restart,
        a: wave,
        b: (t) => (t * 7) % 11,
      }),
    });
    const { plan, proposal } = await shop.understand();
    expect(plan.targets).toEqual(['a']);
    const targets = proposal!.questions.flatMap(({ readings }) => readings.map(({ edits }) => edits.targets));
    expect(targets).toEqual([['a'], ['b'], ['a', 'b']]);
  });
});

describe('times', () => {
  const yearly = (t: number): string => `02/03/${2000 + t}`;

  it('ask whether the day or the month is first where nothing tells, and are read as is answered', async () => {
    shop.put({ 'm.csv': csv(60, { date: yearly, value: wave }) });
    const [question] = await asked();
    expect(question?.code).toBe('question.dateOrder');
    expect(question?.readings.map(({ flags, facts }) => [flags, facts?.[0]?.params])).toEqual([
      ['--time-format day-first', { from: '2000-03-02 00:00', to: '2059-03-02 00:00', back: 0 }],
      ['--time-format month-first', { from: '2000-02-03 00:00', to: '2059-02-03 00:00', back: 0 }],
    ]);
    const { dataset } = await shop.import({ timeFormat: 'month-first' });
    expect(dataset.understanding.plan.timeFormat).toBe('month-first');
    expect(dataset.understanding.warnings.map(({ code }) => code)).not.toContain('time.order');
  });

  it('cannot be read in an order in which some do not exist', async () => {
    shop.put({ 'm.csv': csv(60, { date: (t) => `${t < 31 ? 31 - t : 1}/03/2024`, value: wave }) });
    await expect(shop.understand({ timeFormat: 'month-first', timeColumn: 'date' })).rejects.toThrow(
      'with the month first',
    );
  });

  it('ask which column is the time where two move with every row', async () => {
    shop.put({
      'm.csv': csv(300, { created: (t) => minute(t), received: (t) => minute(t, 7), level: wave }),
    });
    const [question] = await asked();
    expect(question?.readings.map(({ flags }) => flags)).toEqual(['--time created', '--time received']);
    expect(codes(await asked({ timeColumn: 'received' }))).toEqual([]);
  });

  it('stand in several columns that a person names', async () => {
    shop.put({
      'm.csv': csv(240, {
        Spieltag: (t) => `2024-01-${String(1 + Math.floor(t / 24)).padStart(2, '0')}`,
        Std: (t) => t % 24,
        level: wave,
      }),
    });
    const { dataset } = await shop.import({ timeFrom: ['Spieltag', 'Std'] });
    expect(dataset.understanding.plan).toMatchObject({
      timeColumn: 'Spieltag Std',
      timeFrom: ['Spieltag', 'Std'],
      rateHz: 1 / 3600,
      channels: ['level'],
    });
    await expect(shop.understand({ timeFrom: ['Std', 'level'] })).rejects.toThrow('tell no time together');
  });
});

describe('a row', () => {
  const wide = (rows: number): string => {
    const header = Array.from({ length: 12 }, (_, k) => `t${k}`).join(',');
    const line = (r: number): string =>
      Array.from({ length: 12 }, (_, k) => (((r * 37) % 11) + (r < rows / 2 ? k : -k) * 0.1).toFixed(2)).join(
        ',',
      );
    return `label,${header}\n${Array.from({ length: rows }, (_, r) => `${r < rows / 2 ? 'up' : 'down'},${line(r)}`).join('\n')}\n`;
  };

  it('is a sequence or a moment: asked of a few values, and read as is answered', async () => {
    shop.put({ 'w.csv': wide(40) });
    const question = (await asked()).find(({ code }) => code === 'question.rows');
    expect(question?.readings.map(({ key, examples }) => [key, examples])).toEqual([
      ['moment', expect.any(Number)],
      ['sequence', 40],
    ]);
    const { dataset } = await shop.import({ rows: 'sequence' });
    expect(dataset.understanding).toMatchObject({ examples: 40, lengths: { min: 12, max: 12 } });
    // What is looked at later is read as it was imported.
    const signal = await shop.service.signal(dataset.id, 3, 12);
    expect(signal.channels).toEqual(['value']);
    expect(signal.length).toBe(12);
  });
});

describe('classes', () => {
  it('of several spellings are offered as one, which is the stronger reading', async () => {
    const spell = ['Robin', 'robin ', 'ROBIN', 'Robin', 'wren', 'wren', 'wren', 'wren'];
    for (let k = 0; k < 16; k++) shop.put({ [`r/${k}.csv`]: csv(30, { x: wave, y: (t) => t * k }) });
    shop.put({
      'labels.csv': `file,label\n${spell.flatMap((name, k) => [`${k}.csv,${name}`, `${k + 8}.csv,${name}`]).join('\n')}\n`,
    });
    const question = (await asked()).find(({ code }) => code === 'question.spellings');
    expect(question?.readings.map(({ key, classes }) => [key, classes.length])).toEqual([
      ['one', 2],
      ['apart', expect.any(Number)],
    ]);
    const { data } = await shop.import({ spellings: 'one' });
    expect(data.outputs).toEqual(['Robin', 'wren']);
  });

  it('in folders, and a group that holds another, ask nothing', async () => {
    for (const label of ['dog', 'cat'])
      for (let k = 0; k < 6; k++) shop.put({ [`${label}/${k}.csv`]: csv(30, { x: wave, y: (t) => t * k }) });
    expect(await asked()).toEqual([]);
  });
});

it('asks who must not lie in two parts, where two places name somebody and neither holds the other', async () => {
  for (let k = 0; k < 24; k++) shop.put({ [`r/${k}.csv`]: csv(30, { x: wave, y: (t) => t * k }) });
  const rows = (device: (k: number) => number): string =>
    Array.from(
      { length: 24 },
      (_, k) => `${k}.csv,${k % 2 ? 'a' : 'b'}b,s${(k >> 1) % 6},d${device(k)}`,
    ).join('\n');
  shop.put({ 'labels.csv': `file,label,speaker,device\n${rows((k) => (k >> 1) % 4)}\n` });
  const [question] = await asked();
  expect(question?.readings.map(({ flags }) => flags)).toEqual(['--group speaker', '--group device']);
  shop.put({ 'labels.csv': `file,label,speaker,device\n${rows((k) => ((k >> 1) % 6) >> 1)}\n` });
  expect(await asked()).toEqual([]);
});

it('asks so of two columns of one table too, and of a column beside a folder', async () => {
  const table = (machine: (k: number) => number): string =>
    csv(24 * 20, {
      person: (t) => Math.floor(t / 20) % 6,
      machine: (t) => machine(Math.floor(t / 20)),
      activity: (t) => (Math.floor(t / 20) % 4 < 2 ? 1 : 0),
      x: wave,
      y: (t) => (t * 7) % 11,
    });
  shop.put({ 'one.csv': table((k) => k % 4) });
  const [question] = await asked({ label: { kind: 'column', column: 'activity' } });
  expect(question?.readings.map(({ flags }) => flags)).toEqual(['--group person', '--group machine']);
  // A machine of each person asks nothing.
  shop.put({ 'one.csv': table((k) => 10 + ((k % 6) >> 1)) });
  expect(await asked({ label: { kind: 'column', column: 'activity' } })).toEqual([]);
});
