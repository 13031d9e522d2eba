import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Commands } from '../../../src/renderer/state/commands.svelte';
import { matchDistance } from '../../../src/renderer/ui/shell/match';
import { filterGroups } from '../../../src/renderer/ui/shell/palette-groups';

/** Protects: what a person types into the palette is found, also with a slip, and also where another view has it. */

describe('what is typed', () => {
  it('finds words whole, shortened, or with one slip, and the nearest first', () => {
    expect(matchDistance('train', 'Train')).toBe(0);
    expect(matchDistance('go train', 'Go to Train')).toBe(0);
    expect(matchDistance('periment', 'Experiments')).toBe(1);
    expect(matchDistance('trn', 'Training curves')).toBe(2);
    for (const slip of ['trian', 'trein', 'traain']) expect(matchDistance(slip, 'Train'), slip).toBe(3);
    expect(matchDistance('학습', '학습 시작')).toBe(0);
    expect(matchDistance('zebra', 'Train')).toBeNull();
    expect(matchDistance('train zebra', 'Train')).toBeNull();
  });

  it('puts what the name says before what only the heading says', () => {
    const entry = (label: string) => ({ id: label, label, run: () => {} });
    const groups = [
      { title: 'Training', entries: [entry('Pause'), entry('Stop')] },
      { title: 'Go to', entries: [entry('Go to Data'), entry('Go to Train')] },
    ];
    const found = filterGroups(groups, 'train');
    expect(found.map(({ title }) => title)).toEqual(['Go to', 'Training']);
    expect(found[0]!.entries.map(({ label }) => label)).toEqual(['Go to Train']);
    expect(filterGroups(groups, '')).toBe(groups);
  });
});

describe('commands of other views', () => {
  it('are all brought by the view that they name', () => {
    const source = readFileSync('src/renderer/ui/shell/view-commands.ts', 'utf8');
    const ids = [...source.matchAll(/id: '([a-zA-Z.]+)'.*view: '([a-z]+)'/g)].map(([, id, view]) => ({
      id: id!,
      view: view!,
    }));
    ids.push(...[...source.matchAll(/look\('([a-zA-Z]+)'/g)].map(([, id]) => ({ id: id!, view: 'look' })));
    expect(ids.length).toBeGreaterThan(12);
    for (const { id, view } of ids) {
      const dir = `src/renderer/views/${view}`;
      const all = readdirSync(dir, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(svelte|ts)$/.test(name))
        .map((name) => readFileSync(`${dir}/${name}`, 'utf8'))
        .join('\n');
      expect(all, id).toContain(view === 'look' ? `'${id.replace('look.', '')}'` : `id: '${id}'`);
    }
  });

  it('run as soon as their view has come, and are let go where they cannot run', async () => {
    const commands = new Commands();
    let times = 0;
    const add = (id: string, enabled: boolean): void =>
      void commands.add([
        { id, label: () => id, group: () => '', enabled: () => enabled, run: () => void (times += 1) },
      ]);
    const asked = commands.runWhenThere('late');
    setTimeout(() => add('late', true), 60);
    await asked;
    expect(times).toBe(1);
  });
});
