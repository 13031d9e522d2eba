import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { predictionsFile, runFiles } from '../../../src/shared/run-files';

const page = readFileSync('docs/file-formats.md', 'utf8')
  .split(/^## /m)
  .find((part) => part.startsWith('A run:'))!;
const rows = Array.from(page.matchAll(/^\| `([^`]+)` \|/gm), ([, name]) => name!);

it('every file of a run has its row in docs/file-formats.md, and no other has one', () => {
  expect(rows).toEqual([...Object.values(runFiles), predictionsFile('test').replace('test', '<split>')]);
});

it('the folders of earlier versions hold no file of another name', () => {
  for (const folder of readdirSync('test/fixtures/runs', { withFileTypes: true }))
    if (folder.isDirectory())
      for (const name of readdirSync(`test/fixtures/runs/${folder.name}`))
        expect(Object.values<string>(runFiles)).toContain(name);
});
