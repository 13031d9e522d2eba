import type { Example } from '../../../src/shared/domain/dataset';
import type { ExampleSignal } from '../../../src/shared/domain/trace';

/** A seeded generator (mulberry32), so that every look at the fake engine is the same. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A tone that rises or falls with the label, fading in and out. Values in [−1, 1]. */
export function tone(
  example: Example,
  rateHz: number,
  seconds: number,
  labels: readonly string[],
): Float32Array {
  const pitch = 180 + 90 * Math.max(0, labels.indexOf(example.label ?? ''));
  const length = Math.round(rateHz * seconds);
  const noise = seeded(example.index + 1);
  return Float32Array.from({ length }, (_, at) => {
    const t = at / rateHz;
    const syllable = Math.max(0, Math.sin((2 * Math.PI * t * 3.1) / seconds)) ** 0.5;
    const swing = 1 + 0.2 * Math.sin(5 * t + example.index);
    return 0.7 * syllable * Math.sin(2 * Math.PI * pitch * swing * t) + 0.02 * (noise() - 0.5);
  });
}

/** @returns [channels, columns, 2] least and greatest per column, of channels × samples */
function envelope(channels: readonly Float32Array[], columns: number): Float32Array {
  const result = new Float32Array(channels.length * columns * 2);
  channels.forEach((samples, channel) => {
    for (let column = 0; column < columns; column += 1) {
      const from = Math.floor((column * samples.length) / columns);
      const to = Math.max(from + 1, Math.floor(((column + 1) * samples.length) / columns));
      const part = samples.subarray(from, to);
      result[(channel * columns + column) * 2] = Math.min(...part);
      result[(channel * columns + column) * 2 + 1] = Math.max(...part);
    }
  });
  return result;
}

/** A plausible picture of band energies: a few ridges that move. */
export function audioSignal(example: Example, labels: readonly string[], columns: number): ExampleSignal {
  const rateHz = 16_000;
  const seconds = example.steps * 0.01;
  const samples = tone(example, rateHz, seconds, labels);
  const bands = 40;
  const features = new Float32Array(example.steps * bands);
  for (let t = 0; t < example.steps; t += 1) {
    const loud = Math.max(0.02, Math.sin((2 * Math.PI * t * 3.1) / example.steps)) ** 0.5;
    for (let band = 0; band < bands; band += 1) {
      const ridge = 6 + 4 * (example.index % 5) + 3 * Math.sin(t / 14 + example.index);
      const near = Math.exp(-((band - ridge) ** 2) / 8) + 0.5 * Math.exp(-((band - 2 * ridge) ** 2) / 10);
      features[t * bands + band] = Math.log(1e-4 + loud * near + 0.002);
    }
  }
  const used = Math.min(columns, samples.length);
  return {
    example,
    channels: ['mono'],
    rateHz,
    length: samples.length,
    envelope: envelope([samples], used),
    columns: used,
    features,
    featureNames: Array.from({ length: bands }, (_, band) => `mel ${Math.round(60 * 1.12 ** band)} Hz`),
    stepsPerColumn: 1,
    steps: example.steps,
    stepSeconds: 0.01,
  };
}

export function sensorSignal(example: Example, channels: readonly string[], columns: number): ExampleSignal {
  const rateHz = 50;
  const lines = channels.map((_, channel) => {
    const noise = seeded(example.index * 31 + channel);
    return Float32Array.from(
      { length: example.steps },
      (__, t) =>
        Math.sin((t / rateHz) * (2 + (example.index % 4)) + channel) * (1 + 0.2 * channel) +
        0.2 * (noise() - 0.5),
    );
  });
  const features = new Float32Array(example.steps * channels.length);
  lines.forEach((line, channel) =>
    line.forEach((value, t) => (features[t * channels.length + channel] = value)),
  );
  const used = Math.min(columns, example.steps);
  return {
    example,
    channels: [...channels],
    rateHz,
    length: example.steps,
    envelope: envelope(lines, used),
    columns: used,
    features,
    featureNames: [...channels],
    stepsPerColumn: 1,
    steps: example.steps,
    stepSeconds: 1 / rateHz,
  };
}
