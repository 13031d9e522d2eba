import { createPublicKey, verify } from 'node:crypto';
import * as v from 'valibot';

/** What is signed: the text of `release`, byte for byte (docs/packaging.md). */
const SignedRelease = v.object({ formatVersion: v.literal(1), release: v.string(), signature: v.string() });
const Release = v.object({
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/)),
  notes: v.string(),
  files: v.array(
    v.object({
      platform: v.picklist(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64']),
      name: v.pipe(v.string(), v.regex(/^[\w.-]+$/)),
      url: v.pipe(v.string(), v.url(), v.startsWith('https://')),
      sha512: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/)),
    }),
  ),
});
export type Release = v.InferOutput<typeof Release>;

/** @throws Error when text is not a release that the holder of the key has signed */
export function verifiedRelease(text: string, publicKey: string): Release {
  const { release, signature } = v.parse(SignedRelease, JSON.parse(text));
  const key = createPublicKey(publicKey);
  if (!verify(null, Buffer.from(release), key, Buffer.from(signature, 'base64')))
    throw new Error('The signature of the release does not fit the key of this lab.');
  return v.parse(Release, JSON.parse(release));
}

/** Whether version `a` came after `b`; both are three numbers. */
export function isNewer(a: string, b: string): boolean {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]];
  const at = x.findIndex((part, k) => part !== y[k]);
  return at >= 0 && x[at]! > (y[at] ?? 0);
}
