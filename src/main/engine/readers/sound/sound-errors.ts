import type { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import type { Why } from '../../../../shared/sentences/why';

/** Of a file that only its name calls a sound file of a format. */
export function notSound(name: string): UnrollError {
  return failure('FILE_FORMAT_UNKNOWN.known', { file: name });
}

export function damaged(name: string, reason: Why): UnrollError {
  return failure('FILE_CORRUPT.sound', { file: name, ...reason });
}
