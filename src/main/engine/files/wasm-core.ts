import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resourcesDir } from './places';

/** What every artifact of a baseline exports beside its own functions. */
export interface CoreExports {
  readonly memory: WebAssembly.Memory;
  heapStart(): number;
}

const PAGE = 65536;
const ALIGNED = 16;

type Numbers = Float32Array | Float64Array | Int32Array;
type Of<T extends Numbers> = new (buffer: ArrayBuffer, at: number, length: number) => T;

/** One instance of an artifact with a memory of its own, given out from the bottom up and all at once given back. */
export class WasmCore<Exports extends CoreExports> {
  readonly exports: Exports;
  readonly #bottom: number;
  #top: number;

  /** @param name of the artifact in resources/kernels */
  constructor(name: string) {
    const binary = readFileSync(join(resourcesDir(), `kernels/${name}.wasm`));
    const instance = new WebAssembly.Instance(new WebAssembly.Module(binary), {});
    this.exports = instance.exports as unknown as Exports;
    this.#bottom = this.#top = Math.ceil(this.exports.heapStart() / ALIGNED) * ALIGNED;
  }

  /** Address of so many bytes, which hold whatever was there. */
  take(bytes: number): number {
    const at = this.#top;
    this.#top = Math.ceil((at + bytes) / ALIGNED) * ALIGNED;
    const missing = this.#top - this.exports.memory.buffer.byteLength;
    if (missing > 0) this.exports.memory.grow(Math.ceil(missing / PAGE));
    return at;
  }

  /** Address of a copy. */
  put(numbers: Numbers): number {
    const at = this.take(numbers.byteLength);
    const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    new Uint8Array(this.exports.memory.buffer).set(bytes, at);
    return at;
  }

  /** What lies at an address, until something more is taken. */
  view<T extends Numbers>(kind: Of<T>, at: number, length: number): T {
    return new kind(this.exports.memory.buffer as ArrayBuffer, at, length);
  }

  /** Everything below stays, what was taken since is given back. */
  mark(): number {
    return this.#top;
  }

  release(mark: number = this.#bottom): void {
    this.#top = mark;
  }
}
