import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';

/** Protects: `serve` comes back by itself after a crash, asks open tabs for its new address, and leaves no process behind. */

const dir = mkdtempSync(join(tmpdir(), 'unroll-supervised-'));
let parent: ChildProcess | null = null;
afterEach(() => {
  parent?.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

const childOf = (pid: number): number | null => {
  try {
    return Number(
      execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
        .trim()
        .split('\n')[0],
    );
  } catch {
    return null;
  }
};
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe.skipIf(process.platform === 'win32')('unroll serve', () => {
  it('is started again on its port after a crash, with a new token; Ctrl+C and a killed supervisor end it', async () => {
    parent = spawn(process.execPath, ['bin/unroll', 'serve', '--json', '--home', dir], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines: string[] = [];
    createInterface({ input: parent.stdout! }).on('line', (line) => lines.push(line));
    let said = '';
    parent.stderr!.on('data', (bytes: Buffer) => (said += bytes.toString()));
    const address = async (nth: number): Promise<{ url: string; port: number }> => {
      await expect.poll(() => lines.length, { timeout: 60_000 }).toBeGreaterThan(nth);
      return JSON.parse(lines[nth]!) as { url: string; port: number };
    };
    const first = await address(0);
    const entered = await fetch(first.url, { redirect: 'manual' });
    const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
    const page = `http://127.0.0.1:${first.port}/`;
    expect((await fetch(page, { headers: { cookie } })).status).toBe(200);

    process.kill(childOf(parent.pid!)!, 'SIGSEGV');
    const second = await address(1);
    expect(second.port).toBe(first.port);
    expect(second.url).not.toBe(first.url);
    expect(said).toContain('started again');
    // What an open tab is told, and how it gets back in.
    const asked = await fetch(page, { headers: { cookie } });
    expect([asked.status, await asked.text()]).toEqual([401, expect.stringContaining('name="token"')]);
    const pasted = await fetch(`${page}?token=${encodeURIComponent(second.url)}`, { redirect: 'manual' });
    expect(pasted.status).toBe(303);

    const child = childOf(parent.pid!)!;
    const ended = once(parent, 'exit');
    parent.kill('SIGINT');
    expect((await ended)[0]).toBe(0);
    expect(isAlive(child)).toBe(false);

    parent = spawn(process.execPath, ['bin/unroll', 'serve', '--json', '--home', dir], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(createInterface({ input: parent.stdout! }), 'line');
    const orphan = childOf(parent.pid!)!;
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(orphan), { timeout: 30_000 }).toBe(false);
  });

  it('does not start again what never came up', async () => {
    parent = spawn(process.execPath, ['bin/unroll', 'serve', '--tls-cert', 'none', '--home', dir], {
      stdio: 'ignore',
    });
    expect((await once(parent, 'exit'))[0]).toBe(2);
  });
});
