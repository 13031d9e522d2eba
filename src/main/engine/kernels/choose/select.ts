import type { Remark } from '../../../../shared/domain/dataset';
import type { BackendName, ComputeSpec, KernelName } from '../../../../shared/domain/model';
import { failure } from '../../../../shared/sentences/failure';
import { remark } from '../../../../shared/sentences/say';
import { foreign } from '../../../../shared/sentences/why';
import type { Candidate } from './candidates';
import { isEligible, kernelsFor, openCandidate } from './candidates';
import { ChoicesCache } from './choices-file';
import type { CellVariant, RecurrentKernel } from '../kernel';
import { isUnavailable } from '../kernels';
import { readStamp, runtimeDir } from '../tensorflow/runtime';
import type { TimedCandidate, Trial } from './trial';
import { fastestOf, timeCandidate, TRIAL_BUDGET_MS } from './trial';

export interface Compute {
  readonly backend: BackendName;
  readonly kernel: RecurrentKernel;
  /** What was chosen and why, when there was a choice. */
  readonly remarks: readonly Remark[];
}

/** What `auto` decides by; without it, by the order in which kernels are expected to be fast. */
export interface Contest {
  readonly trial: Trial;
  /** Where decisions of this machine are kept; null: nowhere. */
  readonly choicesFile: string | null;
}

/** What could not be had, and what to do about it, said after what was taken instead. */
const withMissing = (said: Remark, missing: readonly string[]): Remark => ({
  ...said,
  message: [said.message, ...missing].join(' '),
});

const chosen = ({ backend, kernel }: Candidate, missing: readonly string[]): Compute => ({
  backend,
  kernel,
  remarks: [
    withMissing(remark('compute.chosen', { kernel: kernel.name, backend }), missing),
    ...(kernel.remarks ?? []),
  ],
});

const inMs = (stepMs: number): string => `${Number(stepMs.toPrecision(2))} ms`;

function timedRemark(
  { kernel, backend }: TimedCandidate,
  timed: readonly TimedCandidate[],
  { batch, time }: Trial,
  missing: readonly string[],
): Remark {
  const times = timed.map((each) => `${each.kernel} ${inMs(each.stepMs)}`).join(', ');
  return withMissing(remark('compute.timed', { kernel, backend, times, batch, time }), missing);
}

const withRemark = (candidate: Candidate, said: Remark): Compute => ({
  ...candidate,
  remarks: [said, ...(candidate.kernel.remarks ?? [])],
});

/** The first of the kernels that works. */
async function firstOf(spec: ComputeSpec, needed: CellVariant): Promise<Compute> {
  const missing: string[] = [];
  for (const name of kernelsFor(spec)) {
    const candidate = await openCandidate(name, spec, needed);
    if (isUnavailable(candidate)) missing.push(candidate.unavailable);
    else if (isEligible(candidate.kernel, spec)) return chosen(candidate, missing);
  }
  throw failure('KERNEL_UNAVAILABLE.none', { missing: foreign(missing.join(' ')) });
}

/**
 * TensorFlow takes a second or two to load. Without CUDA it computes on the processor, where the native kernel was faster
 * at every shape that was measured (docs/benchmarks.md).
 */
const isWorthLoading = (name: KernelName, timed: readonly TimedCandidate[]): boolean =>
  name !== 'tensorflow' ||
  !timed.some(({ kernel }) => kernel === 'native') ||
  readStamp(runtimeDir())?.cuda === true;

/** The fastest in a trial now, or in an earlier one on this machine; whoever is chosen is in use afterwards. */
async function fastest(
  spec: ComputeSpec,
  { trial, choicesFile }: Contest,
  needed: CellVariant,
): Promise<Compute> {
  const names = kernelsFor(spec).filter((name) => name !== 'reference');
  if (names.length < 2) return firstOf(spec, needed);
  const cache = choicesFile === null ? null : new ChoicesCache(choicesFile);
  const shape = `${trial.shape}, ${spec.backend}`;
  const known = cache?.find(shape, names) ?? null;
  if (known !== null) {
    const best = fastestOf(known);
    const candidate = await openCandidate(best.kernel, { ...spec, backend: best.backend }, needed).catch(
      () => null,
    );
    if (candidate !== null && !isUnavailable(candidate))
      return withRemark(candidate, timedRemark(best, known, trial, []));
  }
  const startMs = performance.now();
  const candidates: Candidate[] = [];
  const timed: TimedCandidate[] = [];
  const missing: string[] = [];
  for (const name of names) {
    if (timed.length > 0 && performance.now() - startMs > TRIAL_BUDGET_MS) break;
    if (!isWorthLoading(name, timed)) continue;
    const candidate = await openCandidate(name, spec, needed);
    if (isUnavailable(candidate)) missing.push(candidate.unavailable);
    else if (isEligible(candidate.kernel, spec)) {
      candidates.push(candidate);
      timed.push(await timeCandidate(candidate, trial, Math.min(...timed.map(({ stepMs }) => stepMs))));
    }
  }
  if (timed.length < 2) return firstOf(spec, needed);
  cache?.keep(shape, names, timed);
  const best = fastestOf(timed);
  await openCandidate(best.kernel, { ...spec, backend: best.backend });
  const candidate = candidates.find(({ kernel }) => kernel.name === best.kernel)!;
  const compiler = missing.filter((sentence) => sentence.includes('native'));
  return withRemark(candidate, timedRemark(best, timed, trial, compiler));
}

/**
 * The tensor backend, which is in use afterwards, and the recurrent kernel to compute with. `auto` takes what is fastest
 * in a short trial and agrees with the reference; a name that was asked for is never replaced by another.
 *
 * @param needed a cell with variants that not every kernel has
 * @throws UnrollError BACKEND_UNAVAILABLE, KERNEL_UNAVAILABLE with what to do
 */
export async function selectCompute(
  spec: ComputeSpec,
  contest?: Contest,
  needed: CellVariant = {},
): Promise<Compute> {
  if (spec.kernel === 'auto')
    return contest === undefined ? firstOf(spec, needed) : fastest(spec, contest, needed);
  const candidate = await openCandidate(spec.kernel, spec, needed);
  if (!isUnavailable(candidate)) return { ...candidate, remarks: candidate.kernel.remarks ?? [] };
  throw failure('KERNEL_UNAVAILABLE.asked', {
    reason: foreign(candidate.unavailable),
    kernel: spec.kernel,
  });
}
