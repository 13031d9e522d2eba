import * as v from 'valibot';
import { holding, mark, onlyTrack, requireRate, sorted } from './mark-format';
import type { MarkFormat, MarkSource } from './mark-format';
import type { Mark, MarkTrack } from '../../../shared/domain/marks';
import { parseJsonAs } from './json';

const Stretch = v.object({ label: v.string(), startIndex: v.number(), endIndex: v.number() });
const Info = v.object({
  files: v.array(
    v.object({
      path: v.string(),
      label: v.variant('type', [
        v.object({ type: v.literal('label'), label: v.string() }),
        v.object({ type: v.literal('multi-label'), labels: v.array(Stretch) }),
        v.object({ type: v.literal('unlabeled') }),
      ]),
    }),
  ),
});
const Structured = v.object({ structuredLabels: v.record(v.string(), v.array(Stretch)) });

/** The indices of both ends are inside; milliseconds only in the documentation. */
const marksOf = (stretches: readonly v.InferOutput<typeof Stretch>[], rate: number): Mark[] =>
  stretches.map(({ label, startIndex, endIndex }) => mark(startIndex / rate, (endIndex + 1) / rate, label));

const read = (source: MarkSource): MarkTrack[] => {
  const { text, shown } = source;
  if (/"structuredLabels"/.test(text)) {
    const { structuredLabels } = parseJsonAs(Structured, text, shown);
    return Object.entries(structuredLabels).map(([recording, stretches]) =>
      onlyTrack(marksOf(stretches, requireRate(source)), { recording, examined: 'all' }),
    );
  }
  return parseJsonAs(Info, text, shown).files.flatMap(({ path, label }) =>
    label.type === 'multi-label'
      ? [onlyTrack(marksOf(label.labels, requireRate(source)), { recording: path, examined: 'all' })]
      : [],
  );
};

/**
 * Edge Impulse's `info.labels` and `structured_labels.labels`: stretches by the indices of samples, both ends inside.
 *
 * Source: https://docs.edgeimpulse.com/reference/data-acquisition-format (which says ms) and the indices that its own clients
 * write (edge-impulse-sdk-js, `structuredLabels`)
 */
export const edgeImpulse: MarkFormat = {
  name: 'edge-impulse',
  ending: '.labels',
  holds: holding('stretches', 'recordings', 'examined'),
  claims: (head, name) =>
    /(^|[\\/])(info|structured_labels)\.labels$/i.test(name) || /"structuredLabels"|"multi-label"/.test(head),
  read,
  write(tracks, { recording, rateHz }) {
    const rate = rateHz ?? 1000;
    const stretches = sorted(tracks.flatMap(({ marks }) => marks)).map(
      ({ startSeconds, endSeconds, label }) => ({
        startIndex: Math.round(startSeconds * rate),
        endIndex: Math.max(Math.round(startSeconds * rate), Math.round(endSeconds * rate) - 1),
        label,
      }),
    );
    const document = { version: 1, type: 'structured-labels', structuredLabels: { [recording]: stretches } };
    return `${JSON.stringify(document, null, 2)}\n`;
  },
};
