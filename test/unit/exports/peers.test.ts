import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import type { Hdf5Reader } from '../../../src/main/engine/formats/hdf5';
import { readHdf5 } from '../../../src/main/engine/formats/hdf5';
import { decodeOnnx } from '../../../src/main/engine/formats/onnx/onnx-file';
import type { SafetensorsConfig } from '../../../src/main/engine/exports/safetensors-format';
import { ExportService } from '../../../src/main/engine/exports/service';
import type { ExportFormat } from '../../../src/shared/contract/exports';
import type { NetworkChanges } from './fixture';
import { makeLab } from './fixture';
import type { Task } from '../../../src/shared/domain/task';
import { networks as plain, plainExamples, stockVariants, variants } from './networks';
import { plainAnswer, scaledRows } from './plain-answer';
import { plainForward } from './plain-forward';

/**
 * What Keras, PyTorch and Python's onnxruntime answer for the exported files (test/peers/check_exports.py). They are too
 * large for every run of the tests, so their answers are kept with the structure of the files that they were given: an
 * export of another structure has to be shown to them anew.
 *
 *     UNROLL_PYTHON=/a/venv/bin/python npx vitest run test/unit/exports/peers.test.ts
 *
 * shows this exporter's files to them and keeps what they say.
 */
const keptFile = join(import.meta.dirname, '../../fixtures/exports/peers.json');
const script = join(import.meta.dirname, '../../peers/check_exports.py');
const python = process.env['UNROLL_PYTHON'];

const files = {
  onnx: 'model.onnx',
  'onnx-stream': 'model.onnx',
  'onnx-int8': 'model.onnx',
  keras: 'model.keras',
  'keras-h5': 'model.h5',
  safetensors: 'config.json',
} as const satisfies Partial<Record<ExportFormat, string>>;
type Format = keyof typeof files;

const bounds: Readonly<Record<Format, number>> = {
  onnx: 1e-4,
  'onnx-stream': 1e-4,
  'onnx-int8': 0.25,
  keras: 1e-5,
  'keras-h5': 1e-5,
  safetensors: 1e-5,
};

const convolutions = [{ filters: 4, width: 3, stride: 2 }];
const tasks: [string, NetworkChanges, Task, readonly number[]][] = [
  ['labels', { pooling: 'none', bidirectional: true, layerNorm: true }, 'label', []],
  ['labels-stream', { pooling: 'none', convolutions: [{ filters: 4, width: 3, stride: 1 }] }, 'label', []],
  ['value', { cell: 'rnn', pooling: 'mean', convolutions }, 'regress', []],
  ['continuation', { cell: 'gru', resetAfter: true, pooling: 'none' }, 'generate', []],
  ['quantiles', { cell: 'gru', resetAfter: true, convolutions }, 'forecast', [0.1, 0.5, 0.9]],
];
const networks: [string, NetworkChanges, Task?, (readonly number[])?][] = [...plain, ...variants, ...tasks];

interface Kept {
  structure: Record<string, Record<string, string>>;
  answers: Record<string, Record<string, number[][]>>;
}

function isPossible(name: string, format: Format): boolean {
  const isStock = [...plain, ...stockVariants, ...tasks].some(([own]) => own === name);
  if (!isStock && format.startsWith('keras')) return false;
  if (format === 'onnx-stream' && /transformer|inception/.test(name)) return false;
  if (format === 'onnx-stream' && name.includes('tcn')) return name.includes('causal');
  if (format === 'onnx-stream') return !name.includes('both') && name !== 'labels' && name !== 'quantiles';
  // States without bound are too much for 8 bits.
  if (format === 'onnx-int8') return !/relu|linear|tcn|inception/.test(name);
  // PyTorch has none of these.
  if (format === 'safetensors')
    return !/before|linear|sigmoid|peepholes|coupled|transformer|tcn|inception/.test(name);
  return true;
}

/** All but the numbers and the versions: what other software has to understand. */
async function structureOf(format: Format, bytes: Uint8Array): Promise<string> {
  if (format === 'safetensors') {
    const { gateOrder, tensors } = JSON.parse(Buffer.from(bytes).toString()) as SafetensorsConfig;
    return JSON.stringify([gateOrder, tensors]);
  }
  if (format.startsWith('onnx')) {
    const { graph, opsetImport } = decodeOnnx(bytes);
    const weights = graph.initializer.map(({ name, dims, dataType }) => [name, dims, dataType]);
    const nodes = graph.node.map(({ opType, input, output, attribute }) => [
      opType,
      input,
      output,
      attribute.map(({ name, i, f, ints }) => [name, i, f, ints]),
    ]);
    return JSON.stringify([opsetImport, graph.input, graph.output, weights, nodes]);
  }
  if (format === 'keras-h5')
    return readHdf5(bytes, (file) =>
      JSON.stringify([file.text('', 'model_config'), ...tree(file, 'model_weights')]),
    );
  const zip = unzipSync(bytes);
  const config = Buffer.from(zip['config.json']!).toString();
  return readHdf5(zip['model.weights.h5']!, (file) => JSON.stringify([config, ...tree(file, 'layers')]));
}

function tree(file: Hdf5Reader, path: string): string[] {
  const names = file.names(path);
  return names.length === 0 ? [path] : names.flatMap((name) => tree(file, `${path}/${name}`));
}

/** FNV-1a, 64 bits: short and the same everywhere. */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
  return value.toString(16);
}

describe('what other software says of the exports', async () => {
  const workDir = await mkdtemp(join(tmpdir(), 'unroll-peers-'));
  afterAll(() => rm(workDir, { recursive: true }));
  const structure: Kept['structure'] = {};
  const expected: Record<string, number[][]> = {};
  const units: Record<string, number[][]> = {};
  for (const [name, changes, task = 'classify', quantiles = []] of networks) {
    const lab = await makeLab(changes, task, quantiles);
    const { model } = lab;
    const examples = plainExamples(lab);
    // A forecast is made from the last steps of its recording.
    const { forecast } = lab.options.datasets.get('fixture').understanding.plan;
    const seen = examples.map(({ rows }) => (forecast === null ? rows : rows.slice(-forecast.contextSteps)));
    expected[name] = seen.map((rows) => plainAnswer(model, rows));
    const hasUnits = model.shape.head === 'linear';
    const scaled = seen.map((rows) => scaledRows(model, rows));
    units[name] = hasUnits ? scaled.map((rows) => plainForward(model, rows)) : expected[name];
    await mkdir(join(workDir, name));
    await writeFile(
      join(workDir, name, 'inputs.json'),
      JSON.stringify({
        sequences: examples.map(({ rows }) => rows),
        scaled,
        expected: expected[name],
        units: units[name],
        everyStep: model.spec.pooling === 'none',
      }),
    );
    structure[name] = {};
    for (const format of Object.keys(files) as Format[]) {
      if (!isPossible(name, format)) continue;
      const outDir = join(workDir, name, format);
      await new ExportService(lab.options).create('run-1', format, outDir);
      structure[name][format] = hash(await structureOf(format, await readFile(join(outDir, files[format]))));
    }
    await rm(lab.workDir, { recursive: true });
  }

  if (python !== undefined) {
    const out = join(workDir, 'answers.json');
    // Keras and TensorFlow in one environment, PyTorch perhaps in another: each adds what it can.
    for (const own of python.split(':')) execFileSync(own, [script, workDir, out], { stdio: 'inherit' });
    const answers = JSON.parse(readFileSync(out, 'utf8')) as Kept['answers'];
    await writeFile(keptFile, `${JSON.stringify({ structure, answers } satisfies Kept)}\n`);
  }
  const kept = JSON.parse(existsSync(keptFile) ? readFileSync(keptFile, 'utf8') : '{}') as Kept;

  for (const [name] of networks)
    for (const format of Object.keys(files) as Format[]) {
      if (!isPossible(name, format)) continue;
      it(`${name} as ${format}`, () => {
        expect(structure[name]![format], 'the files have changed: show them to the peers again').toBe(
          kept.structure[name]![format],
        );
        const answers = kept.answers[name]![format]!;
        expect(answers.length).toBe(6);
        const wanted = format.startsWith('onnx') ? expected : units;
        wanted[name]!.forEach((row, k) =>
          row.forEach((value, c) => expect(Math.abs(answers[k]![c]! - value)).toBeLessThan(bounds[format])),
        );
      });
    }
});
