import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const rootDir = join(import.meta.dirname, '../../..');

/** Protects: `npm run defences` itself, which takes too long for every day, from what moves in the window's code. */
it('each of the window’s defences can still be taken out of the built bundle', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['scripts/defences.mjs', '--check'], {
    cwd: rootDir,
    encoding: 'utf8',
  });
  expect(stdout + stderr).toContain('33 defences can be undone.');
}, 30_000);
