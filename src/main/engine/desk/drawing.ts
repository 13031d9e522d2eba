import FFT from 'fft.js';
import type { DeskRecording } from '../../../shared/domain/desk';
import { deskRate, deskSeconds } from '../../../shared/domain/desk';
import type { AudioContent } from '../readers/content';
import type { Block } from '../readers/reader';
import type { Sources } from '../readers/sources';

export interface Part {
  /** Seconds. */
  readonly start: number;
  readonly end: number;
  readonly columns: number;
}

/** Rows of a recording that one cell of what is kept of all of it stands for. */
export const CELL_ROWS = 4096;
/** A stretch of more rows is drawn from what is kept. */
const FINE_ROWS = 2 ** 21;
/** Samples of which a spectrogram is computed at once. */
const MOST_SAMPLES = 2 ** 22;
/** Steps between which the engine does something else. */
const TURN_ROWS = 2 ** 19;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Channels of what is read: none of sound, whose channels are mixed. */
const columnsOf = ({ kind, channels }: DeskRecording): readonly string[] | null =>
  kind === 'sound' ? null : channels;

export function rowsOf(
  sources: Sources,
  recording: DeskRecording,
  start: number,
  end: number,
): AsyncGenerator<Block> {
  const { path, shown, bytes: size } = recording;
  const content = contentOf(recording);
  const file = { path, shown, size, ...(content !== null && { content }) };
  return sources.blocks(file, { start, end }, columnsOf(recording));
}

/** What was found in a file of sound when it came to the desk; nothing that only its reading would tell again. */
function contentOf({ sound, rateHz, rows: length }: DeskRecording): AudioContent | null {
  if (sound === undefined || rateHz === null) return null;
  const { format, ownChannel } = sound;
  const facts = { channels: 1, ownChannel, unusable: 0, offset: 0, clipped: 0, powerAbove: null };
  return { kind: 'audio', format, rateHz, length, isSilent: false, isCopy: false, facts };
}

/** Least and greatest values of equal stretches, [channels, columns, 2]. */
class Extremes {
  readonly values: Float32Array;

  constructor(
    readonly columns: number,
    channels: number,
  ) {
    this.values = new Float32Array(channels * columns * 2).fill(NaN);
  }

  /** @param columnOf of a row */
  take(block: Block, columnOf: (row: number) => number): void {
    block.columns.forEach((column, channel) => {
      if (column.type === 'text') return;
      for (let row = 0; row < block.rows; row += 1) {
        const at = columnOf(block.start + row);
        if (at >= 0 && at < this.columns) this.put(channel, at, column.values[row]!, column.values[row]!);
      }
    });
  }

  put(channel: number, column: number, least: number, greatest: number): void {
    if (Number.isNaN(least)) return;
    const at = (channel * this.columns + column) * 2;
    // What is there may be NaN, which is no number to be less than.
    if (!(this.values[at]! <= least)) this.values[at] = least;
    if (!(this.values[at + 1]! >= greatest)) this.values[at + 1] = greatest;
  }
}

/** The least and greatest values of every {@link CELL_ROWS} rows of a recording. */
export async function cellsOf(sources: Sources, recording: DeskRecording): Promise<Float32Array> {
  const cells = new Extremes(Math.ceil(recording.rows / CELL_ROWS), recording.channels.length);
  let since = 0;
  for await (const block of rowsOf(sources, recording, 0, recording.rows)) {
    cells.take(block, (row) => Math.floor(row / CELL_ROWS));
    since += block.rows;
    if (since > TURN_ROWS) {
      since = 0;
      await turn();
    }
  }
  return cells.values;
}

/**
 * Least and greatest values of a stretch, [channels, columns, 2].
 *
 * @param cells what {@link cellsOf} gives, asked where the stretch is long
 */
export async function peaksOf(
  sources: Sources,
  recording: DeskRecording,
  { start, end, columns }: Part,
  cells: () => Promise<Float32Array>,
): Promise<Float32Array> {
  const rate = deskRate(recording);
  const [from, to] = [start * rate, Math.min(recording.rows, end * rate)];
  const perColumn = Math.max(Number.MIN_VALUE, ((end - start) * rate) / columns);
  const found = new Extremes(columns, recording.channels.length);
  const columnOf = (row: number): number => Math.floor((row - from) / perColumn);
  if (to - from <= FINE_ROWS) {
    for await (const block of rowsOf(sources, recording, Math.floor(from), Math.ceil(to)))
      found.take(block, columnOf);
    return found.values;
  }
  const kept = await cells();
  const count = Math.ceil(recording.rows / CELL_ROWS);
  for (let channel = 0; channel < recording.channels.length; channel += 1)
    for (let cell = Math.floor(from / CELL_ROWS); cell < Math.min(count, to / CELL_ROWS); cell += 1) {
      const at = (channel * count + cell) * 2;
      // A cell that is wider than a column is seen in all that it covers.
      const first = Math.max(0, columnOf(cell * CELL_ROWS));
      const last = Math.min(columns - 1, Math.max(first, columnOf((cell + 1) * CELL_ROWS - 1)));
      for (let column = first; column <= last; column += 1)
        found.put(channel, column, kept[at]!, kept[at + 1]!);
    }
  return found.values;
}

/** Points of the transform: about 1/40 s, so that both a voice's harmonics and its syllables are seen. */
export const transformSize = (rateHz: number): number =>
  Math.max(128, Math.min(4096, 2 ** Math.round(Math.log2(rateHz / 40))));

/** Power of Hann windows in dB below that of a full sine, bin by bin, one frame after the other. */
export class Spectra {
  readonly bins: number;
  readonly #fft: FFT;
  readonly #window: Float64Array;
  readonly #input: number[];
  readonly #output: number[];
  readonly #scale: number;

  constructor(readonly size: number) {
    this.bins = size / 2 + 1;
    this.#fft = new FFT(size);
    this.#window = Float64Array.from(
      { length: size },
      (_, k) => 0.5 - 0.5 * Math.cos((2 * Math.PI * k) / size),
    );
    this.#input = new Array<number>(size).fill(0);
    this.#output = this.#fft.createComplexArray();
    // A sine of amplitude 1 has size / 4 in its bin under a Hann window.
    this.#scale = (4 / size) ** 2;
  }

  /** @param into [bins] powers, 1 that of a full sine */
  frame(samples: Float32Array, centre: number, into: Float64Array): void {
    for (let k = 0, at = Math.round(centre) - this.size / 2; k < this.size; k += 1, at += 1)
      this.#input[k] = (samples[at] ?? 0) * this.#window[k]!;
    this.#fft.realTransform(this.#output, this.#input);
    for (let bin = 0; bin < this.bins; bin += 1)
      into[bin] = this.#scale * (this.#output[2 * bin]! ** 2 + this.#output[2 * bin + 1]! ** 2);
  }
}

/** Samples of sound with `margin` more at both ends, zeros where there are none. */
export async function samplesOf(
  sources: Sources,
  recording: DeskRecording,
  from: number,
  to: number,
): Promise<Float32Array> {
  const samples = new Float32Array(Math.max(0, to - from));
  for await (const block of rowsOf(sources, recording, Math.max(0, from), Math.min(recording.rows, to))) {
    const [column] = block.columns;
    if (column !== undefined && column.type !== 'text') samples.set(column.values, block.start - from);
  }
  return samples;
}

const DECIBELS = 100;

/** Levels 0 … 255 of −100 … 0 dB, [columns, rows], 0 Hz first; null where the stretch is too long. */
export async function spectrogramOf(
  sources: Sources,
  recording: DeskRecording,
  { start, end, columns, rows }: Part & { readonly rows: number },
): Promise<Uint8Array | null> {
  const rate = deskRate(recording);
  const seconds = Math.min(end, deskSeconds(recording)) - start;
  if (recording.kind !== 'sound' || seconds * rate > MOST_SAMPLES || seconds <= 0) return null;
  const spectra = new Spectra(transformSize(rate));
  const from = Math.floor(start * rate) - spectra.size;
  const samples = await samplesOf(sources, recording, from, Math.ceil(end * rate) + spectra.size);
  const power = new Float64Array(spectra.bins);
  const levels = new Uint8Array(columns * rows);
  const perColumn = ((end - start) * rate) / columns;
  for (let column = 0; column < columns; column += 1) {
    spectra.frame(samples, start * rate - from + (column + 0.5) * perColumn, power);
    for (let row = 0; row < rows; row += 1) {
      const first = Math.floor((row * spectra.bins) / rows);
      const last = Math.max(first + 1, Math.floor(((row + 1) * spectra.bins) / rows));
      let most = 0;
      for (let bin = first; bin < last; bin += 1) most = Math.max(most, power[bin]!);
      const level = 255 * (1 + (10 * Math.log10(most + 1e-12)) / DECIBELS);
      levels[column * rows + row] = Math.max(0, Math.min(255, Math.round(level)));
    }
    if (column % 64 === 63) await turn();
  }
  return levels;
}
