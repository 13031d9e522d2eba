import * as v from 'valibot';
import { holding, mark, onlyTrack, requireRate, sorted } from './mark-format';
import type { MarkFormat } from './mark-format';
import { parseJsonAs } from './json';

const Project = v.array(
  v.object({
    file_name: v.string(),
    sessions: v.array(
      v.object({
        session_name: v.string(),
        segments: v.array(v.object({ name: v.string(), start: v.number(), end: v.number() })),
      }),
    ),
  }),
);

/**
 * SensiML's open labels, `.dcli`: files, sessions of each and their segments by the indices of samples. Each session is a track.
 *
 * Source: https://sensiml.com/documentation/data-studio/dcli-format.html
 */
export const sensiml: MarkFormat = {
  name: 'sensiml',
  ending: '.dcli',
  holds: holding('stretches', 'tracks', 'recordings'),
  claims: (head, name) =>
    /\.dcli$/i.test(name) || (/"sessions"\s*:/.test(head) && /"segments"\s*:/.test(head)),
  read(source) {
    return parseJsonAs(Project, source.text, source.shown).flatMap(({ file_name: recording, sessions }) =>
      sessions.map(({ session_name: name, segments }) =>
        onlyTrack(
          segments.map((own) =>
            mark(own.start / requireRate(source), own.end / requireRate(source), own.name),
          ),
          { name, recording },
        ),
      ),
    );
  },
  write(tracks, { recording, rateHz }) {
    const rate = rateHz ?? 1000;
    const sessions = tracks.map(({ name, marks }, k) => ({
      session_name: name === '' ? `Session ${k + 1}` : name,
      segments: sorted(marks).map(({ startSeconds, endSeconds, label }) => ({
        ...{ name: label, start: Math.round(startSeconds * rate), end: Math.round(endSeconds * rate) },
      })),
    }));
    return `${JSON.stringify([{ file_name: recording, metadata: [], sessions }], null, 2)}\n`;
  },
};
