import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { os } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { readTls } from '../../../src/main/cli/tls-files';
import { Rate } from '../../../src/main/serve/rate';
import { startServer } from '../../../src/main/serve/server';

/** Protects: nobody outside takes the lab's time from whoever was let in, and a certificate is all that https needs. */

const dir = mkdtempSync(join(tmpdir(), 'unroll-limits-'));
const pagesDir = join(dir, 'pages');
const [certFile, keyFile] = [join(dir, 'cert.pem'), join(dir, 'key.pem')];
const hasOpenssl = (() => {
  try {
    execFileSync('openssl', ['version']);
    return true;
  } catch {
    return false;
  }
})();
const router = { ping: os.handler(() => 'pong') };

beforeAll(() => {
  mkdirSync(pagesDir);
  writeFileSync(join(pagesDir, 'index.html'), '<title>lab</title>');
  if (hasOpenssl)
    execFileSync(
      'openssl',
      [
        ...[
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:prime256v1',
          '-nodes',
          '-days',
          '1',
        ],
        ...[
          '-subj',
          '/CN=localhost',
          '-addext',
          'subjectAltName=IP:127.0.0.1',
          '-out',
          certFile,
          '-keyout',
          keyFile,
        ],
      ],
      { stdio: 'ignore' },
    );
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('a rate', () => {
  it('lets a burst through, then so many a second, and nothing for a clock that is set back', () => {
    const rate = new Rate(10, 3, 0);
    expect([0, 0, 0, 0].map((ms) => rate.take(ms))).toEqual([true, true, true, false]);
    expect([100, 100, 250, 50].map((ms) => rate.take(ms))).toEqual([true, false, true, false]);
    expect(Array.from({ length: 5 }, () => rate.take(60_000)).filter(Boolean)).toHaveLength(3);
  });
});

describe('unroll serve', () => {
  it('refuses strangers who ask too often, and still lets in who has the token, and serves who was let in', async () => {
    const server = await startServer({ router, pagesDir, port: 0 });
    const url = `http://127.0.0.1:${server.port}`;
    const statuses = await Promise.all(
      Array.from({ length: 300 }, (_, k) => fetch(`${url}/?token=guess${k}`).then(({ status }) => status)),
    );
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(10);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    const entered = await fetch(server.url, { redirect: 'manual' });
    expect(entered.status).toBe(303);
    const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
    const pages = await Promise.all(
      Array.from({ length: 100 }, () => fetch(url, { headers: { cookie } }).then(({ status }) => status)),
    );
    expect(new Set(pages)).toEqual(new Set([200]));
    await server.close();
  });

  it('takes neither bodies nor endless headers', async () => {
    const server = await startServer({ router, pagesDir, port: 0 });
    const said = async (text: string): Promise<string> => {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(text);
      let answer = '';
      socket.on('data', (bytes) => (answer += bytes.toString()));
      await once(socket, 'close');
      return answer.split('\r\n')[0]!;
    };
    const head = `GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n`;
    expect(await said(`${head}Content-Length: 1000000000\r\n\r\nxx`)).toContain('413');
    expect(await said(`${head}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`)).toContain('413');
    expect(await said(`${head}X: ${'x'.repeat(20_000)}\r\n\r\n`)).toContain('400');
    await server.close();
  });

  it.skipIf(!hasOpenssl)(
    'answers by https alone with a certificate, and its cookie and socket are secure',
    async () => {
      const tls = readTls({ tlsCert: certFile, tlsKey: keyFile })!;
      const server = await startServer({ router, pagesDir, port: 0, tls });
      const ca = readFileSync(certFile);
      const ask = (url: string): Promise<{ status: number; cookie: string }> =>
        new Promise((resolve, reject) => {
          httpsRequest(url, { ca }, (answer) => {
            answer.resume();
            resolve({ status: answer.statusCode!, cookie: String(answer.headers['set-cookie'] ?? '') });
          })
            .on('error', reject)
            .end();
        });
      expect(server.url).toMatch(/^https:/);
      const { status, cookie } = await ask(server.url);
      expect(status).toBe(303);
      expect(cookie).toContain('; Secure');
      const headers = { cookie: cookie.split(';')[0]! };
      const address = `127.0.0.1:${server.port}`;
      const open = async (origin: string): Promise<string> => {
        const socket = new WebSocket(`wss://${address}/engine`, { ca, origin, headers });
        const [what] = await Promise.race([
          once(socket, 'open').then(() => ['open']),
          once(socket, 'unexpected-response').then(() => ['refused']),
        ]);
        socket.on('error', () => {});
        socket.terminate();
        return what as string;
      };
      expect(await open(`https://${address}`)).toBe('open');
      expect(await open(`http://${address}`)).toBe('refused');
      // What is no handshake ends itself alone.
      const plain = connect(server.port, '127.0.0.1');
      plain.on('error', () => {});
      plain.write('GET / HTTP/1.1\r\n\r\n');
      await once(plain, 'close');
      expect((await ask(`https://${address}/`)).status).toBe(401);
      await server.close();
    },
  );

  it.skipIf(!hasOpenssl)('says what is wrong with a certificate', () => {
    expect(readTls({})).toBeNull();
    expect(() => readTls({ tlsCert: certFile })).toThrow(/both --tls-cert and --tls-key/);
    expect(() => readTls({ tlsCert: join(dir, 'none'), tlsKey: keyFile })).toThrow(/cannot be opened/);
    expect(() => readTls({ tlsCert: keyFile, tlsKey: keyFile })).toThrow(/no certificate and its key/);
  });
});
