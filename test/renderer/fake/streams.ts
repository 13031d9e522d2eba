import type { Stream, StreamChunk } from '../../../src/shared/contract/streams';
import { UnrollError } from '../../../src/shared/domain/error';

const STEP_SAMPLES = 160;
const UNITS = 32;
const BANDS = 40;

/** Streams of an invented model: the mean of each 160 samples, rounded, is the class that it hears. */
export class FakeStreams {
  readonly #open = new Map<string, { waiting: number[]; step: number; outputs: number }>();
  #count = 0;
  /** Pushes wait for this before they answer. */
  pushed: () => Promise<void> = () => Promise.resolve();

  get open(): number {
    return this.#open.size;
  }

  start(
    name: string,
    outputs: readonly string[],
    channels: readonly string[],
    rateHz: number | null,
  ): Stream {
    const stream = `stream-${++this.#count}`;
    this.#open.set(stream, { waiting: [], step: 0, outputs: outputs.length });
    return {
      stream,
      name,
      task: 'classify',
      outputs: [...outputs],
      features: Array.from({ length: BANDS }, (_, band) => `mel ${band + 1}`),
      featureKind: 'logmel',
      units: UNITS,
      cell: 'gru',
      channels: [...channels],
      rateHz,
      stepSeconds: 0.01,
      delaySteps: 1,
      how: 'carried',
      windowSteps: 20,
      hopSteps: 1,
    };
  }

  async push(stream: string, samples: Float32Array): Promise<StreamChunk> {
    const one = this.#one(stream);
    one.waiting.push(...samples);
    const firstStep = one.step;
    const means: number[] = [];
    while (one.waiting.length >= STEP_SAMPLES) {
      means.push(one.waiting.splice(0, STEP_SAMPLES).reduce((sum, value) => sum + value, 0) / STEP_SAMPLES);
      one.step += 1;
    }
    await this.pushed();
    return this.#chunk(firstStep, means, one.outputs);
  }

  finish(stream: string): StreamChunk & { final: Float32Array } {
    const one = this.#one(stream);
    const chunk = this.#chunk(one.step, [], one.outputs);
    this.reset(stream);
    return { ...chunk, final: new Float32Array(one.outputs).fill(1 / one.outputs) };
  }

  reset(stream: string): void {
    const one = this.#one(stream);
    one.waiting = [];
    one.step = 0;
  }

  close(stream: string): void {
    this.#one(stream);
    this.#open.delete(stream);
  }

  #one(stream: string): { waiting: number[]; step: number; outputs: number } {
    const one = this.#open.get(stream);
    if (one === undefined)
      throw new UnrollError('STREAM_UNKNOWN', `There is no stream ${stream}.`, { stream });
    return one;
  }

  #chunk(firstStep: number, means: readonly number[], outputs: number): StreamChunk {
    const wave = (step: number, row: number): number => Math.sin((firstStep + step) / 12 + row / 5);
    return {
      firstStep,
      steps: means.length,
      features: Float32Array.from({ length: means.length * BANDS }, (_, k) =>
        wave(Math.floor(k / BANDS), k % BANDS),
      ),
      outputs: Float32Array.from({ length: means.length * outputs }, (_, k) =>
        Math.round(means[Math.floor(k / outputs)]!) === k % outputs ? 0.9 : 0.1 / (outputs - 1),
      ),
      hidden: Float32Array.from({ length: means.length * UNITS }, (_, k) =>
        wave(Math.floor(k / UNITS), 3 * (k % UNITS)),
      ),
      computeMs: 1,
    };
  }
}
