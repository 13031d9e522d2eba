import { isWorthSaying } from '../../../src/shared/sentences/worth-saying';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Understanding } from '../../../src/shared/domain/dataset';
import { csv, Workshop } from '../datasets/workshop';

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(async () => {
  await shop.remove();
});

let made = 0;
const recording = (): string => {
  const own = ++made;
  return csv(12, { x: (t) => Math.sin(t * own) + own, y: (t) => Math.cos(t * own) });
};
const put = (...names: string[]): void =>
  shop.put(Object.fromEntries(names.map((name) => [name, recording()])));
const classes = ({ classes: own }: Understanding): string[] => own.map(({ label }) => label);
const codes = ({ warnings }: Understanding): string[] => warnings.map(({ code }) => code);
const times = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

describe('folders', () => {
  it('takes the species where individuals and dates lie below it', async () => {
    for (const [species, ids] of [
      ['owl', ['a1', 'a2']],
      ['finch', ['b1', 'b2']],
    ] as const)
      for (const id of ids)
        for (const day of ['2023-05-10', '2023-05-11'])
          put(...times(2).map((k) => `${species}/${id}/${day}/${k}.csv`));
    const understanding = await shop.understand();
    expect(understanding.plan.label).toEqual({ kind: 'folder', level: -3 });
    // The nearest folder that is no date.
    expect(understanding.plan.group).toEqual({ kind: 'folder' });
    expect(classes(understanding)).toEqual(['finch', 'owl']);
  });

  it('takes the outermost of folders of codes: speakers, not their chapters', async () => {
    for (const [speaker, chapters] of [
      ['1272', ['11', '12']],
      ['1462', ['21', '22']],
      ['1673', ['31', '32']],
    ] as const)
      for (const chapter of chapters)
        put(...times(3).map((k) => `dev-clean/${speaker}/${chapter}/${speaker}-${chapter}-${k}.csv`));
    expect(classes(await shop.understand())).toEqual(['1272', '1462', '1673']);
  });

  it('takes the word of folders that are a word and a number for the class, and asks', async () => {
    for (const folder of ['dws_1', 'dws_2', 'dws_11', 'ups_3', 'ups_4', 'wlk_7', 'wlk_8'])
      put(...times(3).map((k) => `A_DeviceMotion/${folder}/sub_${k + 1}.csv`));
    const understanding = await shop.understand();
    expect(understanding.plan.label).toEqual({ kind: 'folder', level: -1, field: 1, separator: '_' });
    expect(classes(understanding)).toEqual(['dws', 'ups', 'wlk']);
    const [asked] = understanding.proposal!.questions.filter(
      ({ remark }) => remark.code === 'question.label',
    );
    expect(asked?.readings.map(({ flags }) => flags)).toEqual([
      '--label folder:-1:1 --name-separator "_"',
      '--label folder',
    ]);
  });

  it('takes folders that differ in the part at their end alone for parts', async () => {
    for (const part of ['train', 'valid', 'test'])
      for (const word of ['bass', 'flute']) put(...times(3).map((k) => `notes-${part}/${word}/${k}.csv`));
    put('readme.md');
    const { plan } = await shop.understand();
    expect(plan.split.kind).toBe('given');
    // One with a beginning of its own is a class.
    shop.put({ 'stress_test/x/1.csv': recording() });
    expect((await shop.understand()).plan.split.kind).not.toBe('given');
  });

  it('reads the lists of Kaldi, whose names have no ending', async () => {
    put(...times(12).map((k) => `wavs/u${k}.csv`));
    const lines = (row: (k: number) => string): string =>
      times(12)
        .map((k) => `${row(k)}\n`)
        .join('');
    shop.put({
      utt2spk: lines((k) => `u${k} spk${k % 2}`),
      'wav.scp': lines((k) => `u${k} wavs/u${k}.csv`),
    });
    const understanding = await shop.understand();
    expect(classes(understanding)).toEqual(['spk0', 'spk1']);
    expect(understanding.examples).toBe(12);
  });

  it('holds out the last of the folds that the authors made', async () => {
    for (const fold of times(5))
      for (const word of ['bark', 'siren']) put(...times(2).map((k) => `fold${fold + 1}/${word}_${k}.csv`));
    const { plan, evidence } = await shop.understand();
    expect(plan.split).toMatchObject({ kind: 'given', from: { kind: 'folder', level: -1 } });
    expect(evidence['split']?.code).toBe('split.folds');
  });

  it('takes names that repeat below every machine, and the machine for the group', async () => {
    for (const id of ['id_00', 'id_02', 'id_04'])
      for (const state of ['normal', 'abnormal']) put(...times(3).map((k) => `fan/${id}/${state}/${k}.csv`));
    const { plan, classes: found } = await shop.understand();
    expect(found.map(({ label }) => label)).toEqual(['abnormal', 'normal']);
    expect(plan.group).toEqual({ kind: 'folder', level: -2 });
  });

  it.each([
    ['01_train', '02_valid', '03_test'],
    ['train_set', 'val_set', 'test_set'],
    ['Train Data', 'Dev Data', 'Test Data'],
  ])('knows parts in any spelling: %s', async (...parts) => {
    for (const part of parts)
      for (const label of ['a', 'b']) put(...times(4).map((k) => `${part}/${label}/${k}.csv`));
    const { plan, splits, classes: found } = await shop.understand();
    expect(plan.split.kind).toBe('given');
    expect(splits).toEqual({ train: 8, validation: 8, test: 8 });
    expect(found.map(({ label }) => label)).toEqual(['a', 'b']);
  });

  it('leaves what stands beside the classes out, by name', async () => {
    for (const label of ['yes', 'no']) put(...times(4).map((k) => `${label}/${k}.csv`));
    put('_background_noise_/hum.csv');
    const understanding = await shop.understand();
    expect(classes(understanding)).toEqual(['no', 'yes']);
    expect(understanding.refused.map(({ file }) => file)).toEqual(['_background_noise_/hum.csv']);
  });
});

describe('names of files', () => {
  it('are read by the pattern of a known set', async () => {
    for (const emotion of ['03', '04', '05'])
      for (const actor of ['01', '02', '03'])
        put(
          `Actor_${actor}/03-01-${emotion}-01-01-01-${actor}.csv`,
          `Actor_${actor}/03-01-${emotion}-01-01-02-${actor}.csv`,
        );
    const { plan } = await shop.understand();
    expect(plan.label).toEqual({ kind: 'file-name', field: 3, separator: '-' });
    expect(plan.group.kind).toBe('folder');
  });

  it('have fields: the words before the first dot', async () => {
    for (const label of ['hello_world', 'noise'])
      put(...times(4).map((k) => `training/${label}.${k}ab.csv.x${k}.csv`));
    const { plan, classes: found } = await shop.understand();
    expect(plan.label).toEqual({ kind: 'file-name', field: 1, separator: '.' });
    expect(found.map(({ label }) => label)).toEqual(['hello_world', 'noise']);
  });
});

describe('lists', () => {
  const rows = (write: (k: number) => string): string => times(12).map(write).join('\n');

  it.each([
    ['fname,kind', (k: number) => `r${k}.csv`],
    ['clip_id;Art', (k: number) => `r${k}`],
    ['Path\tspecies', (k: number) => `C:\\Users\\x\\data\\R${k}.CSV`],
    ['slice,genre', (k: number) => `audio/r${k}.wav`],
  ])('have any name, and name files in many ways: %s', async (header, name) => {
    put(...times(12).map((k) => `records/r${k}.csv`));
    const [delimiter] = /[,;\t]/.exec(header)!;
    shop.put({
      'meta/info.csv': `${header}\n${rows((k) => `${name(k)}${delimiter}${k % 2 === 0 ? 'dog' : 'cat'}`)}\n`,
    });
    const understanding = await shop.understand();
    expect(understanding.plan.label).toEqual({ kind: 'labels-file', column: header.split(delimiter)[1] });
    expect(understanding.examples).toBe(12);
    expect(classes(understanding)).toEqual(['cat', 'dog']);
    expect(understanding.warnings.filter(isWorthSaying).map(({ code }) => code)).not.toContain('labels.list');
    expect(
      understanding.proposal?.files.find(({ role }) => role === 'labels')?.evidence.params,
    ).toMatchObject({
      rows: 12,
      matched: 12,
    });
  });

  it('prefers the name of a class to its number, and gives the official lists of parts', async () => {
    for (const label of ['yes', 'no']) put(...times(6).map((k) => `${label}/${k}.csv`));
    shop.put({ 'validation_list.txt': 'yes/0.csv\nno/0.csv\n', 'testing_list.txt': 'yes/1.csv\nno/1.csv\n' });
    const { plan, splits, classes: found } = await shop.understand();
    expect(plan.label).toEqual({ kind: 'folder' });
    expect(plan.split.kind).toBe('given');
    expect(splits).toEqual({ train: 8, validation: 2, test: 2 });
    expect(found).toHaveLength(2);
  });

  it('say where a name fits several files, and where a spelling may be another', async () => {
    put(...times(4).flatMap((k) => [`a/r${k}.csv`, `b/r${k}.csv`, `only${k}.csv`]));
    shop.put({
      'labels.csv': `file,label\nr0.csv,robin\n${times(4)
        .map((k) => `only${k}.csv,${['robin', 'Robin ', 'wren', 'wren'][k]!}`)
        .join('\n')}\n`,
    });
    const understanding = await shop.understand();
    expect(codes(understanding)).toEqual(expect.arrayContaining(['labels.ambiguous', 'classes.joined']));
    const apart = await shop.understand({ spellings: 'apart' });
    expect(codes(apart)).toContain('classes.alike');
  });
});

describe('a list that says where clips were cut from', () => {
  it('is a list and no marks', async () => {
    put(...times(12).map((k) => `audio/fold${(k % 3) + 1}/clip${k}.csv`));
    const rows = times(12).map(
      (k) => `clip${k}.csv,${k}.5,${k + 4}.5,${(k % 3) + 1},${k % 2 ? 'dog' : 'rain'}`,
    );
    shop.put({ 'metadata/clips.csv': ['slice_file_name,start,end,fold,class', ...rows].join('\n') });
    const understanding = await shop.understand();
    expect(classes(understanding)).toEqual(['dog', 'rain']);
    expect(understanding.refused).toEqual([]);
  });
});

describe('columns', () => {
  it('that are identifiers, second answers or row numbers never go in, and are named', async () => {
    shop.put({
      'a.csv': csv(200, {
        id: (t) => 1 + Math.floor(t / 50),
        x: (t) => Math.sin(t),
        sample_no: (t) => t,
        changepoint: (t) => (t % 50 === 0 ? 1 : 0),
        anomaly: (t) => (t % 50 > 30 ? 1 : 0),
      }),
    });
    const understanding = await shop.understand();
    expect(understanding.plan.channels).toEqual(['x']);
    expect(understanding.plan.label).toEqual({ kind: 'column', column: 'anomaly' });
    const said = understanding.warnings.map(({ message }) => message).join('\n');
    expect(said).toContain('changepoint');
    expect(said).toContain('sample_no');
  });
});

describe('the proposal', () => {
  it('gives every file and column a role, and asks nothing where a folder is a class', async () => {
    for (const label of ['yes', 'no']) put(...times(4).map((k) => `${label}/${k}.csv`));
    const { proposal } = await shop.understand();
    expect(proposal?.questions).toEqual([]);
    expect(proposal?.files.map(({ file, files, role }) => [file, files, role])).toEqual([
      ['no/*.csv', 4, 'recording'],
      ['yes/*.csv', 4, 'recording'],
    ]);
    expect(proposal?.columns.map(({ column, role }) => [column, role])).toEqual([
      ['x', 'input'],
      ['y', 'input'],
    ]);
  });

  it('asks where several fields of names are as likely, and stops an import that wants to be asked', async () => {
    for (const who of ['anna', 'bert'])
      for (const what of ['walk', 'jump']) put(...times(3).map((k) => `${who}_${what}_${k}.csv`));
    const { proposal } = await shop.understand();
    const [question] = proposal!.questions;
    expect(question?.readings.map(({ flags, classes: own }) => [flags, own])).toEqual([
      ['--label file-name', ['anna', 'bert']],
      ['--label name:2 --name-separator "_"', ['jump', 'walk']],
    ]);
    const answered = await shop.understand(question!.readings[1]!.edits);
    expect(classes(answered)).toEqual(['jump', 'walk']);
    expect(answered.proposal?.questions).toEqual([]);
    const { scan } = await shop.scan();
    const { activity } = await shop.activities.wait(shop.scans.commit(scan, 'ask'));
    expect(activity.error).toMatchObject({ code: 'QUESTION_OPEN' });
  });
});
