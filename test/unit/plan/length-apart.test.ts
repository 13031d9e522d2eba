import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../src/main/engine/examples/draft';
import { lengthApart } from '../../../src/main/engine/plan/warnings/length-apart';
import type { WarningFacts } from '../../../src/main/engine/plan/warnings/rule';
import type { Task } from '../../../src/shared/domain/task';

function facts(steps: readonly number[], task: Task = 'classify'): WarningFacts {
  return {
    material: { files: steps.map((_, file) => ({ shown: `${file}.wav` })) },
    plan: { task, windows: null },
    drafts: steps.map((own, file) => ({ file, steps: own }) as Draft),
  } as unknown as WarningFacts;
}

describe('a recording that is much longer than the rest', () => {
  it('is named with what it costs', () => {
    const [found, ...more] = lengthApart(facts([100, 110, 2500, 90]));
    expect(more).toEqual([]);
    expect(found!.params).toEqual({ file: '2.wav', times: 23, share: 89 });
  });

  it('is not where all are long, where it is not so much longer, or where windows are cut', () => {
    expect(lengthApart(facts([2500, 2400, 2600]))).toEqual([]);
    expect(lengthApart(facts([100, 110, 1900, 90]))).toEqual([]);
    expect(lengthApart(facts([100, 110, 2500, 90], 'label'))).toEqual([]);
  });
});
