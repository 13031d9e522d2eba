import Papa from 'papaparse';
import { failure } from '../../../shared/sentences/failure';

/** Bytes as they come into samples, interleaved, as far as they are whole. */
export interface InputDecoder {
  decode(bytes: Uint8Array): Float32Array;
  /** What the end of the input still gives. */
  finish(): Float32Array;
}

export type Encoding = 's16le' | 'f32le';

/** Raw PCM, little endian; 16-bit integers become numbers in [−1, 1). */
export class PcmDecoder implements InputDecoder {
  readonly #bytesPerFrame: number;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(
    private readonly encoding: Encoding,
    channels: number,
  ) {
    this.#bytesPerFrame = channels * (encoding === 's16le' ? 2 : 4);
  }

  decode(bytes: Uint8Array): Float32Array {
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    const whole = all.length - (all.length % this.#bytesPerFrame);
    this.#rest = all.slice(whole);
    const view = new DataView(all.buffer, 0, whole);
    return this.encoding === 's16le'
      ? Float32Array.from({ length: whole / 2 }, (_, k) => view.getInt16(2 * k, true) / 32_768)
      : Float32Array.from({ length: whole / 4 }, (_, k) => view.getFloat32(4 * k, true));
  }

  /** A part of a sample is none. */
  finish(): Float32Array {
    this.#rest = new Uint8Array(0);
    return new Float32Array(0);
  }
}

const MOST_LINE_CHARACTERS = 1_000_000;
const unprintable = /[\u0000-\u0008\ufffd]/;
const missing = /^(|na|nan|null|none|-|\?)$/i;

/**
 * Lines of separated numbers, a row of channels each. A first line with a word in it names the columns, which may come in any
 * order and with others between them; without names there are as many columns as channels. Empty cells are missing values.
 */
export class CsvDecoder implements InputDecoder {
  readonly #channels: readonly string[];
  readonly #text = new TextDecoder();
  #rest = '';
  #delimiter = '';
  /** Column of each channel; null before the first line. */
  #columns: readonly number[] | null = null;
  #line = 0;

  constructor(channels: readonly string[]) {
    this.#channels = channels;
  }

  /** @throws UnrollError COLUMN_UNKNOWN, FILE_CORRUPT */
  decode(bytes: Uint8Array): Float32Array {
    const lines = (this.#rest + this.#text.decode(bytes, { stream: true })).split(/\r?\n/);
    this.#rest = lines.pop()!;
    if (this.#rest.length > MOST_LINE_CHARACTERS) throw failure('FILE_CORRUPT.inputLine');
    return this.#rows(lines);
  }

  finish(): Float32Array {
    const last = this.#rest + this.#text.decode();
    this.#rest = '';
    return this.#rows([last]);
  }

  #rows(lines: readonly string[]): Float32Array {
    const values: number[] = [];
    for (const line of lines) {
      this.#line++;
      const text = this.#line === 1 ? line.replace(/^\ufeff/, '') : line;
      if (text.trim() === '') continue;
      if (unprintable.test(text)) throw failure('FILE_CORRUPT.inputText');
      const cells = this.#cells(text);
      if (this.#columns === null) {
        const isHead = cells.some((cell) => !missing.test(cell) && Number.isNaN(Number(cell)));
        this.#columns = isHead ? this.#named(cells) : this.#counted(cells);
        if (isHead) continue;
      }
      for (const column of this.#columns) values.push(this.#number(cells[column]));
    }
    return Float32Array.from(values);
  }

  #cells(line: string): string[] {
    if (this.#delimiter === '')
      this.#delimiter = [',', ';', '\t', '|'].find((mark) => line.includes(mark)) ?? ',';
    const { data } = Papa.parse<string[]>(line, { delimiter: this.#delimiter });
    return (data[0] ?? []).map((cell) => cell.trim());
  }

  #named(head: readonly string[]): number[] {
    return this.#channels.map((name) => {
      const column = head.indexOf(name);
      if (column >= 0) return column;
      throw failure('COLUMN_UNKNOWN.inputColumn', { column: name, columns: head.slice(0, 12).join(', ') });
    });
  }

  #counted(cells: readonly string[]): number[] {
    if (cells.length === this.#channels.length) return cells.map((_, k) => k);
    throw failure('COLUMN_UNKNOWN.inputColumns', {
      columns: cells.length,
      expected: this.#channels.length,
      names: this.#channels.join(', '),
    });
  }

  #number(cell: string | undefined): number {
    if (cell === undefined || missing.test(cell)) return Number.NaN;
    const value = Number(cell);
    if (!Number.isNaN(value)) return value;
    throw failure('FILE_CORRUPT.inputNumber', { line: this.#line, cell });
  }
}
