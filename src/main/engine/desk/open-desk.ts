import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { RefusedFile } from '../../../shared/domain/dataset';
import type { DeskMark, DeskRecording } from '../../../shared/domain/desk';
import type { MarkTrack } from '../../../shared/domain/marks';
import { toUnrollError } from '../../../shared/domain/error';
import { HAND } from '../../../shared/desk/edits';
import { joined } from '../../../shared/desk/desk-state';
import { failure } from '../../../shared/sentences/failure';
import { refusedFor } from '../../../shared/sentences/refused';
import type { Content } from '../readers/content';
import type { FoundFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import { matchMarks, rateOf, readMarkFiles } from '../scan/mark-files';
import { annotationsOf, isMarks } from '../scan/marks';
import { walk } from '../scan/walk';

export interface Opened {
  readonly name: string;
  readonly recordings: DeskRecording[];
  readonly refused: RefusedFile[];
}

type Read = FoundFile & { readonly content: Content };

/** What a desk needs of a file that was read. @throws UnrollError FILE_FORMAT_UNKNOWN for one that holds many sequences */
export function recordingOf({
  path,
  shown,
  size,
  content,
}: Pick<Read, 'path' | 'shown' | 'size' | 'content'>): DeskRecording {
  const own = { path, shown, bytes: size, marks: [], examined: [] };
  if (content.kind === 'audio')
    return {
      ...{ ...own, kind: 'sound', rateHz: content.rateHz, rows: content.length, channels: [''] },
      sound: { format: content.format, ownChannel: content.facts?.ownChannel ?? null },
    };
  if (content.kind === 'cases') throw failure('FILE_FORMAT_UNKNOWN.noDesk', { file: shown });
  const time = content.columns.find(({ clock }) => (clock?.rateHz ?? null) !== null);
  const channels = content.columns.filter(
    (column) => column.type === 'number' && column !== time && !column.isRowNumber,
  );
  if (channels.length === 0) throw failure('FILE_FORMAT_UNKNOWN.noDesk', { file: shown });
  return {
    ...{ ...own, kind: 'table', rows: content.rows },
    rateHz: time === undefined ? null : rateOf({ content }),
    channels: channels.map(({ name }) => name),
  };
}

/** Marks as they stand in a file, with an id each; those of a track without a name are a person's. */
function deskMarks(name: string, { marks }: Pick<MarkTrack, 'marks'>, seconds: number): DeskMark[] {
  return marks.flatMap(({ startSeconds, endSeconds, label, lowHz, highHz, confidence, note }) =>
    startSeconds > seconds || endSeconds < 0
      ? []
      : [
          {
            ...{ id: randomUUID(), track: name === '' ? HAND : name, label },
            ...{ start: Math.max(0, startSeconds), end: Math.max(0, Math.min(seconds, endSeconds)) },
            ...(lowHz !== undefined && { lowHz }),
            ...(highHz !== undefined && { highHz }),
            ...(confidence !== undefined && { confidence }),
            ...(note !== undefined && { note }),
          },
        ],
  );
}

/** A recording with what is marked on it. */
export function withTracks(
  recording: DeskRecording,
  tracks: readonly { readonly name: string; readonly track: MarkTrack }[],
): DeskRecording {
  const seconds = recording.rows / (recording.rateHz ?? 1);
  const known = tracks.filter(({ track }) => track.clock !== 'epoch');
  const looked = known.flatMap(({ track: { examined } }): [number, number][] =>
    examined === 'all' ? [[0, seconds]] : examined.map(([from, to]) => [Math.max(0, from), to]),
  );
  return {
    ...recording,
    marks: known.flatMap(({ name, track }) => deskMarks(known.length === 1 ? '' : name, track, seconds)),
    examined: joined(looked),
  };
}

/**
 * Files and folders as recordings, with the files of marks among them.
 *
 * @throws UnrollError FILE_MISSING, FILE_EMPTY where none of them is a recording
 */
export async function openPaths(paths: readonly string[], sources: Sources): Promise<Opened> {
  const walked = await walk(paths);
  const refused = walked.refused.map(({ file, error }) => refusedFor(file, error));
  const marks: FoundFile[] = [];
  const read: Read[] = [];
  for (const file of walked.files)
    try {
      if (await isMarks(file)) {
        marks.push(file);
        continue;
      }
      const found = { ...file, content: await sources.content(file) };
      recordingOf(found);
      read.push(found);
      if ((await annotationsOf(file)) === 'beside') marks.push(file);
    } catch (thrown) {
      refused.push(refusedFor(file.shown, toUnrollError(thrown)));
    }
  if (read.length === 0) throw failure('FILE_EMPTY.noDesk', { file: basename(walked.source) });
  const found = await readMarkFiles(marks, read);
  const { byRecording } = matchMarks(found.files, read);
  return {
    name: basename(walked.source),
    recordings: read.map((file, index) => withTracks(recordingOf(file), byRecording.get(index) ?? [])),
    refused: [...refused, ...found.refused],
  };
}
