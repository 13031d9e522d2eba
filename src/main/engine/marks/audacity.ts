import type { Mark } from '../../../shared/domain/marks';
import {
  corruptLine,
  holding,
  linesOf,
  mark,
  numberIn,
  onlyTrack,
  plainCell,
  requireOrder,
  sorted,
} from './mark-format';
import type { MarkFormat } from './mark-format';

const UNDEFINED = -1;
const isTrackLine = (line: string): boolean => {
  const [start, end] = line.split('\t');
  return numberIn(start) !== null && numberIn(end) !== null && line.includes('\t');
};

/**
 * Audacity's label track: start, end and text of each label in a line, tabs between; a line that begins with `\` gives the
 * frequencies of the label before it, −1 for none. BirdNET adds a confidence. The file names no recording.
 *
 * Source: https://manual.audacityteam.org/man/importing_and_exporting_labels.html
 */
export const audacity: MarkFormat = {
  name: 'audacity',
  ending: '.txt',
  holds: holding('stretches', 'points', 'frequencies'),
  claims(head, name) {
    if (!/\.txt$/i.test(name)) return false;
    const lines = linesOf(head).filter((line) => line.trim() !== '');
    // The last line of a head may be cut.
    const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
    const own = whole.filter((line) => !line.startsWith('\\'));
    return (
      own.length > 0 && own.every(isTrackLine) && own.some((line) => numberIn(line.split('\t')[2]) === null)
    );
  },
  read({ text, shown }) {
    const marks: Mark[] = [];
    for (const [k, line] of linesOf(text).entries()) {
      if (line.trim() === '') continue;
      const cells = line.split('\t');
      if (cells[0] === '\\') {
        const last = marks.pop();
        if (last === undefined) throw corruptLine(shown, k + 1, line);
        const [lowHz, highHz] = [numberIn(cells[1]), numberIn(cells[2])].map((hz) =>
          hz === null || hz === UNDEFINED ? undefined : hz,
        );
        const { startSeconds, endSeconds, label, ...rest } = last;
        marks.push(mark(startSeconds, endSeconds, label, { ...rest, lowHz, highHz }));
        continue;
      }
      const [start, end] = [numberIn(cells[0]), numberIn(cells[1])];
      if (start === null || end === null) throw corruptLine(shown, k + 1, line);
      const confidence = cells.length === 4 ? numberIn(cells[3]) : null;
      const label = cells.slice(2, confidence === null ? undefined : 3).join('\t');
      const own = mark(start, end, label, confidence === null ? {} : { confidence });
      requireOrder(shown, k + 1, own);
      marks.push(own);
    }
    return [onlyTrack(marks)];
  },
  write(tracks) {
    const lines = sorted(tracks.flatMap(({ marks }) => marks)).flatMap(
      ({ startSeconds, endSeconds, label, lowHz, highHz }) => [
        `${startSeconds.toFixed(6)}\t${endSeconds.toFixed(6)}\t${plainCell(label)}`,
        ...(lowHz === undefined && highHz === undefined
          ? []
          : [`\\\t${(lowHz ?? UNDEFINED).toFixed(6)}\t${(highHz ?? UNDEFINED).toFixed(6)}`]),
      ],
    );
    return lines.map((line) => `${line}\n`).join('');
  },
};
