import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunCatalog } from '../../../src/main/engine/runs/catalog';
import type { RunService } from '../../../src/main/engine/runs/service';
import type { RunEvent } from '../../../src/shared/domain/run';
import { exampleRun } from './example-run';
import type { ScriptedTrainer } from './scripted';
import { epochRow, openRuns, stepsFrom } from './scripted';

let dir: string;
let runs: RunService;
let trainer: ScriptedTrainer;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'unroll-runs-'));
  ({ runs, trainer } = await openRuns(dir));
});
afterEach(async () => {
  await runs.close();
  rmSync(dir, { recursive: true });
});

async function reopen(): Promise<void> {
  await runs.close();
  ({ runs, trainer } = await openRuns(dir));
}

function readRun(id: string): unknown {
  const file = JSON.parse(readFileSync(join(dir, 'runs', id, 'run.json'), 'utf8')) as { run: unknown };
  return file.run;
}

describe('a run', () => {
  it('goes from the queue through training to its end, with a readable name', async () => {
    const { id, name } = await runs.start('vowels', {});
    expect(name).toBe('GRU 8 · Vowels · 1');
    expect(trainer.last.job).toMatchObject({ run: id, runDir: join(dir, 'runs', id), resume: false });
    trainer.last.started();
    expect(runs.get(id)).toMatchObject({ status: 'running', kernel: 'reference', stepsPerEpoch: 10 });
    trainer.last.steps(1, 10);
    trainer.last.epoch(1);
    const ended = runs.wait(id);
    trainer.last.finished();
    expect(await ended).toMatchObject({ status: 'completed', epoch: 3, bestEpoch: 2 });
    const metrics = runs.metrics(id);
    expect(metrics.steps).toEqual(stepsFrom(1, 10));
    expect(metrics.epochs).toEqual(epochRow(1, 10));
    expect((await runs.start('vowels', {})).name).toBe('GRU 8 · Vowels · 2');
  });

  it('is all there again after a restart, also as a file that explains itself', async () => {
    const { id } = await runs.start('vowels', {});
    trainer.last.started();
    trainer.last.steps(1, 25);
    trainer.last.finished();
    runs.edit(id, { name: 'best', note: 'keep this', kept: true, tags: ['thesis'] });
    const before = runs.get(id);
    await reopen();
    expect(runs.get(id)).toEqual(before);
    expect(runs.metrics(id).steps).toEqual(stepsFrom(1, 25));
    const file = JSON.parse(readFileSync(join(dir, 'runs', id, 'run.json'), 'utf8')) as object;
    expect(file).toMatchObject({
      formatVersion: 1,
      run: { name: 'best', tags: ['thesis'], recipe: { training: { seed: 1 } } },
      data: { fingerprint: 'f00d', split: { kind: 'given' }, scaler: { mean: [0] } },
    });
  });

  it('waits while another one trains, and can be stopped while it waits', async () => {
    const first = await runs.start('vowels', {});
    const second = await runs.start('vowels', {});
    const third = await runs.start('vowels', {});
    expect(trainer.trainings).toHaveLength(1);
    expect((await runs.stop(second.id)).status).toBe('stopped');
    await expect(runs.pause(third.id)).rejects.toMatchObject({ code: 'RUN_STATE' });
    trainer.last.started();
    trainer.last.finished();
    expect(runs.get(first.id).status).toBe('completed');
    expect(trainer.last.job.run).toBe(third.id);
  });

  it('lets the next one train while it is paused, and then waits for its turn', async () => {
    const first = await runs.start('vowels', {});
    const worker = trainer.last;
    worker.started();
    const second = await runs.start('vowels', {});
    const pausing = runs.pause(first.id);
    worker.say({ kind: 'paused' });
    expect((await pausing).status).toBe('paused');
    expect(trainer.last.job.run).toBe(second.id);
    expect(runs.resume(first.id).status).toBe('queued');
    trainer.last.started();
    trainer.last.finished();
    expect(runs.get(first.id).status).toBe('running');
    expect(worker.commands).toEqual(['pause', 'resume']);
  });

  it('stops only when the worker has scored the best weights', async () => {
    const { id } = await runs.start('vowels', {});
    trainer.last.started();
    let stopped = false;
    const stopping = runs.stop(id).then((run) => {
      stopped = true;
      return run;
    });
    await sleep(20);
    expect(stopped).toBe(false);
    trainer.last.finished('stopped');
    expect((await stopping).status).toBe('stopped');
  });

  it('fails with the reason when the training diverges, and cannot be resumed', async () => {
    const { id } = await runs.start('vowels', {});
    trainer.last.started();
    const error = { code: 'TRAINING_DIVERGED', message: 'The loss is not a number.', details: {} } as const;
    trainer.last.say({ kind: 'failed', error });
    expect(runs.get(id)).toMatchObject({ status: 'failed', error });
    expect(() => runs.resume(id)).toThrow(/another recipe/);
  });

  it('fails when the worker crashes before the first checkpoint, and can go on when it crashes after', async () => {
    const early = await runs.start('vowels', {});
    trainer.last.started();
    trainer.last.crash('segmentation fault');
    expect(await runs.wait(early.id)).toMatchObject({ status: 'failed', error: { code: 'COMPUTE_FAILED' } });
    const late = await runs.start('vowels', {});
    trainer.last.started();
    trainer.last.epoch(1);
    trainer.last.crash('out of memory');
    expect(await runs.wait(late.id)).toMatchObject({ status: 'interrupted' });
    runs.resume(late.id);
    expect(trainer.last.job.resume).toBe(true);
  });

  it('that cannot be written at its end says so, can go on, and lets the next one train', async () => {
    const first = await runs.start('vowels', {});
    const second = await runs.start('vowels', {});
    trainer.last.started();
    trainer.last.epoch(1);
    // As a disk that is full at this one moment.
    const other = new Database(join(dir, 'catalog.sqlite'));
    other.exec(`CREATE TRIGGER full BEFORE UPDATE ON runs WHEN NEW.status = 'completed'
      BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`);
    const ended = runs.wait(first.id);
    trainer.last.finished();
    expect(await ended).toMatchObject({
      status: 'interrupted',
      error: { code: 'OUTPUT_UNWRITABLE', message: expect.stringContaining('the disk is full') as string },
    });
    expect(trainer.last.job.run).toBe(second.id);
    other.exec('DROP TRIGGER full');
    other.close();
    expect(runs.resume(first.id).status).toBe('queued');
  });

  it('goes back to its checkpoint when it is resumed: the curve has no step twice and none too many', async () => {
    const { id } = await runs.start('vowels', {});
    trainer.last.started();
    trainer.last.steps(1, 10);
    trainer.last.epoch(1);
    trainer.last.steps(11, 7);
    await reopen();
    expect(runs.get(id).status).toBe('interrupted');
    expect(runs.metrics(id).steps.step).toHaveLength(17);
    runs.resume(id);
    trainer.last.started(10, 1);
    expect(runs.metrics(id).steps).toEqual(stepsFrom(1, 10));
    trainer.last.steps(11, 10);
    trainer.last.finished();
    expect(runs.metrics(id).steps).toEqual(stepsFrom(1, 20));
  });

  it('forgets steps that were trained again after a retry, also within one batch', async () => {
    const { id } = await runs.start('vowels', {});
    trainer.last.started();
    trainer.last.steps(1, 10);
    trainer.last.steps(11, 7);
    trainer.last.steps(11, 3);
    trainer.last.finished();
    expect(runs.metrics(id).steps).toEqual(stepsFrom(1, 13));
  });

  it('is deleted into the bin, and brought back from there whole, also after a start', async () => {
    const kept = await runs.start('vowels', {});
    const gone = await runs.start('vowels', {});
    await runs.delete(kept.id);
    await runs.delete(gone.id);
    expect(runs.list()).toEqual([]);
    expect(() => runs.get(gone.id)).toThrow(/no run/);
    expect(await runs.restore(kept.id)).toMatchObject({ status: 'interrupted' });
    await reopen();
    expect(runs.list().map(({ id }) => id)).toEqual([kept.id]);
    expect(existsSync(join(dir, 'runs', gone.id))).toBe(false);
    expect(await runs.restore(gone.id)).toMatchObject({ id: gone.id });
    expect(readRun(gone.id)).toEqual(runs.get(gone.id));
    await runs.delete(gone.id);
    runs.forgetDeleted();
    await expect(runs.restore(gone.id)).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
    await reopen();
    expect(runs.list().map(({ id }) => id)).toEqual([kept.id]);
  });
});

describe('watching', () => {
  it('joins a snapshot without a gap and without a double point', async () => {
    const { id } = await runs.start('vowels', {});
    trainer.last.started();
    trainer.last.steps(1, 5);
    await sleep(120);
    const { seq, steps } = runs.metrics(id);
    trainer.last.steps(6, 5);
    await sleep(120);
    const stream = runs.watch(seq);
    const { value } = await stream.next();
    await stream.return();
    expect(steps).toEqual(stepsFrom(1, 5));
    expect(value).toMatchObject({ kind: 'steps', steps: stepsFrom(6, 5) });
  });

  it('sends at most 20 messages a second however fast the worker talks, and loses nothing', async () => {
    const { id } = await runs.start('vowels', {});
    trainer.last.started();
    await sleep(60);
    const stream = runs.watch();
    const events: RunEvent[] = [];
    const reading = (async () => {
      for await (const event of stream) events.push(event);
    })();
    const begin = Date.now();
    let step = 1;
    // A machine that stumbles gets the time that it needs.
    while (Date.now() - begin < 1000 || events.length < 6) {
      trainer.last.steps(step, 2);
      trainer.last.epoch(step);
      step += 2;
      await sleep(1);
    }
    const seconds = (Date.now() - begin) / 1000;
    await stream.return();
    await reading;
    expect(events.length).toBeGreaterThan(5);
    expect(events.length).toBeLessThanOrEqual(20 * seconds + 3);
    trainer.last.finished();
    expect(runs.metrics(id).steps).toEqual(stepsFrom(1, step - 1));
  });

  it('tells a reader who was away too long how all runs are now', async () => {
    const { id } = await runs.start('vowels', {});
    const stream = runs.watch(0);
    const { value } = await stream.next();
    expect(value).toMatchObject({ kind: 'changed', run: { id } });
    await stream.return();
  });

  it('ends at once for a reader who leaves while nothing happens', async () => {
    const stream = runs.watch();
    const waiting = stream.next();
    await stream.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});

describe('several engines on one home', () => {
  it('lets a second one read, follow and rename nothing that the first one trains', async () => {
    const { id } = await runs.start('vowels', {});
    trainer.last.started();
    const second = await openRuns(dir);
    expect(second.runs.get(id).status).toBe('running');
    await expect(second.runs.stop(id)).rejects.toMatchObject({ code: 'RUN_STATE' });
    expect(() => second.runs.edit(id, { name: 'mine' })).toThrow(/another Unroll/);
    const stream = second.runs.watch();
    trainer.last.steps(1, 5);
    const kinds = [(await stream.next()).value?.kind, (await stream.next()).value?.kind];
    expect(kinds).toEqual(['steps', 'changed']);
    await stream.return();
    const ended = second.runs.wait(id);
    trainer.last.finished();
    expect((await ended).status).toBe('completed');
    await second.runs.close();
  });

  it('outlives a row that it cannot read, and follows the others', async () => {
    const { id } = await runs.start('vowels', {});
    trainer.last.started();
    const second = await openRuns(dir);
    const other = new Database(join(dir, 'catalog.sqlite'));
    const insert = `INSERT INTO runs (id, dataset, status, createdMs, revision, owner, json)
      VALUES ('odd', 'vowels', 'completed', 0, ${Number.MAX_SAFE_INTEGER - 1}, NULL, 'no JSON')`;
    other.exec(insert);
    expect(second.runs.unreadable()).toMatchObject([{ id: 'odd' }]);
    expect(second.runs.list().map((run) => run.id)).toEqual([id]);
    // Longer than it takes the other engine to look, whatever else this machine does: it looks in this very process.
    await sleep(1_200);
    other.exec("DELETE FROM runs WHERE id = 'odd'");
    other.close();
    const ended = second.runs.wait(id);
    trainer.last.finished();
    expect((await ended).status).toBe('completed');
    await second.runs.close();
  });

  it('frees a run only when the process that held it is dead', async () => {
    await runs.close();
    const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const catalog = new RunCatalog(join(dir, 'catalog.sqlite'));
    catalog.save(exampleRun({ id: 'held', status: 'running' }), `${holder.pid}::engine`);
    catalog.close();
    await reopen();
    expect(runs.get('held').status).toBe('running');
    const dead = new Promise((resolve) => holder.once('exit', resolve));
    holder.kill('SIGKILL');
    await dead;
    await reopen();
    expect(runs.get('held').status).toBe('interrupted');
  });
});

describe('a damaged catalog', () => {
  it('is moved aside and rebuilt from the run folders, curves and all', async () => {
    const { id } = await runs.start('vowels', {});
    trainer.last.started();
    trainer.last.steps(1, 30);
    trainer.last.epoch(1);
    trainer.last.finished();
    const half = await runs.start('vowels', {});
    trainer.last.started();
    trainer.last.epoch(1);
    await runs.close();
    const before = readRun(id);
    writeFileSync(join(dir, 'catalog.sqlite'), Buffer.alloc(20_000, 'not a database '));
    ({ runs, trainer } = await openRuns(dir));
    expect(runs.damage).toMatchObject({ code: 'STATE_CORRUPT' });
    expect(existsSync(String(runs.damage?.details['aside']))).toBe(true);
    expect(runs.get(id)).toEqual(before);
    expect(runs.metrics(id).steps).toEqual(stepsFrom(1, 30));
    expect(runs.metrics(id).epochs).toEqual(epochRow(1, 10));
    expect(runs.resume(half.id).status).toBe('running');
    expect(trainer.last.job.resume).toBe(true);
  });

  it('of a newer version is shown as far as it can be read, and not changed', async () => {
    const known = await runs.start('vowels', {});
    trainer.last.started();
    trainer.last.steps(1, 30);
    trainer.last.finished();
    const odd = await runs.start('vowels', {});
    trainer.last.finished();
    await runs.close();
    const catalog = join(dir, 'catalog.sqlite');
    const { default: Database } = await import('libsql');
    const db = new Database(catalog);
    db.exec(`PRAGMA user_version = 99; ALTER TABLE runs DROP COLUMN checksum; ALTER TABLE runs ADD COLUMN mood TEXT;
      UPDATE runs SET json = json_set(json, '$.status', 'dreaming') WHERE id = '${odd.id}'`);
    db.close();
    const before = readFileSync(catalog);
    const names = readdirSync(dir);
    ({ runs, trainer } = await openRuns(dir));
    expect(runs.isFrozen).toBe(true);
    expect(runs.list()).toMatchObject([{ id: known.id, status: 'completed' }]);
    expect(runs.unreadable()).toMatchObject([{ id: odd.id }]);
    expect(runs.metrics(known.id).steps).toEqual(stepsFrom(1, 30));
    await runs.close();
    expect(readFileSync(catalog).equals(before)).toBe(true);
    expect(readdirSync(dir)).toEqual(names);
  });
});
