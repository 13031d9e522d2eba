import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ModelCard } from '../../../src/shared/contract/model-card';
import type { ParityCertificate } from '../../../src/main/engine/exports/parity';
import { weightsOfHeader } from '../../../src/main/engine/exports/c/arrays';
import { cHeader } from '../../../src/main/engine/exports/c/c-header';
import { requireHeld } from '../../../src/main/engine/exports/held';
import { ExportService } from '../../../src/main/engine/exports/service';
import type { Task } from '../../../src/shared/domain/task';
import type { Lab, NetworkChanges } from './fixture';
import { makeLab } from './fixture';
import { networks as plain, plainExamples, variants } from './networks';
import { plainAnswer } from './plain-answer';

const networks: [string, NetworkChanges][] = [
  ...plain,
  // Each is compiled three times, so these hold all that the others do.
  ...variants.filter(([name]) =>
    /^(conv-gru-after|conv-norm-lstm-both-mean|peepholes-coupled-both|peepholes|attention-both)$/.test(name),
  ),
];

let lab: Lab;
afterEach(() => rm(lab.workDir, { recursive: true }));

async function exported(changes: NetworkChanges, task: Task = 'classify', quantiles: readonly number[] = []) {
  lab = await makeLab(changes, task, quantiles);
  const outDir = join(lab.workDir, 'c');
  const { card, certificate } = await new ExportService(lab.options).create('run-1', 'c', outDir);
  return {
    outDir,
    card: JSON.parse(readFileSync(card, 'utf8')) as ModelCard,
    certificate: JSON.parse(readFileSync(certificate!, 'utf8')) as ParityCertificate,
  };
}

/** Compiles and runs a program around the header as its user would. */
function run(dir: string, body: string, defines: readonly string[] = []): string[] {
  writeFileSync(
    join(dir, 'main.c'),
    `#include <stdio.h>\n#include "unroll_model.h"\nstatic unroll_state state;\nint main(void) {\n${body}\nreturn 0;\n}\n`,
  );
  const flags = [
    '-std=c99',
    '-O1',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-pedantic',
    '-Wconversion',
    '-Wno-sign-conversion',
  ];
  execFileSync('gcc', [...flags, ...defines, '-o', 'main', 'main.c', '-lm'], { cwd: dir });
  return execFileSync(join(dir, 'main'), { encoding: 'utf8' }).trim().split('\n');
}

const array = (rows: readonly (readonly number[])[]): string =>
  `{${rows
    .flat()
    .map((value) => `${Math.fround(value).toExponential(8)}f`)
    .join(',')}}`;

describe('the C header', () => {
  it.each(networks)(
    '%s: gcc compiles it without a warning and it says what the formulas say',
    async (_, changes) => {
      const { outDir, certificate } = await exported(changes);
      expect(certificate.checkedBy.how).toBe('compiler');
      const examples = plainExamples(lab);
      const body = examples.map(
        ({ rows, steps }) =>
          `{ static const float x[] = ${array(rows)}; float p[UNROLL_OUTPUTS]; if (unroll_run(&state, x, ${steps}, p)) return 1; for (int k = 0; k < UNROLL_OUTPUTS; k++) printf("%.9g ", (double)p[k]); printf("\\n"); }`,
      );
      run(outDir, body.join('\n')).forEach((line, k) =>
        line
          .trim()
          .split(' ')
          .forEach((value, c) => expect(Number(value)).toBeCloseTo(examples[k]!.probabilities[c]!, 4)),
      );
    },
  );

  it('streams: one row a call, the whole sequence’s answer in the end', async () => {
    const { outDir } = await exported({ cell: 'gru', resetAfter: true, layers: 2, pooling: 'mean' });
    const { rows, steps, probabilities } = plainExamples(lab)[3]!;
    const [line] = run(
      outDir,
      `static const float x[] = ${array(rows)}; float p[UNROLL_OUTPUTS]; unroll_reset(&state); for (int t = 0; t < ${steps}; t++) unroll_step(&state, x + t * UNROLL_FEATURES, p); for (int k = 0; k < UNROLL_OUTPUTS; k++) printf("%.9g ", (double)p[k]);`,
    );
    line!
      .trim()
      .split(' ')
      .forEach((value, k) => expect(Number(value)).toBeCloseTo(probabilities[k]!, 4));
  });

  it('streams behind convolutions: an answer with the first row and then with every sixth', async () => {
    const convolutions = [
      { filters: 5, width: 5, stride: 2 },
      { filters: 4, width: 2, stride: 3 },
    ];
    const { outDir, card } = await exported({ convolutions, pooling: 'attention', layerNorm: true });
    const { rows, steps, probabilities } = plainExamples(lab)[3]!;
    const [said, line, ram] = run(
      outDir,
      `static const float x[] = ${array(rows)}; float p[UNROLL_ANSWER]; unroll_reset(&state); for (int t = 0; t < ${steps}; t++) printf("%d", unroll_step(&state, x + t * UNROLL_FEATURES, p)); printf("\\n"); for (int k = 0; k < UNROLL_ANSWER; k++) printf("%.9g ", (double)p[k]); printf("\\n%zu", sizeof state);`,
    );
    expect(said).toBe('100000100000');
    line!
      .trim()
      .split(' ')
      .forEach((value, k) => expect(Number(value)).toBeCloseTo(probabilities[k]!, 4));
    expect(Math.abs(Number(ram) - card.cost!['float']!.ramBytes)).toBeLessThanOrEqual(8);
    // Every second row 5 filters over 5 × 3, every sixth all that comes after: attention scores 7 numbers and adds them up.
    const later = 4 * 2 * 5 + 28 * (4 + 7) + (7 * 7 + 7 + 7) + 7 * 4;
    expect(card.cost!['float']!.multiplyAddsPerStep).toBe(Math.round((5 * 5 * 3) / 2 + later / 6));
  });

  it.each<[string, Task, NetworkChanges, readonly number[]]>([
    ['labels of every step', 'label', { pooling: 'none', bidirectional: true }, []],
    ['one value', 'regress', { cell: 'gru', convolutions: [{ filters: 4, width: 3, stride: 2 }] }, []],
    ['what comes next', 'generate', { cell: 'gru', pooling: 'none' }, []],
    ['quantiles', 'forecast', { pooling: 'mean' }, [0.1, 0.3, 0.5, 0.95]],
  ])('answers with %s', async (_, task, changes, quantiles) => {
    const { outDir, certificate } = await exported(changes, task, quantiles);
    expect(certificate.largestDifference).toBeLessThan(1e-5);
    const { rows, steps } = plainExamples(lab)[3]!;
    const expected = plainAnswer(lab.model, rows);
    const [line] = run(
      outDir,
      `static const float x[] = ${array(rows)}; float p[${expected.length}]; if (unroll_run(&state, x, ${steps}, p)) return 1; for (int k = 0; k < ${expected.length}; k++) printf("%.9g ", (double)p[k]);`,
    );
    line!
      .trim()
      .split(' ')
      .forEach((value, k) => expect(Number(value)).toBeCloseTo(expected[k]!, 4));
  });

  it('is checked by the formulas where there is no compiler', async () => {
    for (const changes of [
      { layerNorm: true, peepholes: true, pooling: 'attention' as const },
      { cell: 'gru' as const, resetAfter: true, convolutions: [{ filters: 4, width: 3, stride: 2 }] },
    ]) {
      lab = await makeLab(changes);
      const model = requireHeld(lab.model, 'c');
      weightsOfHeader(cHeader(model), model).forEach((values, k) => {
        const { data } = model.weights[k]!;
        values.forEach((value, at) => expect(value).toBeCloseTo(data[at]!, 7));
        expect(values).toHaveLength(data.length);
      });
    }
  });

  it('reports what a device needs: the compiler agrees with the memory, int8 has a quarter of the weights', async () => {
    for (const changes of [{ cell: 'lstm' as const, units: 20, layers: 2 }, { bidirectional: true }]) {
      const { outDir, card } = await exported(changes);
      const [ram] = run(outDir, 'printf("%zu", sizeof state);');
      expect(Math.abs(Number(ram) - card.cost!['float']!.ramBytes)).toBeLessThanOrEqual(8);
      expect(card.cost!['int8']!.flashBytes).toBeLessThan(card.cost!['float']!.flashBytes);
    }
    // Two layers of 4 · 20 gates over 3 + 20 and 20 + 20 inputs would be the LSTM; here both ways over 3 + 7, and 14 × 4.
    const { card } = await exported({ bidirectional: true });
    expect(card.cost!['float']!.multiplyAddsPerStep).toBe(2 * 28 * (3 + 7) + 14 * 4);
  });

  it('forecasts in data units', async () => {
    const { certificate } = await exported({ cell: 'lstm' }, 'forecast');
    expect(certificate.largestDifference).toBeLessThan(1e-4);
    expect(certificate.checkedBy.how).toBe('compiler');
  });

  it('cannot be broken by names', async () => {
    lab = await makeLab({});
    const outDir = join(lab.workDir, 'c');
    const { model } = lab;
    (model.outputs as string[])[0] = '"; */ int evil(void); /* \n #error ??/';
    const { mkdirSync } = await import('node:fs');
    mkdirSync(outDir);
    writeFileSync(join(outDir, 'unroll_model.h'), cHeader(requireHeld(model, 'c')));
    expect(run(outDir, 'printf("%s", unroll_output_names[1]); (void)state;')).toEqual(['right']);
  });
});
