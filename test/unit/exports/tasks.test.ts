import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ModelCard } from '../../../src/shared/contract/model-card';
import { openOnnx } from '../../../src/main/engine/exports/onnx/runtime';
import type { ParityCertificate } from '../../../src/main/engine/exports/parity';
import type { ExportFormat } from '../../../src/shared/contract/exports';
import type { Task } from '../../../src/shared/domain/task';
import type { Lab, NetworkChanges } from './fixture';
import { exportedBy, makeLab } from './fixture';
import { plainExamples } from './networks';
import { plainAnswer } from './plain-answer';

let lab: Lab;
afterEach(() => rm(lab.workDir, { recursive: true }));

const convolutions = [{ filters: 4, width: 3, stride: 2 }];
const quantiles = [0.1, 0.5, 0.9];
const tasks: [string, Task, NetworkChanges, readonly number[]][] = [
  ['a label for every step', 'label', { cell: 'gru', pooling: 'none', layers: 2 }, []],
  [
    'every step, behind a convolution',
    'label',
    { pooling: 'none', convolutions: [{ filters: 4, width: 3, stride: 1 }], layerNorm: true },
    [],
  ],
  ['one value', 'regress', { cell: 'gru', convolutions, pooling: 'mean' }, []],
  ['the next step', 'generate', { pooling: 'none' }, []],
  ['points ahead', 'forecast', { cell: 'gru', layers: 2 }, []],
  ['quantiles ahead', 'forecast', { pooling: 'mean', convolutions }, quantiles],
];

async function exported(format: ExportFormat, frontEnd = true) {
  const { outDir, card, certificate } = await exportedBy(lab, format, frontEnd);
  return {
    outDir,
    card: JSON.parse(await readFile(card, 'utf8')) as ModelCard,
    certificate: JSON.parse(await readFile(certificate, 'utf8')) as ParityCertificate,
  };
}

const outputName = {
  label: 'probabilities',
  regress: 'value',
  generate: 'next',
  forecast: 'forecast',
} as Record<Task, string>;

describe.each(tasks)('%s', (_, task, changes, levels) => {
  it('leaves as ONNX with what goes in as recordings or as features, and answers what the formulas say', async () => {
    lab = await makeLab(changes, task, levels);
    for (const frontEnd of [true, false]) {
      const { certificate, outDir, card } = await exported('onnx', frontEnd);
      expect(certificate.largestDifference).toBeLessThan(1e-5);
      if (frontEnd) continue;
      const name = levels.length > 0 ? 'quantiles' : outputName[task];
      expect(card.input.howTo).toContain(` ${name}`);
      const session = await openOnnx(await readFile(join(outDir, 'model.onnx')));
      for (const { rows } of plainExamples(lab)) {
        const results = await session.run({
          features: session.float(Float32Array.from(rows.flat()), [1, rows.length, 3]),
          lengths: session.int64([rows.length]),
        });
        plainAnswer(lab.model, rows).forEach((value, k) => expect(results[name]![k]).toBeCloseTo(value, 4));
      }
      await session.close();
    }
  });

  it('leaves as int8 with a score beside the float model’s', async () => {
    lab = await makeLab(changes, task, levels);
    const { quantised } = (await exported('onnx-int8')).card;
    expect(quantised!.metric).toBe(task === 'label' ? 'accuracy' : 'mae');
    expect(Math.abs(quantised!.score - quantised!.floatScore)).toBeLessThan(0.1);
  });

  it.each(['keras', 'keras-h5', 'tfjs'] as const)('leaves as %s', async (format) => {
    lab = await makeLab(changes, task, levels);
    const { certificate } = await exported(format);
    const examples = plainExamples(lab);
    for (const { example, exported: answer } of certificate.golden)
      plainAnswer(lab.model, examples[example]!.rows).forEach((value, k) =>
        expect(answer[k]).toBeCloseTo(value, 4),
      );
  });

  it('streams, or says why it cannot', async () => {
    lab = await makeLab(changes, task, levels);
    if (task === 'forecast') {
      await expect(exported('onnx-stream')).rejects.toMatchObject({ code: 'EXPORT_UNSUPPORTED' });
      return;
    }
    const { certificate } = await exported('onnx-stream');
    expect(certificate.largestDifference).toBeLessThan(1e-5);
    const examples = plainExamples(lab);
    for (const { example, exported: answer } of certificate.golden)
      plainAnswer(lab.model, examples[example]!.rows).forEach((value, k) =>
        expect(answer[k]).toBeCloseTo(value, 4),
      );
  });
});

describe('a forecast that sees the calendar', () => {
  it('leaves from features on, and is refused from recordings on', async () => {
    lab = await makeLab({ cell: 'gru' }, 'forecast');
    lab.options.datasets.get('fixture').understanding.plan.forecast!.calendar.push('day');
    await expect(exported('onnx')).rejects.toThrow(/without the front end/);
    expect((await exported('onnx', false)).certificate.largestDifference).toBeLessThan(1e-5);
  });
});
