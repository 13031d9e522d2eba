/** A browser's store of small texts. */
export function storage(): Map<string, string> {
  const kept = new Map<string, string>();
  Object.assign(globalThis, {
    localStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    },
  });
  return kept;
}

/** The display's frames and the clock, moved by hand. */
export class Frames {
  #next: (() => void) | null = null;
  #seconds = 0;

  constructor() {
    Object.assign(globalThis, {
      requestAnimationFrame: (draw: () => void) => ((this.#next = draw), 1),
      cancelAnimationFrame: () => (this.#next = null),
    });
    Object.defineProperty(globalThis, 'performance', {
      value: { now: () => this.#seconds * 1000 },
      configurable: true,
    });
  }

  /** One frame, so many seconds after the last. */
  pass(seconds: number): void {
    this.#seconds += seconds;
    const draw = this.#next;
    this.#next = null;
    draw?.();
  }
}

/** A sound card that only notes what it is told. */
export class Speaker {
  /** From where each sound was started, seconds. */
  readonly started: number[] = [];
  /** When each was, by the card's own time. */
  readonly begun: number[] = [];
  sounding = 0;
  closed = false;
  readonly context = { currentTime: 0 };
  #ended: (() => void) | null = null;

  constructor() {
    const createBuffer = (_: number, length: number, rate: number) => ({
      duration: length / rate,
      getChannelData: () => new Float32Array(length),
    });
    const createBufferSource = () => {
      const source = {
        buffer: null,
        onended: null as (() => void) | null,
        connect: () => {},
        disconnect: () => {},
        start: (at: number = 0, offset: number = 0) => {
          this.begun.push(at);
          this.started.push(offset);
          this.sounding += 1;
          this.#ended = () => source.onended?.();
        },
        stop: () => (this.sounding = Math.max(0, this.sounding - 1)),
      };
      return source;
    };
    const { context } = this;
    const close = async () => (this.closed = true);
    Object.assign(globalThis, {
      AudioContext: function AudioContext() {
        return Object.assign(context, {
          createBuffer,
          createBufferSource,
          close,
          resume: async () => {},
          destination: {},
        });
      },
    });
  }

  /** The sound that was started last comes to its end. */
  end(): void {
    this.#ended?.();
  }
}
