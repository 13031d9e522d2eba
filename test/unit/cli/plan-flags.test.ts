import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fieldEdits } from '../../../src/main/cli/import-plan';
import { readPlanFile, writePlanFile } from '../../../src/main/cli/plan-files';
import { QuestionsOpen, settleQuestions } from '../../../src/main/cli/questions';
import { sourceOf } from '../../../src/main/cli/source-words';
import type { Understanding } from '../../../src/shared/domain/dataset';
import type { Question } from '../../../src/shared/domain/proposal';

/** Protects: words on the command line mean what docs/plan.md says, and nothing is guessed that should be asked. */

const dir = mkdtempSync(join(tmpdir(), 'unroll-plan-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('where a field comes from', () => {
  it.each([
    ['activity', { kind: 'column', column: 'activity' }],
    ['column:folder', { kind: 'column', column: 'folder' }],
    ['folder', { kind: 'folder' }],
    ['folder:-2', { kind: 'folder', level: -2 }],
    ['folder:-1:2', { kind: 'folder', level: -1, field: 2, separator: '_' }],
    ['name:3', { kind: 'file-name', field: 3, separator: '_' }],
    ['none', { kind: 'none' }],
    ['list:meta/all.csv', { kind: 'list', file: 'meta/all.csv', column: null }],
    ['list:C:\\data\\all.csv:species', { kind: 'list', file: 'C:\\data\\all.csv', column: 'species' }],
  ])('%s', (word, source) => {
    expect(sourceOf('--label', word)).toEqual(source);
  });

  it('takes another separator, and refuses what is none of these', () => {
    expect(sourceOf('--label', 'name:1', '-')).toEqual({ kind: 'file-name', field: 1, separator: '-' });
    for (const word of ['name:0', 'folder:2', 'folder:x', 'name:1.5'])
      expect(() => sourceOf('--label', word)).toThrow(`not "${word}"`);
    expect(() => fieldEdits({ time: 'folder:-1' })).toThrow(
      '--time takes a column, several separated by commas, or none',
    );
  });

  it('makes a target that is no column the value of whole files', () => {
    expect(fieldEdits({ target: 'load, heat' }).edits).toEqual({ targets: ['load', 'heat'] });
    expect(fieldEdits({ target: 'name:2' }).edits).toEqual({
      task: 'regress',
      label: { kind: 'file-name', field: 2, separator: '_' },
    });
  });
});

const reading = (key: string, label: string): Question['readings'][number] => ({
  key,
  title: { code: `reading.${key}`, message: `By ${label}.` },
  edits: { label: { kind: 'column', column: label } },
  flags: `--label ${label}`,
  examples: 4,
  classes: ['a', 'b'],
  preview: 0,
});
const question: Question = {
  code: 'question.label',
  remark: { code: 'question.label', message: 'Two columns could be the label.' },
  readings: [reading('one', 'kind'), reading('two', 'state')],
};
const open = { proposal: { questions: [question] } } as unknown as Understanding;
const settled = { proposal: { questions: [] } } as unknown as Understanding;

describe('what is unclear', () => {
  it('is asked until nothing is open', async () => {
    const answers: unknown[] = [];
    const end = await settleQuestions(
      open,
      'ask',
      (asked) => Promise.resolve(asked.readings[1]!),
      (edits) => {
        answers.push(edits);
        return Promise.resolve(answers.length < 2 ? open : settled);
      },
    );
    expect(end).toBe(settled);
    expect(answers).toEqual([question.readings[1]!.edits, question.readings[1]!.edits]);
  });

  it.each(['ask', 'fail'] as const)(
    'ends with the readings and their flags where nobody is there: %s',
    async (mode) => {
      const end = settleQuestions(open, mode, null, () => Promise.reject(new Error('no answer')));
      const error = await end.catch((thrown: unknown) => thrown as QuestionsOpen);
      expect(error).toBeInstanceOf(QuestionsOpen);
      expect(error).toMatchObject({ code: 'QUESTION_OPEN', exitCode: 2, data: { questions: [question] } });
      expect((error as QuestionsOpen).lines.join('\n')).toMatch(/--label kind .*\n.*--label state /);
    },
  );

  it('is left to the strongest readings when that is said', async () => {
    const never = (): Promise<never> => Promise.reject(new Error('asked'));
    await expect(settleQuestions(open, 'strongest', never, never)).resolves.toBe(open);
  });
});

describe('plan.json', () => {
  const file = join(dir, 'plan.json');
  const plan = { formatVersion: 1 as const, places: ['data'], plan: { name: 'A' }, chosen: [], why: {} };

  it('comes back with places beside it', async () => {
    await writePlanFile(file, plan);
    expect(await readPlanFile(file)).toEqual({ ...plan, places: [join(dir, 'data')] });
    await writePlanFile(file, { ...plan, background: ['street'] });
    expect((await readPlanFile(file)).background).toEqual([join(dir, 'street')]);
  });

  it.each([
    ['a misspelt field', { ...plan, plan: { tusk: 'classify' } }, '"plan.tusk" is no part of a plan'],
    ['a wrong value', { ...plan, plan: { rateHz: 'fast' } }, '"plan.rateHz" is not what it should be'],
    ['a newer lab', { ...plan, formatVersion: 2 }, 'was written by a newer Unroll'],
  ])('is refused by name: %s', async (_, value, sentence) => {
    writeFileSync(file, JSON.stringify(value));
    await expect(readPlanFile(file)).rejects.toThrow(sentence);
  });

  it('is refused where it is no JSON', async () => {
    writeFileSync(file, '{ "plan": ');
    await expect(readPlanFile(file)).rejects.toThrow('is no plan of this lab');
  });
});
