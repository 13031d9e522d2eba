import { randomBytes } from 'node:crypto';
import type { ModelSpec } from '../../../shared/domain/model';
import { modelKind, modelName } from '../../../shared/domain/model-name';

/** The default name, `GRU 64 · JapaneseVowels · 3`: the number is the smallest above all that `taken` has. */
export function runName(model: ModelSpec, datasetName: string, taken: readonly string[]): string {
  const stem = `${modelName(model)} · ${datasetName} · `;
  const numbers = taken
    .filter((name) => name.startsWith(stem))
    .map((name) => Number(name.slice(stem.length)));
  return stem + (Math.max(0, ...numbers.filter(Number.isInteger)) + 1);
}

/** Sorts by time and says what it is, in a folder as on the command line: `20261123-184705-gru-3f9a1c`. */
export function runId(model: ModelSpec, now: Date): string {
  const stamp = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${stamp}-${modelKind(model)}-${randomBytes(3).toString('hex')}`;
}
