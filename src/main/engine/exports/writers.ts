import type { ExportFormat } from '../../../shared/contract/exports';
import type { Dataset } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import type { Run } from '../../../shared/domain/run';
import type { TrainedModel } from '../models/weights-file';
import type { GoldenRecording } from './golden';
import { MOST_GOLDEN, syntheticRecordings } from './golden';
import type { ExportFacts } from './make-card';
import type { OnnxFormat, OnnxJobInput, OnnxJobOutput } from './onnx/onnx-job';
import { onnxHowTo } from './onnx/how-to';
import { SAFETENSORS_FILE } from './model-folder';
import type { FolderContent } from './out-folder';
import type { ParityFinding } from './parity';
import type { SafetensorsJobInput } from './safetensors-job';
import { safetensorsConfig } from './safetensors-format';
import { requireStock, TFJS_FILE, TFJS_WEIGHTS_FILE } from './tfjs-format';
import type { TfjsJobInput, TfjsJobOutput } from './tfjs-job';

export interface ExportCompute {
  call(name: 'exportTfjs', input: TfjsJobInput): Promise<TfjsJobOutput>;
  call(name: 'exportOnnx', input: OnnxJobInput): Promise<OnnxJobOutput>;
  call(
    name: 'exportSafetensors',
    input: SafetensorsJobInput,
  ): Promise<{ bytes: Uint8Array; finding: ParityFinding }>;
}

/** All that an export is made from. */
export interface ExportSource {
  readonly run: Run;
  readonly dataset: Dataset;
  readonly model: TrainedModel;
  readonly weightsFile: string;
  readonly preparedFile: string;
  /** Whether recordings go in, where a format can have it. */
  readonly frontEnd: boolean;
  readonly compute: ExportCompute;
  /** Recordings of up to so many examples of the validation part (or of what there is). @throws UnrollError FILE_* */
  readonly recordings: (most: number) => Promise<GoldenRecording[]>;
}

/** The files of an export without card and certificate, and what these two have to say. */
export interface Written extends ExportFacts {
  readonly files: FolderContent;
}

type Writer = (source: ExportSource, format: ExportFormat) => Promise<Written>;

const writers: Readonly<Partial<Record<ExportFormat, Writer>>> = {
  onnx: writeOnnx,
  'onnx-stream': writeOnnx,
  'onnx-int8': writeOnnx,
  tfjs: writeTfjs,
  safetensors: writeSafetensorsFiles,
};

/** @throws UnrollError EXPORT_UNSUPPORTED, EXPORT_DIFFERS */
export function writeExport(source: ExportSource, format: ExportFormat): Promise<Written> {
  return writers[format]!(source, format);
}

async function writeTfjs({ model, weightsFile, preparedFile, compute }: ExportSource): Promise<Written> {
  requireStock(model.spec);
  const { json, weights, ...facts } = await compute.call('exportTfjs', { weightsFile, preparedFile });
  const files = new Map<string, string | Uint8Array>([
    [TFJS_FILE, json],
    [TFJS_WEIGHTS_FILE, weights],
  ]);
  return { files, ...facts };
}

async function writeSafetensorsFiles(source: ExportSource): Promise<Written> {
  const { model, weightsFile, preparedFile, compute } = source;
  const { bytes, finding } = await compute.call('exportSafetensors', { weightsFile, preparedFile });
  const files = new Map<string, string | Uint8Array>([
    [SAFETENSORS_FILE, bytes],
    ['config.json', pretty(safetensorsConfig(model))],
  ]);
  return { files, finding, versions: {} };
}

async function writeOnnx(source: ExportSource, format: ExportFormat): Promise<Written> {
  const { dataset, weightsFile, preparedFile, compute, frontEnd } = source;
  const plan = frontEnd ? dataset.understanding.plan : null;
  const { recordings, inputs } =
    plan === null ? { recordings: [], inputs: 'features' as const } : await goldenOf(source);
  const { bytes, finding, versions, quantised } = await compute.call('exportOnnx', {
    format: format as OnnxFormat,
    weightsFile,
    preparedFile,
    plan,
    recordings,
    inputs,
  });
  return {
    files: new Map([['model.onnx', bytes]]),
    finding,
    versions,
    ...(quantised !== null && { quantised }),
    howTo: onnxHowTo(format as OnnxFormat, source.model, plan),
  };
}

/** Real recordings, or noise where the files were moved: an export must not depend on them. */
async function goldenOf(
  source: ExportSource,
): Promise<{ recordings: readonly GoldenRecording[]; inputs: 'recordings' | 'synthetic' }> {
  try {
    return { recordings: await source.recordings(MOST_GOLDEN), inputs: 'recordings' };
  } catch (thrown) {
    const isGone =
      thrown instanceof UnrollError &&
      (thrown.code.startsWith('FILE_') || thrown.code === 'DATASET_FILES_CHANGED');
    if (!isGone) throw thrown;
    return { recordings: syntheticRecordings(source.dataset.understanding.plan), inputs: 'synthetic' };
  }
}

export function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
