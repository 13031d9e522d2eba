import type { EngineClient } from '../../shared/contract';
import type { Prediction } from '../../shared/contract/predict';
import type { MarkTrack } from '../../shared/domain/marks';

/** Formats of marks that can be asked for; what each is stands in the user guide. */
export const markFormatNames = [
  ...['audacity', 'raven', 'textgrid', 'elan', 'edf', 'wfdb', 'sonic-visualiser', 'jams', 'label-studio'],
  ...['edge-impulse', 'sensiml', 'sensor-logger', 'csv'],
] as const;

const words: Readonly<Record<string, string>> = {
  stretches: 'marks that are stretches',
  points: 'marks that are points',
  frequencies: 'boxes in frequency',
  channel: 'channels of marks',
  confidence: 'confidences',
  note: 'notes',
  columns: 'marks with columns of their own',
  tracks: 'names of tracks',
  examined: 'tracks that say what was examined',
};

/** What a model heard when in a recording, as marks; none of an answer to the whole, nor of steps without a time. */
export function marksOf(prediction: Prediction, background: string | null = null): MarkTrack | null {
  const segments =
    prediction.kind === 'labels'
      ? prediction.segments
      : prediction.kind === 'label' || prediction.kind === 'tags'
        ? prediction.timeline?.segments
        : undefined;
  if (segments === undefined) return null;
  const marks = segments.flatMap(({ label, startSeconds, endSeconds, probability }) =>
    startSeconds === null || endSeconds === null || label === background
      ? []
      : [{ startSeconds, endSeconds, label, confidence: Number(probability.toFixed(4)) }],
  );
  const isTimeless = segments.some(({ startSeconds }) => startSeconds === null);
  return isTimeless ? null : { name: '', recording: prediction.file, marks, examined: 'all', clock: 'start' };
}

interface Writing {
  readonly format: string;
  readonly outDir: string;
  readonly recording: string;
  readonly rateHz?: number | null;
  readonly durationSeconds?: number | null;
  readonly replace?: boolean;
}

/** Writes a file of marks and tells what it could not hold. */
export async function writeMarks(
  client: EngineClient,
  tracks: readonly MarkTrack[],
  writing: Writing,
  log: (line: string) => void,
): Promise<string> {
  const { file, lost } = await client.marks.write({ ...writing, tracks: [...tracks] });
  const kinds = Object.entries(lost).map(([what, count]) => `${count} ${words[what] ?? what}`);
  if (kinds.length > 0) log(`note: ${writing.format} has no place for ${kinds.join(', ')} (${file}).`);
  return file;
}
