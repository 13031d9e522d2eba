import { Command, Option } from 'commander';
import { basename, resolve } from 'node:path';
import type { MarkTrack } from '../../../shared/domain/marks';
import { failure } from '../../../shared/sentences/failure';
import type { CommonOptions, Session } from '../command';
import { number, runCommand, withCommonOptions } from '../command';
import { markFormatNames, writeMarks } from '../marks';
import type { Result } from '../output';
import { table } from '../output';

interface MarksOptions extends CommonOptions {
  readonly format?: string;
  readonly out?: string;
  readonly rate?: number;
  readonly replace?: boolean;
}

interface ReadFile {
  readonly path: string;
  readonly format: string;
  readonly tracks: MarkTrack[];
}

export function marksCommand(): Command {
  const command = new Command('marks')
    .description('show what files of marks hold, or write them in another format')
    .argument('<file...>', 'label tracks, selection tables, TextGrids …')
    .addOption(new Option('--format <name>', 'write them so').choices(markFormatNames))
    .option('--out <dir>', 'where to')
    .option(
      '--rate <hz>',
      'of the recordings, for formats that count samples',
      number({ min: 1e-6, max: 1e9 }),
    )
    .option('--replace', 'write over files that are there');
  return withCommonOptions(command).action((files: string[], options: MarksOptions) =>
    runCommand(options, async (session) => {
      const read: ReadFile[] = [];
      for (const path of files)
        read.push({
          path,
          ...(await session.client.marks.read({ path: resolve(path), rateHz: options.rate ?? null })),
        });
      if (options.format === undefined) return shown(read);
      if (options.out === undefined) throw failure('ARGUMENT_INVALID.marksOut');
      return written(session, read, { ...options, format: options.format, out: options.out });
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

function shown(files: readonly ReadFile[]): Result {
  const rows = files.flatMap(({ path, format, tracks }) =>
    tracks.map((track) => [
      ...[path, format, track.recording ?? '–', track.name === '' ? '–' : track.name],
      ...[String(track.marks.length), labelsOf(track)],
    ]),
  );
  return { json: { files }, text: table(['file', 'format', 'recording', 'track', 'marks', 'labels'], rows) };
}

/** One file for each recording that is named, or for each file that names none. */
async function written(
  { client, progress }: Session,
  files: readonly ReadFile[],
  { format, out, rate, replace = false }: MarksOptions & { readonly format: string; readonly out: string },
): Promise<Result> {
  const byRecording = new Map<string, MarkTrack[]>();
  for (const { path, tracks } of files)
    for (const track of tracks) {
      const recording = basename((track.recording ?? path).replaceAll('\\', '/'));
      byRecording.set(recording, [...(byRecording.get(recording) ?? []), track]);
    }
  const made: string[] = [];
  for (const [recording, tracks] of byRecording)
    made.push(
      await writeMarks(
        ...([client, tracks, { format, outDir: out, recording, rateHz: rate ?? null, replace }] as const),
        (line) => progress.log(line),
      ),
    );
  return { json: { files: made }, text: made.join('\n') };
}
