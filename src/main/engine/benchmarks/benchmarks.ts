import { randomBytes } from 'node:crypto';
import type { Benchmark, BenchmarkEntry } from '../../../shared/domain/benchmark';
import { toUnrollError } from '../../../shared/domain/error';
import { KernelName } from '../../../shared/domain/model';
import { failure } from '../../../shared/sentences/failure';
import type { ApartCaller, JobCaller } from '../activities/job-caller';
import { isUnavailable } from '../kernels/kernels';
import type { Unavailable } from '../kernels/kernels';
import { rpc } from '../rpc';
import type { ActivityProgress, ActivityRegistry } from '../activities/activity-registry';
import type { BenchmarkCase, BenchmarkJobOutput } from './benchmark-job';
import type { benchmarkJobs } from './jobs';
import { machine } from '../system/machine';
import { version } from '../version';

/** The shapes of `npm run bench` (docs/benchmarks.md). */
const shapes = [
  { batch: 32, time: 128, inputs: 40, units: 128 },
  { batch: 8, time: 200, inputs: 64, units: 256 },
  { batch: 64, time: 100, inputs: 13, units: 64 },
  { batch: 16, time: 1000, inputs: 1, units: 32 },
  { batch: 128, time: 50, inputs: 64, units: 512 },
] as const;
const QUICK_SHAPES = 4;
const BUDGET_MS = 600;
const QUICK_BUDGET_MS = 200;

/** Of one case, with the start of a process and of the GPU's driver. */
const GPU_PATIENCE_MS = 120_000;

const unavailable = (thrown: unknown): Unavailable => ({ unavailable: toUnrollError(thrown).message });

const gateCounts = { lstm: 4, gru: 3 } as const;

/** Floating-point operations of a step's matrix products: forward, and backward without the inputs' gradient. */
export function operationsOf({ cell, batch, time, inputs, units }: BenchmarkCase): number {
  return 2 * batch * time * gateCounts[cell] * units * (2 * (inputs + units) + units);
}

/** The slow reference is no choice for training. */
const measured = KernelName.options.filter((name) => name !== 'reference');

function casesOf(quick: boolean): BenchmarkCase[] {
  const cells = quick ? (['lstm'] as const) : (['lstm', 'gru'] as const);
  const some = quick ? shapes.slice(0, QUICK_SHAPES) : shapes;
  return cells.flatMap((cell) => some.map((shape) => ({ cell, ...shape })));
}

function entryOf(
  one: BenchmarkCase,
  kernel: KernelName,
  { backend, ms }: BenchmarkJobOutput,
  peakGflops: number | null,
): BenchmarkEntry {
  const sorted = [...ms].sort((a, b) => a - b);
  const minMs = sorted[0]!;
  const medianMs = sorted[(sorted.length - 1) >> 1]!;
  const gflops = operationsOf(one) / minMs / 1e6;
  return {
    ...one,
    ...{ kernel, backend, minMs, medianMs, gflops, stepsPerSecond: 1000 / medianMs },
    peakShare: peakGflops === null ? null : gflops / peakGflops,
  };
}

/** How fast this machine trains, kernel by kernel. Results live as long as the engine. */
export class Benchmarks {
  readonly #done = new Map<string, Benchmark>();

  constructor(
    private readonly options: {
      compute: JobCaller<typeof benchmarkJobs> & ApartCaller<typeof benchmarkJobs>;
      activities: ActivityRegistry;
    },
  ) {}

  /** @returns the activity's id; the activity's result is the benchmark's */
  start(quick: boolean): string {
    const { cpu } = machine();
    return this.options.activities.run('benchmark', cpu, (progress) => this.#measure(quick, progress));
  }

  /** @throws UnrollError ACTIVITY_UNKNOWN */
  get(id: string): Benchmark {
    const found = this.#done.get(id);
    if (found !== undefined) return found;
    throw failure('ACTIVITY_UNKNOWN.benchmark', { benchmark: id });
  }

  async #measure(quick: boolean, progress: ActivityProgress): Promise<string> {
    const { compute } = this.options;
    const cases = casesOf(quick);
    const entries: BenchmarkEntry[] = [];
    const missing: Benchmark['missing'] = [];
    const total = cases.length * measured.length + 1;
    progress.report(0, total);
    const peakGflops = await compute.call('peak', undefined);
    let done = 1;
    for (const one of cases)
      for (const kernel of measured) {
        progress.report(done++, total);
        if (missing.some((each) => each.kernel === kernel)) continue;
        const budgetMs = quick ? QUICK_BUDGET_MS : BUDGET_MS;
        const input = { ...one, kernel, budgetMs };
        const result =
          kernel === 'webgpu'
            ? await compute.callApart('benchmark', input, GPU_PATIENCE_MS).catch(unavailable)
            : await compute.call('benchmark', input);
        if (isUnavailable(result)) missing.push({ kernel, reason: result.unavailable });
        else entries.push(entryOf(one, kernel, result, peakGflops));
      }
    progress.report(total, total);
    const id = `bench-${randomBytes(6).toString('hex')}`;
    this.#done.set(id, { version, ...machine(), peakGflops, entries, missing });
    return id;
  }
}

export function benchmarkHandlers(benchmarks: Benchmarks) {
  return {
    benchmarks: {
      start: rpc.benchmarks.start.handler(({ input }) => ({
        activity: benchmarks.start(input.quick === true),
      })),
      get: rpc.benchmarks.get.handler(({ input }) => benchmarks.get(input.benchmark)),
    },
  };
}
