import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { aacFacts } from '../../src/renderer/sound/aac-facts';

/** Protects: sound is decoded at the rate that its file has, and a file that would not fit into memory is known beforehand. */

const soundDir = fileURLToPath(new URL('../fixtures/sound', import.meta.url));
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(soundDir, name)));

// As ffprobe says (`-show_entries stream=sample_rate,channels,duration`); of bare frames it estimates the duration, and here
// they are counted: 9 of 1,024 samples.
it.each([
  ['low.m4a', 22_050, 1, 0.5],
  ['high.m4a', 44_100, 2, 0.5],
  ['high.aac', 16_000, 1, 0.576],
])('%s: rate, channels, seconds', (name, rateHz, channels, seconds) => {
  const facts = aacFacts(bytesOf(name))!;
  expect(facts).toMatchObject({ rateHz, channels, hasVideo: false });
  expect(facts.seconds).toBeCloseTo(seconds, 1);
});

it('finds a film', () => {
  expect(aacFacts(bytesOf('film.mp4'))).toMatchObject({ hasVideo: true, rateHz: 16_000 });
});

it('says nothing of what is cut off, damaged or something else, and comes to an end', () => {
  expect(aacFacts(new Uint8Array())).toBeNull();
  expect(aacFacts(new TextEncoder().encode('RIFF____WAVEfmt '))).toBeNull();
  for (const name of ['low.m4a', 'high.aac']) {
    const bytes = bytesOf(name);
    for (let at = 0; at < bytes.length; at += 7) aacFacts(bytes.subarray(0, at));
    for (let at = 0; at < bytes.length; at += 3) {
      const damaged = bytes.slice();
      damaged.fill(0xff, at, at + 4);
      aacFacts(damaged);
    }
  }
});
