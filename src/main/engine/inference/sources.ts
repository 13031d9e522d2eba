import type { Prediction } from '../../../shared/contract/predict';
import type { TranscriptEvent } from '../../../shared/decisions/transcript';
import type { ImportPlan } from '../../../shared/domain/dataset';
import type { UnrollError } from '../../../shared/domain/error';
import type { Recording } from './recording';

/** Reads the recordings of a file as they were read for training: same channels, same rate. */
export type ReadRecordings = (
  file: string,
  plan: ImportPlan,
  signal?: AbortSignal,
) => Promise<readonly Recording[]>;

/** How the recordings of one thing that was given are had. */
export type ReadSource = () => Promise<readonly Recording[]>;

/** Of one of the sources. Each ends with its predictions or is refused. */
export type SourceEvent = { readonly source: number } & (
  | { readonly kind: 'begin' }
  /** Of the recording that is being heard. */
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'heard'; readonly name: string; readonly event: TranscriptEvent }
  | { readonly kind: 'prediction'; readonly prediction: Prediction }
  | { readonly kind: 'refused'; readonly error: UnrollError }
);
