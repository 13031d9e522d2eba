import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { failure } from '../../../shared/sentences/failure';
import { writeAtomic } from '../files/atomic';
import { fromHalves, toHalves } from './half';

/** What states are compared by: what is off their mean, [units] each. */
export interface Centre {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/** What lies in a block, and what its two files hash to. */
export interface StateBlock {
  readonly name: string;
  readonly rows: number;
  readonly sha256: string;
}

/** How each row points, in 8 bits a unit, and how far it is from how it does. */
export interface Coarse {
  /** [rows, units] */
  readonly values: Int8Array;
  /** [rows] what one of `values` counts. */
  readonly scale: Float32Array;
  /** [rows] ‖direction − scale · values‖₂: no product with a vector of length one is off by more. */
  readonly rest: Float32Array;
}

/** Rounding of sums in single precision. */
const SLACK = 2e-6;

/** What `row` of some states is off the mean, at length one; zeros where it is the mean. [units] */
export function directionOf(states: Float32Array, row: number, { mean }: Centre): Float64Array {
  const units = mean.length;
  const found = new Float64Array(units);
  let squares = 0;
  for (let k = 0; k < units; k++) {
    const off = states[row * units + k]! - mean[k]!;
    found[k] = off;
    squares += off * off;
  }
  const length = Math.sqrt(squares);
  if (length > 0) for (let k = 0; k < units; k++) found[k]! /= length;
  return found;
}

/** @param states [rows, units] as they are kept, so after rounding to 16 bits */
function coarseOf(states: Float32Array, centre: Centre): Coarse {
  const units = centre.mean.length;
  const rows = states.length / units;
  const values = new Int8Array(rows * units);
  const [scale, rest] = [new Float32Array(rows), new Float32Array(rows)];
  for (let row = 0; row < rows; row++) {
    const direction = directionOf(states, row, centre);
    let most = 0;
    for (let k = 0; k < units; k++) most = Math.max(most, Math.abs(direction[k]!));
    if (most === 0) continue;
    scale[row] = most / 127;
    // As it is kept.
    const step = scale[row]!;
    let squares = 0;
    for (let k = 0; k < units; k++) {
      const rounded = Math.max(-127, Math.min(127, Math.round(direction[k]! / step)));
      values[row * units + k] = rounded;
      squares += (direction[k]! - step * rounded) ** 2;
    }
    rest[row] = Math.sqrt(squares) + SLACK;
  }
  return { values, scale, rest };
}

const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/**
 * Writes a block as two files: `NAME.near` with {@link Coarse} as its three arrays one after the other (scale, rest, values), `NAME.states`
 * with the states as 16-bit numbers, [rows, units].
 *
 * @throws UnrollError DISK_FULL, OUTPUT_UNWRITABLE
 */
export async function writeBlock(file: string, states: Float32Array, centre: Centre): Promise<string> {
  const halves = toHalves(states);
  const { values, scale, rest } = coarseOf(fromHalves(halves), centre);
  const near = [bytesOf(scale), bytesOf(rest), bytesOf(values)];
  await writeAtomic(`${file}.states`, bytesOf(halves));
  await writeAtomic(`${file}.near`, near);
  const hash = createHash('sha256');
  for (const part of near) hash.update(part);
  return hash.digest('hex');
}

/** Files that were whole when this process read them first, by what they hash to. */
const known = new Map<string, string>();

/** @throws UnrollError FILE_CORRUPT when it is gone, or not what was written */
export async function readCoarse(file: string, block: StateBlock, units: number): Promise<Coarse> {
  const path = `${file}.near`;
  const damaged = failure('FILE_CORRUPT.sealed', { file: path });
  const bytes = await readFile(path).catch(() => {
    throw damaged;
  });
  const { rows, sha256 } = block;
  if (bytes.byteLength !== rows * (8 + units)) throw damaged;
  if (known.get(path) !== sha256) {
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw damaged;
    known.set(path, sha256);
  }
  const { buffer, byteOffset } = bytes;
  return {
    scale: new Float32Array(buffer, byteOffset, rows),
    rest: new Float32Array(buffer, byteOffset + 4 * rows, rows),
    values: new Int8Array(buffer, byteOffset + 8 * rows, rows * units),
  };
}

/** [count, units] states of a block from `row` on, in 16 bits. @throws UnrollError FILE_CORRUPT */
export function readHalves(file: string, row: number, count: number, units: number): Uint16Array {
  const halves = new Uint16Array(count * units);
  let read = -1;
  try {
    const handle = openSync(`${file}.states`, 'r');
    try {
      read = readSync(handle, halves, 0, halves.byteLength, row * units * 2);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Said below.
  }
  if (read !== halves.byteLength) throw failure('FILE_CORRUPT.sealed', { file: `${file}.states` });
  return halves;
}
