import * as v from 'valibot';
import { failure } from '../../../shared/sentences/failure';
import type { MarkTrack } from '../../../shared/domain/marks';
import { holding, mark, onlyTrack, sorted } from './mark-format';
import type { MarkFormat } from './mark-format';
import { parseJsonAs } from './json';

const place = v.union([v.number(), v.string()]);
const Result = v.object({
  type: v.optional(v.string(), ''),
  value: v.looseObject({
    start: v.optional(place),
    end: v.optional(place),
    instant: v.optional(v.boolean()),
  }),
  score: v.optional(v.nullable(v.number())),
  meta: v.optional(v.object({ text: v.optional(v.union([v.string(), v.array(v.string())])) })),
});
const Annotation = v.object({
  result: v.array(v.unknown()),
  completed_by: v.optional(v.unknown()),
  model_version: v.optional(v.nullable(v.string())),
  was_cancelled: v.optional(v.boolean()),
});
const Task = v.object({
  data: v.optional(v.record(v.string(), v.unknown()), {}),
  annotations: v.optional(v.array(Annotation), []),
  predictions: v.optional(v.array(Annotation), []),
});
const Tasks = v.union([
  v.array(Task),
  v.pipe(
    Task,
    v.transform((one) => [one]),
  ),
]);

/** Larger numbers are milliseconds since 1970: an hour of 1970 is no recording. */
const EPOCH_MS = 1e11;
/** And smaller ones that are still larger than this are seconds since 1970. */
const EPOCH_SECONDS = 1e9;

function secondsOf(place: number | string, shown: string): { seconds: number; isEpoch: boolean } {
  const number = typeof place === 'number' ? place : Number(place);
  if (!Number.isNaN(number)) {
    if (number >= EPOCH_MS) return { seconds: number / 1000, isEpoch: true };
    return { seconds: number, isEpoch: number >= EPOCH_SECONDS };
  }
  // A time without a zone is taken as UTC, as everywhere in the lab.
  const text = String(place).trim().replace(' ', 'T');
  const ms = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`);
  if (Number.isNaN(ms)) throw failure('FILE_CORRUPT.markTime', { file: shown, text: String(place) });
  return { seconds: ms / 1000, isEpoch: true };
}

function annotatorOf(by: unknown): string {
  if (typeof by === 'object' && by !== null) {
    const { email, id } = by as { email?: unknown; id?: unknown };
    return String(email ?? id ?? '');
  }
  return by === undefined || by === null ? '' : String(by);
}

/**
 * Label Studio's export: tasks with the annotations of several people and a model's predictions beside them. Places are seconds
 * of a sound; of a series they are what its time column holds: seconds, milliseconds since 1970 or text.
 *
 * Source: https://labelstud.io/guide/export#Label-Studio-JSON-format-of-annotated-tasks
 */
export const labelStudio: MarkFormat = {
  name: 'label-studio',
  ending: '.json',
  holds: holding('stretches', 'points', 'tracks', 'confidence', 'channel', 'note', 'recordings'),
  claims: (head) =>
    /^\uFEFF?\s*\[?\s*\{/.test(head) &&
    /"annotations"\s*:/.test(head) &&
    /"(result|completed_by)"\s*:/.test(head),
  read({ text, shown }) {
    return parseJsonAs(Tasks, text, shown).flatMap(({ data, annotations, predictions }) => {
      const url = Object.values(data).find(
        (value): value is string => typeof value === 'string' && /[./]/.test(value),
      );
      const name = url
        ?.replace(/[?#].*$/, '')
        .split(/[\\/=]/)
        .at(-1);
      // Uploads are given eight digits in front.
      const recording = name === undefined ? null : decodeURIComponent(name).replace(/^[0-9a-f]{8}-/, '');
      const track = (one: v.InferOutput<typeof Annotation>, title: string): MarkTrack => {
        let isEpoch = false;
        const marks = one.result.flatMap((entry) => {
          const known = v.safeParse(Result, entry);
          if (!known.success || known.output.value.start === undefined) return [];
          const { value, type, score, meta } = known.output;
          const start = secondsOf(value.start!, shown);
          const end = value.end === undefined || value.instant === true ? start : secondsOf(value.end, shown);
          isEpoch ||= start.isEpoch;
          const words = value[type] ?? value['labels'] ?? value['timeserieslabels'];
          const labels = Array.isArray(words) ? words.map(String) : [''];
          const notes = meta?.text === undefined ? undefined : [meta.text].flat().join(' ');
          const channel = typeof value['channel'] === 'number' ? value['channel'] + 1 : undefined;
          return labels.map((label) =>
            mark(start.seconds, Math.max(start.seconds, end.seconds), label, {
              ...{ confidence: score ?? undefined, note: notes, channel },
            }),
          );
        });
        return onlyTrack(marks, { name: title, recording, clock: isEpoch ? 'epoch' : 'start' });
      };
      return [
        ...annotations
          .filter((one) => one.was_cancelled !== true)
          .map((one) => track(one, annotatorOf(one.completed_by))),
        ...predictions.map((one) => track(one, one.model_version ?? 'predictions')),
      ];
    });
  },
  write(tracks, { recording, durationSeconds }) {
    const annotations = tracks.map(({ name, marks }, k) => ({
      id: k + 1,
      completed_by: name === '' ? null : { email: name },
      result: sorted(marks).map(({ startSeconds, endSeconds, label, confidence, channel, note }, at) => ({
        id: `${k + 1}-${at + 1}`,
        ...{ type: 'labels', from_name: 'label', to_name: 'audio', original_length: durationSeconds },
        value: {
          ...{ start: startSeconds, end: endSeconds, labels: [label] },
          ...(channel !== undefined && { channel: channel - 1 }),
        },
        ...(confidence !== undefined && { score: confidence }),
        ...(note !== undefined && { meta: { text: [note] } }),
      })),
    }));
    return `${JSON.stringify([{ data: { audio: recording }, annotations, predictions: [] }], null, 2)}\n`;
  },
};
