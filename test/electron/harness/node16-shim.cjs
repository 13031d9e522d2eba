// Globals that Electron 22's Node 16 lacks and Electron 45 has. For tests alone: the product does not ship this.
const buffer = require('node:buffer');
const streams = require('node:stream/web');
const v8 = require('node:v8');
const workers = require('node:worker_threads');

/** oRPC asks `instanceof` these; nothing in the lab makes one. */
class Absent {}

const missing = {
  Blob: buffer.Blob,
  File: Absent,
  FormData: Absent,
  Headers: Absent,
  Request: Absent,
  Response: Absent,
  ReadableStream: streams.ReadableStream,
  TransformStream: streams.TransformStream,
  WritableStream: streams.WritableStream,
  structuredClone: (value) => v8.deserialize(v8.serialize(value)),
};
for (const [name, value] of Object.entries(missing)) globalThis[name] ??= value;

/** Worker threads start without the shim; they are started through it instead. */
const { Worker } = workers;
if (!Worker.isShimmed)
  workers.Worker = class extends Worker {
    static isShimmed = true;

    constructor(file, options = {}) {
      // Code that is handed over as text, as the WebAssembly kernel's threads are, needs none of the globals.
      if (options.eval) super(file, options);
      else
        super(__filename, {
          ...options,
          env: { ...process.env, ...options.env, UNROLL_SHIMMED: String(file) },
        });
    }
  };

if (!workers.isMainThread && process.env.UNROLL_SHIMMED) {
  const file = process.env.UNROLL_SHIMMED;
  delete process.env.UNROLL_SHIMMED;
  require(file);
}
