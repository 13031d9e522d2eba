import * as v from 'valibot';
import { RecordingMarks } from '../../../shared/domain/marks';
import { marksIn } from '../examples/marked-items';
import { sealed, unsealed } from '../files/sealed';
import type { Material } from '../scan/material';

/** `marks.json`: every track of the recordings of a data set, also those that nothing was learnt from. */
const MarksFile = v.object({ formatVersion: v.literal(1), recordings: v.array(RecordingMarks) });

/** What is marked on each recording of some material that has marks. */
export function recordedMarks(material: Material): RecordingMarks[] {
  return [...marksIn(material).byRecording]
    .sort(([a], [b]) => a - b)
    .map(([index, tracks]): RecordingMarks => {
      const { shown, content } = material.files[index]!;
      const rateHz =
        content.kind === 'audio'
          ? content.rateHz
          : content.kind === 'table'
            ? (content.columns.find(({ clock }) => (clock?.rateHz ?? null) !== null)?.clock?.rateHz ?? null)
            : null;
      const length =
        content.kind === 'audio' ? content.length : content.kind === 'table' ? content.rows : null;
      return {
        file: shown,
        rateHz,
        durationSeconds: length === null || rateHz === null ? null : length / rateHz,
        tracks: tracks.map(({ from, name, track }) => ({ from, name, track })),
      };
    });
}

/** @param file its name, to be said @throws what is wrong with it */
export function readMarksFile(bytes: Uint8Array, file: string): readonly RecordingMarks[] {
  return v.parse(MarksFile, unsealed(bytes, file)).recordings;
}

export function writeMarksFile(recordings: readonly RecordingMarks[]): string {
  return sealed({ formatVersion: 1, recordings });
}
