import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { ModelCard } from '../../../../shared/contract/model-card';
import { Task } from '../../../../shared/domain/task';
import { UnrollError } from '../../../../shared/domain/error';
import type { Safetensors } from '../../files/safetensors';
import { readOrdinary } from '../../files/ordinary';
import { decodeSafetensors } from '../../files/safetensors';
import { modelIn } from '../../baselines/model-file';
import type { ReadModel } from '../../baselines/model-file';
import { requireSound } from '../../baselines/sound';
import { packArchive, unpackArchive } from './archive';
import { isConsistent } from './card-check';
import { jsonOf } from '../../../../shared/domain/measured';
import { failure } from '../../../../shared/sentences/failure';
import type { Why } from '../../../../shared/sentences/why';
import { causedBy, foreign, why } from '../../../../shared/sentences/why';

export const BUNDLE_ENDING = '.unroll';
const MANIFEST_FILE = 'bundle.json';
const CARD_FILE = 'model-card.json';
export const WEIGHTS_FILE = 'model.safetensors';

const FORMAT_VERSION = 1;
const MOST_FILE_BYTES = 2 ** 30;

const Manifest = v.object({
  formatVersion: v.literal(FORMAT_VERSION),
  kind: v.literal('unroll-model'),
  name: v.string(),
  task: Task,
  family: v.string(),
  /** Every other file of the archive. */
  members: v.array(
    v.object({ name: v.string(), bytes: v.pipe(v.number(), v.integer(), v.minValue(0)), sha256: v.string() }),
  ),
});
type Manifest = v.InferOutput<typeof Manifest>;

/** A bundle that was read and checked. */
export interface Bundle {
  readonly card: ModelCard;
  readonly model: ReadModel;
  /** {@link WEIGHTS_FILE} as it is. */
  readonly weights: Uint8Array;
  /** SHA-256 of the weights and of the whole file, hexadecimal. */
  readonly weightsHash: string;
  readonly hash: string;
}

/**
 * A model as one file (docs/file-formats.md). Equal content makes equal bytes.
 *
 * @param more further files for other readers, by name
 */
export function packBundle(
  card: ModelCard,
  weights: Uint8Array,
  more: ReadonlyMap<string, string | Uint8Array> = new Map(),
): Uint8Array {
  const members = new Map<string, Uint8Array>([
    [CARD_FILE, json(card)],
    [WEIGHTS_FILE, weights],
    ...[...more].map(([name, bytes]) => [name, Buffer.from(bytes as Uint8Array)] as const),
  ]);
  const manifest: Manifest = {
    formatVersion: FORMAT_VERSION,
    kind: 'unroll-model',
    name: card.name,
    task: card.task,
    family: (card.network ?? card.fitted!).spec.family,
    members: [...members].map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: sha256(bytes) })),
  };
  return packArchive(new Map([[MANIFEST_FILE, json(manifest)], ...members]), (name) => name === WEIGHTS_FILE);
}

/** @throws UnrollError FILE_MISSING, MODEL_UNREADABLE */
export async function readBundleFile(path: string): Promise<Bundle> {
  return readBundle(await readBundleBytes(path), path);
}

/** A file that may be a bundle. @throws UnrollError FILE_MISSING, MODEL_UNREADABLE when it is too large to be one */
export async function readBundleBytes(path: string): Promise<Uint8Array> {
  try {
    return await readOrdinary(path, MOST_FILE_BYTES);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EFBIG') throw unreadable(path, why('why.bundle.large'));
    if (code === 'ENOTFILE') throw unreadable(path, why('why.bundle.notOrdinary'));
    throw failure('FILE_MISSING.notOpened', { file: path }, { cause });
  }
}

/**
 * Reads a bundle, whoever made it: sizes before anything is unpacked, then hashes, then every field. Nothing in it is
 * executed, and no file but itself is opened.
 *
 * @param path for the sentence of a refusal
 * @throws UnrollError MODEL_UNREADABLE
 */
export function readBundle(bytes: Uint8Array, path: string): Bundle {
  const members = unpackArchive(bytes, path);
  const manifest = manifestOf(members, path);
  for (const { name, bytes: size, sha256: hash } of manifest.members) {
    const member = members.get(name);
    if (member === undefined) throw unreadable(path, why('why.isMissing', { name }));
    if (member.length !== size || sha256(member) !== hash)
      throw unreadable(path, why('why.bundle.hash', { name }));
  }
  if (members.size !== manifest.members.length + 1)
    throw unreadable(path, why('why.bundle.unnamed', { manifest: MANIFEST_FILE }));
  const card = parsed(members, CARD_FILE, ModelCard, path);
  const weights = members.get(WEIGHTS_FILE);
  if (weights === undefined) throw unreadable(path, why('why.isMissing', { name: WEIGHTS_FILE }));
  const model = checked(path, () => bundledModel(decodeSafetensors(weights, WEIGHTS_FILE)));
  if (!belongTogether(card, model))
    throw unreadable(path, why('why.bundle.contradict', { card: CARD_FILE, weights: WEIGHTS_FILE }));
  return { card, model, weights, weightsHash: sha256(weights), hash: sha256(bytes) };
}

function manifestOf(members: ReadonlyMap<string, Uint8Array>, path: string): Manifest {
  const { formatVersion } = parsed(members, MANIFEST_FILE, v.object({ formatVersion: v.number() }), path);
  if (formatVersion > FORMAT_VERSION) throw unreadable(path, why('why.bundle.newer'));
  return parsed(members, MANIFEST_FILE, Manifest, path);
}

/** @throws UnrollError MODEL_UNREADABLE */
export function bundledModel(tensors: Safetensors): ReadModel {
  const read = modelIn(tensors, WEIGHTS_FILE);
  if (read.kind === 'fitted') requireSound(read.model);
  return read;
}

/** Whether the card tells of these weights. */
function belongTogether(card: ModelCard, { kind, model }: ReadModel): boolean {
  const { task, outputs, featureNames, spec } = model;
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const described =
    same([card.task, card.outputs, card.input.featureNames], [task, outputs, featureNames]) &&
    card.input.plan.task === task;
  if (!described) return false;
  if (kind === 'fitted') return card.network === null && same(card.fitted?.spec, spec);
  const { shape, scaling } = model;
  return (
    isConsistent(card) &&
    same([card.network?.spec, card.network?.shape], [spec, shape]) &&
    same(
      [card.forecast, card.values, card.thresholds],
      [scaling.forecast, scaling.values, scaling.thresholds],
    )
  );
}

function parsed<T>(
  members: ReadonlyMap<string, Uint8Array>,
  name: string,
  schema: v.GenericSchema<unknown, T>,
  path: string,
): T {
  const bytes = members.get(name);
  if (bytes === undefined) throw unreadable(path, why('why.isMissing', { name }));
  const result = checked(path, () => v.safeParse(schema, JSON.parse(Buffer.from(bytes).toString('utf8'))));
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw unreadable(path, why('why.bundle.at', { name, at: v.getDotPath(issue) ?? '–' }));
}

/** What goes wrong inside is what is wrong with the file. */
function checked<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof UnrollError)
      throw failure('MODEL_UNREADABLE.unusableSince', { path, ...causedBy(cause) }, { cause });
    if (cause instanceof SyntaxError) throw unreadable(path, why('why.bundle.json'), cause);
    throw unreadable(path, { why: foreign((cause as Error).message) }, cause);
  }
}

function unreadable(path: string, reason: Why, cause?: unknown): UnrollError {
  return failure('MODEL_UNREADABLE.unusable', { path, ...reason }, { cause });
}

function json(value: unknown): Uint8Array {
  return Buffer.from(`${jsonOf(value, 2)}\n`);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
