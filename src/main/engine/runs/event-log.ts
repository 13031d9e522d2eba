/** A live stream; `return` ends it at once, also while a `next` is waiting. */
export interface EventStream<E> extends AsyncIterableIterator<E, undefined> {
  return(): Promise<IteratorResult<E, undefined>>;
}

interface Subscriber<E> {
  take(event: E): void;
}

const KEPT_EVENTS = 4096;
/** A reader that is so far behind gets a catch-up instead of everything that it missed. */
const LONGEST_QUEUE = 1024;

/**
 * Events with sequence numbers, and their readers. The newest events are kept, so that a reader can join after a
 * snapshot without a gap. A reader who was away for longer, or is too slow, gets `catchUp()`: the state as it is now.
 */
export class EventLog<E extends { readonly seq: number }> {
  readonly #catchUp: (seq: number) => readonly E[];
  readonly #kept: E[] = [];
  readonly #subscribers = new Set<Subscriber<E>>();
  /** Begins at the time, so that numbers of an earlier engine are always smaller. */
  #seq = Date.now();

  constructor(catchUp: (seq: number) => readonly E[]) {
    this.#catchUp = catchUp;
  }

  /** The number of the newest event. */
  get seq(): number {
    return this.#seq;
  }

  get watched(): boolean {
    return this.#subscribers.size > 0;
  }

  emit(make: (seq: number) => E): void {
    const event = make(++this.#seq);
    this.#kept.push(event);
    if (this.#kept.length > KEPT_EVENTS) this.#kept.splice(0, KEPT_EVENTS / 4);
    for (const subscriber of [...this.#subscribers]) subscriber.take(event);
  }

  /** Joins at once: everything after `after`, or from now on. Ends when `signal` aborts or the reader returns. */
  subscribe(after: number | undefined, signal?: AbortSignal): EventStream<E> {
    const queue: E[] = after === undefined ? [] : [...this.#since(after)];
    let waiting: ((result: IteratorResult<E, undefined>) => void) | null = null;
    let ended = false;
    const subscriber: Subscriber<E> = {
      take: (event) => {
        if (waiting !== null) {
          waiting({ done: false, value: event });
          waiting = null;
          return;
        }
        queue.push(event);
        if (queue.length > LONGEST_QUEUE) queue.splice(0, queue.length, ...this.#catchUp(this.#seq));
      },
    };
    const end = (): IteratorResult<E, undefined> => {
      ended = true;
      queue.length = 0;
      this.#subscribers.delete(subscriber);
      signal?.removeEventListener('abort', end);
      waiting?.({ done: true, value: undefined });
      waiting = null;
      return { done: true, value: undefined };
    };
    this.#subscribers.add(subscriber);
    signal?.addEventListener('abort', end);
    if (signal?.aborted === true) end();
    return {
      next: () =>
        new Promise((resolve) => {
          const event = queue.shift();
          if (event !== undefined) resolve({ done: false, value: event });
          else if (ended) resolve({ done: true, value: undefined });
          else waiting = resolve;
        }),
      return: () => Promise.resolve(end()),
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  #since(after: number): readonly E[] {
    if (after >= this.#seq) return [];
    const first = this.#kept[0]?.seq ?? Infinity;
    if (after < first - 1) return this.#catchUp(this.#seq);
    return this.#kept.filter(({ seq }) => seq > after);
  }
}
