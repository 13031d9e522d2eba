import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GoldenInput } from '../golden';
import { answerOf } from '../parity';
import type { Answer, CheckedBy } from '../parity';
import { HEADER_FILE } from './c-header';

const COMPILE_TIMEOUT_MS = 60_000;
const FLAGS = ['-std=c99', '-O2', '-Wall', '-Wextra', '-Werror', '-pedantic'];

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

/**
 * What a header answers, compiled without a warning. Null where there is no C compiler.
 *
 * @param maxSteps of the sequences that it has memory for where nothing else is said; null: it streams
 * @throws Error when the header does not compile
 */
export function compileAndRun(
  header: string,
  golden: readonly GoldenInput[],
  { maxSteps, int8 }: { readonly maxSteps: number | null; readonly int8: boolean },
): { answers: Answer[]; checkedBy: CheckedBy } | null {
  const compiler = findCompiler();
  if (compiler === null) return null;
  const dir = mkdtempSync(join(tmpdir(), 'unroll-c-'));
  try {
    writeFileSync(join(dir, HEADER_FILE), header);
    writeFileSync(join(dir, 'main.c'), program);
    const longest = golden.reduce((most, { window }) => Math.max(most, window.steps), 0);
    const defines = [
      `-DROWS=${longest}`,
      ...(maxSteps !== null && longest > maxSteps ? [`-DUNROLL_MAX_STEPS=${longest}`] : []),
      ...(int8 ? ['-DUNROLL_INT8'] : []),
    ];
    run(compiler.path, [...FLAGS, ...defines, '-o', 'model', 'main.c', '-lm'], dir);
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
