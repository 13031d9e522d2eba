import { answersWhole, hasClasses, hasOneClass } from '../../../shared/domain/task';
import { basename } from 'node:path';
import type { Decisions, PredictionEvent, PredictionResult } from '../../../shared/contract/predict';
import type { RecordingAnswer, RecordingInput } from '../../../shared/contract/recordings';
import type { ModelDescription } from '../../../shared/domain/model-description';
import type { Sources } from '../readers/sources';
import { describeModel } from './describe';
import { withChosen } from '../../../shared/decisions/decider';
import { joinFloats } from '../features/join-floats';
import { filesUnder } from './files-under';
import { Listener } from './listener';
import { openModel } from './open-model';
import type { ModelPlaces, OpenedModel } from './open-model';
import type { PredictJobInput } from './predict-job';
import { predictEach, predictFiles, readFile } from './predictor';
import type { PredictorOptions } from './predictor';
import type { ReadRecordings } from './sources';
import type { Recording } from './recording';
import { recordingReader } from './recordings';
import { recordingOfSamples } from './samples';
import type { StreamService } from './stream-service';
import { stepSeconds } from '../features/step-seconds';
import type { Unseen } from '../../../shared/domain/detection';
import { failure } from '../../../shared/sentences/failure';
import { countUnseen } from './unseen';

export interface PredictionOptions extends ModelPlaces {
  readonly sources: Sources;
  readonly compute: { call(name: 'predict', input: PredictJobInput): Promise<Float32Array> };
  readonly streams: Pick<StreamService, 'openFor' | 'push' | 'finish' | 'reset' | 'closeStream'>;
}

/** An hour of sound at 4 kHz; a message must carry it. */
const MOST_NUMBERS = 16_000_000;
/** A recording so many times as long as the longest of the training gets a timeline. */
const LONG = 1.5;

export interface HeardRecording {
  readonly name: string;
  readonly rateHz: number | null;
  readonly channels: number;
  /** [n, channels] interleaved. */
  readonly samples: Float32Array;
}

export interface PredictionQuestion {
  /** As {@link openModel}. */
  readonly model: string;
  /** Files and folders. */
  readonly paths: readonly string[];
  readonly decisions?: Decisions | undefined;
  /** Whether every recording is heard, not only the long ones. */
  readonly listen?: boolean | undefined;
}

/** Runs whole recordings through trained models. */
export class PredictionService {
  readonly #options: PredictionOptions;

  constructor(options: PredictionOptions) {
    this.#options = options;
  }

  /**
   * @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, MODEL_UNREADABLE, FILE_EMPTY (a folder), CANCELLED; files are refused in the
   * result
   */
  async predict(question: PredictionQuestion, signal?: AbortSignal): Promise<PredictionResult> {
    const predictions: PredictionResult['predictions'] = [];
    const refused: PredictionResult['refused'] = [];
    for await (const event of this.watch(question, signal)) {
      if (event.kind === 'prediction') predictions.push(event.prediction);
      if (event.kind !== 'refused') continue;
      const { kind: _, ...refusal } = event;
      refused.push(refusal);
    }
    return { predictions, refused };
  }

  /** The same as it goes on. @throws UnrollError as {@link predict} */
  async *watch(question: PredictionQuestion, signal?: AbortSignal): AsyncGenerator<PredictionEvent> {
    const opened = await openModel(this.#options, question.model);
    const { decision } = opened;
    const model =
      decision === undefined
        ? opened
        : { ...opened, decision: withChosen(decision, question.decisions ?? {}) };
    const { files, refused } = await filesUnder(question.paths, model.plan, this.#options.sources, signal);
    for (const { file, error } of refused)
      yield { kind: 'refused', file, code: error.code, reason: error.message };
    const listener = new Listener(this.#options.streams, model, question.decisions);
    try {
      const options = this.#predicting(model, listener, question.listen === true, signal);
      yield* predictFiles(options, files, this.#read());
    } finally {
      await listener.close();
    }
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
    return Promise.all(
      read.map(async (recording) => ({
        name: basename(recording.name),
        rateHz: recording.rateHz,
        channels: recording.channels.length,
        samples: await firstSamples(recording),
      })),
    );
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
    const { plan } = opened;
    const sources = recordings.map((recording) => async () => {
      if (recording.kind === 'samples') return [await recordingOfSamples(recording, plan, signal)];
      // Another recording may come under the same name.
      this.#options.sources.forget(recording.path);
      return readFile(recording.path, plan, this.#read(), signal);
    });
    const listener = new Listener(this.#options.streams, opened);
    try {
      return await predictEach(this.#predicting(opened, listener, false, signal), sources);
    } finally {
      await listener.close();
    }
  }

  /**
   * What a run says of recordings that hold nothing.
   *
   * @throws UnrollError as {@link predict}, ARGUMENT_INVALID
   */
  async unseen(id: string, paths: readonly string[], signal?: AbortSignal): Promise<Unseen> {
    const run = this.#options.runs.get(id);
    const { plan, outputs } = await openModel(this.#options, id);
    if (!hasOneClass(plan.task)) throw failure('ARGUMENT_INVALID.noEvents');
    const { detection, reject } = run;
    const none = detection?.background ?? reject?.none ?? plan.marks?.background ?? null;
    return countUnseen(this.watch({ model: id, paths, listen: true }, signal), {
      place: paths.join(', '),
      stepSeconds: stepSeconds(plan),
      labels: outputs.filter((output) => output !== none),
    });
  }

  /** @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, MODEL_UNREADABLE */
  async describe(model: string): Promise<ModelDescription> {
    return describeModel(this.#options, model);
  }

  #predicting(
    model: OpenedModel,
    listener: Listener,
    all: boolean,
    signal: AbortSignal | undefined,
  ): PredictorOptions {
    const { plan, medianSteps, longestSteps } = model;
    // Cards of a version that did not say the longest: no example is taken to be longer than two in the middle.
    const longest = longestSteps ?? 2 * (medianSteps ?? Infinity);
    return {
      ...{ model, listener, signal },
      compute: (input) => this.#options.compute.call('predict', input),
      oneByOne: all,
      hears: (steps) => all || (answersWhole(plan.task) && hasClasses(plan.task) && steps > LONG * longest),
    };
  }

  #read(): ReadRecordings {
    return recordingReader(this.#options.sources);
  }
}

async function firstSamples({ channels, samples }: Recording): Promise<Float32Array> {
  const most = Math.floor(MOST_NUMBERS / channels.length) * channels.length;
  const parts: Float32Array[] = [];
  let read = 0;
  for await (const part of samples()) {
    parts.push(part.slice(0, most - read));
    read += part.length;
    if (read >= most) break;
  }
  return joinFloats(parts);
}
