import type { UtilityProcess } from 'electron';
import { utilityProcess } from 'electron';
import { complaintOf } from '../engine/files/child';
import type { ChildCommand, ChildReport } from './engine-messages';

/** Starts the engine's children in its place, and passes on what the two say to each other. */
export class Children {
  readonly #byId = new Map<number, UtilityProcess>();

  constructor(private readonly report: (report: ChildReport) => void) {}

  obey(command: ChildCommand): void {
    if (command.kind === 'child.start') this.#start(command);
    else if (command.kind === 'child.post') this.#byId.get(command.id)?.postMessage(command.message);
    else this.#byId.get(command.id)?.kill();
  }

  killAll(): void {
    for (const child of this.#byId.values()) child.kill();
    this.#byId.clear();
  }

  #start({ id, file, env }: Extract<ChildCommand, { kind: 'child.start' }>): void {
    const child = utilityProcess.fork(file, [], { serviceName: 'unroll-compute', stdio: 'pipe', env });
    const complaint = complaintOf(child.stderr);
    child.stdout?.resume();
    this.#byId.set(id, child);
    child.on('message', (message: unknown) => this.report({ kind: 'child.message', id, message }));
    child.once('exit', (code) => {
      this.#byId.delete(id);
      this.report({ kind: 'child.exit', id, code, complaint: complaint() });
    });
  }
}
