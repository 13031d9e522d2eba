import type { Run, RunStatus } from '../../shared/domain/run';
import { liveStatuses } from '../../shared/domain/run';

/** A piece of long work: how far it is, 0 … 1; null while nobody knows. */
export interface Work {
  readonly name: string;
  readonly share: number | null;
}

/** How far all work is together: the mean of what is known; null where nothing runs or nothing is known. */
export function overallShare(work: readonly Work[]): number | null {
  const known = work.flatMap(({ share }) => (share === null ? [] : [share]));
  return known.length === 0 ? null : known.reduce((sum, share) => sum + share, 0) / known.length;
}

/** `62% GRU 64 · Train · Unroll`: what a task bar or a tab shows of the window. */
export function windowTitle(view: string, work: readonly Work[], percent: (share: number) => string): string {
  const share = overallShare(work);
  const [first] = work;
  const head = first === undefined ? '' : `${share === null ? '…' : percent(share)} ${first.name} · `;
  return `${head}${view} · Unroll`;
}

/** Work that took less is not told of: whoever started it is still looking. */
export const LONG_MS = 60_000;

/** Remembers since when runs train, and tells of those that ended after long. */
export class EndedRuns {
  readonly #since = new Map<string, number>();

  /** @returns runs that were training at an earlier call for longer than {@link LONG_MS}, and have ended */
  take(
    runs: readonly Pick<Run, 'id' | 'name' | 'status'>[],
    nowMs: number,
  ): { name: string; status: RunStatus }[] {
    const ended: { name: string; status: RunStatus }[] = [];
    for (const { id, name, status } of runs) {
      const since = this.#since.get(id);
      if (liveStatuses.has(status)) {
        if (since === undefined && status === 'running') this.#since.set(id, nowMs);
      } else if (since !== undefined) {
        this.#since.delete(id);
        if (nowMs - since >= LONG_MS) ended.push({ name, status });
      }
    }
    return ended;
  }
}
