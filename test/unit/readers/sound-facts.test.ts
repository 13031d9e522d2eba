import { describe, expect, it } from 'vitest';
import { decodeMono } from '../../../src/main/engine/readers/sound/mono';
import type { SoundFacts } from '../../../src/main/engine/readers/sound/sound-facts';
import { wav } from '../../../src/main/engine/readers/sound/wav';
import { chooseSoundRate, lostPower } from '../../../src/main/engine/plan/sound-rate';
import type { Material } from '../../../src/main/engine/scan/material';

/**
 * Protects: that what is odd about sound is found while it is read (values that are none, a channel that is another's
 * inverse, an offset, clipping, where its power lies), and that the rate it goes in with keeps its power.
 */

const RATE = 250_000;
const FRAMES = 4096;

/** A tone, 0.4 of full scale. */
const tone =
  (hz: number) =>
  (t: number): number =>
    0.4 * Math.sin((2 * Math.PI * hz * t) / RATE);

/** WAV of 32-bit floats. */
function wavOf(channels: readonly ((t: number) => number)[]): Uint8Array {
  const bytes = Buffer.alloc(44 + FRAMES * channels.length * 4);
  bytes.write('RIFF\0\0\0\0WAVEfmt ', 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(3, 20);
  bytes.writeUInt16LE(channels.length, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt16LE(4 * channels.length, 32);
  bytes.writeUInt16LE(32, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(bytes.length - 44, 40);
  for (let t = 0; t < FRAMES; t++)
    channels.forEach((channel, k) => bytes.writeFloatLE(channel(t), 44 + 4 * (t * channels.length + k)));
  return bytes;
}

async function heard(
  channels: readonly ((t: number) => number)[],
): Promise<{ facts: SoundFacts; samples: Float32Array }> {
  const bytes = wavOf(channels);
  const file = {
    name: 'x.wav',
    size: bytes.length,
    read: async (offset: number, length: number) => bytes.subarray(offset, offset + length),
  };
  let facts: SoundFacts | undefined;
  const samples: number[] = [];
  for await (const piece of decodeMono(wav, file, { start: 0, end: Infinity, isMeasured: true })) {
    samples.push(...piece.samples);
    facts ??= piece.facts;
  }
  return { facts: facts!, samples: Float32Array.from(samples) };
}

function materialOf(files: readonly { rateHz: number; facts: SoundFacts }[]): Material {
  return {
    kind: 'audio',
    files: files.map((file, k) => ({
      shown: `${k}.wav`,
      content: { kind: 'audio', format: 'wav', length: FRAMES, isSilent: false, isCopy: false, ...file },
    })),
  } as unknown as Material;
}

describe('facts of sound', () => {
  it('take the mean of two channels, and one of them where the other is its inverse', async () => {
    const call = tone(3000);
    const alike = await heard([call, call]);
    const inverse = await heard([call, (t) => -0.9 * call(t)]);
    expect([alike.facts.ownChannel, inverse.facts.ownChannel]).toEqual([null, 0]);
    expect(inverse.samples).toEqual(alike.samples);
  });

  it('count values that are not sound and take them as zero', async () => {
    const odd = new Map([
      [5, NaN],
      [6, Infinity],
      [7, 1e29],
    ]);
    const { facts, samples } = await heard([(t) => odd.get(t) ?? 0.25]);
    expect(facts.unusable).toBe(3);
    expect([...samples.subarray(4, 9)]).toEqual([0.25, 0, 0, 0, 0.25]);
  });

  it('tell an offset and clipping', async () => {
    const { facts } = await heard([(t) => Math.min(1, Math.max(-1, 0.2 + 5 * tone(900)(t)))]);
    expect(facts.offset).toBeGreaterThan(0.05);
    expect(facts.clipped).toBeGreaterThan(0.3);
    const clean = (await heard([tone(900)])).facts;
    expect(Math.abs(clean.offset)).toBeLessThan(0.01);
    expect(clean.clipped).toBe(0);
  });

  it('say where the power lies', async () => {
    const { facts } = await heard([(t) => tone(3000)(t) + tone(40_000)(t)]);
    expect(facts.powerAbove!.map((share) => Number(share.toFixed(2)))).toEqual([0.5, 0.5, 0.5, 0.5, 0, 0, 0]);
  });
});

describe('the rate of sound', () => {
  it('is 16 kHz where nothing is above, and as high as there is power, up to the slowest file', async () => {
    const low = { rateHz: RATE, facts: (await heard([tone(3000)])).facts };
    const bat = { rateHz: RATE, facts: (await heard([tone(40_000)])).facts };
    expect(chooseSoundRate(materialOf([low, low])).rateHz).toBe(16_000);
    const { rateHz, evidence } = chooseSoundRate(materialOf([low, bat]));
    expect([rateHz, evidence.code]).toEqual([96_000, 'rate.power']);
    expect(chooseSoundRate(materialOf([{ ...low, rateHz: 44_100 }, bat])).rateHz).toBe(44_100);
    expect(chooseSoundRate(materialOf([{ ...low, rateHz: 8000 }, bat])).rateHz).toBe(8000);
    expect(lostPower(materialOf([low, bat]), 44_100)).toBeCloseTo(0.5, 2);
  });
});
