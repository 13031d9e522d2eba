import { spawn } from 'node:child_process';
import * as v from 'valibot';
import { workerFile } from '../../files/worker-file';
import { tensorflowSettings } from './settings';

/** What probe.ts prints. */
export const ProbeReport = v.object({
  version: v.string(),
  gpu: v.boolean(),
  /** Whether the fused operations agree with the reference on a few numbers, forward and backward. */
  agrees: v.boolean(),
  remarks: v.array(v.string()),
});
export type ProbeReport = v.InferOutput<typeof ProbeReport>;

export type Probe =
  | { readonly works: true; readonly report: ProbeReport }
  /** `detail` ends with a full stop. */
  | { readonly works: false; readonly detail: string };

/** A GPU's first start compiles kernels. */
const TIMEOUT_MS = 180_000;
const KEPT_ERROR_CHARACTERS = 2_000;

/**
 * Lets the runtime in `dir` compute in a process of its own, so that a crash there is a sentence here. Never rejects.
 */
export function probeTensorflow(dir: string, signal?: AbortSignal): Promise<Probe> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [workerFile('tensorflow-probe')], {
      // Electron's executable is then a Node.
      env: { ...tensorflowSettings, ...process.env, UNROLL_TENSORFLOW: dir, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      ...(signal && { signal }),
    });
    let output = '';
    let complaint = '';
    child.stdout.on('data', (data) => (output += String(data)));
    child.stderr.on('data', (data) => (complaint = (complaint + String(data)).slice(-KEPT_ERROR_CHARACTERS)));
    child.on('error', ({ message }) =>
      resolve({ works: false, detail: `it could not be started: ${message}.` }),
    );
    child.on('close', (code, killedBy) => resolve(judge(output, complaint, code, killedBy)));
  });
}

function judge(output: string, complaint: string, code: number | null, killedBy: string | null): Probe {
  if (killedBy !== null) return { works: false, detail: `its process was ended by ${killedBy}.` };
  const report = reportIn(output);
  if (report === null) {
    const line = complaint.trim().split('\n').pop() ?? '';
    return { works: false, detail: line === '' ? `its process ended with code ${code}.` : line };
  }
  if (!report.agrees) return { works: false, detail: 'it computes other numbers than the reference.' };
  return { works: true, report };
}

function reportIn(output: string): ProbeReport | null {
  try {
    const result = v.safeParse(ProbeReport, JSON.parse(output.trim().split('\n').pop() ?? ''));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}
