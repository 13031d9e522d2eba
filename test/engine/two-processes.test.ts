import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, expect, it } from 'vitest';
import { workerFile } from '../../src/main/engine/files/worker-file';
import { runFiles } from '../../src/shared/run-files';
import { vowelsDir } from './lab';

/** Protects: processes that work in one home at the same time neither hinder nor damage one another. */

const homeDir = mkdtempSync(join(tmpdir(), 'unroll-two-'));
afterAll(() => rmSync(homeDir, { recursive: true, force: true }));

const options = '--model gru --units 8 --epochs 40 --patience 40 --seed 3 --kernel wasm --json'.split(' ');

function lab(...words: readonly string[]): Promise<{ status: number | null; text: string }> {
  const child = spawn(process.execPath, [workerFile('cli'), ...words, '--home', homeDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (bytes: Buffer) => (text += bytes.toString()));
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, text })));
}

it('two trainings, one that lists, renames and deletes: all exit with 0, equal weights, a sound catalog', async () => {
  const imported = JSON.parse((await lab('import', vowelsDir, '--json')).text) as { dataset: string };
  const old = JSON.parse((await lab('train', imported.dataset, ...options, '--epochs', '1')).text) as {
    run: string;
  };
  let isOver = false;
  const trainings = Promise.all([0, 1].map(() => lab('train', imported.dataset, ...options))).finally(() => {
    isOver = true;
  });
  let round = 0;
  for (; !isOver || round < 3; round++) {
    const answers = [
      await lab('rename', old.run, `round ${round}`),
      await lab('runs', '--json'),
      await lab('delete', old.run, '--json'),
      await lab('bin', 'restore', old.run),
    ];
    expect(answers.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    expect(answers[1]!.text).toContain(`round ${round}`);
  }
  const ended = (await trainings).map(({ status, text }) => {
    expect(status).toBe(0);
    return JSON.parse(text) as { run: string; status: string; epochs: number };
  });
  expect(ended).toMatchObject([
    { status: 'completed', epochs: 40 },
    { status: 'completed', epochs: 40 },
  ]);
  const [one, other] = ended.map(({ run }) => readFileSync(join(homeDir, 'runs', run, runFiles.weights)));
  expect(one!.equals(other!)).toBe(true);
  const db = new Database(join(homeDir, 'catalog.sqlite'), { readonly: true });
  expect(db.prepare('PRAGMA integrity_check').get()).toMatchObject({ integrity_check: 'ok' });
  db.close();
  expect(readdirSync(join(homeDir, 'runs'))).toHaveLength(3);
  expect(spawnSync(process.execPath, [workerFile('cli'), 'runs', '--home', homeDir]).status).toBe(0);
});
