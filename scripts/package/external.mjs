/** Packages that are loaded from node_modules at run time, because they carry native parts; all else is in the bundle. */
export const external = [
  'libsql',
  '@duckdb/node-api',
  'webgpu',
  '@tensorflow/tfjs-backend-wasm',
  'onnxruntime-web',
];
