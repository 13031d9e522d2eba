import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import type { Why } from '../../../shared/sentences/why';
import { causedBy, foreign, why } from '../../../shared/sentences/why';
import { isConsistent } from '../formats/bundle/card-check';
import { readOrdinary } from '../files/ordinary';
import { decodeSafetensors } from '../files/safetensors';
import { layoutOf } from '../models/network/layout';
import type { NamedWeight } from '../models/network/weights';
import type { TrainedModel } from '../models/network/weights-file';
import { ModelCard } from '../../../shared/contract/model-card';
import { matchWeights, TFJS_FILE, TfjsModelFile, WEIGHT_BYTES } from '../formats/tfjs-format';

export const CARD_FILE = 'model-card.json';
export const SAFETENSORS_FILE = 'model.safetensors';

const MOST_JSON_BYTES = 64 * 2 ** 20;
const MOST_WEIGHT_BYTES = 4 * 2 ** 30;

export interface ModelFolder {
  readonly card: ModelCard;
  readonly model: TrainedModel;
}

/**
 * Reads an exported model, whoever made it: every field is checked, nothing in it is executed, and no file outside
 * the folder is opened.
 *
 * @throws UnrollError MODEL_UNREADABLE
 */
export async function readModelFolder(dir: string): Promise<ModelFolder> {
  const folder = new Folder(dir);
  const card = await folder.json(CARD_FILE, ModelCard);
  const { network } = card;
  if (network === null || !isConsistent(card))
    throw folder.unreadable(why('why.folder.contradicts', { name: CARD_FILE }));
  const { spec, shape } = network;
  const { slots } = layoutOf(spec, shape);
  const weights =
    card.format === 'tfjs' ? await tfjsWeights(folder, slots) : await safetensorsWeights(folder, slots);
  return {
    card,
    model: {
      spec,
      shape,
      weights,
      task: card.task,
      featureNames: card.input.featureNames,
      outputs: card.outputs,
      scaling: {
        mean: Float32Array.from(card.input.scaler.mean),
        deviation: Float32Array.from(card.input.scaler.deviation),
        forecast: scaleOf(card.forecast),
        values: card.values,
        ...(card.thresholds !== undefined && { thresholds: card.thresholds }),
      },
    },
  };
}

type Slots = ReturnType<typeof layoutOf>['slots'];

async function safetensorsWeights(folder: Folder, slots: Slots): Promise<NamedWeight[]> {
  const bytes = await folder.bytes(SAFETENSORS_FILE, MOST_WEIGHT_BYTES);
  const { tensors } = folder.checked(() => decodeSafetensors(bytes, SAFETENSORS_FILE));
  return slots.map(({ name, shape }) => {
    const tensor = tensors.get(name);
    if (!(tensor?.data instanceof Float32Array) || tensor.shape.join() !== shape.join())
      throw folder.unreadable(
        why('why.folder.tensor', { file: SAFETENSORS_FILE, tensor: name, shape: shape.join(', ') }),
      );
    return { name, shape, data: tensor.data };
  });
}

async function tfjsWeights(folder: Folder, slots: Slots): Promise<NamedWeight[]> {
  const { weightsManifest } = await folder.json(TFJS_FILE, TfjsModelFile);
  const wanted = slots.reduce((sum, { size }) => sum + size, 0) * WEIGHT_BYTES;
  const parts: Uint8Array[] = [];
  for (const path of weightsManifest.flatMap(({ paths }) => paths))
    parts.push(await folder.bytes(path, wanted));
  return folder.checked(() =>
    matchWeights(
      weightsManifest.flatMap(({ weights }) => weights),
      Buffer.concat(parts),
      slots,
    ),
  );
}

/** Without a field that says nothing. */
function scaleOf(forecast: ModelCard['forecast']): TrainedModel['scaling']['forecast'] {
  if (forecast === null) return null;
  const { quantiles = [], ...scale } = forecast;
  return quantiles.length === 0 ? scale : { ...scale, quantiles };
}

/** One folder of files that are not trusted. */
class Folder {
  constructor(private readonly dir: string) {}

  unreadable(reason: Why, cause?: unknown): UnrollError {
    return failure('MODEL_UNREADABLE.unusable', { path: this.dir, ...reason }, { cause });
  }

  checked<T>(read: () => T): T {
    try {
      return read();
    } catch (cause) {
      if (!(cause instanceof UnrollError)) throw cause;
      throw failure('MODEL_UNREADABLE.unusableSince', { path: this.dir, ...causedBy(cause) }, { cause });
    }
  }

  async json<T>(name: string, schema: v.GenericSchema<unknown, T>): Promise<T> {
    const bytes = await this.bytes(name, MOST_JSON_BYTES);
    const parsed = v.safeParse(schema, this.#parse(bytes, name));
    if (parsed.success) return parsed.output;
    const [issue] = parsed.issues;
    const at = v.getDotPath(issue) ?? '–';
    throw this.unreadable(why('why.folder.field', { name, at, problem: issue.message }));
  }

  #parse(bytes: Uint8Array, name: string): unknown {
    try {
      return JSON.parse(Buffer.from(bytes).toString('utf8'));
    } catch (cause) {
      throw this.unreadable(why('why.folder.json', { name }), cause);
    }
  }

  /** @param name a plain file name; a link may not lead out of the folder */
  async bytes(name: string, mostBytes: number): Promise<Uint8Array> {
    try {
      const file = await realpath(join(this.dir, name));
      if (dirname(file) !== (await realpath(this.dir)))
        throw this.unreadable(why('why.folder.outside', { name }));
      return await readOrdinary(file, mostBytes);
    } catch (cause) {
      if (cause instanceof UnrollError) throw cause;
      const { code, message } = cause as NodeJS.ErrnoException;
      if (code === 'ENOENT') throw this.unreadable(why('why.isMissing', { name }), cause);
      if (code === 'EFBIG') throw this.unreadable(why('why.folder.large', { name }), cause);
      if (code === 'ENOTFILE') throw this.unreadable(why('why.folder.notOrdinary', { name }), cause);
      throw this.unreadable({ why: foreign(message) }, cause);
    }
  }
}
