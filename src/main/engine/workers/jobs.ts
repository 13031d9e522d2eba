import type { ComputeSpec } from '../../../shared/domain/model';
import { bundleJob } from '../exports/bundle-job';
import { cJob } from '../exports/c/c-job';
import { importJob } from '../imports/import-job';
import { kerasJob } from '../exports/keras/keras-job';
import { onnxJob } from '../exports/onnx/onnx-job';
import { experimentJob } from '../experiments/experiment-job';
import { predictJob } from '../inference/predict-job';
import {
  closeStreamJob,
  finishStreamJob,
  openStreamJob,
  pushStreamJob,
  resetStreamJob,
} from '../inference/streaming/stream-job';
import { safetensorsJob } from '../exports/safetensors-job';
import { tfjsJob } from '../exports/tfjs-job';
import { floorPlanJob } from '../baselines/floors/plan-job';
import { generateJob } from '../inspection/generate-job';
import { predictionsJob } from '../inspection/predictions-job';
import { traceJob } from '../inspection/trace-job';
import { benchmarkJob, peakJob } from '../training/benchmark-job';
import { speedJob } from '../training/speed-job';
import { computeAvailability } from '../kernels/choose/availability';
import type { AvailabilityInput } from '../kernels/choose/availability';
import { selectCompute } from '../kernels/choose/select';

/**
 * One-off jobs of the compute worker: `pool.call(name, input)` runs the function of that name there. Inputs and
 * outputs are structured-cloned. What a job throws arrives as an UnrollError. A long job takes a second argument that
 * tells of what it has so far; it is called with `pool.work`.
 */
export const jobs = {
  /** Loads backend and kernel, so that what comes next comes at once. */
  warmUp: async (spec: ComputeSpec) => {
    const { backend, kernel } = await selectCompute(spec);
    return { backend, kernel: kernel.name };
  },
  availability: (input: AvailabilityInput) => computeAvailability(input),
  trace: traceJob,
  predictions: predictionsJob,
  generate: generateJob,
  predict: predictJob,
  openStream: openStreamJob,
  pushStream: pushStreamJob,
  finishStream: finishStreamJob,
  resetStream: resetStreamJob,
  closeStream: closeStreamJob,
  exportBundle: bundleJob,
  exportTfjs: tfjsJob,
  benchmark: benchmarkJob,
  peak: () => peakJob(),
  speed: () => speedJob(),
  exportOnnx: onnxJob,
  exportSafetensors: safetensorsJob,
  exportKeras: kerasJob,
  exportC: cJob,
  importModel: importJob,
  experiment: experimentJob,
  floorPlan: floorPlanJob,
};

type Jobs = typeof jobs;
export type JobName = keyof Jobs;
export type JobInput<Name extends JobName> = Parameters<Jobs[Name]>[0];
export type JobOutput<Name extends JobName> = Awaited<ReturnType<Jobs[Name]>>;
