import * as v from 'valibot';
import { ErrorShape } from '../domain/error';
import { BackendName, ComputeSpec, KernelName } from '../domain/model';
import { Done, Id, Nothing, procedure } from './base';

const availability = v.object({
  available: v.boolean(),
  /** One line: what was found, or what is missing and what to do about it. */
  detail: v.string(),
});

export const SystemInfo = v.object({
  version: v.string(),
  home: v.string(),
  platform: v.string(),
  cpu: v.string(),
  threads: v.number(),
  /** What a person should know of the engine's start, such as that a damaged catalog was rebuilt. */
  notices: v.optional(v.array(ErrorShape)),
});
export type SystemInfo = v.InferOutput<typeof SystemInfo>;

/** What is computed with where nobody chooses and nothing is tried out. */
const Computing = v.object({ backend: BackendName, kernel: KernelName });
export type Computing = v.InferOutput<typeof Computing>;

export const DoctorReport = v.object({
  version: v.string(),
  node: v.string(),
  platform: v.string(),
  cpu: v.string(),
  threads: v.number(),
  memoryBytes: v.number(),
  home: v.object({ path: v.string(), writable: v.boolean(), freeBytes: v.nullable(v.number()) }),
  backends: v.array(v.object({ name: BackendName, ...availability.entries })),
  kernels: v.array(v.object({ name: KernelName, ...availability.entries })),
  tools: v.array(v.object({ name: v.string(), ...availability.entries })),
});
export type DoctorReport = v.InferOutput<typeof DoctorReport>;

/** What the lab remembers between starts. */
export const Settings = v.object({
  theme: v.picklist(['system', 'light', 'dark']),
  language: v.picklist(['system', 'en', 'ko']),
  /** What new runs compute with where nobody chooses for the one run; `auto`: the fastest in a trial. */
  backend: ComputeSpec.entries.backend,
  kernel: ComputeSpec.entries.kernel,
});
export type Settings = v.InferOutput<typeof Settings>;

/** Of the TensorFlow runtime; null and false where there is none. */
export const TensorflowStatus = v.object({
  dir: v.string(),
  version: v.nullable(v.string()),
  source: v.nullable(v.string()),
  /** Brought CUDA along; whether there is a GPU says the doctor. */
  cuda: v.boolean(),
});
export type TensorflowStatus = v.InferOutput<typeof TensorflowStatus>;

/** A package that is part of the lab, and under which terms. */
export const Licence = v.object({
  name: v.string(),
  version: v.string(),
  /** SPDX identifier or expression. */
  licence: v.string(),
  author: v.string(),
  homepage: v.string(),
  text: v.string(),
});
export type Licence = v.InferOutput<typeof Licence>;

export const system = {
  /** The lab itself first, then everything that is shipped with it. */
  licences: procedure.input(Nothing).output(v.array(Licence)),
  /** Answers at once, so that a window is there as soon as its engine is. */
  info: procedure.input(Nothing).output(SystemInfo),
  /** Loads backend and kernel first, which takes a second. */
  compute: procedure.input(Nothing).output(Computing),
  doctor: procedure.input(Nothing).output(DoctorReport),
  settings: procedure.input(Nothing).output(Settings),
  saveSettings: procedure.input(v.partial(v.strictObject(Settings.entries))).output(Settings),
  tensorflow: procedure.input(Nothing).output(TensorflowStatus),
  /**
   * Starts to get a TensorFlow runtime. Answers at once with the id of the activity, or null when it is there already; `anew` gets
   * it again all the same.
   */
  setUpTensorflow: procedure
    .input(v.strictObject({ cuda: v.boolean(), anew: v.optional(v.boolean(), false) }))
    .output(v.object({ activity: v.nullable(Id) })),
  /** Loads the compute worker, so that the first training step comes at once. */
  warmUp: procedure.input(Nothing).output(Done),
};
