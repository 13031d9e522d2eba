import { findParent } from '../../files/parent';
import { useBackend } from './backend';
import { isUnavailable } from '../kernels';
import { agreesWithReference } from '../self-check';
import { createTensorflowKernel } from '../tensorflow/tensorflow-kernel';
import { loadTensorflow } from '../tensorflow/load';
import type { ProbeReport } from '../tensorflow/probing';

/** A process that loads TensorFlow, computes, tells what came of it and is ended. */
async function probe(): Promise<ProbeReport> {
  const runtime = loadTensorflow();
  if ('unavailable' in runtime) throw new Error(runtime.unavailable);
  await useBackend('tensorflow');
  const kernel = await createTensorflowKernel();
  if (isUnavailable(kernel)) throw new Error(kernel.unavailable);
  return {
    version: runtime.binding.TF_Version,
    gpu: runtime.gpu,
    agrees: await agreesWithReference(kernel),
    remarks: (kernel.remarks ?? []).map(({ message }) => message),
  };
}

const parent = findParent();
probe().then(
  (report) => parent.post(report),
  (error: unknown) => parent.post({ failure: error instanceof Error ? error.message : String(error) }),
);
