/** From Electron's main process to the engine process. `join` carries a port. */
export type EngineCommand = { kind: 'join' } | { kind: 'stop' };

/** From the engine process to Electron's main process. `reason` is a sentence. */
export type EngineReport = { kind: 'ready' } | { kind: 'failed'; reason: string };
