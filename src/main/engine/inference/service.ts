import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { PredictionResult } from '../../../shared/contract/exports';
import { UnrollError } from '../../../shared/domain/error';
import { ContentReader } from '../datasets/content-reader';
import type { Home } from '../files/home';
import { openModel } from './open-model';
import type { ModelPlaces } from './open-model';
import type { PredictJobInput } from './predict-job';
import type { ReadRecordings } from './predictor';
import { predictFiles } from './predictor';
import { recordingReader } from './recordings';

export interface PredictionOptions extends ModelPlaces {
  readonly home: Pick<Home, 'cacheDir'>;
  readonly compute: { call(name: 'predict', input: PredictJobInput): Promise<Float32Array> };
}

/** An hour of sound at 4 kHz; a message must carry it. */
const MOST_NUMBERS = 16_000_000;

export interface HeardRecording {
  readonly name: string;
  readonly rateHz: number | null;
  readonly channels: number;
  /** [n, channels] interleaved. */
  readonly samples: Float32Array;
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
    const { compute } = this.#options;
    return predictFiles(opened, paths, this.#read(), (input) => compute.call('predict', input), signal);
  }

  /**
   * The recordings in one file as a model hears them.
   *
   * @param model as {@link openModel}
   * @throws UnrollError as `predict`, and FILE_* for the file
   */
  async recordings(model: string, path: string, signal?: AbortSignal): Promise<HeardRecording[]> {
    const { plan } = await openModel(this.#options, model);
    const file = resolve(path);
    if (!existsSync(file))
      throw new UnrollError('FILE_MISSING', `${basename(path)} cannot be found.`, { file: path });
    const read = await this.#read()(file, plan, signal);
    return read.map(({ name, signal: { rateHz, channels, data } }) => ({
      name: basename(name),
      rateHz,
      channels: channels.length,
      samples: data.slice(0, Math.floor(MOST_NUMBERS / channels.length) * channels.length),
    }));
  }

  #read(): ReadRecordings {
    this.#reader ??= new ContentReader(this.#options.home.cacheDir);
    return recordingReader(this.#reader);
  }
}
