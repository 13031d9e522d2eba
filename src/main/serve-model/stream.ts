import { hasOneClass } from '../../shared/domain/task';
import * as v from 'valibot';
import type { EngineClient } from '../../shared/contract';
import type { Stream, StreamChunk } from '../../shared/contract/streams';
import { Decider, decisionsOf } from '../../shared/decisions/decider';
import { samplesOf } from './samples';
import type { StreamEvent, StreamQuery } from './stream-schemas';
import { StreamCommand } from './stream-schemas';
import { refusal } from './service-error';

/** Enough for a probability, and a third of the digits. */
const DIGITS = 6;

const rounded = (value: number): number => Number(value.toPrecision(DIGITS));

/** One recording after the other on one socket: samples in, events out. */
export class ServedStream {
  readonly #streams: EngineClient['streams'];
  readonly #stream: Stream;
  readonly #format: StreamQuery['format'];
  /** Null where steps are no probabilities of labels. */
  readonly #decider: Decider | null;

  private constructor(streams: EngineClient['streams'], stream: Stream, query: StreamQuery) {
    this.#streams = streams;
    this.#stream = stream;
    this.#format = query.format;
    const { task, outputs, stepSeconds } = stream;
    this.#decider = hasOneClass(task)
      ? new Decider({ outputs, stepSeconds, ...decisionsOf(stream, query) })
      : null;
  }

  /** @throws UnrollError as `streams.open` */
  static async open(
    streams: EngineClient['streams'],
    model: string,
    query: StreamQuery,
  ): Promise<ServedStream> {
    const { channels, rateHz = null } = query;
    return new ServedStream(streams, await streams.open({ model, rateHz, channels }), query);
  }

  get opened(): StreamEvent {
    const { outputs, stepSeconds, delaySteps, how, windowSteps, hopSteps } = this.#stream;
    return { kind: 'open', outputs, stepSeconds, delaySteps, how, windowSteps, hopSteps };
  }

  /** @throws ServiceError REQUEST_INVALID for bytes that are no whole samples; UnrollError as `streams.push` */
  async samples(bytes: ArrayBuffer): Promise<StreamEvent[]> {
    const samples = samplesOf(bytes, this.#format);
    if (samples.length === 0) return [];
    return this.#said(await this.#streams.push({ stream: this.#stream.stream, samples }));
  }

  /** @throws ServiceError REQUEST_INVALID; UnrollError as `streams.finish` and `streams.reset` */
  async command(text: string): Promise<StreamEvent[]> {
    const { kind } = commandOf(text);
    const { stream } = this.#stream;
    if (kind === 'reset') {
      await this.#streams.reset({ stream });
      this.#decider?.reset();
      return [];
    }
    const end = await this.#streams.finish({ stream });
    const said = this.#said(end);
    const closing = this.#decider?.finish() ?? [];
    const final = end.final.some(Number.isNaN) ? null : [...end.final].map(rounded);
    return [...said, ...closing, { kind: 'end', final }];
  }

  async close(): Promise<void> {
    await this.#streams.close({ stream: this.#stream.stream });
  }

  #said({ firstStep, steps, outputs }: StreamChunk): StreamEvent[] {
    if (steps === 0) return [];
    const width = outputs.length / steps;
    const rows = Array.from({ length: steps }, (_, t) =>
      Array.from(outputs.subarray(t * width, (t + 1) * width), rounded),
    );
    return [{ kind: 'steps', firstStep, steps: rows }, ...(this.#decider?.take(outputs) ?? [])];
  }
}

function commandOf(text: string): StreamCommand {
  try {
    return v.parse(StreamCommand, JSON.parse(text));
  } catch {
    throw refusal('REQUEST_INVALID', 'A text must be {"kind": "finish"} or {"kind": "reset"}.');
  }
}
