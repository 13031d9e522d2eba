import * as v from 'valibot';
import type { MarkTrack } from '../../../shared/domain/marks';
import { holding, mark, onlyTrack, sorted } from './mark-format';
import type { MarkFormat } from './mark-format';
import { parseJsonAs } from './json';

const nullable = v.optional(v.nullable(v.number()));
const Observation = v.object({
  time: v.number(),
  duration: v.number(),
  value: v.unknown(),
  confidence: nullable,
});
const Columns = v.object({
  time: v.array(v.number()),
  duration: v.array(v.number()),
  value: v.array(v.unknown()),
  confidence: v.optional(v.array(v.nullable(v.number()))),
});
const Jams = v.object({
  annotations: v.array(
    v.object({
      namespace: v.optional(v.string(), ''),
      annotation_metadata: v.optional(
        v.object({
          annotator: v.optional(v.record(v.string(), v.unknown())),
          data_source: v.optional(v.string()),
        }),
      ),
      /** The stretch that it is valid for. */
      time: nullable,
      duration: nullable,
      data: v.union([v.array(Observation), Columns]),
    }),
  ),
  file_metadata: v.optional(
    v.object({ title: v.optional(v.string()), identifiers: v.optional(v.record(v.string(), v.unknown())) }),
  ),
});

/** What stands for a value that is an object: scaper's events, tags with more about them. */
function labelOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  const fields = value as Readonly<Record<string, unknown>>;
  return String(fields['label'] ?? fields['event_label'] ?? fields['tag'] ?? JSON.stringify(value));
}

/**
 * JAMS: annotations of one recording, each valid for a stretch of it.
 *
 * Source: Humphrey et al. 2014; https://jams.readthedocs.io/en/stable/jams_structure.html
 */
export const jams: MarkFormat = {
  name: 'jams',
  ending: '.jams',
  holds: holding('stretches', 'points', 'tracks', 'confidence', 'examined'),
  claims: (head, name) =>
    /\.jams$/i.test(name) || (/"annotations"\s*:/.test(head) && /"file_metadata"|"namespace"/.test(head)),
  read({ text, shown }) {
    const { annotations, file_metadata: file } = parseJsonAs(Jams, text, shown);
    const recording =
      typeof file?.identifiers?.['filename'] === 'string' ? file.identifiers['filename'] : null;
    return annotations.map(({ namespace, annotation_metadata: made, time, duration, data }): MarkTrack => {
      const observations = Array.isArray(data)
        ? data
        : data.time.map((one, k) => ({
            ...{ time: one, duration: data.duration[k] ?? 0, value: data.value[k] },
            confidence: data.confidence?.[k],
          }));
      const person = made?.annotator?.['name'] ?? made?.annotator?.['email'];
      const examined: MarkTrack['examined'] =
        typeof duration === 'number' ? [[time ?? 0, (time ?? 0) + duration]] : [];
      return onlyTrack(
        observations.map(({ time: start, duration: long, value, confidence }) =>
          mark(start, start + long, labelOf(value), { confidence: confidence ?? undefined }),
        ),
        { name: typeof person === 'string' && person !== '' ? person : namespace, recording, examined },
      );
    });
  },
  write(tracks, { recording, durationSeconds }) {
    const end =
      durationSeconds ?? Math.max(0, ...tracks.flatMap(({ marks }) => marks.map((one) => one.endSeconds)));
    const document = {
      annotations: tracks.map(({ name, marks, examined }) => {
        const [first] = examined === 'all' ? [[0, end] as const] : examined;
        return {
          annotation_metadata: {
            ...{
              curator: { name: '', email: '' },
              annotator: name === '' ? {} : { name },
              version: '',
              corpus: '',
            },
            ...{ annotation_tools: 'Unroll', annotation_rules: '', validation: '', data_source: '' },
          },
          namespace: 'tag_open',
          data: sorted(marks).map(({ startSeconds, endSeconds, label, confidence }) => ({
            ...{
              time: startSeconds,
              duration: endSeconds - startSeconds,
              value: label,
              confidence: confidence ?? null,
            },
          })),
          sandbox: {},
          time: first?.[0] ?? null,
          duration: first === undefined ? null : first[1] - first[0],
        };
      }),
      file_metadata: {
        ...{ title: '', artist: '', release: '', duration: end, identifiers: { filename: recording } },
        jams_version: '0.3.4',
      },
      sandbox: {},
    };
    return `${JSON.stringify(document, null, 2)}\n`;
  },
};
