import { Command, Option } from 'commander';
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { MarkTrack } from '../../../shared/domain/marks';
import { failure } from '../../../shared/sentences/failure';
import type { CommonOptions, Session } from '../command';
import { number, runCommand, withCommonOptions } from '../command';
import { markFormatNames, writeMarks } from '../marks';
import { requireDataset } from '../resolve';
import type { Result } from '../output';
import { table } from '../output';
import { heading, help } from '../language';

interface MarksOptions extends CommonOptions {
  readonly format?: string;
  readonly out?: string;
  readonly rate?: number;
  readonly track?: string;
  readonly replace?: boolean;
}

/** A track, and what it is of. */
interface Marked {
  /** The file of marks. */
  readonly path: string;
  readonly format: string;
  /** The recording as its file is called, perhaps in folders; the file of marks where it names none. */
  readonly recording: string;
  readonly rateHz: number | null;
  readonly durationSeconds: number | null;
  readonly track: MarkTrack;
}

export function marksCommand(): Command {
  const command = new Command('marks')
    .description(help('marks'))
    .argument('<what...>', help('marks.what'))
    .addOption(new Option('--format <name>', help('marks.format')).choices(markFormatNames))
    .option('--out <dir>', help('marks.out'))
    .option('--rate <hz>', help('marks.rate'), number({ min: 1e-6, max: 1e9 }))
    .option('--track <name>', help('marks.track'))
    .option('--replace', help('any.replace'));
  return withCommonOptions(command).action((files: string[], options: MarksOptions) =>
    runCommand(options, async (session) => {
      if (options.format !== undefined && options.out === undefined)
        throw failure('ARGUMENT_INVALID.marksOut');
      const marked: Marked[] = [];
      for (const word of files)
        marked.push(
          ...(existsSync(word)
            ? await ofFile(session, word, options.rate ?? null)
            : await ofDataset(session, word, options.track)),
        );
      const { format, out, replace = false } = options;
      if (format === undefined || out === undefined) return shown(marked);
      return written(session, marked, { format, out, replace });
    }),
  );
}

/** A track's labels, the most frequent first. */
function labelsOf({ marks }: MarkTrack): string {
  const counts = new Map<string, number>();
  for (const { label } of marks) counts.set(label, (counts.get(label) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const more = sorted.length > 6 ? ` … (${sorted.length})` : '';
  return sorted
    .slice(0, 6)
    .map(([label, count]) => `${label === '' ? '–' : label} ${count}`)
    .join(', ')
    .concat(more);
}

async function ofFile({ client }: Session, path: string, rateHz: number | null): Promise<Marked[]> {
  const { format, tracks } = await client.marks.read({ path: resolve(path), rateHz });
  return tracks.map((track) => ({
    ...{ path, format, rateHz, track, durationSeconds: null },
    recording: basename((track.recording ?? path).replaceAll('\\', '/')),
  }));
}

/** @throws UnrollError DATASET_UNKNOWN, ARGUMENT_INVALID where it was not made of marks, or has no such track */
async function ofDataset({ client }: Session, word: string, only: string | undefined): Promise<Marked[]> {
  const { id, understanding } = await requireDataset(client, word);
  const { recordings } = await client.datasets.marks({ dataset: id });
  if (recordings === null)
    throw failure('ARGUMENT_INVALID.marksOfDataset', { dataset: understanding.plan.name });
  const found = recordings.flatMap(({ file, rateHz, durationSeconds, tracks }) =>
    tracks.flatMap(({ from, name, track }) =>
      only === undefined || only === name
        ? [
            {
              ...{ path: from, format: understanding.plan.name, recording: file, rateHz, durationSeconds },
              track: { ...track, name: track.name === '' && tracks.length > 1 ? name : track.name },
            },
          ]
        : [],
    ),
  );
  if (found.length === 0) throw failure('ARGUMENT_INVALID.marksNone', { track: only ?? '–' });
  return found;
}

function shown(marked: readonly Marked[]): Result {
  const rows = marked.map(({ path, format, track, recording }) => [
    ...[path, format, track.recording ?? (recording === basename(path) ? '–' : recording)],
    ...[track.name === '' ? '–' : track.name, String(track.marks.length), labelsOf(track)],
  ]);
  const files = [...new Set(marked.map(({ path }) => path))].map((path) => {
    const own = marked.filter((one) => one.path === path);
    return { path, format: own[0]!.format, tracks: own.map(({ track }) => track) };
  });
  return {
    json: { files },
    text: table(
      [
        heading('file'),
        heading('format'),
        heading('recording'),
        heading('track'),
        heading('marks'),
        heading('labels'),
      ],
      rows,
    ),
  };
}

/** One file for each recording that is named, or for each file that names none. */
async function written(
  { client, progress }: Session,
  marked: readonly Marked[],
  { format, out, replace }: { readonly format: string; readonly out: string; readonly replace: boolean },
): Promise<Result> {
  const byRecording = new Map<string, Marked[]>();
  for (const one of marked) byRecording.set(one.recording, [...(byRecording.get(one.recording) ?? []), one]);
  const made: string[] = [];
  for (const [recording, own] of byRecording) {
    const { rateHz, durationSeconds } = own[0]!;
    made.push(
      await writeMarks(
        client,
        own.map(({ track }) => track),
        {
          ...{ format, rateHz, durationSeconds, replace },
          outDir: join(out, dirname(recording)),
          recording: basename(recording),
        },
        (line) => progress.log(line),
      ),
    );
  }
  return { json: { files: made }, text: made.join('\n') };
}
