import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { ErrorShape } from '../../../../shared/domain/error';
import { errorToShape, toUnrollError, UnrollError } from '../../../../shared/domain/error';
import type { DecodedAudio } from './decode-bytes';
import { decodeBytes } from './decode-bytes';
import { Resampler } from '../../features/resampler';

export type AudioJob =
  | { readonly kind: 'decode'; readonly file: string }
  | {
      readonly kind: 'resample';
      readonly samples: Float32Array;
      readonly fromHz: number;
      readonly toHz: number;
    };

export interface AudioResults {
  decode: DecodedAudio;
  resample: Float32Array;
}

export type AudioAnswer =
  | { readonly ok: true; readonly result: AudioResults[AudioJob['kind']] }
  | { readonly ok: false; readonly error: ErrorShape };

/** Decoding needs several times the file's size in memory. */
const MOST_BYTES = 2 ** 29;

const resampler = new Resampler();

async function readSound(file: string): Promise<Uint8Array> {
  const name = basename(file);
  const { size } = await stat(file).catch((cause: unknown) => {
    throw new UnrollError('FILE_MISSING', `${name} is not there any more.`, { file }, { cause });
  });
  if (size > MOST_BYTES)
    throw new UnrollError(
      'FILE_TOO_LARGE',
      `${name} is larger than ${MOST_BYTES / 2 ** 20} MiB; cut it into shorter recordings.`,
      { file, bytes: size },
    );
  return await readFile(file).catch((cause: unknown) => {
    throw new UnrollError('FILE_UNREADABLE', `${name} cannot be read.`, { file }, { cause });
  });
}

async function run(job: AudioJob): Promise<AudioResults[AudioJob['kind']]> {
  if (job.kind === 'decode') return decodeBytes(await readSound(job.file), basename(job.file));
  return resampler.resample(job.samples, job.fromHz, job.toHz);
}

// Decoders print what they could not read; the same words are in the error that is sent.
Object.assign(console, { log: () => {}, error: () => {}, warn: () => {} });

parentPort?.on('message', (job: AudioJob) => {
  run(job).then(
    (result) => {
      const samples = result instanceof Float32Array ? result : result.samples;
      const answer: AudioAnswer = { ok: true, result };
      parentPort?.postMessage(answer, [samples.buffer as ArrayBuffer]);
    },
    (thrown: unknown) => {
      const answer: AudioAnswer = { ok: false, error: errorToShape(toUnrollError(thrown)) };
      parentPort?.postMessage(answer);
    },
  );
});
