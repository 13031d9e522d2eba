import * as v from 'valibot';
import type { Unreadable } from '../../../shared/domain/dataset';
import { remark } from '../../../shared/sentences/say';

/** @param issues what a schema found; nothing when the run is another's */
export function unreadable(run: string, issues: readonly v.BaseIssue<unknown>[] = []): Unreadable['reason'] {
  const [issue] = issues;
  const field = issue === undefined ? 'id' : (v.getDotPath(issue) ?? 'json');
  return remark('STATE_CORRUPT.run', { run, field });
}
