import { useBackend } from '../backend';
import { isUnavailable } from '../kernels';
import { agreesWithReference } from '../self-check';
import { createTensorflowKernel } from '../tensorflow-kernel';
import { loadTensorflow } from './load';
import type { ProbeReport } from './probing';

/** A process that loads TensorFlow, computes, tells what came of it and ends. */
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

probe().then(
  (report) => process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0)),
  (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${reason.replaceAll('\n', ' ')}\n`, () => process.exit(1));
  },
);
