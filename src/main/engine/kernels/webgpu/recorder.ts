import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { failure } from '../../../../shared/sentences/failure';
import type { Shader } from './shader';
import { MOST_PARAMS, wgslOf } from './shader';

/** Dynamic offsets of uniforms must be multiples of this. */
const SLOT_BYTES = 256;
const PARAM_BYTES = MOST_PARAMS * 4;
/** Of scratch buffers: sizes a fifth apart are shared by batches of different lengths. */
const SIZES_PER_DOUBLING = 4;

interface Pipeline {
  readonly layout: GPUBindGroupLayout;
  readonly pipeline: GPUComputePipeline;
}

interface Binding {
  readonly shader: Shader;
  readonly buffers: Readonly<Record<string, GPUBuffer>>;
}

interface Dispatch {
  readonly binding: Binding;
  readonly params: readonly number[];
  readonly groups: readonly number[];
}

/** How often a shader runs: workgroups in x, y and z. */
export type Groups = readonly [x: number, y?: number, z?: number];

const pipelines = new WeakMap<GPUDevice, Map<string, Pipeline>>();

function pipelineOf(device: GPUDevice, shader: Shader): Pipeline {
  const known = pipelines.get(device) ?? new Map<string, Pipeline>();
  pipelines.set(device, known);
  let made = known.get(shader.name);
  if (made === undefined) {
    const visibility = GPUShaderStage.COMPUTE;
    const layout = device.createBindGroupLayout({
      entries: [
        { binding: 0, visibility, buffer: { type: 'uniform', hasDynamicOffset: true } },
        ...Object.values(shader.buffers).map((access, k): GPUBindGroupLayoutEntry => ({
          ...{ binding: k + 1, visibility },
          buffer: { type: access === 'write' ? 'storage' : 'read-only-storage' },
        })),
      ],
    });
    const pipeline = device.createComputePipeline({
      label: shader.name,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module: device.createShaderModule({ code: wgslOf(shader) }), entryPoint: 'main' },
    });
    made = { layout, pipeline };
    known.set(shader.name, made);
  }
  return made;
}

/**
 * Collects shader runs and hands them to the GPU as one command buffer, after whatever tfjs has in its own. Runs see
 * what those before them wrote. Tensors stay on the GPU; nothing is waited for.
 */
export class Recorder {
  readonly #backend: WebGPUBackend;
  readonly #cleared: { buffer: GPUBuffer; bytes: number }[] = [];
  readonly #dispatches: Dispatch[] = [];
  readonly #scratch: GPUBuffer[] = [];

  constructor(backend: WebGPUBackend) {
    this.#backend = backend;
  }

  /** The buffer of a tensor, whose numbers are brought to the GPU if they are not there. */
  input(tensor: Tensor): GPUBuffer {
    this.#backend.uploadToGPU(tensor.dataId);
    return this.#backend.tensorMap.get(tensor.dataId).resource as GPUBuffer;
  }

  /** A new tensor, which belongs to the caller, and its buffer, which is still to be filled. */
  output<T extends Tensor>(shape: number[]): { tensor: T; buffer: GPUBuffer } {
    const info = this.#backend.makeTensorInfo(shape, 'float32');
    this.#check(4 * tf.util.sizeFromShape(shape));
    this.#backend.uploadToGPU(info.dataId);
    const tensor = tf.engine().makeTensorFromTensorInfo(info, this.#backend) as T;
    return { tensor, buffer: this.input(tensor) };
  }

  /** Room for `count` floats with whatever is in it, until `release`. */
  room(count: number): GPUBuffer {
    const step = 2 ** (1 / SIZES_PER_DOUBLING);
    const rounded = step ** Math.ceil(Math.log(Math.max(count, 64)) / Math.log(step));
    const bytes = Math.ceil(rounded / 4) * 16;
    this.#check(4 * count);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    return this.#backend.bufferManager.acquireBuffer(bytes, usage);
  }

  /** {@link room} that is released when all is submitted. */
  scratch(count: number): GPUBuffer {
    const buffer = this.room(count);
    this.#scratch.push(buffer);
    return buffer;
  }

  release(buffer: GPUBuffer): void {
    this.#backend.bufferManager.releaseBuffer(buffer);
  }

  write(buffer: GPUBuffer, indices: Int32Array<ArrayBuffer>): void {
    this.#backend.queue.writeBuffer(buffer, 0, indices);
  }

  /** Zeros at the beginning of a buffer, before anything else. */
  clear(buffer: GPUBuffer, count: number): void {
    this.#cleared.push({ buffer, bytes: 4 * count });
  }

  /** Ties buffers to a shader, which the returned function runs with parameters. */
  bind<B extends string, P extends string>(
    shader: Shader<B, P>,
    buffers: Readonly<Record<B, GPUBuffer>>,
  ): (params: Readonly<Record<P, number>>, groups: Groups) => void {
    const binding: Binding = { shader, buffers };
    return (params, [x, y = 1, z = 1]) => {
      const values = shader.params.map((name) => params[name]);
      if (x > 0 && y > 0 && z > 0) this.#dispatches.push({ binding, params: values, groups: [x, y, z] });
    };
  }

  submit(): void {
    const backend = this.#backend;
    const { device, queue } = backend;
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    backend.submitQueue();

    const slots = new Uint32Array((this.#dispatches.length * SLOT_BYTES) / 4);
    this.#dispatches.forEach(({ params }, k) => slots.set(params, (k * SLOT_BYTES) / 4));
    const bytes = 2 ** Math.ceil(Math.log2(Math.max(slots.byteLength, SLOT_BYTES)));
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const uniforms = backend.bufferManager.acquireBuffer(bytes, usage);
    queue.writeBuffer(uniforms, 0, slots);

    const encoder = device.createCommandEncoder();
    for (const { buffer, bytes: size } of this.#cleared) encoder.clearBuffer(buffer, 0, size);
    const pass = encoder.beginComputePass();
    const groups = new Map<Binding, GPUBindGroup>();
    let current: GPUComputePipeline | null = null;
    this.#dispatches.forEach(({ binding, groups: [x, y, z] }, k) => {
      const { pipeline, layout } = pipelineOf(device, binding.shader);
      let group = groups.get(binding);
      if (group === undefined) {
        group = device.createBindGroup({ layout, entries: entriesOf(binding, uniforms) });
        groups.set(binding, group);
      }
      if (pipeline !== current) pass.setPipeline(pipeline);
      current = pipeline;
      pass.setBindGroup(0, group, [k * SLOT_BYTES]);
      pass.dispatchWorkgroups(x!, y, z);
    });
    pass.end();
    queue.submit([encoder.finish()]);
    for (const buffer of [uniforms, ...this.#scratch]) this.release(buffer);
  }

  #check(bytes: number): void {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.#backend.device.limits;
    const most = Math.min(maxStorageBufferBindingSize, maxBufferSize);
    if (bytes <= most) return;
    const inMb = (count: number): number => Math.round(count / 1e6);
    throw failure('COMPUTE_FAILED.gpuBatch', { bytes, most, neededMb: inMb(bytes), mostMb: inMb(most) });
  }
}

function entriesOf({ shader, buffers }: Binding, uniforms: GPUBuffer): GPUBindGroupEntry[] {
  return [
    { binding: 0, resource: { buffer: uniforms, size: PARAM_BYTES } },
    ...Object.keys(shader.buffers).map((name, k) => ({
      binding: k + 1,
      resource: { buffer: buffers[name]! },
    })),
  ];
}
