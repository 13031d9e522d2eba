import { readFile } from 'node:fs/promises';
import type { ExportFormat, ReportLanguage } from '../../../shared/contract/exports';
import type { Dataset, ImportPlan } from '../../../shared/domain/dataset';
import type { EventDecision } from '../../../shared/domain/detection';
import { UnrollError } from '../../../shared/domain/error';
import type { MetricsSnapshot, Run } from '../../../shared/domain/run';
import type { JobCaller } from '../activities/job-caller';
import type { ClassicalFamily } from '../baselines/defaults';
import type { StoredModel } from '../baselines/family';
import { packBundle, WEIGHTS_FILE } from '../formats/bundle/bundle-file';
import type { TrainedModel } from '../models/network/weights-file';
import type { GoldenRecording } from './golden';
import { MOST_GOLDEN, syntheticRecordings } from './golden';
import { HEADER_FILE } from './c/c-header';
import type { CDecision } from './c/decide-code';
import { cHowTo, fittedHowTo } from './c/how-to';
import type { KerasJobInput } from './keras/keras-job';
import type { exportJobs } from './jobs';
import type { ExportedModel, ExportFacts } from './make-card';
import { isNetworkModel, makeCard, requireFormat } from './make-card';
import type { ReportContent } from './report/report';
import { reportHtml } from './report/report';
import { eventFile, scalarsOf } from './tensorboard/event-file';
import type { OnnxFormat } from './onnx/onnx-job';
import { onnxHowTo, onnxInputHowTo } from './onnx/how-to';
import { SAFETENSORS_FILE } from './model-folder';
import type { FolderContent } from './out-folder';
import type { ParityCertificate, ParityFinding } from './parity';
import { requireHeld } from './held';
import { safetensorsConfig } from './safetensors-format';
import { TFJS_FILE, TFJS_WEIGHTS_FILE } from '../formats/tfjs-format';
import { requireStock } from './stock';
import { jsonOf } from '../../../shared/domain/measured';

export const REPORT_FILE = 'report.html';
export const BUNDLE_FILE = 'model.unroll';
export const CERTIFICATE_FILE = 'parity.json';

/** Recordings that a bundle is reopened for: it differs in nothing or in all. */
const MOST_REOPENED = 8;

export type ExportCompute = JobCaller<typeof exportJobs>;

/** All that an export is made from. */
export interface ExportSource<Model extends ExportedModel = TrainedModel> {
  readonly run: Run;
  readonly dataset: Dataset;
  readonly model: Model;
  readonly weightsFile: string;
  readonly preparedFile: string;
  /** Whether recordings go in, where a format can have it. */
  readonly frontEnd: boolean;
  /** Of a report. */
  readonly language: ReportLanguage;
  readonly compute: ExportCompute;
  /** Recordings of up to so many examples of the validation part (or of what there is). @throws UnrollError FILE_* */
  readonly recordings: (most: number) => Promise<GoldenRecording[]>;
  readonly metrics: () => Pick<MetricsSnapshot, 'steps' | 'epochs'>;
  /** Mistakes and doubtful answers of the test part (or of what there is). */
  readonly tellingExamples: () => Promise<Pick<ReportContent, 'examples' | 'part'>>;
}

/** The files of an export without card and certificate, and what these two have to say. */
export interface Written extends ExportFacts {
  readonly files: FolderContent;
}

type Writer = (source: ExportSource, format: ExportFormat) => Promise<Written>;

/** Writers of what holds a model of any family, or tells of any run. */
const writersOfAll = { unroll: writeBundle, tensorboard: writeTensorboard, report: writeReport } as const;
type FormatOfAll = keyof typeof writersOfAll;

const writers: Readonly<Record<Exclude<ExportFormat, FormatOfAll>, Writer>> = {
  onnx: writeOnnx,
  'onnx-stream': writeOnnx,
  'onnx-int8': writeOnnx,
  tfjs: writeTfjs,
  safetensors: writeSafetensorsFiles,
  keras: writeKeras,
  'keras-h5': writeKeras,
  c: writeC,
};

/** @throws UnrollError EXPORT_UNSUPPORTED, EXPORT_DIFFERS */
export function writeExport(source: ExportSource<ExportedModel>, format: ExportFormat): Promise<Written> {
  if (format in writersOfAll) return writersOfAll[format as FormatOfAll](source);
  const { model, run } = source;
  requireFormat(model, run, format);
  if (isNetworkModel(model))
    return writers[format as Exclude<ExportFormat, FormatOfAll>]({ ...source, model }, format);
  return format === 'c' ? writeFittedC({ ...source, model }) : writeFittedOnnx({ ...source, model });
}

/** The model as one file, which is first made without its certificate and reopened for that. */
async function writeBundle(source: ExportSource<ExportedModel>): Promise<Written> {
  const { run, dataset, model, weightsFile, compute } = source;
  const { plan } = dataset.understanding;
  const weights = await readFile(weightsFile);
  const config = isNetworkModel(model) ? [['config.json', pretty(safetensorsConfig(model))] as const] : [];
  const packed = (
    finding: ParityFinding | null,
    more: readonly (readonly [string, string])[],
  ): Uint8Array => {
    const files = new Map([...config, ...more]);
    const facts = { finding, versions: {} };
    const names = [WEIGHTS_FILE, ...files.keys()];
    const { exported: _, ...card } = makeCard({ run, dataset, model }, 'unroll', facts, {}, names);
    return packBundle(card, weights, files);
  };
  const bundle = packed(null, []);
  const golden = await goldenOf(source, MOST_REOPENED);
  const finding = await compute.call('exportBundle', { weightsFile, plan, bundle, ...golden });
  const certificate: ParityCertificate = { formatVersion: 1, format: 'unroll', ...finding, hashes: {} };
  const files = new Map([[BUNDLE_FILE, packed(finding, [[CERTIFICATE_FILE, pretty(certificate)]])]]);
  return { files, finding, versions: {} };
}

async function writeTfjs({ model, weightsFile, preparedFile, compute }: ExportSource): Promise<Written> {
  requireStock(model);
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

async function writeKeras(source: ExportSource, format: ExportFormat): Promise<Written> {
  const { weightsFile, preparedFile, compute } = source;
  const { bytes, finding } = await compute.call('exportKeras', {
    format: format as KerasJobInput['format'],
    weightsFile,
    preparedFile,
  });
  const name = format === 'keras' ? 'model.keras' : 'model.h5';
  return { files: new Map([[name, bytes]]), finding, versions: {} };
}

async function writeC({
  run,
  dataset,
  model,
  weightsFile,
  preparedFile,
  compute,
}: ExportSource): Promise<Written> {
  const { header, ...facts } = await compute.call('exportC', {
    ...{ weightsFile, preparedFile, ...eventsOf(run, dataset) },
  });
  return {
    files: new Map([[HEADER_FILE, header]]),
    ...facts,
    howTo: cHowTo(requireHeld(model, 'c')),
  };
}

async function writeFittedC(source: ExportSource<StoredModel<ClassicalFamily>>): Promise<Written> {
  const { model, weightsFile, preparedFile, compute, run, dataset } = source;
  const { header, finding, versions } = await compute.call('exportC', {
    ...{ weightsFile, preparedFile, ...eventsOf(run, dataset) },
  });
  return { files: new Map([[HEADER_FILE, header]]), finding, versions, howTo: fittedHowTo(model) };
}

async function writeTensorboard({ run, metrics }: ExportSource<ExportedModel>): Promise<Written> {
  const seconds = run.createdMs / 1000;
  const bytes = eventFile(seconds, scalarsOf(run, metrics()));
  // TensorBoard finds files by the middle of their name.
  const name = `events.out.tfevents.${Math.round(seconds)}.unroll`;
  return { files: new Map([[name, bytes]]), finding: null, versions: {} };
}

async function writeReport(source: ExportSource<ExportedModel>): Promise<Written> {
  const { run, dataset, model, metrics, language } = source;
  const facts = { finding: null, versions: {} };
  const card = makeCard({ run, dataset, model }, 'report', facts, {}, [REPORT_FILE]);
  const { examples, part } = await source.tellingExamples();
  const report = reportHtml({ card, epochs: metrics().epochs, examples, part, language });
  return { files: new Map([[REPORT_FILE, report]]), ...facts };
}

async function writeFittedOnnx(source: ExportSource<StoredModel<ClassicalFamily>>): Promise<Written> {
  const { plan, ...written } = await onnxOf(source, 'onnx');
  return { ...written, howTo: onnxInputHowTo(source.model, plan) };
}

async function writeOnnx(source: ExportSource, format: ExportFormat): Promise<Written> {
  const { plan, ...written } = await onnxOf(source, format as OnnxFormat);
  return { ...written, howTo: onnxHowTo(format as OnnxFormat, source.model, plan) };
}

async function onnxOf(
  source: ExportSource<ExportedModel>,
  format: OnnxFormat,
): Promise<Written & { plan: ImportPlan | null }> {
  const { dataset, weightsFile, preparedFile, compute, frontEnd } = source;
  const plan = frontEnd ? dataset.understanding.plan : null;
  const { recordings, inputs } =
    plan === null ? { recordings: [], inputs: 'features' as const } : await goldenOf(source);
  const { bytes, finding, versions, quantised } = await compute.call('exportOnnx', {
    format,
    weightsFile,
    preparedFile,
    plan,
    recordings,
    inputs,
    ...decided(source.run),
  });
  return {
    files: new Map([['model.onnx', bytes]]),
    finding,
    versions,
    plan,
    ...(quantised !== null && { quantised }),
  };
}

/** Real recordings, or noise where the files were moved: an export must not depend on them. */
async function goldenOf(
  source: Pick<ExportSource<ExportedModel>, 'recordings' | 'dataset'>,
  most = MOST_GOLDEN,
): Promise<{ recordings: readonly GoldenRecording[]; inputs: 'recordings' | 'synthetic' }> {
  try {
    return { recordings: await source.recordings(most), inputs: 'recordings' };
  } catch (thrown) {
    const isGone =
      thrown instanceof UnrollError &&
      (thrown.code.startsWith('FILE_') || thrown.code === 'DATASET_FILES_CHANGED');
    if (!isGone) throw thrown;
    return { recordings: syntheticRecordings(source.dataset.understanding.plan), inputs: 'synthetic' };
  }
}

/** How a run's probabilities become events, where it was decided. */
/** How a header's probabilities become events. */
function eventsOf(run: Run, { understanding: { stepSeconds } }: Dataset): { readonly events?: CDecision } {
  const { decision } = decided(run);
  return decision === undefined || stepSeconds === null ? {} : { events: { decision, stepSeconds } };
}

function decided({ detection }: Run): { readonly decision?: EventDecision } {
  return detection === undefined ? {} : { decision: detection.decision };
}

export function pretty(value: unknown): string {
  return `${jsonOf(value, 2)}\n`;
}
