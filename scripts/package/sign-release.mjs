// Prints a signed update feed (docs/packaging.md) for installers of this version.
//
//   node scripts/package/sign-release.mjs --key KEY.pem --url https://host/folder/ dist/unroll_0.1.0_amd64.deb …
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { rootDir } from '../common.mjs';

/** By what the packers call their files. */
const platforms = [
  [/amd64\.deb$|x86_64\.AppImage$/, 'linux-x64'],
  [/arm64\.(deb|AppImage)$/, 'linux-arm64'],
  [/arm64\.dmg$/, 'darwin-arm64'],
  [/\.dmg$/, 'darwin-x64'],
  [/\.exe$/, 'win32-x64'],
];

/** The part of CHANGELOG.md below the heading of this version. */
export function releaseNotes(changelog, version) {
  const parts = changelog.split(/^## /m);
  const part = parts.find((text) => text.startsWith(version));
  if (part === undefined) throw new Error(`CHANGELOG.md says nothing of ${version}.`);
  return part.slice(part.indexOf('\n')).trim();
}

/** @param key a PEM of an Ed25519 private key */
export function signedFeed(release, key) {
  const text = JSON.stringify(release);
  const signature = sign(null, Buffer.from(text), createPrivateKey(key)).toString('base64');
  return { formatVersion: 1, release: text, signature };
}

function describe(file, url) {
  const platform = platforms.find(([pattern]) => pattern.test(file))?.[1];
  if (platform === undefined) throw new Error(`${file} is no installer.`);
  const sha512 = createHash('sha512').update(readFileSync(file)).digest('hex');
  const name = basename(file);
  return { platform, name, url: new URL(name, url).href, sha512 };
}

if (process.argv[1]?.endsWith('sign-release.mjs')) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string' }, url: { type: 'string' } },
  });
  const { version } = JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8'));
  const notes = releaseNotes(readFileSync(join(rootDir, 'CHANGELOG.md'), 'utf8'), version);
  const files = positionals.map((file) => describe(file, values.url));
  console.log(JSON.stringify(signedFeed({ version, notes, files }, readFileSync(values.key, 'utf8'))));
}
