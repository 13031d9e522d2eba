import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { resourcesDir } from '../../files/places';
import type { RecurrentKernel } from '../kernel';
import type { KernelCore } from './kernel-abi';
import { kernelOf } from './kernel-abi';
import { threadCount } from './native-kernel';
import { WasmHeap } from './wasm-heap';

/** What src/main/engine/kernels/cpp/wasm.cc exports; every `*At` is an address, a structure of src/main/engine/kernels/cpp/recurrent.h. */
interface WasmExports {
  readonly __stack_pointer: WebAssembly.Global;
  heapStart(): number;
  cacheFloats(layerAt: number, threads: number): number;
  forwardScratch(layerAt: number, threads: number): number;
  backwardScratch(layerAt: number, threads: number): number;
  forward(layerAt: number, outAt: number, cacheAt: number, scratchAt: number, threads: number): void;
  backward(
    layerAt: number,
    upstreamAt: number,
    gradientsAt: number,
    cacheAt: number,
    scratchAt: number,
    threads: number,
  ): void;
  trace(layerAt: number, cacheAt: number, what: number, outAt: number, threads: number): void;
  activate(activation: number, count: number, inAt: number, outAt: number): void;
  productScratch(shapeAt: number, threads: number): number;
  product(shapeAt: number, aAt: number, bAt: number, cAt: number, scratchAt: number, threads: number): void;
  unfold(shapeAt: number, xAt: number, columnsAt: number, threads: number): void;
  fold(shapeAt: number, columnsAt: number, xAt: number, threads: number): void;
  attentionScratch(shapeAt: number, threads: number): number;
  attentionForward(shapeAt: number, lengthsAt: number, ...arraysScratchAndThreads: number[]): void;
  attentionBackward(shapeAt: number, lengthsAt: number, ...arraysScratchAndThreads: number[]): void;
}

interface WasmMemory {
  /** [cell, activation, resetAfter, reverse, batch, time, inputs, units, coupled, threads] */
  readonly layer: Int32Array;
  readonly lengthsAt: number;
  readonly cacheAt: number;
}

/** Where the number of threads stands in the header; what comes before is a `Layer`'s numbers. */
const THREADS = 9;
/** Where the number of threads stands in a product's and an attention's shape. */
const DENSE_THREADS = 5;
const TAPS_THREADS = 6;
const STACK_BYTES = 65536;
const MAX_PAGES = 65536;
const INITIAL_PAGES = 16;

/** A worker shares the memory and waits there for work until it is ended from outside. */
const workerSource = `
const { workerData } = require('node:worker_threads');
const { module, memory, stack } = workerData;
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
exports.__stack_pointer.value = stack;
exports.serve();
`;

/** The kernels' WebAssembly instance of this JavaScript thread, its memory and its workers. */
export class WasmCore implements KernelCore<WasmMemory> {
  readonly heap: WasmHeap;
  readonly exports: WasmExports;
  readonly #module: WebAssembly.Module;
  readonly #memory: WebAssembly.Memory;
  #workers: Worker[] = [];

  constructor(binary: Uint8Array<ArrayBuffer>) {
    this.#module = new WebAssembly.Module(binary);
    this.#memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAX_PAGES, shared: true });
    const instance = new WebAssembly.Instance(this.#module, { env: { memory: this.#memory } });
    this.exports = instance.exports as unknown as WasmExports;
    this.heap = new WasmHeap(this.#memory, this.exports.heapStart());
  }

  /** Starts workers until `threads`, this one included, can compute. They do not keep the process alive. */
  useThreads(threads: number): void {
    while (this.#workers.length < threads - 1) {
      const stack = this.heap.take(STACK_BYTES / 4) + STACK_BYTES;
      const workerData = { module: this.#module, memory: this.#memory, stack };
      const worker = new Worker(workerSource, { eval: true, workerData });
      worker.unref();
      this.#workers.push(worker);
    }
  }

  forward(
    header: Int32Array,
    lengths: Int32Array,
    inputs: Float32Array,
    kernel: Float32Array,
    recurrentKernel: Float32Array,
    bias: Float32Array,
    initialHidden: Float32Array | null,
    initialCell: Float32Array | null,
    peephole: Float32Array | null,
    outputs: Float32Array,
    finalHidden: Float32Array,
    finalCell: Float32Array | null,
  ): WasmMemory {
    const { exports, heap } = this;
    const threads = header[THREADS]!;
    const layer = header.slice(0, THREADS);
    const lengthsAt = heap.putInts(lengths);
    const given = [inputs, kernel, recurrentKernel, bias, initialHidden, initialCell, peephole];
    return this.#withArrays(given, [outputs, finalHidden, finalCell], (givenAt, filledAt) => {
      const layerAt = heap.putInts([...layer, lengthsAt, ...givenAt]);
      const outAt = heap.putInts(filledAt);
      const cacheAt = heap.take(exports.cacheFloats(layerAt, threads));
      const scratchAt = heap.take(exports.forwardScratch(layerAt, threads));
      exports.forward(layerAt, outAt, cacheAt, scratchAt, threads);
      [layerAt, outAt, scratchAt].forEach((at) => heap.release(at));
      return { layer: header, lengthsAt, cacheAt };
    });
  }

  backward(
    memory: WasmMemory,
    inputs: Float32Array,
    kernel: Float32Array,
    recurrentKernel: Float32Array,
    upstreamOutputs: Float32Array | null,
    upstreamHidden: Float32Array | null,
    upstreamCell: Float32Array | null,
    peephole: Float32Array | null,
    ...filled: (Float32Array | null)[]
  ): void {
    const { exports, heap } = this;
    const threads = memory.layer[THREADS]!;
    const given = [inputs, kernel, recurrentKernel, peephole, upstreamOutputs, upstreamHidden, upstreamCell];
    this.#withArrays(given, filled, (givenAt, filledAt) => {
      const layerAt = this.#putLayer(memory, [...givenAt.slice(0, 3), 0, 0, 0, givenAt[3]!]);
      const upstreamAt = heap.putInts(givenAt.slice(4));
      const gradientsAt = heap.putInts(filledAt);
      const scratchAt = heap.take(exports.backwardScratch(layerAt, threads));
      exports.backward(layerAt, upstreamAt, gradientsAt, memory.cacheAt, scratchAt, threads);
      [layerAt, upstreamAt, gradientsAt, scratchAt].forEach((at) => heap.release(at));
    });
  }

  trace(memory: WasmMemory, what: number, out: Float32Array): void {
    this.#withArrays([], [out], (_, [outAt]) => {
      const layerAt = this.#putLayer(memory, []);
      this.exports.trace(layerAt, memory.cacheAt, what, outAt!, memory.layer[THREADS]!);
      this.heap.release(layerAt);
    });
  }

  release(memory: WasmMemory): void {
    this.heap.release(memory.cacheAt);
    this.heap.release(memory.lengthsAt);
  }

  product(shape: Int32Array, a: Float32Array, b: Float32Array, c: Float32Array): void {
    const { exports, heap } = this;
    const threads = shape[DENSE_THREADS]!;
    this.#withArrays([a, b], [c], ([aAt, bAt], [cAt]) => {
      const shapeAt = heap.putInts(shape);
      const scratchAt = heap.take(exports.productScratch(shapeAt, threads));
      exports.product(shapeAt, aAt!, bAt!, cAt!, scratchAt, threads);
      [shapeAt, scratchAt].forEach((at) => heap.release(at));
    });
  }

  unfold(shape: Int32Array, x: Float32Array, columns: Float32Array): void {
    this.#read('unfold', shape, x, columns);
  }

  fold(shape: Int32Array, columns: Float32Array, x: Float32Array): void {
    this.#read('fold', shape, columns, x);
  }

  #read(name: 'unfold' | 'fold', shape: Int32Array, given: Float32Array, filled: Float32Array): void {
    const { exports, heap } = this;
    this.#withArrays([given], [filled], ([givenAt], [filledAt]) => {
      const shapeAt = heap.putInts(shape);
      exports[name](shapeAt, givenAt!, filledAt!, shape[TAPS_THREADS]!);
      heap.release(shapeAt);
    });
  }

  attentionForward(
    shape: Int32Array,
    lengths: Int32Array,
    query: Float32Array,
    key: Float32Array,
    value: Float32Array,
    output: Float32Array,
    weights: Float32Array,
  ): void {
    this.#attention('attentionForward', shape, lengths, [query, key, value], [output, weights]);
  }

  attentionBackward(
    shape: Int32Array,
    lengths: Int32Array,
    query: Float32Array,
    key: Float32Array,
    value: Float32Array,
    weights: Float32Array,
    upstream: Float32Array,
    ...filled: Float32Array[]
  ): void {
    const given = [query, key, value, weights, upstream];
    this.#attention('attentionBackward', shape, lengths, given, filled);
  }

  #attention(
    name: 'attentionForward' | 'attentionBackward',
    shape: Int32Array,
    lengths: Int32Array,
    given: readonly Float32Array[],
    filled: readonly Float32Array[],
  ): void {
    const { exports, heap } = this;
    const threads = shape[DENSE_THREADS]!;
    this.#withArrays(given, filled, (givenAt, filledAt) => {
      const [shapeAt, lengthsAt] = [heap.putInts(shape), heap.putInts(lengths)];
      const scratchAt = heap.take(exports.attentionScratch(shapeAt, threads));
      exports[name](shapeAt, lengthsAt, ...givenAt, ...filledAt, scratchAt, threads);
      [shapeAt, lengthsAt, scratchAt].forEach((at) => heap.release(at));
    });
  }

  /** `Layer` with the addresses of its arrays; those not given are null. */
  #putLayer(memory: WasmMemory, arraysAt: readonly number[]): number {
    const addresses = Array.from({ length: 7 }, (_, k) => arraysAt[k] ?? 0);
    return this.heap.putInts([...memory.layer.subarray(0, THREADS), memory.lengthsAt, ...addresses]);
  }

  /** Copies `given` in and `filled` out around `work`; null has the address 0. */
  #withArrays<R>(
    given: readonly (Float32Array | null)[],
    filled: readonly (Float32Array | null)[],
    work: (givenAt: number[], filledAt: number[]) => R,
  ): R {
    const { heap } = this;
    const givenAt = given.map((values) => (values === null ? 0 : heap.putFloats(values)));
    const filledAt = filled.map((values) => (values === null ? 0 : heap.take(values.length)));
    try {
      const result = work(givenAt, filledAt);
      filled.forEach((values, k) => values?.set(heap.floats(filledAt[k]!, values.length)));
      return result;
    } finally {
      [...givenAt, ...filledAt].forEach((at) => heap.release(at));
    }
  }
}

let core: WasmCore | undefined;

/** The C++ kernels as WebAssembly: needs no compiler. The same number of threads gives the same bits. */
export function createWasmKernel(
  threads = threadCount(),
): Promise<RecurrentKernel | { readonly unavailable: string }> {
  try {
    core ??= new WasmCore(readFileSync(join(resourcesDir(), 'kernels/recurrent.wasm')));
    core.useThreads(threads);
    return Promise.resolve(kernelOf('wasm', core, threads));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return Promise.resolve({ unavailable: `The WebAssembly kernels could not be started: ${reason}` });
  }
}
