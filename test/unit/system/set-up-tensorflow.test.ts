import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, globalAgent } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { labDir } from '../../../src/main/engine/files/places';
import type { Source } from '../../../src/main/engine/system/tensorflow/artifacts';
import { sourcesFor } from '../../../src/main/engine/system/tensorflow/artifacts';
import type { Artifact } from '../../../src/main/engine/system/tensorflow/download';
import { setUpTensorflow } from '../../../src/main/engine/system/tensorflow/set-up';
import { readStamp } from '../../../src/main/engine/kernels/tensorflow/runtime';

/**
 * Protects: whatever goes wrong while TensorFlow is set up is said with its code, and leaves nothing behind that could be taken
 * for a runtime. A server on this machine stands in for PyPI; the real way is walked in CI (scripts/test.mjs).
 */
const dir = mkdtempSync(join(tmpdir(), 'unroll-set-up-'));
const runtimeDir = join(dir, 'tensorflow');
const pem = (name: string): string =>
  readFileSync(join(labDir(), 'test/fixtures/system', `localhost-${name}.pem`), 'utf8');

const wheel = zipSync({ 'tensorflow/include/tensorflow/c/c_api.h': new TextEncoder().encode('#error no\n') });
const files = new Map<string, Uint8Array>([['/a.whl', wheel]]);
let release = (): void => {};
const server = createServer({ key: pem('key'), cert: pem('cert') }, ({ url }, response) => {
  const content = files.get(url ?? '');
  if (url === '/moved.whl') response.writeHead(302, { location: '/a.whl' }).end();
  else if (url === '/away.whl') response.writeHead(302, { location: 'http://localhost/a.whl' }).end();
  else if (url === '/slow.whl') {
    response.write('the beginning');
    release = () => response.end();
  } else if (content === undefined) response.writeHead(404).end();
  else response.end(content);
});
let origin = '';
const { ca } = globalAgent.options;

beforeAll(async () => {
  globalAgent.options.ca = pem('cert');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `https://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  globalAgent.options.ca = ca;
  server.close();
  server.closeAllConnections();
  rmSync(dir, { recursive: true, force: true });
});
afterEach(() => expect(readdirSync(dir)).toEqual([]));

const sha256 = createHash('sha256').update(wheel).digest('hex');
const artifact = (path: string, checksum = sha256): Artifact => ({
  name: 'a.whl',
  url: origin + path,
  bytes: wheel.length,
  sha256: checksum,
});
const source = (path: string, checksum?: string): Source => ({
  title: `a wheel from ${path}`,
  version: '0',
  kind: 'wheels',
  artifacts: [artifact(path, checksum)],
  unpackedBytes: 1,
  needs: [],
});

const silent = { report: () => {} };
const setUp = (sources: readonly Source[], signal = new AbortController().signal) =>
  setUpTensorflow({ dir: runtimeDir, cuda: false, sources, tfjs: artifact('/a.whl') }, silent, signal);
const failing = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error;

describe('setting up TensorFlow', () => {
  it('notices another file than the one expected', async () => {
    await expect(setUp([source('/a.whl', '0'.repeat(64))])).rejects.toThrow(
      failing('DOWNLOAD_CORRUPT', /a\.whl is another file/),
    );
  });

  it('says which server it could not reach', async () => {
    await expect(setUp([source('/nothing.whl')])).rejects.toThrow(
      failing('DOWNLOAD_FAILED', /a\.whl .* from localhost:\d+ \(answer 404\)/),
    );
    const nobody: Source = {
      ...source('/x'),
      artifacts: [{ ...artifact('/x'), url: 'https://localhost:1/x' }],
    };
    await expect(setUp([nobody])).rejects.toThrow(failing('DOWNLOAD_FAILED', /ECONNREFUSED/));
  });

  it('goes on to the next source, and says what the last one lacks', async () => {
    // The second is downloaded and unpacked; tfjs-node's package is the wheel again, which tar does not take.
    await expect(setUp([source('/nothing.whl'), source('/moved.whl')])).rejects.toThrow(
      failing('SETUP_FAILED', /a\.whl could not be unpacked/),
    );
  });

  it('can be cancelled in the middle of a download', async () => {
    const abort = new AbortController();
    const settingUp = setUp([source('/slow.whl')], abort.signal);
    const begun = (): boolean =>
      readdirSync(dir).some((name) => existsSync(join(dir, name, 'downloads', 'a.whl')));
    await expect.poll(begun, { timeout: 200_000 }).toBe(true);
    abort.abort();
    await expect(settingUp).rejects.toMatchObject({ code: 'CANCELLED' });
    release();
  });

  it('never takes the working folder of a killed set-up for a runtime, and removes it', async () => {
    // Greater than any pid that Linux gives.
    const leftover = `${runtimeDir}.part-99999999`;
    mkdirSync(leftover);
    writeFileSync(
      join(leftover, 'runtime.json'),
      '{"formatVersion":1,"version":"0","source":"x","cuda":false}',
    );
    expect(readStamp(runtimeDir)).toBeNull();
    expect(readStamp(leftover)).toBeNull();
    await expect(setUp([source('/nothing.whl')])).rejects.toThrow(failing('DOWNLOAD_FAILED', /404/));
  });

  it('says when there is no compiler, before anything is downloaded', async () => {
    const { PATH, CXX } = process.env;
    process.env['PATH'] = dir;
    delete process.env['CXX'];
    try {
      await expect(setUp([source('/a.whl')])).rejects.toThrow(failing('COMPILER_MISSING', /install one/));
    } finally {
      process.env['PATH'] = PATH;
      if (CXX !== undefined) process.env['CXX'] = CXX;
    }
  });

  it('says when there is not enough room', async () => {
    await expect(setUp([{ ...source('/a.whl'), unpackedBytes: 1e18 }])).rejects.toThrow(
      failing('DISK_FULL', /not enough room/),
    );
  });

  it('has nothing for other systems, and says so', async () => {
    expect(sourcesFor('win32', 'x64', false)).toEqual([]);
    expect(sourcesFor('linux', 'arm64', true)).toEqual([]);
    await expect(setUp([])).rejects.toThrow(failing('PLATFORM_UNSUPPORTED', /Linux/));
  });

  it('refuses to be sent to an address without encryption', async () => {
    await expect(setUp([source('/away.whl')])).rejects.toThrow(
      failing('DOWNLOAD_FAILED', /without encryption/),
    );
  });
});
