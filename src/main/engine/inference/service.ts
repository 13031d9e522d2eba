import { basename } from 'node:path';
import type { PredictionResult } from '../../../shared/contract/exports';
import type { RecordingAnswer, RecordingInput } from '../../../shared/contract/recordings';
import type { ModelDescription } from '../../../shared/domain/model-description';
import { ContentReader } from '../datasets/content-reader';
import type { Home } from '../files/home';
import { describeModel } from './describe';
import { openModel } from './open-model';
import type { ModelPlaces } from './open-model';
import type { PredictJobInput } from './predict-job';
import { predictEach, predictFiles, readFile } from './predictor';
import type { ReadRecordings } from './predictor';
import { recordingReader } from './recordings';
import { recordingOfSamples } from './samples';

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

/** Runs whole recordings through trained models. */
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
    const read = await readFile(path, plan, this.#read(), signal);
    return read.map(({ name, signal: { rateHz, channels, data } }) => ({
      name: basename(name),
      rateHz,
      channels: channels.length,
      samples: data.slice(0, Math.floor(MOST_NUMBERS / channels.length) * channels.length),
    }));
  }

  /**
   * Recordings that came some other way than as files of a person's, computed together.
   *
   * @returns an answer for each, in their order
   * @throws UnrollError as {@link predict}
   */
  async answer(
    model: string,
    recordings: readonly RecordingInput[],
    signal?: AbortSignal,
  ): Promise<RecordingAnswer[]> {
    const opened = await openModel(this.#options, model);
    const { compute } = this.#options;
    const { plan } = opened;
    const sources = recordings.map((recording) => async () => {
      if (recording.kind === 'samples') return [await recordingOfSamples(recording, plan, signal)];
      // Another recording may come under the same name.
      this.#reader?.forget(recording.path);
      return readFile(recording.path, plan, this.#read(), signal);
    });
    return predictEach(opened, sources, (input) => compute.call('predict', input), signal);
  }

  /** @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, MODEL_UNREADABLE */
  async describe(model: string): Promise<ModelDescription> {
    return describeModel(this.#options, model);
  }

  #read(): ReadRecordings {
    return recordingReader((this.#reader ??= new ContentReader(this.#options.home.cacheDir)));
  }
}
