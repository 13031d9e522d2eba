import * as v from 'valibot';
import { Benchmark } from '../domain/benchmark';
import { Id, procedure } from './base';

export const benchmarks = {
  /** Measures this machine's kernels, one after the other; the activity's result is the benchmark's id. */
  start: procedure
    .input(v.strictObject({ quick: v.optional(v.boolean()) }))
    .output(v.object({ activity: Id })),
  /** One of this session. */
  get: procedure.input(v.strictObject({ benchmark: Id })).output(Benchmark),
};
