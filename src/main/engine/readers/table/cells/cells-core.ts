import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resourcesDir } from '../../../files/places';

/** What cells.cc exports; every `*At` is an address. */
interface CellExports {
  readonly memory: WebAssembly.Memory;
  heapStart(): number;
  powersOfFive(): number;
  begin(textAt: number): void;
  fill(textAt: number): number;
  see(valuesAt: number, count: number, start: number, seenAt: number): void;
  grow(valuesAt: number, count: number, grownAt: number): void;
  distinguish(
    valuesAt: number,
    count: number,
    slotsAt: number,
    mask: number,
    firstAt: number,
    distinctAt: number,
  ): number;
}

const PAGE = 65536;
/** Room for a structure, of those that hold a few numbers. */
const STRUCT_BYTES = 256;
/** An instance whose memory grew beyond is not kept. */
const MOST_KEPT_BYTES = 2 ** 25;
const LEAST_POWER = -64;
const POWERS = 128;

let wasm: WebAssembly.Module | null = null;

/** One instance of cells.cc, with a memory of its own. */
export class CellsCore {
  readonly exports: CellExports;
  /** Where a structure may stand for the time of one call. */
  readonly structAt: number;
  /** Where room for all else begins. */
  readonly freeAt: number;

  constructor() {
    wasm ??= new WebAssembly.Module(readFileSync(join(resourcesDir(), 'kernels/cells.wasm')));
    this.exports = new WebAssembly.Instance(wasm).exports as unknown as CellExports;
    this.structAt = Math.ceil(this.exports.heapStart() / 16) * 16;
    this.freeAt = this.structAt + STRUCT_BYTES;
    this.need(this.freeAt);
    new BigUint64Array(this.buffer, this.exports.powersOfFive(), 2 * POWERS).set(powersOfFive());
  }

  /** The memory as it is now: another one after {@link CellsCore.need} had to make it larger. */
  get buffer(): ArrayBuffer {
    return this.exports.memory.buffer as ArrayBuffer;
  }

  /** Makes the memory reach up to an address. */
  need(end: number): void {
    const missing = end - this.buffer.byteLength;
    if (missing > 0) this.exports.memory.grow(Math.ceil(missing / PAGE));
  }

  /**
   * Calls `work` with numbers in this memory, where they lie already or are copied to, and with some numbers of 64 bits that
   * it may change.
   */
  over(
    values: Float64Array,
    state: Float64Array,
    work: (own: CellExports, valuesAt: number, stateAt: number) => void,
  ): void {
    const { structAt, freeAt, exports } = this;
    let valuesAt = values.byteOffset;
    if (values.buffer !== this.buffer) {
      this.need(freeAt + values.byteLength);
      new Float64Array(this.buffer, freeAt, values.length).set(values);
      valuesAt = freeAt;
    }
    const own = new Float64Array(this.buffer, structAt, state.length);
    own.set(state);
    work(exports, valuesAt, structAt);
    state.set(own);
  }
}

/** 5^q for some q: its 128 highest bits in two halves, the higher one first, rounded as {@link CellsCore} needs them. */
function powersOfFive(): BigUint64Array {
  const halves = new BigUint64Array(2 * POWERS);
  for (let k = 0; k < POWERS; k++) {
    const power = k + LEAST_POWER;
    const five = 5n ** BigInt(Math.abs(power));
    const bits = BigInt(five.toString(2).length);
    // Below 1 the reciprocal, rounded up as long as 5^−q fits 64 bits.
    const reciprocal = (): bigint => (1n << (bits + 127n)) / five + (power >= -27 ? 1n : 0n);
    const top = power < 0 ? reciprocal() : (five << 128n) >> bits;
    halves[2 * k] = top >> 64n;
    halves[2 * k + 1] = top & (2n ** 64n - 1n);
  }
  return halves;
}

/** Instances that nobody uses. A file is read by one at a time; two may be read in turns. */
const idle: CellsCore[] = [];
/** What columns of numbers are looked at with, outside of a text. */
let looking: CellsCore | null = null;

export function takeCore(): CellsCore {
  return idle.pop() ?? new CellsCore();
}

export function releaseCore(core: CellsCore): void {
  if (core.buffer.byteLength <= MOST_KEPT_BYTES) idle.push(core);
}

/** The instance in whose memory some values lie, or any other. */
export function coreOf(values: Float64Array, text: CellsCore | null): CellsCore {
  return text !== null && text.buffer === values.buffer ? text : lookingCore();
}

/** One that no text is read with. */
export function lookingCore(): CellsCore {
  looking ??= new CellsCore();
  return looking;
}
