import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ModelCard } from '../../../src/shared/contract/model-card';
import { decodeOnnx } from '../../../src/main/engine/formats/onnx/onnx-file';
import { writeWeights } from '../../../src/main/engine/models/network/weights-file';
import { openOnnx } from '../../../src/main/engine/exports/onnx/runtime';
import { ParityCertificate } from '../../../src/main/engine/exports/parity';
import type { ExportFormat } from '../../../src/shared/contract/exports';
import * as v from 'valibot';
import type { Lab, NetworkChanges } from './fixture';
import { exportedBy, isRecurrent, makeLab } from './fixture';
import { networks as plain, plainExamples, variants } from './networks';

const networks: [string, NetworkChanges][] = [...plain, ...variants];
const streams = networks.filter(([, changes]) =>
  changes.family === 'tcn' ? changes.causal : isRecurrent(changes) && changes.bidirectional !== true,
);
const bounded = networks.filter(
  ([, changes]) => !('activation' in changes && /relu|linear/.test(String(changes.activation))),
);

let lab: Lab;
afterEach(() => rm(lab.workDir, { recursive: true }));

async function exported(format: ExportFormat, frontEnd = true) {
  const { outDir, card, certificate } = await exportedBy(lab, format, frontEnd);
  return {
    bytes: await readFile(join(outDir, 'model.onnx')),
    card: v.parse(ModelCard, JSON.parse(await readFile(card, 'utf8'))),
    certificate: v.parse(ParityCertificate, JSON.parse(await readFile(certificate, 'utf8'))),
  };
}

describe('ONNX', () => {
  it.each(networks)('%s: onnxruntime says what the formulas say, lengths mixed', async (_, changes) => {
    lab = await makeLab(changes);
    const { bytes, certificate } = await exported('onnx');
    expect(certificate.largestDifference).toBeLessThan(1e-5);
    expect(certificate.checkedBy.software).toBe('onnxruntime');
    const session = await openOnnx(bytes);
    const all = plainExamples(lab);
    const values = new Float32Array(6 * 12 * 3).fill(1e6);
    all.forEach(({ rows }, k) => values.set(rows.flat(), k * 36));
    const { probabilities } = await session.run({
      recording: session.float(values, [6, 12, 3]),
      lengths: session.int64(all.map(({ steps }) => steps)),
    });
    const expected = all.flatMap((example) => example.probabilities);
    expected.forEach((value, k) => expect(probabilities![k]).toBeCloseTo(value, 5));
    await session.close();
  });

  it.each(streams)('%s: step by step as at once', async (_, changes) => {
    lab = await makeLab(changes);
    const { certificate } = await exported('onnx-stream');
    expect(certificate.largestDifference).toBeLessThan(1e-5);
    const expected = plainExamples(lab);
    for (const { example, exported: answer } of certificate.golden)
      expected[example]!.probabilities.forEach((value, k) => expect(answer[k]).toBeCloseTo(value, 5));
  });

  it.each(bounded)('%s: int8 answers nearly the same from a fraction of the bytes', async (_, changes) => {
    lab = await makeLab(
      isRecurrent(changes)
        ? { ...changes, units: 72 }
        : { ...changes, width: changes.family === 'inception' ? 16 : 64 },
    );
    const { card, certificate, bytes } = await exported('onnx-int8');
    expect(certificate.largestDifference).toBeGreaterThan(0);
    expect(certificate.largestDifference).toBeLessThan(0.05);
    expect(card.quantised!.floatBytes / card.quantised!.bytes).toBeGreaterThan(1.5);
    expect(card.quantised!.bytes).toBe(bytes.length);
    expect(card.quantised!.examples).toBe(2);
    const types = decodeOnnx(bytes).graph.initializer.map(({ dataType }) => dataType);
    expect(types.filter((type) => type === 3).length).toBeGreaterThanOrEqual(3);
  });

  it('writes nothing when the answers would differ', async () => {
    // One row that is a thousand times the others leaves nothing of them in 8 bits, and softmax does not see it.
    lab = await makeLab({ cell: 'rnn', units: 16 });
    const weights = lab.model.weights.map(({ name, shape, data }) => ({
      name,
      shape,
      data: name === 'head/kernel' ? data.map((value, k) => (k < 4 ? 4000 : 8 * value)) : data,
    }));
    await writeWeights(lab.weightsFile, { ...lab.model, weights });
    await expect(exported('onnx-int8')).rejects.toMatchObject({ code: 'EXPORT_DIFFERS' });
    expect((await readdir(lab.workDir)).sort()).toEqual(['prepared.safetensors', 'weights.safetensors']);
  });

  it('forecasts in data units from raw rows', async () => {
    lab = await makeLab({ cell: 'gru', layers: 2 }, 'forecast');
    const { certificate } = await exported('onnx');
    expect(certificate.largestDifference).toBeLessThan(1e-5);
    expect(certificate.inputs).toBe('recordings');
    expect((await exported('onnx', false)).certificate.largestDifference).toBeLessThan(1e-5);
  });

  it('cannot stream what has to wait for the end', async () => {
    lab = await makeLab({ bidirectional: true });
    await expect(exported('onnx-stream')).rejects.toMatchObject({ code: 'EXPORT_UNSUPPORTED' });
  });
});
