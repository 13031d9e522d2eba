import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { failure } from '../../../../shared/sentences/failure';
import { foreign } from '../../../../shared/sentences/why';

/** What the addon of the npm package `webgpu` exports: Dawn, the WebGPU of Chromium, for Node. */
interface Dawn {
  create(flags: readonly string[]): GPU;
  /** `GPUBuffer`, `GPUBufferUsage` and whatever else a browser has as globals. */
  readonly globals: Readonly<Record<string, unknown>>;
}

/** A GPU as its driver describes it. */
export interface AdapterFacts {
  /** For people, such as `NVIDIA GeForce RTX 4070 (ampere)`. */
  readonly name: string;
  readonly vendor: string;
  /** Not a GPU but a program that imitates one: right, and slower than the processor it runs on. */
  readonly isSoftware: boolean;
}

export interface OpenGpu {
  readonly device: GPUDevice;
  readonly info: GPUAdapterInfo;
  readonly facts: AdapterFacts;
}

const imitations = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i;

/** Limits that tfjs and the kernels like to have as high as the GPU allows. */
const wantedLimits = [
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
] as const;

/** By the file: the package's own entry is an ES module, which Electron 22's Node cannot load from a bundle. */
function loadDawn(): Dawn {
  const require = createRequire(import.meta.url);
  const system = process.platform === 'darwin' ? 'darwin-universal' : `${process.platform}-${process.arch}`;
  try {
    const packageDir = dirname(require.resolve('webgpu/package.json'));
    return require(join(packageDir, 'dist', `${system}.dawn.node`)) as Dawn;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0]! : String(cause);
    throw failure(
      'BACKEND_UNAVAILABLE.webgpuLoad',
      { system, reason: foreign(reason), backend: 'webgpu' },
      { cause },
    );
  }
}

function factsOf({
  vendor,
  architecture,
  device,
  description,
  isFallbackAdapter,
}: GPUAdapterInfo): AdapterFacts {
  const name = [description, device].find((text) => text !== '') ?? vendor;
  const family = architecture === '' || name.toLowerCase().includes(architecture) ? '' : ` (${architecture})`;
  return {
    name: `${name}${family}`,
    vendor,
    isSoftware: isFallbackAdapter || imitations.test([architecture, device, description].join(' ')),
  };
}

/**
 * The fastest GPU of this machine. WebGPU's names become globals of this process, as in a browser; tfjs wants them there.
 *
 * @throws UnrollError BACKEND_UNAVAILABLE with what is missing and what to do
 */
export async function openGpu(): Promise<OpenGpu> {
  const { create, globals } = loadDawn();
  Object.assign(globalThis, globals);
  const gpu = create([]);
  if (!('navigator' in globalThis)) Object.defineProperty(globalThis, 'navigator', { value: {} });
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null)
    throw failure('BACKEND_UNAVAILABLE.noGpu', { system: process.platform, backend: 'webgpu' });
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(wantedLimits.map((name) => [name, adapter.limits[name]])),
  });
  return { device, info: adapter.info, facts: factsOf(adapter.info) };
}
