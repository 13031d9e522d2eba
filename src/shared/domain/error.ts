import * as v from 'valibot';

/**
 * Every way in which the lab can say no. The key is stable: scripts, translations and tests rely on it.
 * The value is whose fault it is, which is also the CLI's exit code: `person` 2, `ours` 1.
 */
export const errorBlame = {
  ARGUMENT_INVALID: 'person',
  AUDIO_UNDECODED: 'person',
  BACKEND_UNAVAILABLE: 'person',
  CANCELLED: 'person',
  COLUMN_UNKNOWN: 'person',
  COMPILER_MISSING: 'person',
  COMPUTE_FAILED: 'ours',
  DATASET_EMPTY: 'person',
  DATASET_FILES_CHANGED: 'person',
  DATASET_IN_USE: 'person',
  DATASET_UNKNOWN: 'person',
  DESK_UNKNOWN: 'person',
  DISK_FULL: 'person',
  DOWNLOAD_CORRUPT: 'person',
  DOWNLOAD_FAILED: 'person',
  ENGINE_GONE: 'ours',
  EXAMPLE_UNKNOWN: 'person',
  EXPORT_DIFFERS: 'ours',
  EXPORT_UNSUPPORTED: 'person',
  FILE_CORRUPT: 'person',
  FILE_EMPTY: 'person',
  FILE_FORMAT_UNKNOWN: 'person',
  FILE_MISSING: 'person',
  FILE_TOO_LARGE: 'person',
  FILE_UNREADABLE: 'person',
  HOME_UNUSABLE: 'person',
  INTERNAL: 'ours',
  KERNEL_UNAVAILABLE: 'person',
  LINK_LEADS_OUT: 'person',
  MODEL_TOO_LARGE: 'person',
  MODEL_UNKNOWN: 'person',
  MODEL_UNREADABLE: 'person',
  MODEL_UNSUITABLE: 'person',
  OUTPUT_EXISTS: 'person',
  OUTPUT_UNWRITABLE: 'person',
  PLATFORM_UNSUPPORTED: 'person',
  QUESTION_OPEN: 'person',
  RUN_NOT_READY: 'person',
  RUN_STATE: 'person',
  RUN_UNKNOWN: 'person',
  STUDY_UNKNOWN: 'person',
  SCAN_UNKNOWN: 'person',
  SEQUENCE_EMPTY: 'person',
  SETUP_FAILED: 'ours',
  SPLIT_IMPOSSIBLE: 'person',
  STATE_CORRUPT: 'ours',
  STREAM_UNKNOWN: 'person',
  ACTIVITY_UNKNOWN: 'person',
  TRAINING_DIVERGED: 'person',
  UPLOAD_INVALID: 'person',
} as const satisfies Record<string, 'person' | 'ours'>;

export type ErrorCode = keyof typeof errorBlame;

export const ErrorCodeSchema = v.picklist(Object.keys(errorBlame) as [ErrorCode, ...ErrorCode[]]);

export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

interface FailureOptions extends ErrorOptions {
  /** Code of the sentence in the catalogue (`shared/sentences`), for other languages than English. */
  readonly sentence?: string | undefined;
}

/** A failure with a stable code, one sentence that a person can act on, and the facts in it. */
export class UnrollError extends Error {
  override readonly name = 'UnrollError';
  readonly sentence: string | undefined;

  constructor(
    readonly code: ErrorCode,
    sentence: string,
    readonly details: ErrorDetails = {},
    options?: FailureOptions,
  ) {
    super(sentence, options);
    this.sentence = options?.sentence;
  }

  get exitCode(): 1 | 2 {
    return errorBlame[this.code] === 'person' ? 2 : 1;
  }
}

/** What is known of anything that was thrown, as an {@link UnrollError}. */
export function toUnrollError(thrown: unknown): UnrollError {
  if (thrown instanceof UnrollError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new UnrollError(
    'INTERNAL',
    `Something went wrong inside the lab: ${message}`,
    { reason: message },
    { cause: thrown, sentence: 'INTERNAL.thrown' },
  );
}

/** How an {@link UnrollError} crosses a worker, a port or a socket. */
export const ErrorShape = v.object({
  code: ErrorCodeSchema,
  message: v.string(),
  details: v.record(v.string(), v.union([v.string(), v.number(), v.nan(), v.boolean(), v.null()])),
  sentence: v.optional(v.string()),
});
export type ErrorShape = v.InferOutput<typeof ErrorShape>;

export function errorToShape(error: UnrollError): ErrorShape {
  const { code, message, details, sentence } = error;
  return { code, message, details: { ...details }, ...(sentence !== undefined && { sentence }) };
}

export function errorFromShape(shape: ErrorShape): UnrollError {
  const { code, message, details, sentence } = shape;
  return new UnrollError(code, message, details, { sentence });
}
