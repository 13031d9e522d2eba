import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decideCode } from '../../../src/main/engine/exports/c/decide-code';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import { Decider, decisionsOf } from '../../../src/shared/decisions/decider';
import type { EventDecision } from '../../../src/shared/domain/detection';

const outputs = ['nothing', 'call', 'song'];
const stepSeconds = 0.02;
const decision: EventDecision = {
  by: 'psds',
  labels: [
    { label: 'call', smoothSeconds: 0.06, on: 0.45, off: 0.25, minSeconds: 0.1 },
    { label: 'song', smoothSeconds: 0, on: 0.6, off: 0.6, minSeconds: 0.06 },
  ],
};

/** 2,000 steps of wandering probabilities, [steps, outputs]. */
function wandering(): number[][] {
  const random = new RandomStream(5, 'bootstrap');
  let own = outputs.map(() => 0);
  return Array.from({ length: 2000 }, () => {
    own = own.map((value) => 0.9 * value + random.normal());
    const sum = own.reduce((all, value) => all + Math.exp(value), 0);
    return own.map((value) => Math.fround(Math.exp(value) / sum));
  });
}

it('decides in C as in streams and predictions', () => {
  const rows = wandering();
  const decider = new Decider({
    ...{ outputs, stepSeconds },
    ...decisionsOf({ outputs, stepSeconds, windowSteps: 10, decision }),
  });
  const heard = rows.map((row) => {
    decider.take(row);
    return decider.current === null ? -1 : outputs.indexOf(decider.current);
  });
  expect(new Set(heard)).toEqual(new Set([-1, 1, 2]));
  const dir = mkdtempSync(join(tmpdir(), 'unroll-decide-'));
  try {
    const values = rows.flat().map((value) => `${value.toExponential(8)}f`);
    writeFileSync(
      join(dir, 'main.c'),
      `#include <stdio.h>\n#include <string.h>\n#define UNROLL_OUTPUTS 3\n${decideCode({ decision, stepSeconds }, outputs)}
static const float rows[] = {${values.join(',')}};
int main(void) {
  unroll_events events;
  unroll_events_reset(&events);
  for (int t = 0; t < ${rows.length}; t++) printf("%d ", unroll_decide(&events, rows + 3 * t));
  return 0;
}\n`,
    );
    const flags = ['-std=c99', '-O1', '-Wall', '-Wextra', '-Werror', '-pedantic', '-Wconversion'];
    execFileSync('gcc', [...flags, '-Wno-sign-conversion', '-o', 'main', 'main.c'], { cwd: dir });
    const said = execFileSync(join(dir, 'main'), { encoding: 'utf8' }).trim().split(' ').map(Number);
    expect(said).toEqual(heard);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
