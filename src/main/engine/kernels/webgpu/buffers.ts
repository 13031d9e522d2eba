/** Free bytes that are kept for the next batch of the same shape. */
const MOST_FREE_BYTES = 2 ** 29;

const keyOf = (size: number, usage: number): string => `${size} ${usage}`;

/**
 * Buffers for use again, in place of tfjs' own `BufferManager`, which keeps one of every size that ever occurred: with
 * sequences of many lengths that fills the GPU. Here those that were not used for longest go.
 */
export class BoundedBuffers {
  numBytesUsed = 0;
  numBytesAllocated = 0;
  readonly #device: GPUDevice;
  readonly #used = new Set<GPUBuffer>();
  /** By size and usage; the key that was used last is the last. */
  readonly #free = new Map<string, GPUBuffer[]>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  acquireBuffer(size: number, usage: number, mappedAtCreation = false, reuse = true): GPUBuffer {
    const free = reuse ? this.#free.get(keyOf(size, usage))?.pop() : undefined;
    const buffer = free ?? this.#device.createBuffer({ size, usage, mappedAtCreation });
    if (free === undefined) this.numBytesAllocated += size;
    this.#used.add(buffer);
    this.numBytesUsed += size;
    return buffer;
  }

  /** WebGPU keeps a destroyed or rewritten buffer alive for commands that were submitted before. */
  releaseBuffer(buffer: GPUBuffer, reuse = true): void {
    if (!this.#used.delete(buffer)) return;
    this.numBytesUsed -= buffer.size;
    if (!reuse) {
      this.#destroy(buffer);
      return;
    }
    const key = keyOf(buffer.size, buffer.usage);
    const free = this.#free.get(key) ?? [];
    free.push(buffer);
    this.#free.delete(key);
    this.#free.set(key, free);
    this.#trim();
  }

  getNumUsedBuffers(): number {
    return this.#used.size;
  }

  getNumFreeBuffers(): number {
    return [...this.#free.values()].reduce((sum, { length }) => sum + length, 0);
  }

  dispose(): void {
    for (const buffer of [...this.#used, ...[...this.#free.values()].flat()]) this.#destroy(buffer);
    this.#used.clear();
    this.#free.clear();
    this.numBytesUsed = 0;
  }

  #trim(): void {
    for (const [key, buffers] of this.#free) {
      while (buffers.length > 0) {
        if (this.numBytesAllocated - this.numBytesUsed <= MOST_FREE_BYTES) return;
        this.#destroy(buffers.pop()!);
      }
      this.#free.delete(key);
    }
  }

  #destroy(buffer: GPUBuffer): void {
    buffer.destroy();
    this.numBytesAllocated -= buffer.size;
  }
}
