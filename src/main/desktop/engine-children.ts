import type { ChildEvents, StartChild } from '../engine/files/child';
import type { ChildCommand, ChildReport } from './engine-messages';

/** The engine's side of `desktop/children.ts`. */
export class ChildrenByMain {
  readonly #events = new Map<number, ChildEvents>();
  #nextId = 1;

  constructor(private readonly command: (command: ChildCommand) => void) {}

  readonly start: StartChild = (file, env, events) => {
    const id = this.#nextId++;
    this.#events.set(id, events);
    const set = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    this.command({ kind: 'child.start', id, file, env: Object.fromEntries(set) });
    return {
      post: (message) => this.command({ kind: 'child.post', id, message }),
      kill: () => this.command({ kind: 'child.kill', id }),
    };
  };

  hear(report: ChildReport): void {
    const events = this.#events.get(report.id);
    if (report.kind === 'child.message') events?.onMessage(report.message);
    else {
      this.#events.delete(report.id);
      events?.onExit(`ended with code ${report.code}.`, report.complaint);
    }
  }
}
