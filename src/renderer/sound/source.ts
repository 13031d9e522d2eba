/** What comes out of a source. */
export interface Sink {
  /** [n, channels] interleaved. */
  readonly take: (samples: Float32Array) => void;
  /** Whether more is wanted now; a patient source waits while it is not. */
  readonly room: () => boolean;
  /** The source ends by itself: a file is over, a device was unplugged. */
  readonly ended: () => void;
}

/** Something to listen to: a microphone, a sensor, or a recording that is played as if it were live. */
export interface Source {
  /** Samples or rows a second; null where the model's own is taken. */
  readonly rateHz: number | null;
  readonly channels: number;
  /** Waits while the engine is busy, instead of going on without it. */
  readonly patient: boolean;
  /** Lines that could not be read, of a sensor. */
  readonly badLines?: () => number;
  start(sink: Sink): void;
  stop(): void;
}

/** Why a device cannot be listened to, in the person's words. */
export class SourceFailure extends Error {
  override readonly name = 'SourceFailure';

  constructor(readonly sentence: () => string) {
    super(sentence());
  }
}
