import { bundleJob } from './bundle-job';
import { cJob } from './c/c-job';
import { kerasJob } from './keras/keras-job';
import { onnxJob } from './onnx/onnx-job';
import { safetensorsJob } from './safetensors-job';
import { tfjsJob } from './tfjs-job';

/** What exports compute in a worker. */
export const exportJobs = {
  exportBundle: bundleJob,
  exportTfjs: tfjsJob,
  exportOnnx: onnxJob,
  exportSafetensors: safetensorsJob,
  exportKeras: kerasJob,
  exportC: cJob,
};
