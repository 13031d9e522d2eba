import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readUndecoded } from '../../../src/main/engine/readers/sound/undecoded';
import { findUndecoded } from '../../../src/main/engine/scan/undecoded';
import { csv, tone, wav, Workshop } from '../datasets/workshop';

/** Protects: AAC, which a window decodes, is refused where there is none, and read under its own name where there was one. */

const soundDir = fileURLToPath(new URL('../../fixtures/sound', import.meta.url));
const aac = (name: string): Uint8Array => readFileSync(join(soundDir, name));

let shop: Workshop;
beforeEach(() => (shop = new Workshop()));
afterEach(() => shop.remove());

function putTones(): void {
  for (const [label, hz] of [
    ['low', 440],
    ['high', 1760],
  ] as const)
    for (let k = 0; k < 6; k++)
      shop.put({ [`${label}/${k}.wav`]: wav(16_000, tone(16_000, 0.2 + 0.01 * k, hz)) });
}

describe('AAC without a window', () => {
  it('is refused by name with what to do, and the rest goes on', async () => {
    putTones();
    shop.put({ 'low/phone.m4a': aac('low.m4a'), 'low/bare.aac': aac('high.aac'), 'low/empty.m4a': '' });
    const { refused, examples } = await shop.understand();
    expect(examples).toBe(12);
    expect(refused.map(({ file, code }) => [file, code])).toEqual([
      ['low/bare.aac', 'AUDIO_UNDECODED'],
      ['low/empty.m4a', 'FILE_EMPTY'],
      ['low/phone.m4a', 'AUDIO_UNDECODED'],
    ]);
    expect(refused[0]!.reason).toMatch(/only a window can.*WAV/);
  });

  it('does not make sound of tables with a film of each beside them', async () => {
    for (const label of ['a', 'b'])
      for (let k = 0; k < 4; k++)
        shop.put({
          [`${label}/${k}.csv`]: csv(9, { x: (t) => t * t + k }),
          [`${label}/${k}.mp4`]: aac('low.m4a'),
          [`${label}/${k}-back.mp4`]: aac('low.m4a'),
        });
    const { plan, examples, refused } = await shop.understand();
    expect(plan.modality).toBe('sensor');
    expect(examples).toBe(8);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['AUDIO_UNDECODED']));
  });
});

describe('AAC that a window has decoded', () => {
  it('is found by content, whole, and nothing else can be read this way', async () => {
    putTones();
    shop.put({ 'low/phone.m4a': aac('low.m4a'), 'low/renamed.m4a': wav(8_000, tone(8_000, 0.2, 440)) });
    const path = join(shop.dataDir, 'low/phone.m4a');
    expect(await findUndecoded([shop.dataDir])).toEqual([
      { path, shown: 'low/phone.m4a', bytes: aac('low.m4a').length },
    ]);
    expect(await readUndecoded(path, 0)).toEqual(new Uint8Array(aac('low.m4a')));
    expect(await readUndecoded(path, aac('low.m4a').length)).toHaveLength(0);
    for (const other of ['low/0.wav', 'low/renamed.m4a', 'low/gone.m4a'])
      await expect(readUndecoded(join(shop.dataDir, other), 0)).rejects.toMatchObject({
        code: 'FILE_FORMAT_UNKNOWN',
      });
  });

  it('stands under its own name and label, whether it was sent so or lies elsewhere', async () => {
    putTones();
    const sent = wav(22_050, tone(22_050, 0.5, 440));
    shop.put({
      'low/sent.m4a': sent,
      'low/phone.m4a': aac('low.m4a'),
      'labels.csv': 'file,label\nlow/sent.m4a,deep\nlow/phone.m4a,deep\n',
    });
    shop.put({ '../elsewhere/0.m4a': wav(44_100, tone(44_100, 0.5, 441)) });
    const path = join(shop.dataDir, 'low/phone.m4a');
    const scan = shop.scans.start(
      [shop.dataDir],
      { label: { kind: 'labels-file', column: 'label' } },
      { decoded: [{ path, decoded: join(shop.dir, 'elsewhere/0.m4a') }] },
    );
    expect((await shop.activities.wait(scan)).activity.error).toBeNull();
    const { understanding } = await shop.scans.get(scan);
    expect(understanding!.filesByFormat).toEqual({ wav: 12, aac: 2 });
    expect(understanding!.warnings.find(({ code }) => code === 'audio.decoded')?.params).toEqual({
      count: 2,
    });
    const { examples } = await shop.scans.examples(scan, 0, 10);
    expect(examples.map(({ file, label }) => [file, label])).toEqual([
      ['low/phone.m4a', 'deep'],
      ['low/sent.m4a', 'deep'],
    ]);
    const { rateHz, samples } = await shop.scans.audio(scan, 0);
    expect([rateHz, samples.length]).toEqual([44_100, 22_050]);
  });
});

describe('sound under another name', () => {
  it('is found by content too: a misnamed recording of a phone, and what a browser records', async () => {
    const webm = Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 1, 0, 0, 0, 0, 0, 0, 0x1f, 0x42, 0x86, 0x81, 1);
    shop.put({
      'low/odd.wav': aac('low.m4a'),
      'low/tone.wav': wav(8_000, tone(8_000, 0.2, 440)),
      'low/call.webm': webm,
      'low/notes.csv': csv(9, { x: (t) => t }),
    });
    const found = await findUndecoded([shop.dataDir]);
    expect(found.map(({ shown }) => shown).sort()).toEqual(['low/call.webm', 'low/odd.wav']);
  });
});
