import { untrack } from 'svelte';
import { keyMatches } from './keys';

/** Something a person can do: found by Ctrl/Cmd+K, listed by `?`, and bound to a key when it has one. */
export interface Command {
  readonly id: string;
  /** Read when shown, so that it follows the language. */
  readonly label: () => string;
  readonly group: () => string;
  /** Such as `mod+k`, `?`, `shift+d`, `space`. */
  readonly shortcut?: string;
  readonly enabled?: () => boolean;
  readonly run: () => void | Promise<void>;
}

/** A view is loaded and its example opened within this. */
const ARRIVAL_MS = 10_000;

/** Every command that can be run now. Views add theirs while they are shown. */
export class Commands {
  #sets = $state.raw<readonly (readonly Command[])[]>([]);
  #all = $derived(this.#sets.flat());

  get all(): readonly Command[] {
    return this.#all;
  }

  /** @returns a function that takes them away again: made to be an effect's clean-up */
  add(commands: readonly Command[]): () => void {
    this.#sets = [...this.#sets, commands];
    return () => {
      this.#sets = this.#sets.filter((set) => set !== commands);
    };
  }

  find(id: string): Command | undefined {
    return this.#all.find((command) => command.id === id);
  }

  run(id: string): void {
    const command = this.find(id);
    if (command !== undefined && (command.enabled?.() ?? true)) void command.run();
  }

  /** Runs a command of a view that is on its way; one that does not come, or cannot run there, is let go. */
  async runWhenThere(id: string): Promise<void> {
    const untilMs = Date.now() + ARRIVAL_MS;
    const isThere = (): boolean => {
      const command = this.find(id);
      return command !== undefined && (command.enabled?.() ?? true);
    };
    while (!isThere() && Date.now() < untilMs) await new Promise((resolve) => setTimeout(resolve, 50));
    this.run(id);
  }

  /** Runs the command that a key press stands for; the latest added wins. */
  handleKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const matching = this.#all.filter(
      (command) =>
        command.shortcut !== undefined &&
        keyMatches(command.shortcut, event) &&
        (command.enabled?.() ?? true),
    );
    const command = matching[matching.length - 1];
    if (command === undefined) return;
    event.preventDefault();
    void command.run();
  }
}

export const commands = new Commands();

/** Adds commands for as long as the calling component is shown. */
export function useCommands(list: readonly Command[]): void {
  $effect(() => untrack(() => commands.add(list)));
}
