import type { RefusedFile } from '../../../shared/domain/dataset';
import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import { causedByRefusal } from '../../../shared/sentences/refused';
import { foreign, why } from '../../../shared/sentences/why';

/** What is said where nothing of what was dropped can be used. */
export function nothingUsable(paths: readonly string[], refused: readonly RefusedFile[]): UnrollError {
  const [first] = refused;
  const where =
    paths.length === 1
      ? { where: foreign(paths[0]!) }
      : { where: why('why.places', { places: paths.length }).why, places: paths.length };
  if (first === undefined) return failure('DATASET_EMPTY.nothing', { ...where, refused: 0 });
  const facts = { ...causedByRefusal(first), ...where };
  // One file that cannot be read is the whole answer.
  return refused.length === 1
    ? failure('DATASET_EMPTY.oneFile', { ...facts, file: first.file, reason: first.code })
    : failure('DATASET_EMPTY.noFile', { ...facts, refused: refused.length });
}
