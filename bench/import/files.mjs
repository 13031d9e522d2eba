// Made recordings as CSV: the same bytes on every machine, written a block after the other.
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { randomNumbers } from '../random.mjs';

const BLOCK_BYTES = 1 << 20;
/** More than a row can have. */
const ROW_BYTES = 256;
const [COMMA, MINUS, NEWLINE, POINT, ZERO] = [44, 45, 10, 46, 48];

/** A text file of rows of numbers, each with a fixed count of decimals. */
class RowFile {
  #file;
  #block = Buffer.allocUnsafe(BLOCK_BYTES);
  #used = 0;
  #written = 0;

  constructor(path, header) {
    this.#file = openSync(path, 'w');
    this.#used = this.#block.write(`${header}\n`);
  }

  get bytes() {
    return this.#written + this.#used;
  }

  /** @param units whole numbers, in units of the last decimal: 1234 with 2 decimals is 12.34 */
  row(units, decimals) {
    if (this.#used > BLOCK_BYTES - ROW_BYTES) this.#flush();
    for (let k = 0; k < units.length; k++) {
      this.#number(units[k], decimals[k]);
      this.#block[this.#used++] = k === units.length - 1 ? NEWLINE : COMMA;
    }
  }

  close() {
    this.#flush();
    closeSync(this.#file);
    return this.#written;
  }

  #number(value, decimals) {
    let rest = Math.abs(value);
    if (value < 0) this.#block[this.#used++] = MINUS;
    let digits = decimals + 1;
    for (let bound = 10 ** digits; rest >= bound; bound *= 10) digits++;
    const end = this.#used + digits + 1;
    for (let at = end - 1; at >= this.#used; at--) {
      if (at === end - 1 - decimals) {
        this.#block[at] = POINT;
        continue;
      }
      this.#block[at] = ZERO + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    this.#used = end;
  }

  #flush() {
    for (let from = 0; from < this.#used;)
      from += writeSync(this.#file, this.#block, from, this.#used - from);
    this.#written += this.#used;
    this.#used = 0;
  }
}

/**
 * One long recording: time (100 Hz) and six measurements of 4 decimals, three that wander and three rhythms under noise.
 * It ends after `rows` rows or at `bytes`.
 */
export function writeSeries(path, { rows = Infinity, bytes = Infinity }) {
  const random = randomNumbers(1);
  const file = new RowFile(path, 'time,a,b,c,d,e,f');
  const decimals = [2, 4, 4, 4, 4, 4, 4];
  const units = new Int32Array(7);
  const wandering = [0, 0, 0];
  let written = 0;
  for (; written < rows && file.bytes < bytes; written++) {
    units[0] = written;
    for (let k = 0; k < 3; k++) {
      wandering[k] = 0.9999 * wandering[k] + 0.1 * (random() - 0.5);
      units[1 + k] = Math.round(10_000 * wandering[k]);
      const noise = 0.2 * (random() - 0.5);
      units[4 + k] = Math.round(10_000 * (Math.sin(0.01 * written * (k + 1)) + noise));
    }
    file.row(units, decimals);
  }
  return { bytes: file.close(), rows: written };
}

const CLASSES = ['jump', 'run', 'sit', 'stand', 'walk'];

/** A folder a class, in each as many short recordings of 100 to 199 rows of a time (50 Hz) and three measurements. */
export function writeClips(dir, { files }) {
  const random = randomNumbers(2);
  const decimals = [2, 5, 5, 5];
  const units = new Int32Array(4);
  let [bytes, rows] = [0, 0];
  for (const [index, name] of CLASSES.entries()) {
    mkdirSync(join(dir, name), { recursive: true });
    for (let clip = 0; clip < files / CLASSES.length; clip++) {
      const file = new RowFile(join(dir, name, `${String(clip).padStart(4, '0')}.csv`), 'time,ax,ay,az');
      const length = 100 + Math.floor(100 * random());
      for (let step = 0; step < length; step++) {
        units[0] = 2 * step;
        for (let k = 1; k < 4; k++) units[k] = Math.round(100_000 * (index + 2 * random() - 1));
        file.row(units, decimals);
      }
      rows += length;
      bytes += file.close();
    }
  }
  return { bytes, rows };
}
