import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isNewer, verifiedRelease } from '../../../src/main/desktop/release';

/** Protects: nothing is taken for a release that the holder of the key has not signed, byte for byte. */

const dir = mkdtempSync(join(tmpdir(), 'unroll-update-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const pair = () =>
  generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const keys = pair();
const installer = join(dir, 'unroll_9.9.9_amd64.deb');
writeFileSync(installer, 'an installer');
const keyFile = join(dir, 'key.pem');
writeFileSync(keyFile, keys.privateKey);
const feed = execFileSync(
  process.execPath,
  ['scripts/package/sign-release.mjs', '--key', keyFile, '--url', 'https://feed.example/lab/', installer],
  { encoding: 'utf8' },
);

describe('a signed release', () => {
  test('is read, with the notes of this version and the checksum of the file', () => {
    const release = verifiedRelease(feed, keys.publicKey);
    expect(release.notes).toContain('- ');
    expect(release.files).toEqual([
      {
        platform: 'linux-x64',
        name: 'unroll_9.9.9_amd64.deb',
        url: 'https://feed.example/lab/unroll_9.9.9_amd64.deb',
        sha512: createHash('sha512').update('an installer').digest('hex'),
      },
    ]);
  });

  test('is refused under another key, and when a byte of it was changed', () => {
    expect(() => verifiedRelease(feed, pair().publicKey)).toThrow(/signature/);
    const changed = feed.replace('unroll_9.9.9', 'unroll_9.9.8');
    expect(() => verifiedRelease(changed, keys.publicKey)).toThrow(/signature/);
  });

  test.each([
    ['0.2.0', '0.1.9', true],
    ['1.0.0', '0.9.9', true],
    ['0.1.0', '0.1.0', false],
    ['0.1.9', '0.2.0', false],
    ['0.10.0', '0.9.0', true],
  ])('%s is newer than %s: %s', (a, b, newer) => expect(isNewer(a, b)).toBe(newer));
});
