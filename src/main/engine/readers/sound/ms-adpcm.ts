import type { Coding } from './coding';
import { inBlocks } from './ima-adpcm';

const DELTA_CHANGES = [230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230];
const LEAST_DELTA = 16;
const HEADER_BYTES = 7;
/** What every writer lists, 8 bits behind the point. */
const PREDICTORS: readonly (readonly [number, number])[] = [
  [256, 0],
  [512, -256],
  [0, 0],
  [192, 64],
  [240, 0],
  [460, -208],
  [392, -232],
];

/** Microsoft's ADPCM, four bits a sample ("New Multimedia Data Types and Data Techniques", 1994). */
export function msAdpcmCoding(channels: number, blockBytes: number): Coding {
  const blockFrames = 2 + Math.floor(((blockBytes - HEADER_BYTES * channels) * 2) / channels);
  const decodeBlock = (view: DataView, at: number, out: readonly Float32Array[], first: number): void => {
    const states = out.map((samples, channel) => {
      const word = (k: number): number => view.getInt16(at + channels + 2 * (k * channels + channel), true);
      const [one, two] = PREDICTORS[view.getUint8(at + channel)] ?? PREDICTORS[0]!;
      samples[first] = word(2) / 32_768;
      samples[first + 1] = word(1) / 32_768;
      return { one, two, delta: word(0), last: word(1), before: word(2) };
    });
    const codes = (blockFrames - 2) * channels;
    for (let k = 0; k < codes; k++) {
      const byte = view.getUint8(at + HEADER_BYTES * channels + (k >> 1));
      const code = k & 1 ? byte & 15 : byte >> 4;
      const state = states[k % channels]!;
      const guess = (state.last * state.one + state.before * state.two) >> 8;
      const sample = Math.max(-32_768, Math.min(32_767, guess + (code > 7 ? code - 16 : code) * state.delta));
      state.delta = Math.max(LEAST_DELTA, (DELTA_CHANGES[code]! * state.delta) >> 8);
      state.before = state.last;
      state.last = sample;
      out[k % channels]![first + 2 + Math.floor(k / channels)] = sample / 32_768;
    }
  };
  return {
    channels,
    blockBytes,
    blockFrames,
    start: () => inBlocks(channels, blockBytes, blockFrames, decodeBlock),
  };
}
