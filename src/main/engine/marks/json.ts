import * as v from 'valibot';
import { failure } from '../../../shared/sentences/failure';

/** A JSON document of a known shape. @throws UnrollError FILE_CORRUPT */
export function parseJsonAs<S extends v.GenericSchema>(
  schema: S,
  text: string,
  shown: string,
): v.InferOutput<S> {
  const found = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text.replace(/^\uFEFF/, ''));
  if (found.success) return found.output;
  const [issue] = found.issues;
  throw failure('FILE_CORRUPT.markJson', {
    file: shown,
    place: v.getDotPath(issue) ?? '',
    reason: issue.message,
  });
}
