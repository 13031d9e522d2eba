import type { RunStatus } from '../../../shared/domain/run';

/** A run in one of these states is held by an engine. */
export const liveStatuses: ReadonlySet<RunStatus> = new Set(['queued', 'running', 'paused']);
