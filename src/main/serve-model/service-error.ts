import * as v from 'valibot';
import type { ErrorCode } from '../../shared/domain/error';
import { errorBlame, ErrorCodeSchema, toUnrollError } from '../../shared/domain/error';

/** What HTTP alone knows of, beside the lab's own codes. */
const ServiceCode = v.picklist([
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'REQUEST_INVALID',
  'REQUEST_TIMEOUT',
  'BODY_TOO_LARGE',
  'BODY_UNSUPPORTED',
  'BUSY',
]);
type ServiceCode = v.InferOutput<typeof ServiceCode>;

/** The body of every answer that is no success. */
export const ErrorBody = v.object({
  code: v.pipe(v.union([ServiceCode, ErrorCodeSchema]), v.description('Stable; scripts may rely on it.')),
  message: v.pipe(v.string(), v.description('One sentence for people.')),
});
export type ErrorBody = v.InferOutput<typeof ErrorBody>;

const statuses: Readonly<Record<ServiceCode, number>> = {
  REQUEST_INVALID: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  REQUEST_TIMEOUT: 408,
  BODY_TOO_LARGE: 413,
  BODY_UNSUPPORTED: 415,
  BUSY: 503,
};

/** Of the lab's codes; of all others it counts whose fault they are. */
const labStatuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  ARGUMENT_INVALID: 400,
  FILE_TOO_LARGE: 413,
  FILE_FORMAT_UNKNOWN: 415,
  CANCELLED: 503,
  ENGINE_GONE: 503,
};

/** A request that is answered with a failure. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    readonly code: ErrorBody['code'],
    sentence: string,
    readonly status: number,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(sentence);
  }

  get body(): ErrorBody {
    return { code: this.code, message: this.message };
  }
}

export function refusal(
  code: ServiceCode,
  sentence: string,
  headers: Readonly<Record<string, string>> = {},
): ServiceError {
  return new ServiceError(code, sentence, statuses[code], headers);
}

/** Anything that was thrown. What the lab did not expect is told in the log, not to whoever asked. */
export function toServiceError(thrown: unknown): ServiceError {
  if (thrown instanceof ServiceError) return thrown;
  const { code, message } = toUnrollError(thrown);
  const status = labStatuses[code] ?? (errorBlame[code] === 'person' ? 422 : 500);
  const sentence = code === 'INTERNAL' ? 'Something went wrong inside the lab.' : message;
  return new ServiceError(code, sentence, status);
}
