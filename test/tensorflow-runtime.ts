import { readStamp } from '../src/main/engine/kernels/tensorflow/runtime';

/**
 * The TensorFlow runtime that tests use, which `npm test` sets up in CI and names in `UNROLL_TEST_TENSORFLOW`; elsewhere the one
 * that somebody names so, else null. Other tests shall not meet it, hence not under the lab's own name for it.
 *
 * @throws Error in CI when it is missing: there a skip is a failure
 */
export function testedRuntime(): string | null {
  const dir = process.env['UNROLL_TEST_TENSORFLOW'];
  if (dir !== undefined && readStamp(dir) !== null) return dir;
  if (process.env['CI'] === 'true')
    throw new Error('CI has no TensorFlow runtime: bin/unroll setup tensorflow');
  return null;
}
