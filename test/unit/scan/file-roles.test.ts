import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileRoles } from '../../../src/main/engine/scan/file-roles';
import { csv, Workshop } from '../datasets/workshop';

describe('a pattern of files', () => {
  it.each([
    ['a.csv', ['a.csv', 'x/a.csv'], ['aXcsv', 'x/a.csv/b', 'b.csv']],
    ['raw/*.csv', ['raw/a.csv'], ['raw/x/a.csv', 'a.csv']],
    ['raw/', ['raw/a.csv', 'raw/x/b.wav'], ['raws/a.csv', 'x/raw/a.csv']],
    ['**/notes?.txt', ['notes1.txt', 'x/y/notes2.txt'], ['notes10.txt', 'x/notes.txt']],
    ['x(1)+[2].csv', ['x(1)+[2].csv'], ['x11.csv']],
  ])('%s', (pattern, fits, fitsNot) => {
    const roles = new FileRoles([{ pattern, role: 'marks' }]);
    expect([...fits, ...fitsNot].filter((shown) => roles.of(shown) === 'marks')).toEqual(fits);
  });

  it('the last that fits holds', () => {
    const roles = new FileRoles([
      { pattern: '*.csv', role: 'left-out' },
      { pattern: 'keep.csv', role: 'recording' },
      { pattern: 'gone.wav', role: 'labels' },
    ]);
    expect([roles.of('a/keep.csv'), roles.of('a.csv'), roles.of('a.txt')]).toEqual([
      'recording',
      'left-out',
      null,
    ]);
    expect(roles.idle(['a/keep.csv'])).toEqual(['gone.wav']);
  });
});

describe('roles that a person gives', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
    for (const k of [0, 1, 2, 3, 4, 5])
      shop.put({
        [`${k % 2 ? 'sit' : 'run'}/${k}.csv`]: csv(120, {
          t: (row) => row / 10,
          x: (row) => Math.sin(row / (3 + k)),
          y: (row) => row % 7,
        }),
      });
  });
  afterEach(() => shop.remove());

  it('leave files out and bring them back, without a reading anew', async () => {
    shop.put({ 'junk.csv': csv(120, { t: (row) => row / 10, x: () => 1, y: (row) => row }) });
    const { scan, understanding } = await shop.scan();
    const revised = await shop.scans.revise(scan, {
      files: [
        { pattern: 'junk.csv', role: 'left-out' },
        { pattern: 'sit/1.csv', role: 'left-out' },
      ],
    });
    expect(revised.examples).toBe(5);
    expect(revised.proposal?.files.filter(({ role }) => role === 'left-out').map(({ file }) => file)).toEqual(
      ['junk.csv', 'sit/1.csv'],
    );
    expect(revised.plan.files).toHaveLength(2);
    expect((await shop.scans.plan(scan)).chosen).toContain('files');
    const back = await shop.scans.revise(scan, {});
    expect(back.examples).toBe(understanding.examples);
    expect(back.plan.files).toBeUndefined();
  });

  it('make lists, parts and facts of files that are called otherwise', async () => {
    const names = [0, 1, 2, 3, 4, 5].map((k) => `${k % 2 ? 'sit' : 'run'}/${k}.csv`);
    shop.put({
      'who.dat': `file,person\n${names.map((name, k) => `${name},P${k % 3}`).join('\n')}\n`,
      'held-back.txt': `file,where\n${names.map((name, k) => `${name},${k < 4 ? 'train' : 'test'}`).join('\n')}\n`,
    });
    const { plan, splits, groups, proposal } = await shop.understand({
      files: [
        { pattern: 'who.dat', role: 'labels' },
        { pattern: 'held-back.txt', role: 'split' },
      ],
      group: { kind: 'labels-file', column: 'person' },
    });
    expect(plan.split.kind).toBe('given');
    expect(splits.test).toBe(2);
    expect(groups).toBe(3);
    expect(proposal?.files.find(({ file }) => file === 'who.dat')?.role).toBe('labels');
  });

  it('say when they fit no file', async () => {
    const { warnings } = await shop.understand({ files: [{ pattern: 'runs/*', role: 'left-out' }] });
    expect(warnings.map(({ code }) => code)).toContain('files.noneFits');
  });
});
