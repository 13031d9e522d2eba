import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { os } from '@orpc/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { LabServer } from '../../../src/main/serve/server';
import { startServer } from '../../../src/main/serve/server';
import { knocksFromOutside } from './loopback';

/** Protects: nobody but the person at this machine gets at the lab through `unroll serve`. */

const dir = mkdtempSync(join(tmpdir(), 'unroll-serve-'));
const pagesDir = join(dir, 'pages');
const router = { ping: os.handler(() => 'pong') };
let server: LabServer;
let cookie: string;

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const asking = request({ host: '127.0.0.1', port: server.port, path, method, headers });
  asking.end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  let body = '';
  for await (const chunk of answer) body += String(chunk);
  return { status: answer.statusCode!, headers: answer.headers, body };
}

/** `open`, or the status of the refusal. */
function openSocket(headers: Record<string, string>, path = '/engine'): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
  return new Promise((resolve) => {
    socket.on('open', () => {
      resolve('open');
      socket.close();
    });
    socket.on('unexpected-response', (_request, answer) => resolve(String(answer.statusCode)));
    socket.on('error', () => {});
  });
}

beforeAll(async () => {
  mkdirSync(join(pagesDir, 'assets'), { recursive: true });
  writeFileSync(join(pagesDir, 'index.html'), '<p>the lab</p>');
  writeFileSync(join(pagesDir, 'assets/app-1234.js'), '1');
  writeFileSync(join(dir, 'secret.txt'), 'secret');
  server = await startServer({ router, pagesDir, port: 0 });
});
afterAll(async () => {
  await server.close();
  rmSync(dir, { recursive: true });
});

it('exchanges the token for a cookie that scripts and other sites cannot use, once', async () => {
  const { pathname, search } = new URL(server.url);
  const first = await ask(pathname + search);
  expect(first.status).toBe(303);
  expect(first.headers.location).toBe('/');
  const [setCookie] = first.headers['set-cookie']!;
  expect(setCookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
  cookie = setCookie!.split(';')[0]!;
  expect((await ask(pathname + search)).status).toBe(401);
  expect(new URL(server.url).search).not.toBe(search);
});

it('shows pages with a session alone, under a strict policy', async () => {
  expect((await ask('/')).status).toBe(401);
  expect((await ask('/?token=guess')).status).toBe(401);
  expect((await ask('/', { cookie: `${cookie.split('=')[0]}=guess` })).status).toBe(401);
  const page = await ask('/', { cookie });
  expect(page).toMatchObject({ status: 200, body: '<p>the lab</p>' });
  const policy = page.headers['content-security-policy'];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain('unsafe-eval');
  expect(page.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  expect((await ask('/assets/app-1234.js', { cookie })).headers['cache-control']).toContain('immutable');
});

it.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/../../secret.txt',
  '//etc/passwd',
])('gives nothing outside of the pages: %s', async (path) => {
  const { status, body } = await ask(path, { cookie });
  expect(status).not.toBe(200);
  expect(body).not.toContain('secret\n');
});

it('refuses other hosts (DNS rebinding), other origins and methods that write', async () => {
  expect((await ask('/', { cookie, host: 'evil.example' })).status).toBe(403);
  expect((await ask('/', { cookie, host: `127.0.0.1:${server.port + 1}` })).status).toBe(403);
  expect((await ask('/', { cookie, origin: 'http://evil.example' })).status).toBe(403);
  expect((await ask('/', { cookie, origin: 'null' })).status).toBe(403);
  expect((await ask('/', { cookie }, 'POST')).status).toBe(405);
});

it('opens a socket only for its own page', async () => {
  const origin = `http://127.0.0.1:${server.port}`;
  expect(await openSocket({ cookie, origin })).toBe('open');
  expect(await openSocket({ cookie })).toBe('403');
  expect(await openSocket({ origin })).toBe('403');
  expect(await openSocket({ cookie, origin: 'http://evil.example' })).toBe('403');
  expect(await openSocket({ cookie, origin, host: 'evil.example' })).toBe('403');
  expect(await openSocket({ cookie, origin }, '/other')).toBe('403');
});

it('hangs up on a socket that sends anything but calls', async () => {
  const origin = `http://127.0.0.1:${server.port}`;
  for (const message of ['text', Buffer.from([0xc1]), Buffer.from([0x93, 1, 2, 3]), Buffer.from([0x80])]) {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/engine`, { headers: { cookie, origin } });
    await once(socket, 'open');
    socket.send(message);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1003);
  }
  expect(await openSocket({ cookie, origin })).toBe('open');
});

it('listens on loopback alone', async () => {
  for (const outcome of await knocksFromOutside(server.port)) expect(outcome).toBe('refused');
});

it('says that a port is taken', async () => {
  await expect(startServer({ router, pagesDir, port: server.port })).rejects.toMatchObject({
    code: 'ARGUMENT_INVALID',
  });
});
