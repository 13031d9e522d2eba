import * as v from 'valibot';
import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import type { Why } from '../../../shared/sentences/why';
import { why } from '../../../shared/sentences/why';
import { TfjsModelFile, WEIGHT_BYTES } from '../formats/tfjs-format';
import type { ForeignTensor, LayerTensors } from './keras-layers';
import { tfjsDialect } from './keras-layers';
import { kerasParts } from './keras-parts';
import type { ForeignNetwork } from './parts';
import { assembleForeign } from './assemble';

const ModelFile = v.object({
  ...TfjsModelFile.entries,
  modelTopology: v.record(v.string(), v.unknown()),
});

function unreadable(reason: Why): UnrollError {
  return failure('MODEL_UNREADABLE.layersModel', { ...reason });
}

/** Names of the weight files beside a model.json: plain names, checked. @throws UnrollError MODEL_UNREADABLE */
export function weightFilesOf(json: unknown): string[] {
  const parsed = v.safeParse(TfjsModelFile, json);
  if (!parsed.success) throw unreadable(why('why.foreign.modelJson', { problem: parsed.issues[0].message }));
  return parsed.output.weightsManifest.flatMap(({ paths }) => paths);
}

/**
 * A tfjs LayersModel.
 *
 * @param json of model.json
 * @param bytes all weight files one after another
 * @throws UnrollError MODEL_UNREADABLE
 */
export function readLayersModel(json: unknown, bytes: Uint8Array): ForeignNetwork {
  const parsed = v.safeParse(ModelFile, json);
  if (!parsed.success) throw unreadable(why('why.foreign.modelJson', { problem: parsed.issues[0].message }));
  const { modelTopology, weightsManifest } = parsed.output;
  const entries = weightsManifest.flatMap(({ weights }) => weights);
  const sizes = entries.map(({ shape }) => shape.reduce((product, n) => product * n, 1));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total * WEIGHT_BYTES !== bytes.length)
    throw unreadable(why('why.foreign.weightBytes', { bytes: bytes.length, expected: total * WEIGHT_BYTES }));
  const values = new Float32Array(new Uint8Array(bytes).buffer);
  let offset = 0;
  const tensors = entries.map(({ shape }, k): ForeignTensor => {
    const data = values.slice(offset, (offset += sizes[k]!));
    return { shape, data };
  });
  let taken = 0;
  const tensorsOf: LayerTensors = (_, count) => tensors.slice(taken, (taken += count));
  const network = assembleForeign(
    kerasParts(modelTopology['model_config'] ?? modelTopology, tensorsOf, tfjsDialect),
  );
  if (taken !== tensors.length) throw unreadable(why('why.foreign.moreWeights'));
  return network;
}
