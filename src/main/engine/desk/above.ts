import type { DeskRecording } from '../../../shared/domain/desk';
import { deskRate } from '../../../shared/domain/desk';
import { failure } from '../../../shared/sentences/failure';
import type { Sources } from '../readers/sources';
import { rowsOf, samplesOf, Spectra, transformSize } from './drawing';

export interface Band {
  readonly lowHz: number;
  readonly highHz: number;
}

/** Samples of which the energy is computed at a time. */
const PIECE = 2 ** 19;

/** Energy of a band in dB, a value for each quarter of a frame; 0 dB is a full sine in it. */
export async function bandEnergy(
  sources: Sources,
  recording: DeskRecording,
  { lowHz, highHz }: Band,
): Promise<{ values: Float32Array; stepSeconds: number }> {
  const rate = deskRate(recording);
  const spectra = new Spectra(transformSize(rate));
  const hop = spectra.size / 4;
  const values = new Float32Array(Math.ceil(recording.rows / hop));
  const power = new Float64Array(spectra.bins);
  const [low, high] = [(lowHz * spectra.size) / rate, (highHz * spectra.size) / rate];
  for (let first = 0; first < recording.rows; first += PIECE) {
    const from = first - spectra.size;
    const samples = await samplesOf(sources, recording, from, first + PIECE + spectra.size);
    const end = Math.min(recording.rows, first + PIECE);
    for (let centre = first; centre < end; centre += hop) {
      spectra.frame(samples, centre - from, power);
      let sum = 0;
      for (let bin = Math.ceil(low); bin <= Math.min(spectra.bins - 1, high); bin += 1) sum += power[bin]!;
      // A Hann window spreads a sine over bins whose powers add up to one and a half.
      values[centre / hop] = 10 * Math.log10(sum / 1.5 + 1e-12);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { values, stepSeconds: hop / rate };
}

/** The values of one channel, row by row. @throws UnrollError COLUMN_UNKNOWN */
export async function channelValues(
  sources: Sources,
  recording: DeskRecording,
  channel: string,
): Promise<{ values: Float32Array; stepSeconds: number }> {
  const values = new Float32Array(recording.rows).fill(NaN);
  const place = recording.channels.indexOf(channel);
  if (place === -1) throw failure('COLUMN_UNKNOWN.inFile', { column: channel, file: recording.shown });
  for await (const block of rowsOf(sources, recording, 0, recording.rows)) {
    const column = block.columns[place];
    if (column !== undefined && column.type !== 'text') values.set(column.values, block.start);
  }
  return { values, stepSeconds: 1 / deskRate(recording) };
}

export interface AboveOptions {
  readonly threshold: number;
  /** Of stretches that count, once those nearer than `gapSteps` are one. In steps. */
  readonly minSteps: number;
  readonly gapSteps: number;
  readonly peaks: boolean;
}

/** Stretches [first, one past the last) in which values are at least the threshold; or the place of the greatest of each, twice. */
export function stretchesAbove(
  values: Float32Array,
  { threshold, minSteps, gapSteps, peaks }: AboveOptions,
): [number, number][] {
  const found: [number, number][] = [];
  for (let at = 0; at < values.length; at += 1) {
    if (!(values[at]! >= threshold)) continue;
    const last = found[found.length - 1];
    if (last !== undefined && (at === last[1] || at - last[1] <= gapSteps)) last[1] = at + 1;
    else found.push([at, at + 1]);
  }
  const long = found.filter(([from, to]) => to - from >= minSteps);
  if (!peaks) return long;
  return long.map(([from, to]) => {
    let best = from;
    for (let at = from; at < to; at += 1) if (values[at]! > values[best]!) best = at;
    return [best, best];
  });
}
