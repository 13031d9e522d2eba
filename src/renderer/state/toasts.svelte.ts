import { m } from '../i18n';

type ToastTone = 'plain' | 'good' | 'bad';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: ToastTone;
  readonly action: { readonly label: string; readonly run: () => void | Promise<void> } | null;
}

const SHOWN_MS = 6_000;
const SHOWN_WITH_ACTION_MS = 10_000;

/** Short notes at the edge of the window, which go by themselves unless the pointer or the focus rests on them. */
class Toasts {
  #list = $state.raw<readonly Toast[]>([]);
  #next = 1;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  get list(): readonly Toast[] {
    return this.#list;
  }

  show(text: string, tone: ToastTone = 'plain', action: Toast['action'] = null): void {
    const toast = { id: this.#next++, text, tone, action };
    this.#list = [...this.#list.filter((shown) => shown.text !== text), toast].slice(-4);
    this.release(toast);
  }

  /** Destructive work is done at once; this offers the way back. */
  undo(text: string, undo: () => void | Promise<void>): void {
    this.show(text, 'plain', { label: m.shell_undo(), run: undo });
  }

  /** Keeps a toast for as long as somebody reads it. */
  hold(toast: Toast): void {
    clearTimeout(this.#timers.get(toast.id));
  }

  release(toast: Toast): void {
    this.hold(toast);
    const ms = toast.action === null ? SHOWN_MS : SHOWN_WITH_ACTION_MS;
    this.#timers.set(
      toast.id,
      setTimeout(() => this.dismiss(toast.id), ms),
    );
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#list = this.#list.filter((toast) => toast.id !== id);
  }

  /** The latest thing that can be undone. */
  undoLatest(): void {
    const latest = this.#list.filter((toast) => toast.action !== null).pop();
    if (latest === undefined) return;
    this.dismiss(latest.id);
    void latest.action?.run();
  }
}

export const toasts = new Toasts();
