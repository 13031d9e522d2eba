import { traitsOf } from '../../../shared/domain/task';
import type { Prediction } from '../../../shared/contract/predict';
import type { Decisions } from '../../../shared/contract/predict';
import type { Stream } from '../../../shared/contract/streams';
import { Transcript } from '../../../shared/decisions/transcript';
import type { Summary } from '../../../shared/decisions/transcript';
import { failure } from '../../../shared/sentences/failure';
import { foreign } from '../../../shared/sentences/why';
import type { Session } from '../command';
import { duration } from '../output';
import { CsvDecoder, PcmDecoder } from './decode-input';
import type { Encoding, InputDecoder } from './decode-input';
import type { LiveEvent } from './report';

export interface StdinChoices {
  readonly model: string;
  readonly rateHz: number | null;
  readonly channels: number | null;
  /** Null: lines of a table, unless the model hears sound. */
  readonly encoding: Encoding | null;
  readonly decisions: Decisions;
}

/** A recording so many times as long as what the model looks back on gets a timeline. */
const LONG = 1.5;

/** How standard input is called among files. */
export const STDIN = '-';

/**
 * A recording that comes through standard input, predicted as it comes, to its end or to Ctrl+C.
 *
 * @throws UnrollError as `streams.open`, COLUMN_UNKNOWN, FILE_CORRUPT, SEQUENCE_EMPTY
 */
export async function* hearStdin(
  { client, progress }: Session,
  { model, rateHz, channels, encoding, decisions }: StdinChoices,
): AsyncGenerator<LiveEvent> {
  const stream = await client.streams.open({ model, rateHz, channels });
  const transcript = new Transcript(stream, decisions);
  const decoder = decoderFor(stream, channels, encoding);
  let seconds = 0;
  for await (const bytes of untilInterrupted(process.stdin)) {
    const chunk = await client.streams.push({ stream: stream.stream, samples: decoder.decode(bytes) });
    for (const event of transcript.take(chunk)) yield { ...event, file: STDIN };
    seconds += chunk.steps * (stream.stepSeconds ?? 0);
    progress.show('listening', null, stream.stepSeconds === null ? '' : duration(seconds));
  }
  const last = await client.streams.push({ stream: stream.stream, samples: decoder.finish() });
  for (const event of transcript.take(last)) yield { ...event, file: STDIN };
  const { events, ...summary } = transcript.finish(await client.streams.finish({ stream: stream.stream }));
  for (const event of events) yield { ...event, file: STDIN };
  if (summary.timeline.steps === 0) throw failure('SEQUENCE_EMPTY.stdin');
  yield { kind: 'prediction', prediction: predictionOf(stream, summary) };
  await client.streams.close({ stream: stream.stream });
}

function decoderFor(stream: Stream, channels: number | null, encoding: Encoding | null): InputDecoder {
  if (encoding === null && stream.isSound !== true) return new CsvDecoder(stream.channels);
  return new PcmDecoder(encoding ?? 's16le', channels ?? stream.channels.length);
}

/** Ctrl+C ends a recording, as the end of the input does. */
async function* untilInterrupted(input: NodeJS.ReadStream): AsyncGenerator<Uint8Array> {
  let isStopped = false;
  // Not a race with a promise: that would keep every chunk for as long as the promise is open.
  const stop = (): void => {
    isStopped = true;
    input.destroy();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    for await (const chunk of input as AsyncIterable<Uint8Array>) yield chunk;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    // Whoever wrote has gone; what came is the recording.
    if (isStopped || code === 'EPIPE' || code === 'ECONNRESET') return;
    throw failure('FILE_UNREADABLE.stdin', { reason: foreign(message) }, { cause });
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

type Said = { readonly [Kind in Prediction['kind']]: (stream: Stream, summary: Summary) => Prediction };

const said: Said = {
  label: ({ outputs, windowSteps }, { answer, timeline }) => ({
    kind: 'label',
    file: STDIN,
    label: outputs[answer.reduce((top, value, k) => (value > answer[top]! ? k : top), 0)]!,
    probabilities: Object.fromEntries(outputs.map((name, k) => [name, answer[k]!])),
    ...(timeline.steps > LONG * windowSteps && { timeline }),
  }),
  value: (_, { answer }) => ({ kind: 'value', file: STDIN, value: answer[0]! }),
  forecast: (_, { answer }) => ({ kind: 'forecast', file: STDIN, forecast: [...answer] }),
  tags: ({ outputs, windowSteps, thresholds = [] }, { answer, timeline }) => ({
    ...{ kind: 'tags', file: STDIN },
    labels: outputs.filter((_, k) => answer[k]! >= (thresholds[k] ?? 0.5)),
    probabilities: Object.fromEntries(outputs.map((name, k) => [name, answer[k]!])),
    thresholds: Object.fromEntries(outputs.map((name, k) => [name, thresholds[k] ?? 0.5])),
    ...(timeline.steps > LONG * windowSteps && { timeline }),
  }),
  values: ({ outputs, stepSeconds }, { timeline: { steps }, values }) => ({
    ...{ kind: 'values', file: STDIN, name: outputs[0]!, steps, stepSeconds },
    ...{ values: [...values.said], everySteps: values.everySteps },
  }),
  labels: (_, { timeline: { steps, segments } }) => ({ kind: 'labels', file: STDIN, steps, segments }),
};

function predictionOf(stream: Stream, summary: Summary): Prediction {
  return said[traitsOf(stream.task).prediction](stream, summary);
}
