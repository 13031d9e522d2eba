import { createHash } from 'node:crypto';
import type { ImportPlan } from '../../../shared/domain/dataset';

/** Names of things may change without changing the data. */
export function fingerprintOf(
  { name: _, ...plan }: ImportPlan,
  files: readonly { readonly shown: string; readonly sha256: string }[],
): string {
  const content = files.map(({ shown, sha256 }) => [shown, sha256]);
  return createHash('sha256')
    .update(JSON.stringify([1, sorted(plan), content]))
    .digest('hex');
}

/** With the keys of every object in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, own]) => [key, sorted(own)]),
  );
}
