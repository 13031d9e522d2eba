/** From the engine process to Electron's main process, about processes that are started for it. */
export type ChildCommand =
  | { kind: 'child.start'; id: number; file: string; env: Record<string, string> }
  | { kind: 'child.post'; id: number; message: unknown }
  | { kind: 'child.kill'; id: number };

/** And what became of them. */
export type ChildReport =
  | { kind: 'child.message'; id: number; message: unknown }
  | { kind: 'child.exit'; id: number; code: number; complaint: string };

/** From Electron's main process to the engine process. `join` carries a port. */
export type EngineCommand = { kind: 'join' } | { kind: 'stop' } | ChildReport;

/** From the engine process to Electron's main process. `reason` is a sentence. */
export type EngineReport = { kind: 'ready' } | { kind: 'failed'; reason: string } | ChildCommand;
