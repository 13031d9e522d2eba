import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { referenceKernel } from '../../kernels/reference/reference-kernel';
import { loadModel, loadPrepared } from '../../models/trained/loaded';
import { assemble } from '../../models/network/batch';
import { strideOf } from '../../models/network/layout';
import { Network } from '../../models/network/network';
import { networkCost } from '../../models/cost/network-cost';
import { stateBytes } from '../../models/cost/stream-state';
import type { RecurrentModel } from '../../models/network/recurrent-model';
import { requireHeld } from '../held';
import { version } from '../../version';
import type { ModelCard } from '../../../../shared/contract/model-card';
import { goldenExamples, goldenFromFeatures, inDataUnits } from '../golden';
import type { GoldenInput } from '../golden';
import type { Answer, CheckedBy, ParityFinding } from '../parity';
import { answerOf, judge } from '../parity';
import { headerArrays, weightsOfHeader } from './arrays';
import { cHeader, HEADER_FILE } from './c-header';
import { MAX_STEPS } from './state';

export interface CJobInput {
  readonly weightsFile: string;
  readonly preparedFile: string;
}

export interface CJobOutput {
  readonly header: string;
  readonly finding: ParityFinding;
  readonly cost: NonNullable<ModelCard['cost']>;
  readonly versions: Readonly<Record<string, string>>;
}

const BOUND = 1e-4;
/** 8 bits a weight, as of ONNX int8. */
const INT8_BOUND = 0.25;
const MOST_EXAMPLES = 50;
const COMPILE_TIMEOUT_MS = 60_000;
const FLAGS = ['-std=c99', '-O2', '-Wall', '-Wextra', '-Werror', '-pedantic'];

/**
 * Writes a network as one C header. Where there is a C compiler the header is compiled without a warning and run on golden
 * inputs, in float and in int8; elsewhere its arrays are read back and computed by the formulas. A job of the compute
 * worker.
 *
 * @throws UnrollError EXPORT_UNSUPPORTED, EXPORT_DIFFERS
 */
export async function cJob({ weightsFile, preparedFile }: CJobInput): Promise<CJobOutput> {
  const loaded = await loadModel(weightsFile);
  const model = requireHeld(loaded.model, 'c');
  const data = await loadPrepared(preparedFile);
  const header = cHeader(model);
  const golden = await goldenFromFeatures(loaded, data, goldenExamples(data, MOST_EXAMPLES));
  const longest = golden.reduce((most, { window }) => Math.max(most, window.steps), 0);
  const compiled = compileAndRun(header, model, golden, longest, false);
  if (compiled === null) {
    const checkedBy: CheckedBy = { software: 'unroll, arrays of the header', version, how: 'reader' };
    const finding = judge(await runArrays(header, model, golden), BOUND, 'features', checkedBy);
    return { header, finding, cost: costOf(model), versions: {} };
  }
  const finding = judge(compiled.answers, BOUND, 'features', compiled.checkedBy);
  const int8 = compileAndRun(header, model, golden, longest, true)!;
  judge(int8.answers, INT8_BOUND, 'features', int8.checkedBy);
  const { software } = compiled.checkedBy;
  return { header, finding, cost: costOf(model), versions: { [software]: compiled.checkedBy.version } };
}

/** Reads sequences, each [steps] int32 and its rows; writes each one's answers. */
const program = `#include <stdio.h>
#include "${HEADER_FILE}"
#ifndef ROWS
#error ROWS
#endif
#ifdef UNROLL_EVERY_STEP
#define ANSWERS(steps) ((size_t)(steps) * UNROLL_ANSWER)
#else
#define ANSWERS(steps) ((size_t)UNROLL_ANSWER)
#endif
static unroll_state state;
static float rows[ROWS * UNROLL_FEATURES], answers[ROWS * UNROLL_ANSWER];
int main(int count, char **files)
{
  int steps;
  if (count != 3) return 1;
  FILE *in = fopen(files[1], "rb"), *out = fopen(files[2], "wb");
  if (!in || !out) return 1;
  while (fread(&steps, sizeof steps, 1, in) == 1) {
    const size_t wanted = (size_t)steps * UNROLL_FEATURES;
    if (steps > ROWS || fread(rows, sizeof(float), wanted, in) != wanted) return 1;
    if (unroll_run(&state, rows, steps, answers) != 0) return 1;
    if (fwrite(answers, sizeof(float), ANSWERS(steps), out) != ANSWERS(steps)) return 1;
  }
  return fclose(out);
}
`;

/** Null where there is no C compiler. @throws Error when the header does not compile */
function compileAndRun(
  header: string,
  model: RecurrentModel,
  golden: readonly GoldenInput[],
  longest: number,
  int8: boolean,
): { answers: Answer[]; checkedBy: CheckedBy } | null {
  const compiler = findCompiler();
  if (compiler === null) return null;
  const dir = mkdtempSync(join(tmpdir(), 'unroll-c-'));
  try {
    writeFileSync(join(dir, HEADER_FILE), header);
    writeFileSync(join(dir, 'main.c'), program);
    const defines = [
      `-DROWS=${longest}`,
      `-DUNROLL_MAX_STEPS=${Math.max(longest, MAX_STEPS)}`,
      ...(int8 ? ['-DUNROLL_INT8'] : []),
    ];
    // A header that streams has no longest sequence.
    const own = model.spec.bidirectional
      ? defines
      : defines.filter((define) => !define.includes('MAX_STEPS'));
    run(compiler.path, [...FLAGS, ...own, '-o', 'model', 'main.c', '-lm'], dir);
    writeFileSync(join(dir, 'inputs'), inputsOf(golden));
    run(join(dir, 'model'), ['inputs', 'outputs'], dir);
    const bytes = readFileSync(join(dir, 'outputs'));
    const values = new Float32Array(new Uint8Array(bytes).buffer);
    let at = 0;
    const answers = golden.map((input) => answerOf(input, values.slice(at, (at += input.expected.length))));
    return { answers, checkedBy: { software: compiler.path, version: compiler.version, how: 'compiler' } };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], dir: string): void {
  const { status, stderr, error } = spawnSync(command, args, {
    cwd: dir,
    timeout: COMPILE_TIMEOUT_MS,
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new Error(`${command} failed: ${error?.message ?? stderr.slice(0, 2000)}`, { cause: error });
}

function findCompiler(): { path: string; version: string } | null {
  for (const path of ['gcc', 'cc', 'clang']) {
    const { status, stdout } = spawnSync(path, ['-dumpversion'], { encoding: 'utf8', timeout: 10_000 });
    if (status === 0) return { path, version: stdout.trim() };
  }
  return null;
}

function inputsOf(golden: readonly GoldenInput[]): Buffer {
  return Buffer.concat(
    golden.flatMap(({ window }) => [
      new Uint8Array(Int32Array.of(window.steps).buffer),
      new Uint8Array(window.values.slice().buffer),
    ]),
  );
}

/** The float arrays of a header through the lab's formulas. */
async function runArrays(
  header: string,
  model: RecurrentModel,
  golden: readonly GoldenInput[],
): Promise<Answer[]> {
  const arrays = weightsOfHeader(header, model);
  const weights = model.weights.map(({ name, shape }, k) => ({ name, shape, data: arrays[k]! }));
  const network = Network.fromWeights({ ...model, weights }, referenceKernel);
  const answers: Answer[] = [];
  try {
    for (const input of golden) {
      const outputs = await network.predict(assemble([input.window], model.scaling));
      answers.push(answerOf(input, inDataUnits(model, input.window, outputs)));
    }
  } finally {
    network.dispose();
  }
  return answers;
}

/**
 * Bytes of constants and of `unroll_state`, and multiply–adds of one row (its head included), behind convolutions on
 * average: what comes after a stride is computed for one row of several.
 */
function costOf(model: RecurrentModel): NonNullable<ModelCard['cost']> {
  const { spec, shape } = model;
  const { matrices, vectors } = headerArrays(model);
  const sizeOf = (list: readonly { readonly values: Float32Array }[]): number =>
    list.reduce((sum, { values }) => sum + values.length, 0);
  const weights = sizeOf(matrices);
  const floats = sizeOf(vectors);
  const scales = matrices.reduce((sum, { rows }) => sum + rows, 0);
  const work = networkCost(spec, shape, strideOf(spec)).reduce((sum, one) => sum + one.multiplyAdds, 0);
  const common = { ramBytes: stateBytes(model, MAX_STEPS), multiplyAddsPerStep: Math.round(work) };
  return {
    float: { flashBytes: 4 * (weights + floats), ...common },
    int8: { flashBytes: weights + 4 * (scales + floats), ...common },
  };
}
