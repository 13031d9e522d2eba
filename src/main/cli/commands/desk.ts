import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { EngineClient } from '../../../shared/contract';
import type { Desk, DeskMark, DeskStep } from '../../../shared/domain/desk';
import { deskSeconds } from '../../../shared/domain/desk';
import { DeskState } from '../../../shared/desk/desk-state';
import { edit, examinedUntil, HAND } from '../../../shared/desk/edits';
import { failure } from '../../../shared/sentences/failure';
import type { CommonOptions, Session } from '../command';
import { number, runCommand, withCommonOptions } from '../command';
import { heading, help } from '../language';
import { markFormatNames } from '../marks';
import type { Result } from '../output';
import { significant, table } from '../output';
import { pick, requireDataset } from '../resolve';

interface Opened {
  readonly desk: Desk;
  readonly state: DeskState;
}

/** @throws UnrollError DESK_UNKNOWN */
async function openDesk(client: EngineClient, word: string): Promise<Opened> {
  const all = await client.desk.list({});
  const found = word === 'last' ? all[0] : pick(all, ({ name }) => name, word);
  if (!found) throw failure('DESK_UNKNOWN.id', { desk: word });
  const { desk, steps } = await client.desk.get({ desk: found.id });
  const state = new DeskState(desk.recordings);
  for (const step of steps) state.take(step);
  return { desk, state };
}

/** Takes a step, and says what stands then. */
async function write(
  { client }: Session,
  { desk, state }: Opened,
  step: DeskStep,
  recording: number,
): Promise<Result> {
  const { revision } = await client.desk.write({ desk: desk.id, steps: [step] });
  const changed = state.take(step);
  return shown(desk, state, [changed ?? recording], revision);
}

function shown(desk: Desk, state: DeskState, of: readonly number[], revision = state.revision): Result {
  const recordings = of.flatMap((index) => {
    const recording = desk.recordings[index];
    if (recording === undefined) throw failure('ARGUMENT_INVALID.deskRecording', { recording: index + 1 });
    const { shown: file } = recording;
    const seconds = deskSeconds(recording);
    return [
      { recording: index + 1, file, seconds, marks: state.marks(index), examined: state.examined(index) },
    ];
  });
  const rows = recordings.flatMap(({ recording, file, marks }) =>
    marks.map(({ track, label, start, end }, k) => [
      ...[recording, k + 1, significant(start), significant(end), label, track, file],
    ]),
  );
  return {
    json: { desk: desk.id, revision, canUndo: state.canUndo, canRedo: state.canRedo, recordings },
    text: table(
      [
        ...[heading('recording'), heading('mark'), heading('from'), heading('to')],
        ...[heading('label'), heading('track'), heading('file')],
      ],
      rows,
    ),
  };
}

interface AtOptions extends CommonOptions {
  readonly recording: number;
}

const sub = (name: string): Command => withCommonOptions(new Command(name));
const seconds = number({ min: 0 });
const whole = number({ min: 1, whole: true });
const place = (command: Command): Command =>
  command.option('--recording <number>', help('desk.recording'), whole, 1);

function addCommand(): Command {
  return place(sub('add'))
    .description(help('desk.add'))
    .argument('<desk>', help('desk.desk'))
    .argument('<from>', help('desk.add.from'), seconds)
    .argument('<to>', help('desk.add.to'), seconds)
    .argument('<label>', help('desk.above.label'))
    .option('--low <hz>', help('desk.low'), seconds)
    .option('--high <hz>', help('desk.high'), seconds)
    .action(
      (
        word: string,
        start: number,
        end: number,
        label: string,
        options: AtOptions & { low?: number; high?: number },
      ) =>
        runCommand(options, async (session) => {
          const opened = await openDesk(session.client, word);
          const box = { ...(options.low !== undefined && { lowHz: options.low }) };
          const mark: DeskMark = {
            ...{ id: randomUUID(), track: HAND, label, start, end, ...box },
            ...(options.high !== undefined && { highHz: options.high }),
          };
          const at = options.recording - 1;
          return write(session, opened, edit(at, randomUUID, { put: [mark] }), at);
        }),
    );
}

function removeCommand(): Command {
  return place(sub('remove'))
    .description(help('desk.remove'))
    .argument('<desk>', help('desk.desk'))
    .argument('<mark>', help('desk.remove.mark'), whole)
    .action((word: string, mark: number, options: AtOptions) =>
      runCommand(options, async (session) => {
        const opened = await openDesk(session.client, word);
        const at = options.recording - 1;
        const found = opened.state.marks(at)[mark - 1];
        if (found === undefined) throw failure('ARGUMENT_INVALID.deskMark', { mark });
        return write(session, opened, edit(at, randomUUID, { remove: [found.id] }), at);
      }),
    );
}

function examinedCommand(): Command {
  return place(sub('examined'))
    .description(help('desk.examined'))
    .argument('<desk>', help('desk.desk'))
    .argument('<until>', help('desk.examined.until'), seconds)
    .action((word: string, until: number, options: AtOptions) =>
      runCommand(options, async (session) => {
        const opened = await openDesk(session.client, word);
        const at = options.recording - 1;
        const examined = examinedUntil(opened.state.examined(at), until);
        return write(session, opened, edit(at, randomUUID, { examined }), at);
      }),
    );
}

function turnCommand(is: 'undo' | 'redo'): Command {
  return sub(is)
    .description(help(`desk.${is}`))
    .argument('<desk>', help('desk.desk'))
    .action((word: string, options: CommonOptions) =>
      runCommand(options, async (session) => {
        const opened = await openDesk(session.client, word);
        const { state } = opened;
        const step = is === 'undo' ? state.back(randomUUID) : state.forth(randomUUID);
        return step === null ? shown(opened.desk, state, [0]) : write(session, opened, step, 0);
      }),
    );
}

/** `500-4000` */
function bandOf(text: string): { kind: 'band'; lowHz: number; highHz: number } {
  const [, low, high] = /^(\d+(?:\.\d+)?)[-–](\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (low === undefined || !(Number(high) > Number(low))) throw new InvalidArgumentError('500-4000');
  return { kind: 'band', lowHz: Number(low), highHz: Number(high) };
}

interface AboveOptions extends AtOptions {
  readonly band?: ReturnType<typeof bandOf>;
  readonly channel?: string;
  readonly threshold: number;
  readonly min: number;
  readonly gap: number;
  readonly peaks?: boolean;
  readonly dryRun?: boolean;
}

function aboveCommand(): Command {
  return place(sub('above'))
    .description(help('desk.above'))
    .argument('<desk>', help('desk.desk'))
    .argument('<label>', help('desk.above.label'))
    .addOption(new Option('--band <hz>', help('desk.above.band')).argParser(bandOf).conflicts('channel'))
    .option('--channel <name>', help('desk.above.channel'))
    .requiredOption('--threshold <value>', help('desk.above.threshold'), number())
    .option('--min <seconds>', help('desk.above.min'), seconds, 0)
    .option('--gap <seconds>', help('desk.above.gap'), seconds, 0)
    .option('--peaks', help('desk.above.peaks'))
    .option('--dry-run', help('desk.above.dry'))
    .action((word: string, label: string, options: AboveOptions) =>
      runCommand(options, async (session) => {
        const { channel, band, threshold, min, gap, peaks = false } = options;
        const opened = await openDesk(session.client, word);
        const at = options.recording - 1;
        const of =
          channel === undefined
            ? (band ?? ({ kind: 'band', lowHz: 0, highHz: 1e9 } as const))
            : ({ kind: 'channel', channel } as const);
        const asked = { desk: opened.desk.id, recording: at, of, threshold, peaks };
        const found = await session.client.desk.above({ ...asked, minSeconds: min, gapSeconds: gap });
        if (options.dryRun === true)
          return {
            json: found,
            text: table(
              [heading('from'), heading('to')],
              found.stretches.map(([from, to]) => [significant(from), significant(to)]),
            ),
          };
        const put = found.stretches.map(([start, end]): DeskMark => ({
          id: randomUUID(),
          track: HAND,
          label,
          start,
          end,
        }));
        return write(session, opened, edit(at, randomUUID, { put }), at);
      }),
    );
}

/** `desk list`, `open`, `marks`, `add`, `remove`, `examined`, `above`, `undo`, `redo`, `save`, `delete`. */
export function deskCommand(): Command {
  const command = new Command('desk').description(help('desk'));
  command.addCommand(
    sub('list')
      .description(help('desk.list'))
      .action((options: CommonOptions) =>
        runCommand(options, async ({ client }) => {
          const desks = await client.desk.list({});
          const rows = desks.map(({ id, name, recordings }) => [id, name, recordings]);
          return {
            json: { desks },
            text: table([heading('desk'), heading('name'), heading('recordings')], rows),
          };
        }),
      ),
  );
  command.addCommand(
    sub('open')
      .description(help('desk.open'))
      .argument('<what...>', help('desk.open.what'))
      .action((words: string[], options: CommonOptions) =>
        runCommand(options, async ({ client, progress }) => {
          const isDataset = words.length === 1 && !existsSync(words[0]!);
          const { desk: id, refused } = isDataset
            ? await client.desk.openDataset({ dataset: (await requireDataset(client, words[0]!)).id })
            : await client.desk.openPaths({ paths: words.map((word) => resolve(word)) });
          for (const { file, reason } of refused) progress.log(`${file}: ${reason}`);
          const { desk, state } = await openDesk(client, id);
          const rows = desk.recordings.map((recording, index) => [
            ...[index + 1, recording.shown, significant(deskSeconds(recording))],
            ...[recording.rateHz === null ? null : significant(recording.rateHz), state.marks(index).length],
          ]);
          return {
            json: { desk: id, refused, recordings: desk.recordings.map(({ marks: _, ...own }) => own) },
            text: `${id}\n${table(
              [
                ...[heading('recording'), heading('file'), heading('seconds')],
                ...[heading('rateHz'), heading('marks')],
              ],
              rows,
            )}`,
          };
        }),
      ),
  );
  command.addCommand(
    sub('marks')
      .description(help('desk.marks'))
      .argument('<desk>', help('desk.desk'))
      .action((word: string, options: CommonOptions) =>
        runCommand(options, async ({ client }) => {
          const { desk, state } = await openDesk(client, word);
          return shown(desk, state, [...desk.recordings.keys()]);
        }),
      ),
  );
  for (const own of [addCommand(), removeCommand(), examinedCommand(), aboveCommand()])
    command.addCommand(own);
  command.addCommand(turnCommand('undo'));
  command.addCommand(turnCommand('redo'));
  command.addCommand(
    sub('save')
      .description(help('desk.save'))
      .argument('<desk>', help('desk.desk'))
      .addOption(
        new Option('--format <name>', help('marks.format')).choices(markFormatNames).default('audacity'),
      )
      .requiredOption('--out <dir>', help('marks.out'))
      .option('--replace', help('any.replace'))
      .action((word: string, options: CommonOptions & { format: string; out: string; replace?: boolean }) =>
        runCommand(options, async ({ client }) => {
          const { desk } = await openDesk(client, word);
          const { format, out, replace = false } = options;
          const saved = await client.desk.save({ desk: desk.id, format, outDir: resolve(out), replace });
          return { json: saved, text: saved.files.join('\n') };
        }),
      ),
  );
  command.addCommand(
    sub('delete')
      .description(help('desk.delete'))
      .argument('<desk>', help('desk.desk'))
      .action((word: string, options: CommonOptions) =>
        runCommand(options, async ({ client }) => {
          const { desk } = await openDesk(client, word);
          await client.desk.delete({ desk: desk.id });
          return { json: { deleted: desk.id }, text: desk.id };
        }),
      ),
  );
  return command;
}
