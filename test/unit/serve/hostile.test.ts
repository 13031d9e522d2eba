import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { os } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { LabServer } from '../../../src/main/serve/server';
import { startServer } from '../../../src/main/serve/server';
import { startModelService } from '../../../src/main/serve-model/server';

/** Protects: nothing that comes over the socket ends a server or locks others out. An exception that nobody catches fails here. */

const dir = mkdtempSync(join(tmpdir(), 'unroll-hostile-'));
mkdirSync(join(dir, 'pages'));
writeFileSync(join(dir, 'pages/index.html'), '<p>the lab</p>');

const startLab = (port = 0): Promise<LabServer> =>
  startServer({ router: { ping: os.handler(() => 'pong') }, pagesDir: join(dir, 'pages'), port });
const startService = (): ReturnType<typeof startModelService> =>
  startModelService({
    model: 'run-1',
    description: { input: { modality: 'sensor' } } as never,
    streams: {} as never,
    version: '0',
    port: 0,
    predict: async () => [],
  });

/** Connects and says `text`. */
async function say(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  if (text !== '') socket.write(text);
  return socket;
}

/** The first line of the answer; nothing when it hung up without one. */
async function firstLine(socket: Socket): Promise<string> {
  const answer = Promise.race([
    once(socket, 'data').then(([data]) => String(data).split('\r\n')[0]!),
    once(socket, 'close').then(() => ''),
  ]);
  return answer.finally(() => socket.destroy());
}

const ask = async (port: number, target: string): Promise<string> =>
  firstLine(await say(port, `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`));

/** The same numbers for the same seed. Constants of a linear congruential generator: Numerical Recipes, 3rd ed., 7.1. */
function dice(seed: number): { below(most: number): number } {
  let state = seed;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return { below: (most) => Math.floor(next() * most) };
}

const upgrade = (port: number): string =>
  `GET /engine HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';

describe.each([
  ['serve', startLab, '/', '401'],
  ['serve-model', startService, '/health', '200'],
] as const)('%s', (_, start, target, healthy) => {
  let server: { readonly port: number; close(): Promise<void> };
  beforeEach(async () => {
    server = await start();
  });
  afterEach(() => server.close());
  const isWell = async (): Promise<void> => expect(await ask(server.port, target)).toContain(healthy);

  it.each(['//', 'http://[', '/\\', '/%', '/?token=%', `/${'a'.repeat(100_000)}`, '*', '/?'])(
    'outlives the target %.20s',
    async (odd) => {
      expect(await ask(server.port, odd)).toMatch(/^HTTP\/1.1 4\d\d/);
      await isWell();
    },
  );

  it('outlives what is no HTTP, and refused upgrades that reset', async () => {
    for (const text of ['\0\0\0', 'GET', '\x16\x03\x01\x02\0\x01\0', `${'x'.repeat(200_000)}`])
      (await say(server.port, text)).resetAndDestroy();
    for (let k = 0; k < 50; k++) {
      const socket = await say(server.port, upgrade(server.port));
      if (k % 2 === 0) await once(socket, 'data');
      socket.resetAndDestroy();
    }
    await sleep(50);
    await isWell();
  });

  it(
    'outlives 400 upgrades that are damaged at random, half of them with odd frames behind',
    { timeout: 120_000 },
    async () => {
      const random = dice(7);
      const whole = Buffer.from(upgrade(server.port), 'latin1');
      const pieces = ['\r\n', '\0', ':', 'Upgrade: h2c', 'Sec-WebSocket-Key: ', 'x'.repeat(9000), '\r\n\r\n'];
      const damaged = (): Buffer => {
        let bytes = Buffer.from(whole);
        for (let k = 0; k <= random.below(4); k++) {
          const at = random.below(bytes.length);
          const kind = random.below(4);
          if (kind === 0) bytes[at] = random.below(256);
          else if (kind === 1) bytes = bytes.subarray(0, at + 1);
          else {
            const more = Buffer.from(pieces[random.below(pieces.length)]!);
            bytes = Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at + random.below(20))]);
          }
        }
        const frames = Buffer.from(Array.from({ length: random.below(2) * 40 }, () => random.below(256)));
        return Buffer.concat([bytes, frames]);
      };
      for (let round = 0; round < 20; round++) {
        const sockets = await Promise.all(Array.from({ length: 20 }, () => say(server.port, '')));
        for (const socket of sockets) {
          socket.write(damaged());
          if (random.below(2) === 0) socket.resetAndDestroy();
        }
        await sleep(20);
        for (const socket of sockets) socket.destroy();
      }
      // Who asks too often waits for a moment.
      await expect.poll(() => ask(server.port, target), { timeout: 20_000 }).toContain(healthy);
    },
  );

  it('has room while others hold more connections than it takes and say nothing', async () => {
    const silent = await Promise.all(Array.from({ length: 600 }, () => say(server.port, '')));
    const slow = await Promise.all(Array.from({ length: 100 }, () => say(server.port, 'GET / HTTP/1.1\r\n')));
    await isWell();
    // Whoever has waited for longest makes room.
    expect(
      silent[0]!.destroyed || silent[0]!.readableEnded || (await once(silent[0]!, 'close')),
    ).toBeTruthy();
    for (const socket of [...silent, ...slow]) socket.destroy();
  });

  it('hangs up on a refused upgrade that is left open', { timeout: 10_000 }, async () => {
    const socket = await say(server.port, upgrade(server.port));
    socket.resume();
    const closed = once(socket, 'close');
    await once(socket, 'end');
    await closed;
    await isWell();
  });
});

describe('a tab that was open when the lab was started again', () => {
  it('is asked for the new address, and gets in with it', async () => {
    const first = await startLab();
    const { port } = first;
    const enter = (url: string): Promise<Response> => fetch(url, { redirect: 'manual' });
    const cookie = (await enter(first.url)).headers.get('set-cookie')!.split(';')[0]!;
    await first.close();
    const second = await startLab(port);
    const page = await fetch(`http://127.0.0.1:${port}/`, { headers: { cookie } });
    expect(page.status).toBe(401);
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self'");
    expect(await page.text()).toContain('<input name="token"');
    const stale = await fetch(`http://127.0.0.1:${port}/?token=${encodeURIComponent(first.url)}`);
    expect(await stale.text()).toContain('used already');
    const pasted = await enter(`http://127.0.0.1:${port}/?token=${encodeURIComponent(` ${second.url}\n`)}`);
    expect(pasted.status).toBe(303);
    const fresh = pasted.headers.get('set-cookie')!.split(';')[0]!;
    expect((await fetch(`http://127.0.0.1:${port}/`, { headers: { cookie: fresh } })).status).toBe(200);
    await second.close();
  });

  it('is hung up on when its frames are malformed, and the lab goes on', async () => {
    const lab = await startLab();
    const origin = `http://127.0.0.1:${lab.port}`;
    const entered = await fetch(lab.url, { redirect: 'manual' });
    const headers = { cookie: entered.headers.get('set-cookie')!.split(';')[0]!, origin };
    for (const frame of [
      [0xff, 0xff],
      [0x82, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
      [0x83, 0],
    ]) {
      const socket = new WebSocket(`ws://127.0.0.1:${lab.port}/engine`, { headers });
      socket.on('error', () => {});
      await once(socket, 'open');
      (socket as unknown as { _socket: Socket })._socket.write(Buffer.from(frame));
      await once(socket, 'close');
    }
    expect((await fetch(`${origin}/`, { headers })).status).toBe(200);
    await lab.close();
    rmSync(dir, { recursive: true });
  });
});
