import * as v from 'valibot';
import { startChild } from '../../files/child';
import { workerFile } from '../../files/worker-file';
import { tensorflowSettings } from './settings';

/** What probe.ts says. */
export const ProbeReport = v.object({
  version: v.string(),
  gpu: v.boolean(),
  /** Whether the fused operations agree with the reference on a few numbers, forward and backward. */
  agrees: v.boolean(),
  remarks: v.array(v.string()),
});
export type ProbeReport = v.InferOutput<typeof ProbeReport>;

const ProbeFailure = v.object({ failure: v.string() });

export type Probe =
  | { readonly works: true; readonly report: ProbeReport }
  /** `detail` ends with a full stop. */
  | { readonly works: false; readonly detail: string };

/** A GPU's first start compiles kernels. */
const TIMEOUT_MS = 180_000;

/**
 * Lets the runtime in `dir` compute in a process of its own, so that a crash there is a sentence here. Never rejects.
 */
export function probeTensorflow(dir: string, signal?: AbortSignal): Promise<Probe> {
  return new Promise((resolve) => {
    const env = { ...tensorflowSettings, ...process.env, UNROLL_TENSORFLOW: dir };
    let said: unknown = null;
    const child = startChild(workerFile('tensorflow-probe'), env, {
      onMessage: (message) => {
        said = message;
        child.kill();
      },
      onExit: (detail, complaint) => {
        clearTimeout(timer);
        resolve(
          said === null
            ? { works: false, detail: lastLine(complaint) || `its process ${detail}` }
            : judge(said),
        );
      },
    });
    const timer = setTimeout(() => child.kill(), TIMEOUT_MS);
    signal?.addEventListener('abort', () => child.kill(), { once: true });
  });
}

const lastLine = (text: string): string => text.trim().split('\n').pop() ?? '';

function judge(said: unknown): Probe {
  const result = v.safeParse(v.union([ProbeReport, ProbeFailure]), said);
  if (!result.success) return { works: false, detail: 'its process said nothing that makes sense.' };
  const { output } = result;
  if ('failure' in output) return { works: false, detail: output.failure };
  if (!output.agrees) return { works: false, detail: 'it computes other numbers than the reference.' };
  return { works: true, report: output };
}
