import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readImports } from '../../../scripts/imports.mjs';
import { circlesIn, forbiddenEdges, forbiddenPackages, mapTable, roomOf } from '../../../scripts/walls.mjs';

const made: string[] = [];
afterEach(() => made.splice(0).forEach((dir) => rmSync(dir, { recursive: true })));

/** A house on the disk: path → text. */
function plant(files: Record<string, string>) {
  const dir = mkdtempSync(join(tmpdir(), 'unroll-walls-'));
  made.push(dir);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(dir, dirname(path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return readImports(dir);
}

const rooms = {
  files: { holds: 'files', imports: [] },
  kernels: { holds: 'kernels', imports: ['files'] },
  'kernels/choose': { holds: 'a choice', imports: ['kernels'] },
  training: { holds: 'training', imports: ['kernels'] },
  'shared/domain': { holds: 'nouns', imports: [] },
  'src/renderer/ui': { holds: 'parts', imports: ['shared'] },
  'src/renderer/views/*': { holds: 'views', imports: ['src/renderer/ui', 'shared'] },
};
const engine = 'src/main/engine/';

test('an import against the map is named, be it of a type, late, or from a Svelte component', () => {
  const { edges } = plant({
    [`${engine}files/home.ts`]: "import type { Pool } from '../kernels/pool';\nexport const home = 1;",
    [`${engine}kernels/pool.ts`]:
      "import '../files/home';\nexport type Pool = import('../training/train').Train;",
    [`${engine}training/train.ts`]: "export type Train = 1;\nvoid import('../files/home');",
    'src/renderer/views/look/part.svelte': '<p>a part</p>',
    'src/renderer/views/train/page.svelte': `<script lang="ts" module>
        import type { Told } from '../look/told';
      </script>
      <script lang="ts">
        import Part from '../look/part.svelte';
        let told: Told | null = null;
      </script>
      <Part {told} />`,
    'src/renderer/views/look/told.ts': 'export type Told = 1;',
  });
  expect(forbiddenEdges(edges, rooms, [])).toEqual([
    'src/main/engine/files/home.ts imports src/main/engine/kernels/pool.ts, but files may not import kernels.',
    'src/main/engine/kernels/pool.ts imports src/main/engine/training/train.ts, but kernels may not import training.',
    'src/main/engine/training/train.ts imports src/main/engine/files/home.ts, but training may not import files.',
    'src/renderer/views/train/page.svelte imports src/renderer/views/look/told.ts, but src/renderer/views/train may not import src/renderer/views/look.',
    'src/renderer/views/train/page.svelte imports src/renderer/views/look/part.svelte, but src/renderer/views/train may not import src/renderer/views/look.',
  ]);
});

test('a room in a room is another one; a folder that is no room stands for those in it', () => {
  const names = Object.keys(rooms);
  expect(roomOf(`${engine}kernels/choose/trial.ts`, names)).toBe('kernels/choose');
  expect(roomOf(`${engine}kernels/cpp/heap.ts`, names)).toBe('kernels');
  expect(roomOf('src/renderer/views/look/a.ts', names)).toBe('src/renderer/views/look');
  expect(roomOf('src/renderer/elsewhere.ts', names)).toBeNull();
  const choosing = { from: `${engine}training/a.ts`, to: `${engine}kernels/choose/trial.ts` };
  expect(forbiddenEdges([choosing], rooms, [])).toHaveLength(1);
  expect(
    forbiddenEdges([{ from: 'src/renderer/ui/a.ts', to: 'src/shared/domain/run.ts' }], rooms, []),
  ).toEqual([]);
});

test('an exception holds as long as something needs it', () => {
  const exception = { from: 'files', to: 'kernels', why: 'for the test' };
  const edge = { from: `${engine}files/a.ts`, to: `${engine}kernels/b.ts` };
  expect(forbiddenEdges([edge], rooms, [exception])).toEqual([]);
  expect(forbiddenEdges([], rooms, [exception])).toEqual([
    'No import needs the exception files → kernels; delete it.',
  ]);
});

test('a package is for some rooms alone, its types perhaps for more', () => {
  const rule = [{ name: /^echarts$/, only: ['src/renderer/charts'], types: ['shared/figures'] }];
  const { packages } = plant({
    'src/renderer/charts/a.ts': "import { init } from 'echarts/core';\ninit();",
    'src/shared/figures/a.ts':
      "import type { EChartsOption } from 'echarts';\nexport type A = EChartsOption;",
    'src/shared/figures/b.ts': "import { init } from 'echarts';\ninit();",
  });
  expect(forbiddenPackages(packages, rule)).toEqual([
    'src/shared/figures/b.ts imports echarts, which is for src/renderer/charts.',
  ]);
});

test('circles are found whole, and only circles', () => {
  const graph = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['c', 'd'])],
    ['c', new Set(['a'])],
    ['d', new Set(['e'])],
    ['f', new Set(['d'])],
  ]);
  expect(circlesIn(graph)).toEqual([['a', 'b', 'c']]);
});

test('the documentation shows the map', () => {
  expect(mapTable({ files: rooms.files, kernels: rooms.kernels })).toBe(
    '\n| room | holds | may import |\n|---|---|---|\n| `files` | files | – |\n| `kernels` | kernels | `files` |\n\n',
  );
});
