import type { Decisions } from '../../../shared/contract/predict';
import type { Stream } from '../../../shared/contract/streams';
import { Transcript } from '../../../shared/decisions/transcript';
import type { Summary, TranscriptEvent } from '../../../shared/decisions/transcript';
import { failure } from '../../../shared/sentences/failure';
import type { OpenedModel } from './open-model';
import type { Recording } from './recording';
import type { StreamService } from './stream-service';

/** What is heard while a recording goes on, and of it as a whole. */
export type HeardEvent =
  | TranscriptEvent
  | { readonly kind: 'share'; readonly share: number }
  | ({ readonly kind: 'heard' } & Summary);

/** Of samples handed over at a time. */
const CHUNK_SECONDS = 2;
const LEAST_CHUNK_SAMPLES = 256;

/** Hears recordings of a model's own rate through one stream, one after the other. */
export class Listener {
  #stream: Promise<Stream> | null = null;

  constructor(
    private readonly streams: Pick<StreamService, 'openFor' | 'push' | 'finish' | 'reset' | 'closeStream'>,
    private readonly model: OpenedModel,
    private readonly decisions: Decisions = {},
  ) {}

  async close(): Promise<void> {
    const stream = await this.#stream?.catch(() => null);
    if (stream) await this.streams.closeStream(stream.stream).catch(() => {});
  }

  /** @throws UnrollError as `StreamService.open`, CANCELLED, COMPUTE_FAILED */
  async *hear(recording: Recording, abort?: AbortSignal): AsyncGenerator<HeardEvent> {
    const { rateHz, length } = recording;
    const channels = recording.channels.length;
    this.#stream ??= this.streams.openFor(this.model);
    const stream = await this.#stream;
    const transcript = new Transcript(stream, this.decisions);
    const most = channels * Math.max(LEAST_CHUNK_SAMPLES, Math.round((rateHz ?? 0) * CHUNK_SECONDS));
    let heard = 0;
    for await (const part of recording.samples())
      for (let start = 0; start < part.length; start += most) {
        if (abort?.aborted === true) {
          await this.streams.reset(stream.stream);
          throw failure('CANCELLED.prediction');
        }
        const chunk = part.slice(start, start + most);
        yield* transcript.take(await this.streams.push(stream.stream, chunk));
        heard += chunk.length;
        yield { kind: 'share', share: Math.min(1, heard / channels / length) };
      }
    const { events, ...summary } = transcript.finish(await this.streams.finish(stream.stream));
    yield* events;
    yield { kind: 'heard', ...summary };
  }
}
