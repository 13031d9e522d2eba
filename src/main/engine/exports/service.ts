import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { zipSync } from 'fflate';
import type { ExportFormat, PredictionResult } from '../../../shared/contract/exports';
import type { Dataset } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import type { Run } from '../../../shared/domain/run';
import { ContentReader } from '../datasets/content-reader';
import type { Home } from '../files/home';
import { weightsOf } from '../inspection/predictions';
import { readWeights } from '../models/weights-file';
import type { ModelCard } from './card';
import { makeCard } from './make-card';
import { CARD_FILE, readModelFolder, SAFETENSORS_FILE } from './model-folder';
import type { FolderContent } from './out-folder';
import { writeFolder } from './out-folder';
import type { PredictJobInput } from './predict-job';
import { predictFiles } from './predictor';
import type { PredictionModel } from './predictor';
import { recordingReader } from './recordings';
import { safetensorsBytes, safetensorsConfig } from './safetensors-format';
import { requireStock, TFJS_FILE, TFJS_WEIGHTS_FILE } from './tfjs-format';
import type { TfjsJobInput, TfjsJobOutput } from './tfjs-job';

export interface ExportOptions {
  readonly home: Pick<Home, 'cacheDir'>;
  readonly runs: { get(id: string): Run; runDir(id: string): string };
  readonly datasets: { get(id: string): Dataset; preparedFile(id: string): string };
  readonly compute: {
    call(name: 'exportTfjs', input: TfjsJobInput): Promise<TfjsJobOutput>;
    call(name: 'predict', input: PredictJobInput): Promise<Float32Array>;
  };
}

export interface ExportedFolder {
  readonly format: ExportFormat;
  /** Absolute paths. */
  readonly files: string[];
  readonly card: string;
}

/** Takes trained models out of the lab, and runs new files through them. */
export class ExportService {
  private reader: ContentReader | null = null;

  constructor(private readonly options: ExportOptions) {}

  /** Closes what was opened to read files. */
  async close(): Promise<void> {
    await this.reader?.close();
    this.reader = null;
  }

  /**
   * Writes a run's model with its card into a new or empty folder, all or nothing.
   *
   * @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, EXPORT_UNSUPPORTED, OUTPUT_EXISTS, OUTPUT_UNWRITABLE
   */
  async create(id: string, format: ExportFormat, outDir: string): Promise<ExportedFolder> {
    const files = await writeFolder(outDir, await this.content(id, format));
    return { format, files, card: files.find((file) => file.endsWith(CARD_FILE))! };
  }

  /** The same as one zip file. */
  async download(id: string, format: ExportFormat): Promise<{ name: string; bytes: Uint8Array }> {
    const content = await this.content(id, format);
    const files = [...content].map(([name, bytes]) => [name, Buffer.from(bytes as Uint8Array)] as const);
    const stem = this.options.runs.get(id).id;
    // Weights are noise to a compressor.
    return { name: `${stem}-${format}.zip`, bytes: zipSync(Object.fromEntries(files), { level: 1 }) };
  }

  /**
   * @param model a run's id, or the folder of an exported model
   * @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, MODEL_UNREADABLE, CANCELLED; files are refused in the result
   */
  async predict(model: string, paths: readonly string[], signal?: AbortSignal): Promise<PredictionResult> {
    const opened = await this.open(model);
    const { home, compute } = this.options;
    this.reader ??= new ContentReader(home.cacheDir);
    const read = recordingReader(this.reader);
    return predictFiles(opened, paths, read, (input) => compute.call('predict', input), signal);
  }

  private async open(name: string): Promise<PredictionModel> {
    const run = this.findRun(name);
    if (run === null) {
      const { card, model } = await readModelFolder(resolve(name));
      const { featureNames, outputs } = model;
      return { plan: card.input.plan, featureNames, outputs, source: { kind: 'model', model } };
    }
    const weightsFile = await weightsOf(run, this.options.runs.runDir(run.id));
    const { featureNames, outputs } = await readWeights(weightsFile);
    const { plan } = this.options.datasets.get(run.datasetId).understanding;
    return { plan, featureNames, outputs, source: { kind: 'file', weightsFile } };
  }

  /** Null when `name` is a folder that is there. A run goes before a folder of the same name. */
  private findRun(name: string): Run | null {
    try {
      return this.options.runs.get(name);
    } catch (thrown) {
      if (existsSync(resolve(name))) return null;
      if (thrown instanceof UnrollError && thrown.code === 'RUN_UNKNOWN')
        throw new UnrollError('RUN_UNKNOWN', `There is no run and no model folder called ${name}.`, {
          run: name,
        });
      throw thrown;
    }
  }

  private async content(id: string, format: ExportFormat): Promise<FolderContent> {
    const { runs, datasets, compute } = this.options;
    const run = runs.get(id);
    const weightsFile = await weightsOf(run, runs.runDir(id));
    const model = await readWeights(weightsFile);
    const exported = { run, dataset: datasets.get(run.datasetId), model };
    if (format === 'safetensors') {
      const names = [SAFETENSORS_FILE, 'config.json', CARD_FILE];
      return new Map<string, string | Uint8Array>([
        [SAFETENSORS_FILE, safetensorsBytes(model)],
        ['config.json', pretty(safetensorsConfig(model))],
        [CARD_FILE, pretty(makeCard(exported, format, null, {}, names))],
      ]);
    }
    requireStock(model.spec);
    const preparedFile = datasets.preparedFile(run.datasetId);
    const { json, weights, parity, versions } = await compute.call('exportTfjs', {
      weightsFile,
      preparedFile,
    });
    const names = [TFJS_FILE, TFJS_WEIGHTS_FILE, CARD_FILE];
    const card: ModelCard = makeCard(exported, format, parity, versions, names);
    return new Map<string, string | Uint8Array>([
      [TFJS_FILE, json],
      [TFJS_WEIGHTS_FILE, weights],
      [CARD_FILE, pretty(card)],
    ]);
  }
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
