import type { PredictionResult } from '../../../shared/contract/exports';
import { ContentReader } from '../datasets/content-reader';
import type { Home } from '../files/home';
import { openModel } from './open-model';
import type { ModelPlaces } from './open-model';
import type { PredictJobInput } from './predict-job';
import { predictFiles } from './predictor';
import { recordingReader } from './recordings';

export interface PredictionOptions extends ModelPlaces {
  readonly home: Pick<Home, 'cacheDir'>;
  readonly compute: { call(name: 'predict', input: PredictJobInput): Promise<Float32Array> };
}

/** Runs whole files through trained models. */
export class PredictionService {
  readonly #options: PredictionOptions;
  #reader: ContentReader | null = null;

  constructor(options: PredictionOptions) {
    this.#options = options;
  }

  /** Closes what was opened to read files. */
  async close(): Promise<void> {
    await this.#reader?.close();
    this.#reader = null;
  }

  /**
   * @param model as {@link openModel}
   * @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, MODEL_UNREADABLE, CANCELLED; files are refused in the result
   */
  async predict(model: string, paths: readonly string[], signal?: AbortSignal): Promise<PredictionResult> {
    const opened = await openModel(this.#options, model);
    const { home, compute } = this.#options;
    this.#reader ??= new ContentReader(home.cacheDir);
    const read = recordingReader(this.#reader);
    return predictFiles(opened, paths, read, (input) => compute.call('predict', input), signal);
  }
}
