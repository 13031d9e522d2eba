import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { zipSync } from 'fflate';
import type { ExportFormat, ExportProof, ReportLanguage } from '../../../shared/contract/exports';
import type { Dataset, Example, SplitName } from '../../../shared/domain/dataset';
import type { MetricsSnapshot, Run, SplitPredictions } from '../../../shared/domain/run';
import type { ExampleSignal } from '../../../shared/domain/trace';
import { BUNDLE_ENDING } from '../formats/bundle/bundle-file';
import type { Signal } from '../features/signal';
import { weightsOf } from '../models/trained/weights-of';
import { throwIfCancelled } from '../activities/activity-registry';
import { readModel } from '../baselines/model-file';
import { readWeights } from '../models/network/weights-file';
import type { GoldenRecording } from './golden';
import { evenly } from './golden';
import { makeCard } from './make-card';
import { CARD_FILE } from './model-folder';
import type { FolderContent } from './out-folder';
import { requireFree, requireNew, writeFile, writeFolder } from './out-folder';
import type { ParityCertificate, ParityFinding } from './parity';
import { tellingExamples } from './report/telling-examples';
import type { ExportCompute } from './writers';
import { BUNDLE_FILE, CERTIFICATE_FILE, pretty, REPORT_FILE, writeExport } from './writers';

/** Samples of the recordings that an export is checked on, all channels together. */
const MOST_GOLDEN_VALUES = 20_000_000;

export interface ExportOptions {
  readonly runs: {
    get(id: string): Run;
    runDir(id: string): string;
    metrics(id: string): Pick<MetricsSnapshot, 'steps' | 'epochs'>;
  };
  readonly predictions: (run: string, split: SplitName) => Promise<SplitPredictions>;
  readonly datasets: {
    get(id: string): Dataset;
    preparedFile(id: string): string;
    examples(
      id: string,
      split: SplitName,
      offset: number,
      limit: number,
    ): Promise<{ examples: readonly Example[] }>;
    recording(id: string, index: number): Promise<Signal>;
    example(id: string, index: number): Promise<Example>;
    signal(id: string, index: number, columns: number): Promise<ExampleSignal>;
  };
  readonly compute: ExportCompute;
}

export interface ExportedFolder {
  readonly format: ExportFormat;
  /** Absolute paths. */
  readonly files: string[];
  readonly card: string;
  /** Null of a format without weights. */
  readonly certificate: string | null;
  readonly proof: ExportProof | null;
}

/** Takes trained models out of the lab. */
export class ExportService {
  constructor(private readonly options: ExportOptions) {}

  /**
   * Writes a run's model with its card into a new or empty folder, all or nothing.
   *
   * @param frontEnd ONNX: recordings go in instead of features
   * @param language of a report
   * @param replace a bundle's file may be there already
   * @param signal nothing is written once it is aborted
   * @param outDir of `unroll` also a new file that ends in `.unroll`: the card lies in it
   * @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, EXPORT_UNSUPPORTED, EXPORT_DIFFERS, OUTPUT_EXISTS,
   * OUTPUT_UNWRITABLE, CANCELLED
   */
  async create(
    id: string,
    format: ExportFormat,
    outDir: string,
    frontEnd = true,
    replace = false,
    language: ReportLanguage = 'en',
    signal?: AbortSignal,
  ): Promise<ExportedFolder> {
    if (format === 'unroll' && outDir.endsWith(BUNDLE_ENDING))
      return this.createBundle(id, outDir, replace, signal);
    await requireFree(outDir);
    const { content, proof } = await this.content(id, format, frontEnd, language);
    throwIfCancelled(signal);
    const files = await writeFolder(outDir, content);
    const named = (name: string): string | undefined => files.find((file) => basename(file) === name);
    return { format, files, card: named(CARD_FILE)!, certificate: named(CERTIFICATE_FILE) ?? null, proof };
  }

  private async createBundle(
    id: string,
    file: string,
    replace: boolean,
    signal?: AbortSignal,
  ): Promise<ExportedFolder> {
    if (!replace) await requireNew(file);
    const { content, proof } = await this.content(id, 'unroll', true);
    throwIfCancelled(signal);
    const written = await writeFile(file, content.get(BUNDLE_FILE) as Uint8Array);
    return { format: 'unroll', files: [written], card: written, certificate: null, proof };
  }

  /** The same as one zip file; a bundle is one already. */
  async download(
    id: string,
    format: ExportFormat,
    frontEnd = true,
    language: ReportLanguage = 'en',
    signal?: AbortSignal,
  ): Promise<{ name: string; bytes: Uint8Array; proof: ExportProof | null }> {
    const { content, proof } = await this.content(id, format, frontEnd, language);
    throwIfCancelled(signal);
    const files = [...content].map(([name, bytes]) => [name, Buffer.from(bytes as Uint8Array)] as const);
    const stem = this.options.runs.get(id).id;
    if (format === 'unroll')
      return { name: `${stem}${BUNDLE_ENDING}`, bytes: content.get(BUNDLE_FILE) as Uint8Array, proof };
    // Weights are noise to a compressor.
    return { name: `${stem}-${format}.zip`, bytes: zipSync(Object.fromEntries(files), { level: 1 }), proof };
  }

  /** The report's page alone. @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, EXPORT_UNSUPPORTED */
  async report(id: string, language: ReportLanguage = 'en'): Promise<{ html: string }> {
    const { content } = await this.content(id, 'report', true, language);
    return { html: String(content.get(REPORT_FILE)) };
  }

  private async content(
    id: string,
    format: ExportFormat,
    frontEnd: boolean,
    language: ReportLanguage = 'en',
  ): Promise<Content> {
    const { runs, datasets, compute } = this.options;
    const run = runs.get(id);
    const weightsFile = await weightsOf(run, runs.runDir(id));
    const model = (await readModel(weightsFile)) ?? (await readWeights(weightsFile));
    const dataset = datasets.get(run.datasetId);
    const { files, ...facts } = await writeExport(
      {
        run,
        dataset,
        model,
        weightsFile,
        preparedFile: datasets.preparedFile(run.datasetId),
        frontEnd,
        language,
        compute,
        recordings: (most) => goldenRecordings(datasets, dataset.id, most),
        metrics: () => runs.metrics(id),
        tellingExamples: () =>
          tellingExamples({
            predictions: (split) => this.options.predictions(id, split),
            example: (index) => datasets.example(dataset.id, index),
            signal: (index, columns) => datasets.signal(dataset.id, index, columns),
          }),
      },
      format,
    );
    const content = new Map(files);
    const hashes = Object.fromEntries([...files].map(([name, bytes]) => [name, sha256(bytes)]));
    if (facts.finding !== null) {
      const certificate: ParityCertificate = { formatVersion: 1, format, ...facts.finding, hashes };
      content.set(CERTIFICATE_FILE, pretty(certificate));
    }
    const names = [...content.keys(), CARD_FILE];
    content.set(CARD_FILE, pretty(makeCard({ run, dataset, model }, format, facts, hashes, names)));
    return { content, proof: proofOf(facts.finding) };
  }
}

interface Content {
  readonly content: FolderContent;
  readonly proof: ExportProof | null;
}

function proofOf(finding: ParityFinding | null): ExportProof | null {
  if (finding === null) return null;
  const { checkedBy, examples, largestDifference, bound } = finding;
  return { ...checkedBy, examples, largestDifference, bound };
}

/** Validation examples, or test or training ones where there are none, evenly over the part. */
async function goldenRecordings(
  datasets: ExportOptions['datasets'],
  id: string,
  most: number,
): Promise<GoldenRecording[]> {
  for (const split of ['validation', 'test', 'train'] as const) {
    const { examples } = await datasets.examples(id, split, 0, Number.MAX_SAFE_INTEGER);
    if (examples.length === 0) continue;
    const recordings: GoldenRecording[] = [];
    let values = 0;
    for (const { index } of evenly(examples, most)) {
      const signal = await datasets.recording(id, index);
      values += signal.data.length;
      if (recordings.length > 0 && values > MOST_GOLDEN_VALUES) break;
      recordings.push({ example: index, signal });
    }
    return recordings;
  }
  return [];
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
