import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EngineClient } from '../../shared/contract';
import type { KeptModel } from '../../shared/contract/models';
import type { Dataset, Unreadable } from '../../shared/domain/dataset';
import { errorFromShape } from '../../shared/domain/error';
import type { Run } from '../../shared/domain/run';
import { failure } from '../../shared/sentences/failure';

/** By id, by the beginning of an id, or by name, as long as only one fits. */
export function pick<T extends { id: string }>(
  items: readonly T[],
  nameOf: (item: T) => string,
  word: string,
): T | null {
  const exact = items.find(({ id }) => id === word);
  if (exact) return exact;
  for (const fits of [(item: T) => item.id.startsWith(word), (item: T) => nameOf(item) === word]) {
    const found = items.filter(fits);
    if (found.length === 1) return found[0]!;
    if (found.length > 1)
      throw failure('ARGUMENT_INVALID.fitsSeveral', {
        given: word,
        fits: found.map(({ id }) => id).join(', '),
        many: found.length,
      });
  }
  return null;
}

/** A run that cannot be read, by its id or the beginning of it. */
export async function findUnreadable(client: EngineClient, word: string): Promise<Unreadable | null> {
  return pick(await client.runs.unreadable({}), ({ id }) => id, word);
}

/** `last` is the newest run. @throws UnrollError RUN_UNKNOWN, STATE_CORRUPT when it cannot be read */
export async function findRun(client: EngineClient, word: string): Promise<Run> {
  const runs = await client.runs.list({});
  const newest = [...runs].sort((a, b) => b.createdMs - a.createdMs)[0];
  const run = word === 'last' ? newest : pick(runs, ({ name }) => name, word);
  const lost = run ? null : await findUnreadable(client, word);
  if (lost !== null) {
    const { code: sentence, message, params = {} } = lost.reason;
    throw errorFromShape({ code: 'STATE_CORRUPT', message, details: { ...params, run: lost.id }, sentence });
  }
  if (!run) throw failure('RUN_UNKNOWN.word', { run: word });
  return run;
}

export async function findDataset(client: EngineClient, word: string): Promise<Dataset | null> {
  return pick(await client.datasets.list({}), ({ understanding }) => understanding.plan.name, word);
}

/** @throws UnrollError DATASET_UNKNOWN */
export async function requireDataset(client: EngineClient, word: string): Promise<Dataset> {
  const found = await findDataset(client, word);
  if (found !== null) return found;
  throw failure('DATASET_UNKNOWN.word', { dataset: word, command: '`unroll datasets`' });
}

/** A data set in the catalog, or a path. @throws UnrollError DATASET_UNKNOWN when it is neither. */
export async function findSource(
  client: EngineClient,
  word: string,
): Promise<{ kind: 'dataset'; dataset: Dataset } | { kind: 'path'; path: string }> {
  const dataset = await findDataset(client, word);
  if (dataset) return { kind: 'dataset', dataset };
  const path = resolve(word);
  if (existsSync(path)) return { kind: 'path', path };
  throw failure('DATASET_UNKNOWN.neither', { given: word });
}

/** A run, a model that is kept without one, or the folder or file of an exported model. @throws UnrollError RUN_UNKNOWN */
export async function findModel(client: EngineClient, word: string): Promise<string> {
  const run =
    word === 'last'
      ? await findRun(client, word)
      : pick(await client.runs.list({}), ({ name }) => name, word);
  if (run) return run.id;
  const path = resolve(word);
  if (existsSync(path)) return path;
  const kept = pick(await client.models.list({}), ({ card }) => card.name, word);
  if (kept) return kept.id;
  throw failure('RUN_UNKNOWN.neither', { run: word });
}

/** @throws UnrollError MODEL_UNKNOWN */
export async function findKept(client: EngineClient, word: string): Promise<KeptModel> {
  const kept = pick(await client.models.list({}), ({ card }) => card.name, word);
  if (kept) return kept;
  throw failure('MODEL_UNKNOWN.word', { model: word });
}
