import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { prepareElectron } from './lab';

/**
 * Protects: nothing leaves the machine, and nothing listens, in a whole session of the window, whatever a page tries. What the
 * system is asked for is read with strace; no debugger is attached, since one would listen.
 */

const rootDir = join(import.meta.dirname, '../..');
const CALLS = 'connect,sendto,sendmsg,sendmmsg,bind,listen';

/** strace's `sin_addr=inet_addr("1.2.3.4")` and `inet_pton(AF_INET6, "::1", …)`, where they are not this machine's own. */
function addressOf(line: string): string | null {
  const [, four, six] = /inet_addr\("([\d.]+)"\)|inet_pton\(AF_INET6, "([\da-f:.]+)"/i.exec(line) ?? [];
  return four ?? six ?? null;
}
const isOwn = (address: string): boolean =>
  /^127\./.test(address) || ['::1', '::', '0.0.0.0'].includes(address) || /^::ffff:127\./.test(address);

test('a whole session connects to nothing off the machine and listens on nothing', async () => {
  test.setTimeout(600_000);
  test.skip(process.platform !== 'linux' || spawnSync('strace', ['-V']).error !== undefined, 'needs strace');
  const dir = mkdtempSync(join(tmpdir(), 'unroll-silent-'));
  const trace = join(dir, 'trace');
  const { file, args } = prepareElectron();
  const app = spawn(
    'strace',
    [
      ...['-f', '-qq', '--seccomp-bpf', '-e', `trace=${CALLS}`, '-o', trace, file, ...args],
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--lang=en-US',
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        LANGUAGE: 'en',
        UNROLL_HOME: join(dir, 'home'),
        UNROLL_MAIN_FILE: process.env['UNROLL_MAIN_FILE'] ?? join(rootDir, 'out/main/index.cjs'),
        UNROLL_DRIVE: join(import.meta.dirname, 'harness/drive.cjs'),
      },
    },
  );
  let said = '';
  app.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const [code] = (await once(app, 'exit')) as [number | null];
  const lines = readFileSync(trace, 'utf8').split('\n');
  rmSync(dir, { recursive: true, force: true });
  expect(code, said).toBe(0);
  expect(said).toContain('step: data');
  // The trace works: Electron's processes talk to the display and to each other through sockets of the file system.
  expect(lines.filter((line) => line.includes('AF_UNIX')).length).toBeGreaterThan(0);
  const off = lines.filter((line) => {
    const address = addressOf(line);
    return address !== null && !isOwn(address) && !line.includes('bind(');
  });
  expect(off).toEqual([]);
  // A second start of the lab talks to the first through a socket of the file system.
  const ofFiles = new Set(lines.map((line) => /\bbind\((\d+), \{sa_family=AF_UNIX/.exec(line)?.[1]));
  const listening = lines.filter((line) => {
    const [, socket] = /\blisten\((\d+), .*= 0/.exec(line) ?? [];
    return socket !== undefined && !ofFiles.has(socket);
  });
  const bound = lines.filter((line) => line.includes('bind(') && addressOf(line) !== null);
  expect({ listening, bound }).toEqual({ listening: [], bound: [] });
});
