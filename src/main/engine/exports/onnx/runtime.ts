import type * as Ort from 'onnxruntime-web';

type Feeds = Readonly<Record<string, Ort.Tensor>>;

/** onnxruntime compiled to WebAssembly: the same on every machine, and not part of the lab's own process memory. */
export interface OnnxSession {
  readonly version: string;
  float(data: Float32Array, dims: readonly number[]): Ort.Tensor;
  int64(values: readonly number[]): Ort.Tensor;
  run(feeds: Feeds): Promise<Record<string, Float32Array>>;
  close(): Promise<void>;
}

/** For what the lab itself has made; foreign models are read, never run. */
export async function openOnnx(bytes: Uint8Array): Promise<OnnxSession> {
  const ort = await import('onnxruntime-web');
  // One thread: more would need workers of their own, and checks are small.
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  return {
    version: ort.env.versions.web ?? ort.env.versions.common,
    float: (data, dims) => new ort.Tensor('float32', data, dims),
    int64: (values) => new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]),
    async run(feeds) {
      const results = await session.run(feeds);
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [
          name,
          Float32Array.from(tensor.data as Float32Array),
        ]),
      );
    },
    close: () => session.release(),
  };
}
