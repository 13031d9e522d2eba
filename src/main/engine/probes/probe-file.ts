import * as v from 'valibot';
import { Probe, ProbeLayer, ProbeMoment } from '../../../shared/domain/probes';
import type { ProbeFrame } from '../../../shared/domain/probes';
import { jsonOf } from '../../../shared/domain/measured';
import { failure } from '../../../shared/sentences/failure';
import { why } from '../../../shared/sentences/why';
import { packHalves, unpackHalves } from '../files/half';
import type { NamedTensor, Safetensors } from '../files/safetensors';
import { readSafetensors, writeSafetensors } from '../files/safetensors';

const Header = v.object({
  formatVersion: v.literal(1),
  probes: v.array(Probe),
  layers: v.array(ProbeLayer),
  outputs: v.array(v.string()),
  moments: v.array(ProbeMoment),
  /** Milliseconds that looking took, and training all in all. */
  spentMs: v.number(),
  trainedMs: v.number(),
});
type Header = v.InferOutput<typeof Header>;

/** What a probe did at a moment, as it lies in the file: numbers in half precision. */
type Packed = ReadonlyMap<string, NamedTensor>;

/** Frames of a run, in memory and in its folder (docs/file-formats.md, probes.safetensors). */
export class ProbeFrames {
  spentMs = 0;
  trainedMs = 0;
  readonly #frames = new Map<number, Packed>();
  #moments: ProbeMoment[] = [];

  constructor(
    readonly probes: Probe[],
    readonly layers: ProbeLayer[],
    readonly outputs: readonly string[],
  ) {}

  /** @throws UnrollError FILE_MISSING, FILE_CORRUPT */
  static async read(file: string): Promise<ProbeFrames> {
    return ProbeFrames.from(await readSafetensors(file), file);
  }

  static from({ tensors, metadata }: Safetensors, file: string): ProbeFrames {
    const header = v.safeParse(Header, json(metadata['unroll']));
    if (!header.success) throw failure('FILE_CORRUPT.safetensors', { file, ...why('why.probes.header') });
    const { probes, layers, outputs, moments, spentMs, trainedMs } = header.output;
    const frames = new ProbeFrames(probes, layers, outputs);
    Object.assign(frames, { spentMs, trainedMs });
    frames.#moments = moments;
    const byStep = new Map(moments.map(({ step }) => [step, new Map<string, NamedTensor>()]));
    for (const [name, tensor] of tensors) {
      const [step, rest] = split(name);
      byStep.get(step)?.set(rest, tensor);
    }
    for (const [step, packed] of byStep) frames.#frames.set(step, packed);
    return frames;
  }

  get moments(): readonly ProbeMoment[] {
    return this.#moments;
  }

  get bytes(): number {
    let sum = 0;
    for (const packed of this.#frames.values())
      for (const { data } of packed.values()) sum += data.byteLength;
    return sum;
  }

  /** What was seen from this step on belongs to a course that was given up. */
  cutAt(step: number): void {
    for (const { step: own } of this.#moments) if (own >= step) this.#frames.delete(own);
    this.#moments = this.#moments.filter(({ step: own }) => own < step);
  }

  add(moment: ProbeMoment, seen: readonly Omit<ProbeFrame, 'step'>[]): void {
    this.cutAt(moment.step);
    const packed = new Map<string, NamedTensor>();
    const put = (name: string, values: Float32Array): void => {
      packed.set(name, { shape: [values.length, 2], data: packHalves(values) });
    };
    for (const [probe, { layers, answers }] of seen.entries()) {
      for (const [k, { tensors, gradientNorm }] of layers.entries()) {
        for (const [name, values] of Object.entries(tensors))
          put(`${probe}/${k}/${name}`, values as Float32Array);
        // Norms reach far below what half precision holds.
        packed.set(`${probe}/${k}/gradient`, { shape: [gradientNorm.length], data: gradientNorm });
      }
      put(`${probe}/answers`, answers);
    }
    this.#moments.push(moment);
    this.#frames.set(moment.step, packed);
  }

  /** Keeps every other moment, and the last. */
  thin(): void {
    const last = this.#moments.length - 1;
    const kept = this.#moments.filter((_, k) => k % 2 === 0 || k === last);
    const steps = new Set(kept.map(({ step }) => step));
    for (const step of [...this.#frames.keys()]) if (!steps.has(step)) this.#frames.delete(step);
    this.#moments = kept;
  }

  /** ‖∂L/∂h_t‖ of a probe through a layer, moment after moment; NaN where it was not looked at. @returns [moments · columns] */
  gradients(probe: number, layer: number, columns: number): Float32Array {
    const all = new Float32Array(this.#moments.length * columns).fill(Number.NaN);
    for (const [k, { step }] of this.#moments.entries()) {
      const data = this.#frames.get(step)?.get(`${probe}/${layer}/gradient`)?.data;
      if (data instanceof Float32Array) all.set(data.subarray(0, columns), k * columns);
    }
    return all;
  }

  /** Null where that was not looked at. */
  frame(step: number, probe: number): ProbeFrame | null {
    const packed = this.#frames.get(step);
    if (packed?.has(`${probe}/answers`) !== true) return null;
    const halves = (name: string): Float32Array => unpackHalves(packed.get(name)!.data as Uint8Array);
    return {
      step,
      layers: this.layers.map(({ tensors }, k) => ({
        tensors: Object.fromEntries(
          tensors.map((name) => [name, halves(`${probe}/${k}/${name}`)]),
        ) as ProbeFrame['layers'][number]['tensors'],
        gradientNorm: packed.get(`${probe}/${k}/gradient`)!.data as Float32Array,
      })),
      answers: halves(`${probe}/answers`),
    };
  }

  /** Whole or not at all. @throws UnrollError DISK_FULL, OUTPUT_UNWRITABLE */
  async write(file: string): Promise<void> {
    const { probes, layers, outputs, spentMs, trainedMs } = this;
    const header: Header = {
      ...{ formatVersion: 1, probes, layers, outputs: [...outputs], moments: this.#moments },
      ...{ spentMs, trainedMs },
    };
    const tensors = [...this.#frames].flatMap(([step, packed]) =>
      [...packed].map(([name, tensor]) => [`${step}/${name}`, tensor] as const),
    );
    await writeSafetensors(file, tensors, { unroll: jsonOf(header) });
  }
}

function split(name: string): [number, string] {
  const at = name.indexOf('/');
  return [Number(name.slice(0, at)), name.slice(at + 1)];
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
