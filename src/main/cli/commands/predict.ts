import { Command, Option } from 'commander';
import * as v from 'valibot';
import type { Decisions, Prediction } from '../../../shared/contract/predict';
import { ErrorCodeSchema, errorFromShape } from '../../../shared/domain/error';
import type { CommonOptions, Session } from '../command';
import { number, runCommand, withCommonOptions } from '../command';
import { basename } from 'node:path';
import { failure } from '../../../shared/sentences/failure';
import { say } from '../../../shared/sentences/say';
import { markFormatNames, marksOf, writeMarks } from '../marks';
import { writeOut } from '../output';
import type { Result } from '../output';
import type { Encoding } from '../predict/decode-input';
import { hearStdin, STDIN } from '../predict/hear-stdin';
import { nameAsGiven, namedPaths } from '../predict/named-paths';
import { asCsv, asJson, asText, LiveReport } from '../predict/report';
import type { LiveEvent } from '../predict/report';
import { findModel } from '../resolve';
import { help, language, refusalWords } from '../language';

interface PredictOptions extends CommonOptions {
  readonly stream?: boolean;
  readonly csv?: boolean;
  readonly format?: string;
  readonly out?: string;
  readonly replace?: boolean;
  readonly rate?: number;
  readonly channels?: number;
  readonly encoding?: Encoding;
  readonly on?: number;
  readonly off?: number;
  readonly smooth?: number;
  readonly shortest?: number;
}

export function predictCommand(): Command {
  const share = number({ min: 0, max: 1 });
  const seconds = number({ min: 0 });
  const command = new Command('predict')
    .description(help('predict'))
    .argument('<model>', help('any.model'))
    .argument('<file...>', help('predict.files'))
    .option('--stream', help('predict.stream'))
    .option('--csv', help('predict.csv'))
    .addOption(new Option('--format <name>', help('predict.format')).choices(markFormatNames))
    .option('--out <dir>', help('predict.out'))
    .option('--replace', help('predict.replace'))
    .option('--rate <hz>', help('predict.rate'), number({ min: 1e-6, max: 1e6 }))
    .option('--channels <n>', help('predict.channels'), number({ whole: true, min: 1, max: 128 }))
    .addOption(new Option('--encoding <name>', help('predict.encoding')).choices(['s16le', 'f32le']))
    .option('--on <p>', help('decide.on'), share)
    .option('--off <p>', help('decide.off'), share)
    .option('--smooth <seconds>', help('decide.smooth'), seconds)
    .option('--shortest <seconds>', help('decide.shortest'), seconds);
  return withCommonOptions(command).action((model: string, files: string[], options: PredictOptions) =>
    runCommand(options, async (session) => {
      if (options.format !== undefined && options.out === undefined)
        throw failure('ARGUMENT_INVALID.marksOut');
      const found = await findModel(session.client, model);
      const events = eventsOf(session, found, files, options);
      return options.stream === true
        ? writeLive(session, events, options)
        : collect(session, events, { ...options, model: found });
    }),
  );
}

function eventsOf(
  session: Session,
  model: string,
  files: readonly string[],
  options: PredictOptions,
): AsyncIterable<LiveEvent> {
  const { on, off, smooth, shortest } = options;
  if (on !== undefined && off !== undefined && off > on)
    throw failure('ARGUMENT_INVALID.offAboveOn', { on, off });
  const decisions: Decisions = { on, off, smoothSeconds: smooth, minSeconds: shortest };
  if (!files.includes(STDIN)) return watchFiles(session, { model, files, decisions, listen: options.stream });
  if (files.length > 1) throw failure('ARGUMENT_INVALID.stdinAlone');
  const { rate = null, channels = null, encoding = null } = options;
  return hearStdin(session, { model, rateHz: rate, channels, encoding, decisions });
}

interface FilesQuestion {
  readonly model: string;
  readonly files: readonly string[];
  readonly decisions: Decisions;
  readonly listen: boolean | undefined;
}

/** The engine's events, with files called as the person called them. Ctrl+C cancels. */
async function* watchFiles(
  { client, progress }: Session,
  { model, files, decisions, listen }: FilesQuestion,
): AsyncGenerator<LiveEvent> {
  const paths = await namedPaths(files);
  const abort = new AbortController();
  const cancel = (): void => abort.abort();
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  const named = (file: string): string => nameAsGiven(paths, file);
  try {
    const question = { model, paths: paths.map(({ path }) => path), decisions, listen };
    for await (const event of await client.predict.watch(question, { signal: abort.signal })) {
      if (event.kind === 'progress') {
        const { file, done, files: all, share } = event;
        progress.show('predicting', (done + share) / all, `${done} of ${all}  ${named(file)}`);
      } else if (event.kind === 'prediction') {
        const { prediction } = event;
        yield { kind: 'prediction', prediction: { ...prediction, file: named(prediction.file) } };
      } else {
        yield { ...event, file: named(event.file) };
      }
    }
    // The events may end as if nothing had happened.
    throwIfCancelled(abort.signal);
  } catch (thrown) {
    throwIfCancelled(abort.signal);
    throw thrown;
  } finally {
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  }
}

function throwIfCancelled({ aborted }: AbortSignal): void {
  if (aborted) throw failure('CANCELLED.prediction');
}

type Refused = Extract<LiveEvent, { kind: 'refused' }>;

/** @throws UnrollError when nothing could be predicted: what the first file was refused for */
function requireSome(predictions: number, [first]: readonly Refused[]): void {
  if (predictions > 0 || first === undefined) return;
  const code = v.is(ErrorCodeSchema, first.code) ? first.code : 'FILE_UNREADABLE';
  const { file, reason, sentence, params = {} } = first;
  throw errorFromShape({ code, message: reason, details: { ...params, file }, sentence });
}

async function collect(
  { client, progress, asJson: isJson }: Session,
  events: AsyncIterable<LiveEvent>,
  { csv = false, format, out, replace = false, model }: PredictOptions & { readonly model: string },
): Promise<Result | null> {
  const predictions: Prediction[] = [];
  const refused: Refused[] = [];
  for await (const event of events) {
    if (event.kind === 'prediction') predictions.push(event.prediction);
    if (event.kind === 'refused') refused.push(event);
  }
  requireSome(predictions.length, refused);
  progress.clear();
  for (const one of refused) progress.log(`refused ${one.file}: ${refusalWords(one)}`);
  if (format !== undefined && out !== undefined) {
    const { background = null } = await client.predict.describe({ model });
    const tracks = predictions.map((prediction) => marksOf(prediction, background));
    const files: string[] = [];
    for (const track of tracks)
      if (track !== null)
        files.push(
          await writeMarks(
            ...([
              client,
              [track],
              { format, outDir: out, recording: basename(track.recording!), replace },
            ] as const),
            (line) => progress.log(line),
          ),
        );
    const without = tracks.filter((track) => track === null).length;
    if (without > 0) progress.log(say(language(), 'marks.none', { count: without }));
    return { json: { files, predictions: predictions.map(asJson) }, text: files.join('\n') };
  }
  if (csv && !isJson) {
    await writeOut(asCsv(predictions));
    return null;
  }
  return {
    json: {
      predictions: predictions.map(asJson),
      ...(refused.length > 0 && { refused: refused.map(({ file, reason }) => ({ file, reason })) }),
    },
    text: asText(predictions),
  };
}

async function writeLive(
  { progress, asJson: isJson }: Session,
  events: AsyncIterable<LiveEvent>,
  { csv = false }: PredictOptions,
): Promise<null> {
  const report = new LiveReport(isJson ? 'json' : csv ? 'csv' : 'text');
  const refused: Refused[] = [];
  let predictions = 0;
  for await (const event of events) {
    if (event.kind === 'prediction') predictions++;
    if (event.kind === 'refused') {
      refused.push(event);
      progress.log(`refused ${event.file}: ${refusalWords(event)}`);
    }
    const line = report.line(event);
    if (line === null) continue;
    progress.clear();
    await writeOut(line);
  }
  requireSome(predictions, refused);
  return null;
}
