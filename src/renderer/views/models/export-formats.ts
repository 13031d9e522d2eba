import type { ExportFormat, ExportProof } from '../../../shared/contract/exports';
import { m } from '../../i18n';
import { formatCount } from '../../ui/format';

interface FormatText {
  readonly name: () => string;
  /** What it is for, in one line. */
  readonly use: () => string;
}

export const formatTexts: Readonly<Record<ExportFormat, FormatText>> = {
  unroll: { name: () => 'Unroll (.unroll)', use: m.models_format_unroll },
  onnx: { name: () => 'ONNX', use: m.models_format_onnx },
  'onnx-stream': { name: m.models_format_stream_name, use: m.models_format_stream },
  'onnx-int8': { name: () => 'ONNX int8', use: m.models_format_int8 },
  keras: { name: () => 'Keras 3', use: m.models_format_keras },
  'keras-h5': { name: () => 'Keras H5', use: m.models_format_h5 },
  tfjs: { name: () => 'TensorFlow.js', use: m.models_format_tfjs },
  safetensors: { name: () => 'safetensors', use: m.models_format_safetensors },
  c: { name: m.models_format_c_name, use: m.models_format_c },
  tensorboard: { name: () => 'TensorBoard', use: m.models_format_tensorboard },
  report: { name: m.models_format_report_name, use: m.models_format_report },
};

export const formatGroups: readonly { title: () => string; formats: readonly ExportFormat[] }[] = [
  { title: m.models_export_whole, formats: ['unroll'] },
  { title: m.models_export_deploy, formats: ['onnx', 'onnx-stream', 'onnx-int8', 'c'] },
  { title: m.models_export_frameworks, formats: ['keras', 'keras-h5', 'tfjs', 'safetensors'] },
  { title: m.models_export_run, formats: ['report', 'tensorboard'] },
];

/** Who has checked an export, and how near its answers are. */
export function proofText({ software, version, examples, largestDifference }: ExportProof): string {
  return m.models_export_proof({
    software: `${software} ${version}`,
    examples: formatCount(examples),
    difference: largestDifference.toExponential(1),
  });
}
